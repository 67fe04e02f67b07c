import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generate, type Choices, type Generation } from '../../server/src/core/service';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

function generated(files: Files, choices: Partial<Choices> = {}): Generation {
  const outcome = generate({
    project: toProject(files),
    recipe: 'spring-boot',
    choices: { today: '2026-11-22', ...choices },
  });
  assert.equal(outcome.kind, 'generated', outcome.kind === 'refused' ? outcome.reason : '');
  return outcome;
}

function dockerfileOf(files: Files, choices: Partial<Choices> = {}): string {
  return (
    generated(files, choices).files.find(({ path }) => path.endsWith('Dockerfile'))?.text ?? ''
  );
}

function boot(version: string, starters: readonly string[], configuration = ''): string {
  const dependencies = starters
    .map(
      (name) =>
        `<dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-${name}</artifactId></dependency>`,
    )
    .join('');
  return `<project>
  <parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>${version}</version><relativePath/></parent>
  <groupId>com.example</groupId>
  <artifactId>pilot</artifactId>
  <version>2.0</version>
  <dependencies>${dependencies}</dependencies>
  <build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId>${configuration}</plugin></plugins></build>
</project>`;
}

const application = {
  'src/main/java/a/App.java':
    'package a;\npublic class App { public static void main(String[] a) {} }\n',
};
const properties = 'src/main/resources/application.properties';
const yaml = 'src/main/resources/application.yml';

function of(pom: string, settings: Files = {}): Files {
  return { 'pom.xml': pom, ...application, ...settings };
}

