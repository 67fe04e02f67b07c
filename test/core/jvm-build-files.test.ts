import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildContext } from '../../server/src/core/project/build-context';
import { readGradleProject } from '../../server/src/core/project/gradle-project';
import { findSetting, readMavenProject } from '../../server/src/core/project/maven-project';
import { toProject } from '../harness/project';
import type { Files } from '../harness/split';

function contextOf(files: Files): BuildContext {
  return new BuildContext(toProject(files));
}

describe('parents of a pom.xml', () => {
  const parent = `<project><groupId>org.example</groupId><artifactId>all</artifactId><version>2.0</version>
    <dependencies><dependency><artifactId>gson</artifactId></dependency></dependencies></project>`;
  function child(relativePath: string): string {
    return `<project><parent><artifactId>all</artifactId><version>2.0</version>${relativePath}</parent>
      <artifactId>app</artifactId><name>App</name>
      <dependencies><dependency><artifactId>pg</artifactId></dependency><dependency><artifactId>junit</artifactId>
      <scope>test</scope></dependency><dependency><artifactId>servlet</artifactId><scope>provided</scope></dependency>
      <dependency/></dependencies></project>`;
  }
  const rows: readonly (readonly [
    relativePath: string,
    place: string,
    foreign: string | undefined,
  ])[] = [
    ['', 'pom.xml', undefined],
    ['<relativePath>../pom.xml</relativePath>', 'pom.xml', undefined],
    ['<relativePath>./../parent</relativePath>', 'parent/pom.xml', undefined],
    ['<relativePath>../parent/</relativePath>', 'parent/pom.xml', undefined],
    ['<relativePath/>', 'pom.xml', 'all'],
    ['<relativePath>../../pom.xml</relativePath>', 'pom.xml', 'all'],
    ['<relativePath>../other</relativePath>', 'pom.xml', 'all'],
  ];
  for (const [relativePath, place, foreign] of rows) {
    test(`${relativePath} and ${place}`, () => {
      const read = readMavenProject(
        contextOf({ [place]: parent, 'app/pom.xml': child(relativePath) }),
        'app',
      );
      assert.ok(read !== undefined);
      assert.equal(read.foreignParent, foreign);
      assert.deepEqual(read.dependencies, foreign === undefined ? ['pg', 'gson'] : ['pg']);
    });
  }

  test('an empty version is none, and a version may stand in gradle.properties', () => {
    const empty = contextOf({
      'pom.xml': '<project><artifactId>app</artifactId><version> </version></project>',
      'build.gradle': 'plugins { id "java" }',
      'gradle.properties': 'version = 3\n',
    });
    assert.equal(readMavenProject(empty)?.version, undefined);
    assert.equal(readGradleProject(empty)?.version, '3');
  });

  test('a file that names itself, and one of another name', () => {
    const loop = child('<relativePath>pom.xml</relativePath>').replaceAll('>all<', '>app<');
    assert.equal(readMavenProject(contextOf({ 'pom.xml': loop }))?.artifactId, 'app');
    const other = contextOf({
      'pom.xml': parent.replace('>all<', '>else<'),
      'app/pom.xml': child(''),
    });
    assert.equal(readMavenProject(other, 'app')?.foreignParent, 'all');
    assert.equal(readMavenProject(contextOf({ 'pom.xml': parent }), '.')?.version, '2.0');
  });

  test('a chain of more parents than are followed', () => {
    const files = Object.fromEntries(
      Array.from({ length: 8 }, (_, depth) => [
        `${'m/'.repeat(depth)}pom.xml`,
        `<project>${depth === 0 ? '' : `<parent><artifactId>p${String(depth - 1)}</artifactId></parent>`}
          <artifactId>p${String(depth)}</artifactId></project>`,
      ]),
    );
    assert.equal(readMavenProject(contextOf(files), 'm/m/m/m/m/m/m')?.foreignParent, 'p1');
    assert.equal(readMavenProject(contextOf(files), 'm/m')?.foreignParent, undefined);
  });
});

describe('plugins of a pom.xml', () => {
  function pom(plugins: string, properties = ''): string {
    return `<project><artifactId>app</artifactId><properties>text ${properties}</properties>
      <build><plugins>${plugins}</plugins></build></project>`;
  }

  test('a plugin without a name, and settings in its executions', () => {
    const text = pom(`<plugin/><plugin><artifactId>maven-jar-plugin</artifactId>
      <configuration>text<a><b>1</b></a></configuration>
      <executions><execution><configuration><c>\${x}</c></configuration></execution></executions></plugin>`);
    const read = readMavenProject(contextOf({ 'pom.xml': text }));
    const [plugin, ...others] = read?.plugins ?? [];
    assert.ok(plugin !== undefined);
    assert.equal(others.length, 0);
    assert.deepEqual(
      ['b', 'c', 'd'].map((name) => findSetting(plugin, name)),
      ['1', '${x}', undefined],
    );
  });

  const compiler = 'maven-compiler-plugin</artifactId><configuration>';
  const rows: readonly (readonly [plugins: string, properties: string, release?: string])[] = [
    ['', '<maven.compiler.target>1.8</maven.compiler.target>', '8'],
    ['', '<java.version>21</java.version>'],
    [
      `<plugin><artifactId>${compiler}<release>\${java.version}</release></configuration></plugin>`,
      '<java.version>21</java.version>',
      '21',
    ],
    [`<plugin><artifactId>${compiler}<target>\${unknown}</target></configuration></plugin>`, ''],
  ];
  for (const [plugins, properties, release] of rows) {
    test(`the release of ${plugins}${properties}`, () => {
      const read = readMavenProject(contextOf({ 'pom.xml': pom(plugins, properties) }));
      assert.equal(read?.release, release);
    });
  }
});

describe('words of a build.gradle', () => {
  const rows: readonly (readonly [
    title: string,
    text: string,
    expected: Partial<NonNullable<ReturnType<typeof readGradleProject>>>,
  ])[] = [
    ['archivesName', 'base { archivesName = "store" }', { archivesName: 'store' }],
    ['archivesName of Kotlin', 'base { archivesName.set("store") }', { archivesName: 'store' }],
    [
      'names of archives, in a block or by a path',
      'tasks.bootJar { archiveFileName.set("a.jar") }\njar.archiveFileName = "b.jar"',
      {
        archiveFileNames: new Map([
          ['jar', 'b.jar'],
          ['bootJar', 'a.jar'],
        ]),
      },
    ],
    [
      'a fat jar of Kotlin',
      'tasks.withType<Jar> {\n manifest { attributes["Main-Class"] = "A" }\n from(configurations.runtimeClasspath.get().map { zipTree(it) })\n}',
      { hasFatJar: true },
    ],
    [
      'a block that does not end',
      'dependencies { implementation "a:b:1"',
      { hasNoDependencies: true },
    ],
    ['no version', 'plugins { id "java" }', { version: '' }],
    ['a version of a variable', 'version = "$x"', { version: undefined }],
    ['a release of Java 8', 'targetCompatibility = 1.8', { release: '8' }],
  ];
  for (const [title, text, expected] of rows) {
    test(title, () => {
      const read = readGradleProject(contextOf({ 'build.gradle': text }));
      assert.ok(read !== undefined);
      const actual = new Map<string, unknown>(Object.entries(read));
      for (const [name, value] of Object.entries(expected)) {
        assert.deepEqual(actual.get(name), value, name);
      }
    });
  }
});
