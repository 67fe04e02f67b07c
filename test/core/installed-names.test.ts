import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findInstalledNames } from '../../server/src/core/model/installed-dependencies';
import { findJavaRelease } from '../../server/src/core/model/java-release';
import { DockerfileModel } from '../../server/src/core/model/model';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { toProject } from '../harness/project';
import type { Files } from '../harness/split';

/** The model of a file and its first stage; without files the project is not known. */
function stageOf(
  text: string,
  files: Files | undefined,
): readonly [DockerfileModel, DockerfileModel['stages'][number]] {
  const model = new DockerfileModel(text, files === undefined ? undefined : toProject(files));
  const [stage] = model.stages;
  assert.ok(stage !== undefined);
  return [model, stage];
}

describe('packages that a stage surely installs', () => {
  type Language = Parameters<typeof findInstalledNames>[2];
  const site = '/usr/local/lib/python3.14/site-packages';
  const node: Files = { 'package.json': '{ "dependencies": { "sharp": "1", "pg": "8" } }' };
  const npm = dockerfile`
    FROM node:24
    WORKDIR /app
    COPY package.json ./
    RUN npm ci
  `;
  const gems: Files = {
    Gemfile: "gem 'pg'\ngem 'puma', github: 'puma/puma'\ngem 'rspec', group: :test\n",
  };
  const bundler = dockerfile`
    FROM ruby:3.4
    WORKDIR /app
    COPY Gemfile ./
    RUN bundle install
  `;
  const pip = dockerfile`
    FROM python:3.14
    WORKDIR /app
    COPY requirements.txt ./
    RUN pip install -r requirements.txt
  `;
  const python: Files = {
    'requirements.txt': 'NumPy==2.3\nuvloop; sys_platform == "linux"\n-e ./local\n',
  };
  interface Row {
    readonly title: string;
    readonly language: Language;
    readonly text: string;
    readonly path: string;
    readonly files?: Files;
    readonly names?: readonly string[];
  }
  const rows: readonly Row[] = [
    {
      title: 'npm',
      language: 'node',
      text: npm,
      path: '/app/node_modules',
      files: node,
      names: ['sharp', 'pg'],
    },
    { title: 'another folder', language: 'node', text: npm, path: '/srv', files: node },
    { title: 'no project', language: 'node', text: npm, path: '/app' },
    { title: 'no manifest', language: 'node', text: npm, path: '/app', files: {} },
    {
      title: 'a broken manifest',
      language: 'node',
      text: npm,
      path: '/app',
      files: { 'package.json': '{' },
    },
    {
      title: 'for another C library',
      language: 'node',
      text: npm.replace('ci', 'ci --libc=musl'),
      path: '/app',
      files: node,
    },
    {
      title: 'another folder by option',
      language: 'node',
      text: npm.replace('ci', 'ci --prefix x'),
      path: '/app',
      files: node,
    },
    {
      title: 'for every user',
      language: 'node',
      text: npm.replace('ci', 'install -g sharp'),
      path: '/app',
      files: node,
    },
    {
      title: 'a RUN that is not understood',
      language: 'node',
      text: npm.replace('npm ci', 'npm ci && if'),
      path: '/app',
      files: node,
    },
    {
      title: 'a working directory that is not known',
      language: 'node',
      text: npm.replace('WORKDIR', 'ARG P\nWORKDIR $P'),
      path: '/app',
      files: node,
    },
    {
      title: 'another language',
      language: 'ruby',
      text: npm,
      path: '/usr/local/bundle',
      files: node,
    },
    {
      title: 'Bundler',
      language: 'ruby',
      text: bundler,
      path: '/usr/local/bundle',
      files: gems,
      names: ['pg'],
    },
    {
      title: 'gems below the project',
      language: 'ruby',
      text: bundler,
      path: '/app/vendor',
      files: gems,
      names: ['pg'],
    },
    { title: 'gems of another folder', language: 'ruby', text: bundler, path: '/srv', files: gems },
    { title: 'no Gemfile', language: 'ruby', text: bundler, path: '/usr/local/bundle', files: {} },
    { title: 'gems without a project', language: 'ruby', text: bundler, path: '/usr/local/bundle' },
    { title: 'pip', language: 'python', text: pip, path: site, files: python, names: ['numpy'] },
    {
      title: 'pip by name',
      language: 'python',
      text: pip.replace(/-r .*/, 'Lx_ml==5 ./local'),
      path: site,
      files: python,
      names: ['lx-ml'],
    },
    {
      title: 'pip into another folder',
      language: 'python',
      text: pip,
      path: '/srv',
      files: python,
    },
    {
      title: 'pip with a list that is not there',
      language: 'python',
      text: pip,
      path: site,
      files: {},
    },
    {
      title: 'pip with a list of another drive',
      language: 'python',
      text: pip.replace('-r requirements.txt', '-r C:/r.txt'),
      path: site,
      files: python,
    },
    { title: 'pip without a project', language: 'python', text: pip, path: site },
    {
      title: 'pip with a list that is not named',
      language: 'python',
      text: pip.replace('-r requirements.txt', 'flask -r'),
      path: site,
      files: python,
      names: ['flask'],
    },
  ];
  for (const { title, language, text, path, files, names } of rows) {
    test(title, () => {
      const [model, stage] = stageOf(text, files);
      assert.deepEqual(findInstalledNames(model, stage, language, path), names);
    });
  }

  test('pip by the long option', () => {
    const long = pip.replace('-r requirements', '--requirement requirements');
    const [model, stage] = stageOf(long, python);
    assert.deepEqual(findInstalledNames(model, stage, 'python', site), ['numpy']);
  });

  test('a Gemfile that was not read', () => {
    const project = { ...toProject(gems), texts: new Map<string, string>() };
    const model = new DockerfileModel(bundler, project);
    const [stage] = model.stages;
    assert.ok(stage !== undefined);
    assert.equal(findInstalledNames(model, stage, 'ruby', '/usr/local/bundle'), undefined);
  });

  test('a virtual environment of a stage below', () => {
    const text = dockerfile`
      FROM python:3.14 AS base
      RUN python -m venv /opt/venv
      FROM base
      RUN /opt/venv/bin/pip install numpy
    `;
    const model = new DockerfileModel(text, toProject({}));
    const stage = model.stages[1];
    assert.ok(stage !== undefined);
    assert.deepEqual(findInstalledNames(model, stage, 'python', '/opt/venv'), ['numpy']);
    assert.equal(findInstalledNames(model, stage, 'python', '/opt/other'), undefined);
  });
});

