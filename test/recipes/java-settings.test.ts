import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildContext } from '../../server/src/core/project/build-context';
import { recipes } from '../../server/src/core/recipes/index';
import { generate, type Choices, type Generation } from '../../server/src/core/service';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

function outcomeOf(files: Files, choices: Partial<Choices> = {}): ReturnType<typeof generate> {
  return generate({ project: toProject(files), choices: { today: '2026-11-22', ...choices } });
}

function generated(files: Files, choices: Partial<Choices> = {}): Generation {
  const outcome = outcomeOf(files, choices);
  assert.equal(outcome.kind, 'generated', outcome.kind === 'refused' ? outcome.reason : '');
  return outcome;
}

function dockerfileOf(files: Files, choices: Partial<Choices> = {}): string {
  const { files: made } = generated(files, choices);
  return made.find(({ path }) => path.endsWith('Dockerfile'))?.text ?? '';
}

function stagesOf(files: Files): readonly string[] {
  return generated(files).plan.stages.map(({ name }) => name);
}

const mainPath = 'src/main/java/a/Main.java';

function mainOf(inner = 'HttpServer.create(new InetSocketAddress(8081), 0).start();'): string {
  return `package a;\nclass Main {\n  public static void main(String[] a) {\n    ${inner}\n  }\n}\n`;
}

function pom(inner: string, version = '<version>1.0</version>'): string {
  return `<project>\n<groupId>com.example</groupId><artifactId>quay</artifactId>${version}\n${inner}\n</project>\n`;
}

function plugin(name: string, inner = ''): string {
  return `<plugin><artifactId>${name}</artifactId>${inner}</plugin>`;
}

const build = (plugins: string): string => `<build><plugins>${plugins}</plugins></build>`;
const goal = (name: string): string =>
  `<executions><execution><goals><goal>${name}</goal></goals></execution></executions>`;

describe('how a Java program listens', () => {
  const portOf = (files: Files, choices: Partial<Choices> = {}): string[] =>
    dockerfileOf({ 'pom.xml': pom(''), [mainPath]: mainOf(), ...files }, choices).match(
      /EXPOSE \d+|\w*PORT=\d+/g,
    ) ?? [];
  const dependency = (group: string, name: string): string =>
    pom(
      `<dependencies><dependency><groupId>${group}</groupId><artifactId>${name}</artifactId></dependency></dependencies>`,
    );

  test('is said by the sources, or by the settings of its framework', () => {
    const ktor = mainOf('io.ktor.server.netty.EngineMain.main(a);');
    const micronaut = {
      'pom.xml': dependency('io.micronaut', 'micronaut-management'),
      [mainPath]: mainOf('Micronaut.run(Main.class);'),
    };
    assert.deepEqual(portOf({}), ['EXPOSE 8081']);
    assert.deepEqual(portOf({ [mainPath]: mainOf('new ServerSocket(port());') }), ['EXPOSE 8080']);
    assert.deepEqual(
      portOf({
        [mainPath]: ktor,
        'src/main/resources/application.conf': 'ktor { deployment { port = 8123 } }\n',
      }),
      ['EXPOSE 8123'],
    );
    assert.deepEqual(portOf(micronaut), ['EXPOSE 8080']);
    assert.deepEqual(portOf(micronaut, { port: 9000 }), [
      'MICRONAUT_SERVER_PORT=9000',
      'EXPOSE 9000',
    ]);
    assert.match(dockerfileOf({ ...micronaut }), /"\/health\/liveness"\]/);
  });

  test('is not said by settings that cannot be read', () => {
    const yaml = 'src/main/resources/application.yml';
    const ktor = mainOf('io.ktor.server.netty.EngineMain.main(a);');
    const broken = 'ktor: [\n---\nktor:\n  deployment:\n    port: 8124\n';
    assert.deepEqual(portOf({ [mainPath]: ktor, [yaml]: broken }), ['EXPOSE 8124']);
    const list = 'ktor:\n  modules:\n    - a\n  deployment:\n    port: ${WEB_PORT:8125}\n';
    assert.deepEqual(portOf({ [mainPath]: ktor, [yaml]: list }, { port: 9000 }), [
      'WEB_PORT=9000',
      'EXPOSE 9000',
    ]);
  });

  test('below 1024 is moved only where a variable does it', () => {
    const micronaut = {
      'pom.xml': dependency('io.micronaut', 'micronaut-http-server-netty'),
      [mainPath]: mainOf('Micronaut.run(Main.class);'),
      'src/main/resources/application.properties': 'micronaut.server.port=443\n',
    };
    assert.deepEqual(portOf(micronaut), ['MICRONAUT_SERVER_PORT=8443', 'EXPOSE 8443']);
    assert.deepEqual(portOf({ [mainPath]: mainOf().replace('8081', '80') }), ['EXPOSE 80']);
  });

  test('has a path for health checks where the sources declare one', () => {
    const files = {
      'pom.xml': pom(''),
      [mainPath]: mainOf(
        'server.createContext("/healthz", x); new InetSocketAddress(8081);HttpServer y;',
      ),
    };
    assert.match(dockerfileOf(files), /"8081", "\/healthz"\]/);
  });
});

