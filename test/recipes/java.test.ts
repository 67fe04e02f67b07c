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
const worker = main.replace(/.*HttpServer.*\n/g, '');

function pom(inner: string, head = ''): string {
  return `<project>
  <groupId>com.example</groupId>
  <artifactId>quay</artifactId>
  <version>1.0</version>
  ${head}
  ${inner}
</project>
`;
}

function release(version: string): string {
  return `<properties><maven.compiler.release>${version}</maven.compiler.release></properties>`;
}

function plugin(name: string, inner = ''): string {
  return `<build><plugins><plugin><artifactId>${name}</artifactId>${inner}</plugin></plugins></build>`;
}

describe('the version of Java', () => {
  const imageOf = (files: Files, base: Choices['base'] = 'slim'): string | undefined =>
    /^FROM (\S+) AS runtime$/m.exec(dockerfileOf(files, { base }))?.[1];

  test('is the long-term one that the classes are for, or the next', () => {
    for (const [wanted, image] of [
      ['8', '8'],
      ['11', '11'],
      ['17', '17'],
      ['19', '21'],
      ['21', '21'],
      ['24', '25'],
      ['25', '25'],
    ] as const) {
      const files = { 'pom.xml': pom(release(wanted)), [mainPath]: main };
      assert.equal(imageOf(files), `eclipse-temurin:${image}-jre-noble`, wanted);
    }
  });

  test('comes from the files of version managers, and is the newest long-term one without any', () => {
    const files = { 'pom.xml': pom(''), [mainPath]: main };
    assert.equal(imageOf(files), 'eclipse-temurin:25-jre-noble');
    for (const [name, text] of [
      ['.java-version', '21.0.4\n'],
      ['.sdkmanrc', '# sdk\njava=21.0.4-tem\n'],
      ['.tool-versions', 'nodejs 24\njava temurin-21.0.4+7\n'],
    ] as const) {
      assert.equal(imageOf({ ...files, [name]: text }), 'eclipse-temurin:21-jre-noble', name);
    }
  });

  test('decides which bases there are, and which options', () => {
    const files = { 'pom.xml': pom(release('11')), [mainPath]: main };
    assert.deepEqual(generated(files).bases, ['slim']);
    assert.match(dockerfileOf(files), /JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75 -XX:\+Exit\w+"/);
    const newest = { 'pom.xml': pom(release('25')), [mainPath]: main };
    assert.deepEqual(generated(newest).bases, ['distroless', 'slim', 'alpine', 'dhi']);
    assert.match(dockerfileOf(newest), /-XX:\+UseCompactObjectHeaders"/);
  });

  test('that has no image is refused, one past its end is told', () => {
    assertRefused({ 'pom.xml': pom(release('27')), [mainPath]: main }, /no images of Java 27/);
    const { plan } = generated({ 'pom.xml': pom(release('26')), [mainPath]: main });
    assert.match(plan.notes.join(' '), /Java 26 gets no more security fixes/);
  });

  test('of Java 8 gets the folder that its compiler does not make', () => {
    const text = dockerfileOf({ 'pom.xml': pom(release('8')), [mainPath]: main });
    assert.match(text, /mkdir \/opt\/healthcheck && \\\n\s+javac -d \/opt\/healthcheck/);
  });
});

describe('Maven', () => {
  test('starts the only class with a method main, with its libraries beside', () => {
    const dependency =
      '<dependencies><dependency><groupId>a</groupId><artifactId>b</artifactId></dependency></dependencies>';
    const text = dockerfileOf({ 'pom.xml': pom(dependency), [mainPath]: main });
    assert.match(text, /mvn -B -ntp -DskipTests package dependency:copy-dependencies/);
    assert.match(text, /^CMD \["-cp", "app\.jar:lib\/\*", "com\.example\.Main"\]$/m);
    assert.match(text, /^ENTRYPOINT \["\/usr\/bin\/java"\]$/m);
    const alone = dockerfileOf({ 'pom.xml': pom(''), [mainPath]: main });
    assert.match(alone, /^CMD \["-cp", "app\.jar", "com\.example\.Main"\]$/m);
    assert.doesNotMatch(alone, /copy-dependencies/);
  });

  test('names Kotlin files by the class that the compiler makes of them', () => {
    const text = dockerfileOf({
      'pom.xml': pom(''),
      'src/main/kotlin/start.kt': 'package a.b\n\nfun main() {\n}\n',
    });
    assert.match(text, /"a\.b\.StartKt"\]$/m);
    const named = dockerfileOf({
      'pom.xml': pom(''),
      'src/main/kotlin/start.kt':
        '@file:JvmName("Start")\npackage a.b\n\nsuspend fun main() {\n}\n',
    });
    assert.match(named, /"a\.b\.Start"\]$/m);
  });

  test('starts shaded jars and those with a folder of libraries', () => {
    const shade = plugin(
      'maven-shade-plugin',
      '<executions><execution><goals><goal>shade</goal></goals></execution></executions>',
    );
    const text = dockerfileOf({ 'pom.xml': pom(shade), [mainPath]: main });
    assert.match(text, /mv target\/quay-\*\.jar \/app\/app\.jar/);
    assert.match(text, /^CMD \["app\.jar"\]$/m);
    const slim = dockerfileOf({ 'pom.xml': pom(shade), [mainPath]: main }, { base: 'slim' });
    assert.match(slim, /^CMD \["java", "-jar", "app\.jar"\]$/m);
  });

  test('copies the folder of Quarkus in layers', () => {
    const files = {
      'pom.xml': pom(
        `${plugin('quarkus-maven-plugin')}<dependencies><dependency><groupId>io.quarkus</groupId><artifactId>quarkus-smallrye-health</artifactId></dependency></dependencies>`,
      ),
      'src/main/java/a/Greeting.java': 'package a;\nclass Greeting {}\n',
      'src/main/resources/application.properties': 'quarkus.http.port=8090\n',
    };
    const text = dockerfileOf(files);
    assert.match(text, /COPY --link --from=build \/app\/lib \.\/lib\n/);
    assert.match(text, /"8090", "\/q\/health\/live"\]/);
    assert.match(text, /^CMD \["quarkus-run\.jar"\]$/m);
    const moved = dockerfileOf(files, { port: 9000 });
    assert.match(moved, /QUARKUS_HTTP_PORT=9000/);
  });

  test('uses the wrapper, unless its archive could not be proved', () => {
    const files = {
      'pom.xml': pom(release('21')),
      [mainPath]: main,
      mvnw: '#!/bin/sh\n',
      '.mvn/wrapper/maven-wrapper.properties':
        'distributionUrl=https://x/apache-maven-3.9.11-bin.zip\n',
    };
    const text = dockerfileOf(files);
    assert.match(text, /eclipse-temurin:21-jdk-noble AS deps/);
    assert.match(text, /COPY --link --chmod=0755 mvnw \.\/\nCOPY --link \.mvn \.\/\.mvn\n/);
    assert.match(text, /COPY --link --exclude=mvnw \. \.\//);
    const proved = {
      ...files,
      '.mvn/wrapper/maven-wrapper.properties': 'distributionSha256Sum=abc\n',
    };
    assert.match(dockerfileOf(proved), /maven:3\.9-eclipse-temurin-21-noble AS deps/);
    assert.match(generated(proved).plan.notes.join(' '), /mvnw is not used/);
    const incomplete = { 'pom.xml': pom(release('21')), [mainPath]: main, mvnw: '#!/bin/sh\n' };
    assert.match(
      generated(incomplete).plan.notes.join(' '),
      /maven-wrapper\.properties is missing/,
    );
  });

  test('downloads nothing by itself where the build files may read anything', () => {
    const odd = '<repositories><repository><url>file:libs</url></repository></repositories>';
    const { plan } = generated({ 'pom.xml': pom(odd), [mainPath]: main });
    assert.deepEqual(
      plan.stages.map(({ name }) => name),
      ['build', 'runtime'],
    );
    assert.match(plan.notes.join(' '), /All sources are copied before dependencies/);
  });

  test('of a version before 3.9 downloads no modules', () => {
    const part = (name: string): string =>
      `<project><parent><groupId>a</groupId><artifactId>all</artifactId><version>1</version></parent><artifactId>${name}</artifactId></project>`;
    const files = {
      'pom.xml':
        '<project><groupId>a</groupId><artifactId>all</artifactId><version>1</version><packaging>pom</packaging><modules><module>core</module><module>run</module></modules></project>',
      'core/pom.xml': part('core'),
      'run/pom.xml': part('run'),
      [`run/${mainPath}`]: main,
      mvnw: '#!/bin/sh\n',
      '.mvn/wrapper/maven-wrapper.properties':
        'distributionUrl=https://x/apache-maven-3.8.7-bin.zip\n',
    };
    const found = generated(files);
    assert.equal(found.candidate.folder, 'run');
    assert.doesNotMatch(dockerfileOf(files), /go-offline/);
    assert.match(dockerfileOf(files), /-pl run -am -DskipTests package/);
  });

  test('gets secrets that the build files read', () => {
    const server =
      '<repositories><repository><url>https://repo.example.com/${env.REPO_TOKEN}</url></repository></repositories>';
    const { plan } = generated({ 'pom.xml': pom(server), [mainPath]: main });
    assert.deepEqual(plan.buildSecrets, [{ id: 'repo-token', from: 'env', source: 'REPO_TOKEN' }]);
  });

  test('builds on the machine it is for where libraries depend on it', () => {
    const odd = plugin('x', '<configuration><a>${os.detected.classifier}</a></configuration>');
    assert.doesNotMatch(dockerfileOf({ 'pom.xml': pom(odd), [mainPath]: main }), /BUILDPLATFORM/);
  });

  test('that makes nothing to start is refused', () => {
    assertRefused({ 'pom.xml': pom('') }, /No class of the project has a method "main"/);
    const second = main.replace('class Main', 'class Other');
    const two = { [mainPath]: main, 'src/main/java/com/example/Other.java': second };
    assertRefused(
      { 'pom.xml': pom(''), ...two },
      /Which class is started is not known: com\.example\.Main, com\.example\.Other/,
    );
    assertRefused({ 'pom.xml': pom('<packaging>war</packaging>') }, /makes a war/);
    assertRefused({ 'pom.xml': pom('<packaging>maven-plugin</packaging>') }, /makes no jar/);
    assertRefused({ 'pom.xml': pom('<packaging>pom</packaging>') }, /No project/);
  });

  test('builds programs that serve nothing without a health check', () => {
    const text = dockerfileOf({ 'pom.xml': pom(''), [mainPath]: worker });
    assert.doesNotMatch(text, /EXPOSE|HEALTHCHECK|javac/);
  });
});