describe('the Java version that classes need', () => {
  const pom =
    '<project><artifactId>a</artifactId><properties><maven.compiler.release>17</maven.compiler.release></properties></project>';
  const files: Files = {
    'pom.xml': pom,
    'build.gradle': 'java { toolchain { languageVersion = JavaLanguageVersion.of(21) } }',
    'web/pom.xml': pom.replace('17', '11'),
  };
  function fileOf(command: string): string {
    return `FROM eclipse-temurin:25\nWORKDIR /app\nCOPY . .\nRUN ${command}\n`;
  }
  const jar = '/app/target/a.jar';
  const rows: readonly (readonly [
    command: string,
    path: string,
    release: number | undefined,
    files?: Files,
  ])[] = [
    ['mvn package', jar, 17],
    ['./mvnw package', jar, 17],
    ['cd web && mvn package', '/srv/target/a.jar', undefined],
    ['$PREPARE && mvn package', jar, 17],
    ['mvn package', '/app/build/a.jar', undefined],
    ['mvn -DskipTests package', jar, undefined],
    ['mvn --file x/pom.xml package', jar, undefined],
    ['mvn package', jar, undefined, {}],
    ['mvn package', jar, undefined, { 'pom.xml': '<project' }],
    [
      'mvn package',
      jar,
      undefined,
      { 'pom.xml': pom.replace('<prop', '<profiles><profile><build/></profile></profiles><prop') },
    ],
    ['mvn package', jar, undefined, { 'pom.xml': '<project><artifactId>a</artifactId></project>' }],
    ['gradle build', '/app/build/libs/a.jar', 21],
    ['./gradlew build', '/app/build/libs/a.jar', 21],
    [
      'gradle build',
      '/app/build/libs/a.jar',
      11,
      { 'build.gradle.kts': 'java { sourceCompatibility = JavaVersion.VERSION_11 }' },
    ],
    ['gradle build', '/app/target/a.jar', undefined],
    ['mvn package && gradle build', jar, undefined],
    ['make', jar, undefined],
    ['mvn package && if', jar, undefined],
    ['javac -d out Main.java', '/app/out', 25],
    ['javac -d /srv/out $(find . -name "*.java")', '/srv/out', 25],
    ['javac -d out Main.java', '/app/other', undefined],
    ['javac --release 17 -d out Main.java', '/app/out', undefined],
    ['javac Main.java', '/app', undefined],
    ['javac Main.java -d', '/app', undefined],
  ];
  for (const [command, path, release, project] of rows) {
    test(`${command} for ${path}${project === undefined ? '' : JSON.stringify(project)}`, () => {
      const [model, stage] = stageOf(fileOf(command), project ?? files);
      assert.equal(findJavaRelease(model, stage, path, '25'), release);
    });
  }

  test('a build in a folder of the project, in the root folder, or without a project', () => {
    const inFolder = fileOf('mvn package').replace(
      'WORKDIR /app\nCOPY . .',
      'WORKDIR /app\nCOPY web .',
    );
    const [model, stage] = stageOf(inFolder, files);
    assert.equal(findJavaRelease(model, stage, jar, '25'), 11);
    const [unknown, only] = stageOf(fileOf('mvn package'), undefined);
    assert.equal(findJavaRelease(unknown, only, jar, '25'), undefined);
    const nowhere = fileOf('mvn package').replace('WORKDIR', 'ARG P\nWORKDIR $P');
    const [lost, first] = stageOf(nowhere, files);
    assert.equal(findJavaRelease(lost, first, jar, '25'), undefined);
  });
});
