import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generate, type Choices, type Generation } from '../../server/src/core/service';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

function outcomeOf(
  files: Files,
  choices: Partial<Choices> = {},
  folder?: string,
): ReturnType<typeof generate> {
  return generate({
    project: toProject(files),
    ...(folder === undefined ? {} : { folder }),
    choices: { today: '2026-11-22', ...choices },
  });
}

function generated(files: Files, choices: Partial<Choices> = {}, folder?: string): Generation {
  const outcome = outcomeOf(files, choices, folder);
  assert.equal(outcome.kind, 'generated', outcome.kind === 'refused' ? outcome.reason : '');
  return outcome;
}

function dockerfileOf(files: Files, choices: Partial<Choices> = {}, folder?: string): string {
  const { files: made } = generated(files, choices, folder);
  return made.find(({ path }) => path.endsWith('Dockerfile'))?.text ?? '';
}

function assertRefused(files: Files, reason: RegExp, choices: Partial<Choices> = {}): void {
  const outcome = outcomeOf(files, choices);
  assert.equal(outcome.kind, 'refused');
  assert.match(outcome.reason, reason);
}

const main = `package com.example;

import com.sun.net.httpserver.HttpServer;

public class Main {
    public static void main(String[] arguments) throws Exception {
        HttpServer.create(new java.net.InetSocketAddress(8081), 0).start();
    }
}
`;
const mainPath = 'src/main/java/com/example/Main.java';

describe('Gradle', () => {
  const wrapper = {
    gradlew: '#!/bin/sh\n',
    'gradle/wrapper/gradle-wrapper.jar': '',
  };
  const properties = (version: string): Files => ({
    'gradle/wrapper/gradle-wrapper.properties': `distributionUrl=https\\://services.gradle.org/distributions/gradle-${version}-bin.zip\n`,
  });
  const application =
    "plugins {\n  id 'application'\n}\napplication {\n  mainClass = 'a.Main'\n}\n";
  const toolchain = (version: number): string =>
    `java { toolchain { languageVersion = JavaLanguageVersion.of(${String(version)}) } }\n`;

  test('runs on the version of Java that it can', () => {
    const files = { ...wrapper, ...properties('8.10.2'), [mainPath]: main };
    const text = dockerfileOf({ ...files, 'build.gradle': application });
    assert.match(text, /eclipse-temurin:21-jdk-noble AS deps/);
    assertRefused(
      { ...files, 'build.gradle': application + toolchain(25) },
      /Gradle 8\.10\.2 does not run on Java 25/,
    );
    assertRefused({ ...files, 'build.gradle': application + toolchain(24) }, /looks for Java 24/);
    const newer = { ...wrapper, ...properties('9.1.0'), [mainPath]: main };
    const old = `${application}\njava { sourceCompatibility = JavaVersion.VERSION_11 }\n`;
    assert.match(dockerfileOf({ ...newer, 'build.gradle': old }), /eclipse-temurin:17-jdk-noble/);
  });

  test('is that of the image without a whole wrapper', () => {
    const files = { gradlew: '#!/bin/sh\n', 'build.gradle': application, [mainPath]: main };
    assert.match(dockerfileOf(files), /FROM --platform=\S+ gradle:9\.7-jdk25-noble AS deps/);
    assert.match(generated(files).plan.notes.join(' '), /gradle-wrapper\.jar is missing/);
  });

  test('makes fat jars with the plugins that pack them', () => {
    const shadow = "plugins {\n  id 'java'\n  id 'com.gradleup.shadow' version '9.0.0'\n}\n";
    const text = dockerfileOf({ 'build.gradle': shadow, [mainPath]: main });
    assert.match(text, /gradle --no-daemon shadowJar && \\/);
    assert.match(text, /mv build\/libs\/\*-all\.jar \/app\/app\.jar/);
    const fat =
      "plugins {\n  id 'java'\n}\njar {\n  archiveFileName = 'all.jar'\n  manifest { attributes 'Main-Class': 'a.Main' }\n  from { configurations.runtimeClasspath.collect { zipTree(it) } }\n}\n";
    assert.match(
      dockerfileOf({ 'build.gradle': fat, [mainPath]: main }),
      /mv build\/libs\/all\.jar \/app\/app\.jar/,
    );
    const quarkus = "plugins {\n  id 'io.quarkus'\n}\n";
    assert.match(
      dockerfileOf({ 'build.gradle': quarkus, [mainPath]: main }),
      /quarkusBuild && \\\n\s+mv build\/quarkus-app \/app/,
    );
  });

  test('gets logins as secrets, and copies what builds the build', () => {
    const text = `${application}repositories { maven { credentials { password = System.getenv("GITHUB_TOKEN") } } }\ndef ci = System.getenv("CI")\n`;
    const files = {
      'build.gradle': text,
      'settings.gradle': "rootProject.name = 'dock'\nincludeBuild('build-logic')\n",
      'build-logic/build.gradle': '',
      'buildSrc/build.gradle': '',
      [mainPath]: main,
    };
    const { plan } = generated(files);
    assert.deepEqual(
      plan.buildSecrets.map(({ source }) => source),
      ['GITHUB_TOKEN'],
    );
    assert.match(dockerfileOf(files), /COPY --link buildSrc \.\/buildSrc\n/);
    assert.match(dockerfileOf(files), /COPY --link build-logic \.\/build-logic\n/);
  });

  test('copies all sources first where the build files read others', () => {
    const text = `${application}version = file('version.txt').text\n`;
    const { plan } = generated({ 'build.gradle': text, [mainPath]: main });
    assert.deepEqual(
      plan.stages.map(({ name }) => name),
      ['build', 'runtime'],
    );
  });

  test('that makes nothing to start is refused', () => {
    assertRefused({ 'build.gradle': "plugins {\n  id 'java'\n}\n" }, /nothing that can be started/);
    assertRefused(
      { 'build.gradle': `${application}application { applicationDefaultJvmArgs = options() }\n` },
      /computes the options of the JVM/,
    );
  });

  test('builds a project of a build from its root', () => {
    const files = {
      'settings.gradle': "include ':services:api', 'core'\n",
      'services/api/build.gradle': application,
      [`services/api/${mainPath}`]: main,
      'core/build.gradle': "plugins {\n  id 'java-library'\n}\n",
    };
    const found = generated(files);
    assert.equal(found.candidate.folder, 'services/api');
    assert.match(dockerfileOf(files), /gradle --no-daemon :services:api:installDist/);
    assert.match(dockerfileOf(files), /mv services\/api\/build\/install\/\* \/app/);
  });
});

