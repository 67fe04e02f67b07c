import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildContext } from '../../server/src/core/project/build-context';
import { readComposerJson } from '../../server/src/core/project/composer-json';
import { readDotnetProject } from '../../server/src/core/project/dotnet-project';
import { readGemfile } from '../../server/src/core/project/gemfile';
import { readGradleProject } from '../../server/src/core/project/gradle-project';
import { findExecutableJars } from '../../server/src/core/project/maven-jar';
import { readMavenProject } from '../../server/src/core/project/maven-project';
import { readPipfile, readPyproject } from '../../server/src/core/project/python-project';
import { readRequirements } from '../../server/src/core/project/requirements';
import { toProject } from '../harness/project';
import type { Files } from '../harness/split';

function contextOf(files: Files): BuildContext {
  return new BuildContext(toProject(files));
}

describe('requirements files', () => {
  test('names, versions, markers, options, comments and other files', () => {
    const context = contextOf({
      'requirements/prod.txt': [
        '# production',
        '-r base.txt',
        '-c ../constraints.txt',
        '--index-url https://example.org/simple',
        'Flask_Login[extra] >= 0.6, < 1 ; python_version > "3.8"  # login',
        'psycopg2cffi==2.9; implementation_name == "pypy"',
        'gunicorn==25.0 \\',
        '    --hash=sha256:abc',
        '-e ./local',
        'git+https://example.org/x.git#egg=My.Lib',
        'lib @ https://example.org/lib.whl',
      ].join('\n'),
      'requirements/base.txt': '-r prod.txt\nDjango\n',
      'constraints.txt': 'urllib3<3\n',
    });
    const read = readRequirements(context, 'requirements/prod.txt');
    assert.ok(read !== undefined);
    assert.deepEqual(read.files, [
      'requirements/prod.txt',
      'requirements/base.txt',
      'constraints.txt',
    ]);
    assert.equal(read.complete, true);
    assert.deepEqual(
      read.requirements.map(({ name, specifier, kind }) => [name, specifier, kind]),
      [
        ['django', '', 'named'],
        ['flask-login', '>= 0.6, < 1', 'named'],
        ['gunicorn', '==25.0', 'named'],
        [undefined, '', 'path'],
        ['my-lib', '', 'url'],
        ['lib', '', 'url'],
      ],
    );
  });

  test('what cannot be read', () => {
    const context = contextOf({
      'a.txt': '-r missing.txt\n',
      'b.txt': '-r https://example.org/r.txt\n-r ../../x.txt',
    });
    assert.equal(readRequirements(context, 'a.txt')?.complete, false);
    assert.equal(readRequirements(context, 'b.txt')?.complete, false);
    assert.equal(readRequirements(context, 'c.txt'), undefined);
  });
});

describe('pyproject.toml and Pipfile', () => {
  test('the standard table', () => {
    const text =
      '[project]\nname = "shop"\ndependencies = ["httpx>=0.27", "x @ https://example.org"]\n[project.scripts]\nshop = "shop:main"\n[build-system]\nbuild-backend = "hatchling.build"\n';
    const read = readPyproject(contextOf({ 'app/pyproject.toml': text }), 'app');
    assert.ok(read !== undefined);
    assert.deepEqual(
      read.dependencies.map(({ name, kind }) => [name, kind]),
      [
        ['httpx', 'named'],
        ['x', 'url'],
      ],
    );
    assert.equal(read.scripts.get('shop'), 'shop:main');
    assert.equal(read.buildBackend, 'hatchling.build');
    assert.equal(read.installsItself, true);
  });

  test('the tables of Poetry and uv', () => {
    const text =
      '[tool.poetry]\nname = "shop"\npackage-mode = false\n[tool.poetry.dependencies]\npython = "^3.12"\nflask = { version = "^3" }\nlocal = { path = "../x" }\ngit = { git = "https://example.org" }\nany = "*"\n[tool.poetry.scripts]\nshop = "shop:main"\n';
    const read = readPyproject(contextOf({ 'pyproject.toml': text }));
    assert.ok(read !== undefined);
    assert.equal(read.name, 'shop');
    assert.equal(read.installsItself, false);
    assert.deepEqual(
      read.dependencies.map(({ name, specifier, kind }) => [name, specifier, kind]),
      [
        ['flask', '^3', 'named'],
        ['local', '', 'path'],
        ['git', '', 'url'],
        ['any', '', 'named'],
      ],
    );
  });

  test('a Pipfile, and what is not TOML', () => {
    const context = contextOf({ Pipfile: '[packages]\nflask = "*"\n', 'pyproject.toml': '[[[' });
    assert.deepEqual(
      readPipfile(context)?.dependencies.map(({ name }) => name),
      ['flask'],
    );
    assert.equal(readPyproject(context), undefined);
    assert.equal(readPipfile(context, 'other'), undefined);
  });
});

