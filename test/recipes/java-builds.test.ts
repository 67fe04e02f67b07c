import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildContext } from '../../server/src/core/project/build-context';
import { findMavenInputs } from '../../server/src/core/project/maven-install';
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

const parentOf = (artifact: string, path = ''): string =>
  `<parent><groupId>com.example</groupId><artifactId>${artifact}</artifactId><version>1</version>${path === '' ? '' : `<relativePath>${path}</relativePath>`}</parent>`;

function aggregate(modules: readonly string[], inner = ''): string {
  const names = modules.map((name) => `<module>${name}</module>`).join('');
  return `<project>${inner}<groupId>com.example</groupId><artifactId>all</artifactId><version>1</version><packaging>pom</packaging><modules>${names}</modules></project>`;
}

function member(name: string, dependency = '', parent = parentOf('all')): string {
  const needed =
    dependency === ''
      ? ''
      : `<dependencies><dependency><groupId>com.example</groupId><artifactId>${dependency}</artifactId></dependency></dependencies>`;
  return `<project>${parent}<artifactId>${name}</artifactId>${needed}</project>`;
}

describe('a build of Maven with modules', () => {
  test('may lie in a folder of the project', () => {
    const files = {
      'backend/pom.xml': aggregate(['core', 'run/pom.xml']),
      'backend/core/pom.xml': member('core'),
      'backend/run/pom.xml': member('run', 'core'),
      [`backend/run/${mainPath}`]: mainOf(),
    };
    const text = dockerfileOf(files);
    assert.match(text, /-pl run -am -DskipTests package/);
    assert.match(text, /^COPY --link backend \.\/$/m);
    assert.match(text, /source=backend\/core\/pom\.xml,target=core\/pom\.xml/);
  });

  test('is downloaded for with the parents of parents', () => {
    const files = {
      'pom.xml': aggregate(['run'], parentOf('middle', 'middle')),
      'middle/pom.xml': `<project>${parentOf('base', '../base')}<artifactId>middle</artifactId><packaging>pom</packaging></project>`,
      'base/pom.xml':
        '<project><groupId>com.example</groupId><artifactId>base</artifactId><version>1</version><packaging>pom</packaging></project>',
      'run/pom.xml': member('run'),
      [`run/${mainPath}`]: mainOf(),
    };
    const text = dockerfileOf(files);
    for (const name of ['middle', 'base']) {
      assert.match(text, new RegExp(`source=${name}/pom\\.xml`), name);
    }
  });

  test('with a parent outside of it, or a module that is missing, copies all sources first', () => {
    const outside = {
      'parent/pom.xml':
        '<project><groupId>com.example</groupId><artifactId>top</artifactId><version>1</version><packaging>pom</packaging></project>',
      'backend/pom.xml': aggregate(['run'], parentOf('top', '../parent')),
      'backend/run/pom.xml': member('run'),
      [`backend/run/${mainPath}`]: mainOf(),
    };
    assert.deepEqual(stagesOf(outside), ['build', 'runtime']);
    const missing = {
      'pom.xml': aggregate(['run', 'gone']),
      'run/pom.xml': member('run'),
      [`run/${mainPath}`]: mainOf(),
    };
    assert.deepEqual(stagesOf(missing), ['build', 'runtime']);
  });

  test('ends where modules lead back to themselves', () => {
    const files = {
      'pom.xml': aggregate(['.', 'run']),
      'run/pom.xml': member('run'),
      [`run/${mainPath}`]: mainOf(),
    };
    assert.match(dockerfileOf(files), /-pl run -am/);
  });
});