test('Alpine asks with the program that it has', () => {
  const files = { 'pom.xml': pom(release('21')), [mainPath]: main };
  const text = dockerfileOf(files, { base: 'alpine' });
  assert.match(text, /CMD \["nc", "-z", "127\.0\.0\.1", "8081"\]/);
  assert.deepEqual(generated(files, { base: 'alpine' }).plan.files, []);
  const asked = dockerfileOf(files, { base: 'alpine', healthPath: '/up' });
  assert.match(
    asked,
    /"wget", "-q", "-T", "2", "-O", "\/dev\/null", "http:\/\/127\.0\.0\.1:8081\/up"/,
  );
});

test('files that the program reads are beside it, and folders that it fills are its own', () => {
  const reading = worker.replace(
    '    }\n}',
    '        java.nio.file.Files.readString(java.nio.file.Path.of("data/tides.csv"));\n        save("/var/lib/quay/log.txt");\n    }\n}',
  );
  const text = dockerfileOf({ 'pom.xml': pom(''), [mainPath]: reading, 'data/tides.csv': '' });
  assert.match(text, /^COPY --link data \.\/data$/m);
  assert.match(text, /^RUN mkdir -p \/empty\/var\/lib\/quay$/m);
  assert.match(
    text,
    /COPY --link --from=build --chown=65532:65532 \/empty\/var\/lib\/quay \/var\/lib\/quay/,
  );
});

test('the version of Spring Boot may come from a list of versions, or from the plugin', () => {
  const list =
    '<dependencyManagement><dependencies><dependency><artifactId>spring-boot-dependencies</artifactId><version>4.1.1</version></dependency></dependencies></dependencyManagement>';
  const repackage =
    '<version>3.1.0</version><executions><execution><goals><goal>repackage</goal></goals></execution></executions>';
  const spring = plugin('spring-boot-maven-plugin', repackage);
  const listed = generated({ 'pom.xml': pom(spring, list), [mainPath]: main });
  assert.equal(listed.candidate.recipe.id, 'spring-boot');
  assert.match(listed.plan.stages.map((stage) => JSON.stringify(stage)).join(), /jarmode=tools/);
  const named = generated({ 'pom.xml': pom(spring), [mainPath]: main });
  assert.match(named.plan.notes.join(' '), /Spring Boot 3\.1\.0/);
});