describe('pom.xml', () => {
  const parent = `<project><artifactId>all</artifactId><version>2.0</version><packaging>pom</packaging>
    <properties><lib.version>1</lib.version><maven.compiler.release>21</maven.compiler.release></properties>
    <modules><module>app</module></modules></project>`;

  test('a parent in the same context', () => {
    const module = `<project><parent><artifactId>all</artifactId><version>2.0</version></parent><artifactId>app</artifactId>
      <build><finalName>\${project.artifactId}-\${lib.version}</finalName></build></project>`;
    const context = contextOf({ 'pom.xml': parent, 'app/pom.xml': module });
    const read = readMavenProject(context, 'app');
    assert.ok(read !== undefined);
    assert.equal(read.version, '2.0');
    assert.equal(read.finalName, 'app-1');
    assert.equal(read.release, '21');
    assert.equal(read.foreignParent, undefined);
    assert.deepEqual(readMavenProject(context)?.modules, ['app']);
  });

  test('a parent from a registry may name the jar', () => {
    const text =
      '<project><parent><artifactId>corporate</artifactId><version>1</version></parent><artifactId>app</artifactId></project>';
    const read = readMavenProject(contextOf({ 'pom.xml': text }));
    assert.ok(read !== undefined);
    assert.equal(read.finalName, undefined);
    assert.equal(read.foreignParent, 'corporate');
  });

  test('unknown properties, broken files', () => {
    const text = '<project><artifactId>app</artifactId><version>${revision}</version></project>';
    assert.equal(readMavenProject(contextOf({ 'pom.xml': text }))?.version, undefined);
    assert.equal(readMavenProject(contextOf({ 'pom.xml': '<project>' })), undefined);
    assert.equal(readMavenProject(contextOf({ 'pom.xml': '<other/>' })), undefined);
    assert.equal(readMavenProject(contextOf({ 'pom.xml': '<project/>' })), undefined);
    assert.equal(readMavenProject(contextOf({})), undefined);
  });

  function jarsOf(plugins: string, more = ''): readonly (string | undefined)[] {
    const text = `<project><artifactId>app</artifactId><version>1</version>${more}<build><plugins>${plugins}</plugins></build></project>`;
    const project = readMavenProject(contextOf({ 'pom.xml': text }));
    assert.ok(project !== undefined);
    return findExecutableJars(project).map(({ path }) => path);
  }

  function plugin(name: string, goal: string, configuration = ''): string {
    return `<plugin><artifactId>${name}</artifactId><executions><execution><phase>package</phase><goals><goal>${goal}</goal></goals></execution></executions><configuration>${configuration}</configuration></plugin>`;
  }

  test('jars that start by themselves', () => {
    const boot = 'spring-boot-maven-plugin';
    assert.deepEqual(jarsOf(plugin(boot, 'repackage')), ['target/app-1.jar']);
    assert.deepEqual(jarsOf(plugin(boot, 'repackage', '<classifier>exec</classifier>')), [
      'target/app-1-exec.jar',
    ]);
    assert.deepEqual(jarsOf(plugin(boot, 'build-info')), []);
    assert.deepEqual(jarsOf(plugin(boot, 'repackage', '<skip>true</skip>')), []);
    const shade = 'maven-shade-plugin';
    assert.deepEqual(
      jarsOf(plugin(shade, 'shade', '<shadedArtifactAttached>true</shadedArtifactAttached>')),
      ['target/app-1-shaded.jar'],
    );
    assert.deepEqual(jarsOf(plugin(shade, 'shade', '<finalName>all</finalName>')), [
      'target/all.jar',
    ]);
    assert.deepEqual(jarsOf(plugin(shade, 'shade', '<outputFile>x</outputFile>')), []);
    const assembly = 'maven-assembly-plugin';
    const refs =
      '<descriptorRefs><descriptorRef>jar-with-dependencies</descriptorRef></descriptorRefs>';
    assert.deepEqual(jarsOf(plugin(assembly, 'single', refs)), [
      'target/app-1-jar-with-dependencies.jar',
    ]);
    assert.deepEqual(
      jarsOf(plugin(assembly, 'single', `${refs}<appendAssemblyId>false</appendAssemblyId>`)),
      ['target/app-1.jar'],
    );
    assert.deepEqual(jarsOf(plugin(assembly, 'single')), []);
    const main = '<archive><manifest><mainClass>A</mainClass></manifest></archive>';
    assert.deepEqual(jarsOf(plugin('maven-jar-plugin', 'jar', main)), ['target/app-1.jar']);
    const dependency =
      '<dependencies><dependency><artifactId>gson</artifactId></dependency></dependencies>';
    assert.deepEqual(jarsOf(plugin('maven-jar-plugin', 'jar', main), dependency), []);
    assert.deepEqual(jarsOf(plugin(boot, 'repackage'), '<packaging>pom</packaging>'), []);
  });
});