describe('the jar of Maven', () => {
  const shade = plugin('maven-shade-plugin', goal('shade'));
  const jarOf = (text: string): string | undefined =>
    /mv (target\/\S+\.jar) /.exec(dockerfileOf({ 'pom.xml': text, [mainPath]: mainOf() }))?.[1];

  test('is named by what the build file says of it', () => {
    const named = build(shade).replace('<plugins>', '<finalName>dock</finalName><plugins>');
    for (const [text, jar] of [
      [pom(build(shade)), 'target/quay-*.jar'],
      [pom(build(shade), '<version>${revision}</version>'), 'target/quay-*.jar'],
      [pom(build(shade + plugin('maven-source-plugin'))), 'target/quay-1.0.jar'],
      [pom(named), 'target/dock.jar'],
      [pom(named, '<version>${revision}</version>'), 'target/dock.jar'],
      [pom(''), 'target/quay-*.jar'],
      [pom('<build><finalName>dock</finalName></build>'), 'target/dock.jar'],
      [pom('', '<version>${revision}</version>'), 'target/quay-*.jar'],
      [
        pom(
          build(
            plugin(
              'maven-shade-plugin',
              `${goal('shade')}<configuration><finalName>all</finalName></configuration>`,
            ),
          ),
        ),
        'target/all.jar',
      ],
      [
        pom(
          build(
            plugin(
              'maven-shade-plugin',
              `${goal('shade')}<configuration><finalName>\${x}</finalName></configuration>`,
            ),
          ),
        ),
        'target/quay-*.jar',
      ],
      [
        pom(
          build(
            plugin('spring-boot-maven-plugin', `<version>3.1.0</version>${goal('repackage')}`) +
              plugin('maven-javadoc-plugin'),
          ),
        ),
        'target/quay-1.0.jar',
      ],
    ] as const) {
      assert.equal(jarOf(text), jar, text);
    }
  });

  test('with a manifest is started as it is, and the plugin is the evidence', () => {
    const jar = plugin(
      'maven-jar-plugin',
      '<configuration><archive><manifest><mainClass>a.Main</mainClass></manifest></archive></configuration>',
    );
    const { plan } = generated({
      'pom.xml': pom(`<description>It is it.</description>\n${build(jar)}`),
      [mainPath]: mainOf(),
    });
    const found = plan.evidence.find(({ says }) => says.includes('can be started'));
    assert.deepEqual(found, {
      file: 'pom.xml',
      line: 4,
      says: 'The jar can be started, because it has no dependencies.',
    });
  });

  test('with a manifest that does not fit its folder of libraries is no use', () => {
    const dependency =
      '<dependencies><dependency><groupId>a</groupId><artifactId>b</artifactId></dependency></dependencies>';
    const jar = (manifest: string, more = ''): string =>
      plugin(
        'maven-jar-plugin',
        `<configuration>${more}<archive><manifest>${manifest}<mainClass>a.Main</mainClass></manifest></archive></configuration>`,
      );
    const copy = plugin(
      'maven-dependency-plugin',
      `${goal('copy-dependencies')}<configuration><outputDirectory>\${project.build.directory}/lib</outputDirectory></configuration>`,
    );
    const commandOf = (plugins: string): string | undefined =>
      /^CMD (.*)$/m.exec(
        dockerfileOf({ 'pom.xml': pom(dependency + build(plugins)), [mainPath]: mainOf() }),
      )?.[1];
    const whole = '<addClasspath>true</addClasspath><classpathPrefix>lib/</classpathPrefix>';
    assert.equal(commandOf(jar(whole) + copy), '["app.jar"]');
    for (const plugins of [
      jar('') + copy,
      jar(whole.replace('lib/', 'libs/')) + copy,
      jar(whole, '<classifier>x</classifier>') + copy,
      jar(whole),
    ]) {
      assert.equal(commandOf(plugins), '["-cp", "app.jar:lib/*", "a.Main"]', plugins);
    }
  });

  test('starts the class that some plugin names', () => {
    const named = plugin(
      'exec-maven-plugin',
      '<configuration><mainClass>a.Other</mainClass></configuration>',
    );
    assert.match(
      dockerfileOf({ 'pom.xml': pom(build(named)), [mainPath]: mainOf() }),
      /"a\.Other"\]/,
    );
    const computed = named.replace('a.Other', '${main}');
    assert.match(
      dockerfileOf({ 'pom.xml': pom(build(computed)), [mainPath]: mainOf() }),
      /"a\.Main"\]/,
    );
  });

  test('of a class without a package, and beside sources of tests, is found', () => {
    const files = {
      'pom.xml': pom(''),
      'src/main/java/Main.java': mainOf().replace('package a;\n', ''),
      'tools/Make.java': mainOf().replace('Main', 'Make'),
    };
    assert.match(dockerfileOf(files), /"-cp", "app\.jar", "Main"\]/);
  });
});

test('what Maven downloads is known for one module that names nothing of the project', () => {
  for (const [text, reason] of [
    ['', /cannot be read/],
    [aggregate(['run']), /has modules/],
    [member('run'), /has a parent in the build context/],
    [pom('<x><scope>system</scope></x>'), /names archives of the project/],
    [pom('<x><systemPath>a.jar</systemPath></x>'), /names archives of the project/],
    [pom('<x><url>${basedir}/lib</url></x>'), /names a repository inside of the project/],
  ] as const) {
    const project = toProject({ 'app/pom.xml': text, 'pom.xml': aggregate(['app']) });
    const answer = findMavenInputs(new BuildContext(project), 'app');
    assert.match(typeof answer === 'string' ? answer : '', reason, text);
  }
  const project = toProject({ 'pom.xml': pom(''), mvnw: '' });
  const answer = findMavenInputs(new BuildContext(project), '');
  assert.deepEqual(typeof answer === 'string' ? answer : answer.files, ['pom.xml', 'mvnw']);
});