describe('the version catalog of Gradle', () => {
  const build = `plugins {
  alias(libs.plugins.ktor)
}
application { mainClass = "a.Main" }
dependencies {
  implementation(libs.jedis)
  runtimeOnly(libs.pg.driver)
  api(project(":core"))
}
`;
  const files = {
    'settings.gradle.kts': 'rootProject.name = "quay"\ninclude("core")\n',
    'build.gradle.kts': build,
    'core/build.gradle.kts':
      'dependencies {\n  implementation("com.mysql:mysql-connector-j:9.0.0")\n}\n',
    [mainPath]: main,
  };

  test('names plugins and libraries in every form', () => {
    const catalog = `[libraries]
jedis = "redis.clients:jedis:6.2.0"
pg-driver = { group = "org.postgresql", name = "postgresql", version = "42.7.0" }
odd = 3

[plugins]
ktor = "io.ktor.plugin:3.3.0"
boot = { id = "org.springframework.boot", version = "4.1.1" }
other = { version = "1" }
`;
    const { plan, candidate } = generated({ ...files, 'gradle/libs.versions.toml': catalog });
    assert.equal(candidate.recipe.id, 'java-gradle');
    assert.deepEqual(plan.runtime.services, ['mysql', 'postgres', 'redis']);
  });

  test('that cannot be read names nothing', () => {
    assertRefused({ ...files, 'gradle/libs.versions.toml': '[' }, /nothing that can be started/);
  });
});