describe('build.gradle', () => {
  test('what is said literally', () => {
    const text = `// version = '9'
      plugins { id 'java'\n application\n id("com.gradleup.shadow") version "9" }
      apply plugin: 'war'
      version = '1.2'
      archivesBaseName = 'store'
      java { toolchain { languageVersion = JavaLanguageVersion.of(21) } }
      bootJar { archiveFileName = 'app.jar' }
      dependencies { testImplementation 'a:b:1' }`;
    const read = readGradleProject(
      contextOf({
        'build.gradle': text,
        'settings.gradle': "rootProject.name = 'shop'\ninclude 'app', ':libs:core'\n",
      }),
    );
    assert.ok(read !== undefined);
    assert.deepEqual(
      [read.name, read.version, read.archivesName, read.release],
      ['shop', '1.2', 'store', '21'],
    );
    assert.deepEqual(read.plugins, ['java', 'com.gradleup.shadow', 'application', 'war']);
    assert.equal(read.archiveFileNames.get('bootJar'), 'app.jar');
    assert.deepEqual(read.subprojects, ['app', 'libs/core']);
    assert.equal(read.hasNoDependencies, true);
    assert.equal(read.hasFatJar, false);
  });

  test('Kotlin, a computed version, a subproject', () => {
    const context = contextOf({
      'build.gradle.kts':
        'version = file("VERSION").readText()\ndependencies { implementation("a:b:1") }\n',
      'app/build.gradle.kts': 'plugins { `java-library` }\n',
      'gradle.properties': 'version=3\n',
    });
    assert.equal(readGradleProject(context)?.version, undefined);
    assert.equal(readGradleProject(context)?.hasNoDependencies, false);
    assert.equal(readGradleProject(context, 'app')?.name, 'app');
    assert.equal(readGradleProject(context, 'other'), undefined);
  });
});

describe('other manifests', () => {
  test('a project file of .NET', () => {
    const text = `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><AssemblyName>Shop</AssemblyName><TargetFramework>net10.0</TargetFramework></PropertyGroup>
      <ItemGroup><FrameworkReference Include="Microsoft.AspNetCore.App"/><PackageReference Include="Dapper"/><ProjectReference Include="..\\Core\\Core.csproj"/></ItemGroup></Project>`;
    const context = contextOf({
      'src/App.csproj': text,
      'b.csproj':
        '<Project><PropertyGroup><AssemblyName>$(X)</AssemblyName></PropertyGroup></Project>',
      'c.csproj': '<x',
    });
    const read = readDotnetProject(context, 'src/App.csproj');
    assert.ok(read !== undefined);
    assert.deepEqual(
      [read.assemblyName, read.targetFramework, read.needsAspNet],
      ['Shop', 'net10.0', true],
    );
    assert.deepEqual([read.packages, read.references], [['Dapper'], ['../Core/Core.csproj']]);
    assert.equal(readDotnetProject(context, 'b.csproj')?.assemblyName, undefined);
    assert.equal(readDotnetProject(context, 'c.csproj'), undefined);
    assert.equal(readDotnetProject(context, 'd.csproj'), undefined);
  });

  test('composer.json', () => {
    const text =
      '{ "require": { "php": "^8", "ext-intl": "*", "monolog/monolog": "^3" }, "scripts": { "post-install-cmd": [] }, "config": { "vendor-dir": "lib" } }';
    const read = readComposerJson(contextOf({ 'composer.json': text }));
    assert.ok(read !== undefined);
    assert.deepEqual(
      [read.packages, read.extensions, read.scripts],
      [['monolog/monolog'], ['intl'], ['post-install-cmd']],
    );
    assert.deepEqual([read.vendorFolder, read.programFolder], ['lib', 'lib/bin']);
    assert.equal(readComposerJson(contextOf({ 'composer.json': '{' })), undefined);
    assert.equal(readComposerJson(contextOf({}), 'app'), undefined);
  });

  test('a Gemfile', () => {
    const text = `source 'https://rubygems.org'
      ruby '3.4.1' # the version
      gem 'rails', '~> 8.0',
          require: false
      gem "debug", groups: [:development, :test]
      group :test do
        gem 'rspec'
      end
      path 'engines' do
        gem 'shop'
      end
      gem 'puma', github: 'puma/puma'`;
    const read = readGemfile(contextOf({ Gemfile: text }));
    assert.ok(read !== undefined);
    assert.equal(read.complete, true);
    assert.deepEqual(
      read.gems.map(({ name, origin, groups }) => [name, origin, groups.join()]),
      [
        ['rails', undefined, 'default'],
        ['debug', undefined, 'development,test'],
        ['rspec', undefined, 'test'],
        ['shop', 'path', 'default'],
        ['puma', 'git', 'default'],
      ],
    );
    assert.equal(readGemfile(contextOf({ Gemfile: 'gemspec\n' }))?.complete, false);
    assert.equal(readGemfile(contextOf({ Gemfile: 'end\n' }))?.complete, false);
    assert.equal(readGemfile(contextOf({})), undefined);
  });
});