describe('Spring Boot', () => {
  test('goes before the recipes of the build tools', () => {
    const outcome = generate({
      project: toProject(of(boot('4.1.1', ['webmvc']))),
      choices: { today: '2026-11-22' },
    });
    assert.equal(outcome.kind === 'generated' && outcome.candidate.recipe.id, 'spring-boot');
  });

  test('is taken apart into layers from version 3.3 on', () => {
    const text = dockerfileOf(of(boot('3.3.0', ['web'])));
    assert.match(text, /java -Djarmode=tools -jar \/tmp\/app\.jar extract --layers/);
    assert.match(text, /app\/dependencies\/ \.\/\n.*spring-boot-loader\/.*\n.*snapshot/);
    const old = of(boot('3.2.5', ['web']));
    assert.doesNotMatch(dockerfileOf(old), /jarmode/);
    assert.match(generated(old).plan.notes.join(' '), /shipped in one piece: Spring Boot 3\.2\.5/);
  });

  test('with layers of its own is shipped in one piece', () => {
    const own = boot(
      '4.1.1',
      ['webmvc'],
      '<configuration><layers><configuration>layers.xml</configuration></layers></configuration>',
    );
    assert.doesNotMatch(dockerfileOf(of(own)), /jarmode/);
  });

  test('compiles for the Java of its parent', () => {
    assert.match(dockerfileOf(of(boot('4.1.1', ['webmvc']))), /distroless\/java17-debian13/);
    assert.match(dockerfileOf(of(boot('2.7.18', ['web']))), /eclipse-temurin:8-jre-noble/);
  });

  test('asks Actuator, which a variable opens', () => {
    const files = of(boot('4.1.1', ['webmvc', 'actuator']));
    assert.match(dockerfileOf(files), /"8080", "\/actuator\/health\/liveness"\]/);
    assert.match(dockerfileOf(files), /MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED=true/);
    assert.equal(generated(files).plan.runtime.health.readyPath, '/actuator/health/readiness');
    const placed = {
      ...files,
      [properties]:
        'server.servlet.context-path=/pilot\nmanagement.endpoints.web.base-path=/manage\n',
    };
    assert.match(dockerfileOf(placed), /"\/pilot\/manage\/health\/liveness"\]/);
    const closed = { ...files, [properties]: 'management.endpoints.web.exposure.include=info\n' };
    assert.match(dockerfileOf(closed), /"HealthCheck", "8080"\]/);
  });

  test('with a port for management has the paths on the main one too', () => {
    const text = dockerfileOf(
      of(boot('4.1.1', ['webmvc', 'actuator']), {
        [yaml]: 'server:\n  port: 9000\nmanagement:\n  server:\n    port: 9001\n',
      }),
    );
    assert.match(text, /"9000", "\/livez"\]/);
    assert.match(text, /MANAGEMENT_ENDPOINT_HEALTH_PROBES_ADD_ADDITIONAL_PATHS=true/);
  });

  test('serves where its settings say', () => {
    const portOf = (settings: Files, choices: Partial<Choices> = {}): string =>
      /EXPOSE \d+/.exec(dockerfileOf(of(boot('4.1.1', ['webmvc']), settings), choices))?.[0] ?? '';
    assert.equal(portOf({}), 'EXPOSE 8080');
    assert.equal(portOf({ [properties]: '# a\nserver.port = 8443\n' }), 'EXPOSE 8443');
    assert.equal(portOf({ [yaml]: 'server.port: ${PORT:5000}\n' }), 'EXPOSE 5000');
    const profile =
      'server:\n  port: 7000\n---\nspring.config.activate.on-profile: dev\nserver:\n  port: 7001\n';
    assert.equal(portOf({ [yaml]: profile }), 'EXPOSE 7000');
    assert.equal(
      portOf({ [properties]: 'server.port=7000\n#---\nserver.port=7001\n' }),
      'EXPOSE 7000',
    );
    assert.equal(portOf({ [properties]: 'server.port=80\n' }), 'EXPOSE 8080');
  });

  test('is told the port where it would listen elsewhere', () => {
    const textOf = (settings: string, choices: Partial<Choices> = {}): string =>
      dockerfileOf(of(boot('4.1.1', ['webmvc']), { [properties]: settings }), choices);
    assert.doesNotMatch(textOf('server.port=9000\n'), /SERVER_PORT/);
    assert.match(textOf('server.port=9000\n', { port: 9100 }), /SERVER_PORT=9100/);
    assert.match(textOf('server.port=0\n'), /SERVER_PORT=8080/);
    assert.match(textOf('server.port=80\n'), /SERVER_PORT=8080/);
    assert.match(textOf('server.port=${PORT:9000}\n'), / PORT=9000/);
  });

  test('that speaks TLS is asked for its port only', () => {
    const text = dockerfileOf(
      of(boot('4.1.1', ['webmvc', 'actuator']), { [properties]: 'server.ssl.bundle=web\n' }),
    );
    assert.match(text, /"HealthCheck", "8080"\]/);
    assert.doesNotMatch(text, /PROBES_ENABLED/);
  });

  test('without a server has neither port nor health check', () => {
    assert.doesNotMatch(dockerfileOf(of(boot('4.1.1', ['batch']))), /EXPOSE|HEALTHCHECK/);
    const off = { [properties]: 'spring.main.web-application-type=none\n' };
    assert.doesNotMatch(dockerfileOf(of(boot('4.1.1', ['webmvc']), off)), /EXPOSE/);
  });

  test('tells what a login would close', () => {
    const { plan } = generated(of(boot('4.1.1', ['webmvc', 'actuator', 'security'])));
    assert.match(plan.notes.join(' '), /must be open without a login/);
  });

  test('gets the secrets that its settings name', () => {
    const { plan } = generated(
      of(boot('4.1.1', ['webmvc']), { [properties]: 'shop.key=${SHOP_API_KEY}\na=${OTHER:1}\n' }),
    );
    assert.deepEqual(plan.runtime.secretVariables, ['SHOP_API_KEY']);
  });

  test('without a repackaged jar is refused', () => {
    const outcome = generate({
      project: toProject(
        of(
          boot('4.1.1', ['webmvc'])
            .replace(/<packaging>.*/, '')
            .replace(
              '<version>2.0</version>',
              '<version>2.0</version><packaging>maven-plugin</packaging>',
            ),
        ),
      ),
      choices: { today: '2026-11-22' },
    });
    assert.equal(outcome.kind, 'refused');
    assert.match(outcome.reason, /makes no jar/);
  });
});

test('a Gradle build without sources at its root is no application', () => {
  const outcome = generate({
    project: toProject({
      'settings.gradle': "include 'app'\n",
      'build.gradle': "plugins {\n  id 'org.springframework.boot' version '4.1.1'\n}\n",
    }),
    choices: { today: '2026-11-22' },
  });
  assert.equal(outcome.kind, 'refused');
});