describe('a build of Gradle', () => {
  const application =
    "plugins {\n  id 'application'\n}\napplication {\n  mainClass = 'a.Main'\n}\n";
  const of = (text: string, more: Files = {}): Files => ({
    'build.gradle': text,
    [mainPath]: mainOf(),
    ...more,
  });

  test('may lie in a folder of the project', () => {
    const files = {
      'backend/settings.gradle': "rootProject.name = 'all'\ninclude 'app', 'core'\n",
      'backend/gradle/libs.versions.toml': '[libraries]\njedis = "redis.clients:jedis:6.2.0"\n',
      'backend/app/build.gradle': `${application}dependencies {\n  implementation project(':core')\n}\n`,
      [`backend/app/${mainPath}`]: mainOf(),
      'backend/core/build.gradle':
        "plugins {\n  id 'java-library'\n}\ndependencies {\n  api libs.jedis\n}\n",
    };
    const text = dockerfileOf(files);
    assert.match(text, /gradle --no-daemon :app:installDist/);
    assert.match(text, /source=backend\/core\/build\.gradle,target=core\/build\.gradle/);
    assert.deepEqual(generated(files).plan.runtime.services, ['redis']);
  });

  test('with a project that has no build file copies all sources first', () => {
    const files = {
      'settings.gradle': "include 'app', 'core'\n",
      'app/build.gradle': application,
      [`app/${mainPath}`]: mainOf(),
      'core/src/main/java/b/Core.java': 'package b;\nclass Core {}\n',
    };
    assert.deepEqual(stagesOf(files), ['build', 'runtime']);
  });

  test('gives the options of the JVM that it lists', () => {
    const optionsOf = (list: string): string | undefined =>
      /^CMD \[(.*?)"-cp"/m.exec(
        dockerfileOf(of(`${application}application { applicationDefaultJvmArgs = ${list} }\n`)),
      )?.[1];
    assert.equal(optionsOf("['-Da=b', '-Dc=d']"), '"-Da=b", "-Dc=d", ');
    assert.equal(optionsOf('[\n  "-Da=b,c",\n  "-Dd=e",\n]'), '"-Da=b,c", "-Dd=e", ');
    assert.equal(optionsOf('[]'), '');
    const computed = outcomeOf(
      of(`${application}application { applicationDefaultJvmArgs = ["-Da=$x"] }\n`),
    );
    assert.match(computed.kind === 'refused' ? computed.reason : '', /computes the options/);
  });

  test('starts the only class where it names none', () => {
    const text = dockerfileOf(of("plugins {\n  id 'application'\n}\n"));
    assert.match(text, /"a\.Main"\]/);
  });

  test('names jars as their tasks do', () => {
    const shadow = "plugins {\n  id 'java'\n  id 'com.gradleup.shadow' version '9.0.0'\n}\n";
    const fat =
      "plugins {\n  id 'java'\n}\njar {\n  manifest { attributes 'Main-Class': 'a.Main' }\n  from { configurations.runtimeClasspath.collect { zipTree(it) } }\n}\n";
    const spring = "plugins {\n  id 'org.springframework.boot' version '4.1.1'\n}\n";
    for (const [text, jar] of [
      [`${shadow}shadowJar.archiveFileName = 'all.jar'\n`, 'all.jar'],
      [`${shadow}shadowJar {\n  archiveFileName = 'all.jar'\n}\n`, 'all.jar'],
      [fat, '*.jar'],
      [`${spring}bootJar {\n  archiveFileName = 'boot.jar'\n}\n`, 'boot.jar'],
      [`${spring}bootJar {\n  layered { enabled = false }\n}\n`, '*.jar'],
    ] as const) {
      assert.ok(dockerfileOf(of(text)).includes(`mv build/libs/${jar} `), text);
    }
    const own = dockerfileOf(of(`${application}jar.archiveFileName = 'own.jar'\n`));
    assert.match(own, /--exclude=own\.jar /);
    const based = dockerfileOf(of(`${application}base { archivesName = 'dock' }\n`));
    assert.match(based, /--exclude=dock\*\.jar /);
    const unnamed = dockerfileOf(of(application));
    assert.doesNotMatch(unnamed, /--exclude=\S*\.jar/);
  });

  test('without a version of its wrapper, or with an old one, is built with what is known', () => {
    const wrapper = { gradlew: '#!/bin/sh\n', 'gradle/wrapper/gradle-wrapper.jar': '' };
    assert.match(dockerfileOf(of(application, wrapper)), /eclipse-temurin:25-jdk-noble AS deps/);
    const properties = 'gradle/wrapper/gradle-wrapper.properties';
    const old = of(application, {
      ...wrapper,
      [properties]: 'distributionUrl=https\\://x/gradle-7.6-bin.zip\n',
    });
    assert.match(dockerfileOf(old), /eclipse-temurin:17-jdk-noble AS deps/);
  });
});

describe('Spring Boot', () => {
  const spring = plugin('spring-boot-maven-plugin', goal('repackage'));

  test('of an unknown version, and as a war, is shipped in one piece', () => {
    const unknown = generated({ 'pom.xml': pom(build(spring)), [mainPath]: mainOf('') });
    assert.match(unknown.plan.notes.join(' '), /the version of Spring Boot is not known/);
    const versioned = spring.replace('</artifactId>', '</artifactId><version>4.1.1</version>');
    const war = pom(`<packaging>war</packaging>${build(versioned)}`);
    const text = dockerfileOf({ 'pom.xml': war, [mainPath]: mainOf('') });
    assert.match(text, /mv target\/quay-\*\.war \/app\/app\.jar/);
    assert.doesNotMatch(text, /jarmode/);
  });

  test('serves where its settings name a port, below the path of its server', () => {
    const files = {
      'pom.xml': pom(build(spring)),
      'src/main/resources/application.properties':
        'server.port=8085\nserver.servlet.context-path=/quay/\n',
      [mainPath]: mainOf(''),
    };
    assert.match(dockerfileOf(files), /^EXPOSE 8085$/m);
    const route = '@GetMapping("/healthz") String healthz() { return ""; }';
    const text = dockerfileOf({
      ...files,
      [mainPath]: mainOf('').replace('class Main {', `class Main {\n  ${route}`),
    });
    assert.match(text, /"8085", "\/quay\/healthz"\]/);
  });
});

test('Java that the image of Gradle does not have is refused, or run on a newer one', () => {
  const text =
    "plugins {\n  id 'application'\n}\njava { toolchain { languageVersion = JavaLanguageVersion.of(11) } }\n";
  const outcome = outcomeOf({ 'build.gradle': text, [mainPath]: mainOf() });
  assert.match(outcome.kind === 'refused' ? outcome.reason : '', /9\.7 does not run on Java 11/);
  const wrapper = {
    gradlew: '#!/bin/sh\n',
    'gradle/wrapper/gradle-wrapper.jar': '',
    'gradle/wrapper/gradle-wrapper.properties': 'distributionUrl=https\\://x/gradle-1.0-bin.zip\n',
  };
  const ancient = outcomeOf({
    'build.gradle': "plugins {\n  id 'application'\n}\njava { sourceCompatibility = 8 }\n",
    [mainPath]: mainOf(),
    ...wrapper,
  });
  assert.match(
    ancient.kind === 'refused' ? ancient.reason : '',
    /Gradle 1\.0 does not run on Java 8/,
  );
});

test('a file beside the sources that has the name of an own one is not shipped over it', () => {
  const reading = mainOf(
    'Files.readString(Path.of("tides.csv")); Files.readString(Path.of("lib/a.csv"));',
  );
  const text = dockerfileOf({
    'pom.xml': pom(''),
    [mainPath]: reading,
    'tides.csv': '',
    'lib/a.csv': '',
  });
  assert.match(text, /^COPY --link tides\.csv \.\/tides\.csv$/m);
  assert.doesNotMatch(text, /COPY --link lib /);
});

test('a build file that names a repository gives the image its source', () => {
  const sourceOf = (url: string): string | undefined =>
    /image\.source="([^"]*)"/.exec(
      dockerfileOf({ 'pom.xml': pom(`<scm><url>${url}</url></scm>`), [mainPath]: mainOf() }),
    )?.[1];
  assert.equal(sourceOf('https://example.com/quay.git'), 'https://example.com/quay');
  assert.equal(sourceOf('git@example.com:quay.git'), undefined);
});

test('a recipe that is asked about a folder without its build file says so', () => {
  for (const [id, reason] of [
    ['java-maven', /pom\.xml cannot be read/],
    ['java-gradle', /build\.gradle cannot be read/],
    ['spring-boot', /do not use Spring Boot/],
    ['dotnet-worker', /There is not one project file in the folder/],
  ] as const) {
    const recipe = recipes.find((each) => each.id === id);
    const context = new BuildContext(toProject({ 'README.md': '' }));
    const answer = recipe?.read({ context, folder: '' });
    assert.match(answer !== undefined && 'reason' in answer ? answer.reason : '', reason, id);
  }
});
