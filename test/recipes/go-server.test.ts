import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generate, type Choices, type Generation } from '../../server/src/core/service';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

const main = 'package main\n\nfunc main() {}\n';
const server = `package main

import "net/http"

func main() { _ = http.ListenAndServe(":8080", nil) }
`;

function outcomeOf(
  files: Files,
  choices: Partial<Choices> = {},
  folder?: string,
): ReturnType<typeof generate> {
  return generate({
    project: toProject(files),
    recipe: 'go-server',
    ...(folder === undefined ? {} : { folder }),
    choices: { today: '2026-11-22', ...choices },
  });
}

function generated(files: Files, choices: Partial<Choices> = {}, folder?: string): Generation {
  const outcome = outcomeOf(files, choices, folder);
  assert.equal(outcome.kind, 'generated', outcome.kind === 'refused' ? outcome.reason : '');
  return outcome;
}

function dockerfileOf(generation: Generation): string {
  return generation.files.find(({ path }) => path.endsWith('Dockerfile'))?.text ?? '';
}

function assertRefused(files: Files, reason: RegExp, choices: Partial<Choices> = {}): void {
  const outcome = outcomeOf(files, choices);
  assert.equal(outcome.kind, 'refused');
  assert.match(outcome.reason, reason);
}

const goMod = 'module example.org/shop\n\ngo 1.26\n';

describe('the version of Go', () => {
  test('is the newest that is supported', () => {
    const text = dockerfileOf(generated({ 'go.mod': goMod, 'main.go': server }));
    assert.match(text, /^FROM --platform=\$BUILDPLATFORM golang:1\.27-trixie AS build$/m);
  });

  test('is the newest for old modules too, and for a toolchain', () => {
    for (const line of ['go 1.19', 'go 1.22.1\n\ntoolchain go1.26.3', '']) {
      const files = { 'go.mod': `module example.org/shop\n\n${line}\n`, 'main.go': server };
      assert.match(dockerfileOf(generated(files)), /golang:1\.27-trixie/, line);
    }
  });

  test('that is not known yet is refused', () => {
    assertRefused(
      { 'go.mod': 'module a.b/c\n\ngo 1.40\n', 'main.go': server },
      /Which Go ">=1\.40"/,
    );
  });

  test('of the workspace counts as well', () => {
    const files = {
      'go.work': 'go 1.40\n\nuse ./api\n',
      'api/go.mod': goMod,
      'api/main.go': server,
    };
    const outcome = outcomeOf(files, {}, 'api');
    assert.equal(outcome.kind, 'refused');
    assert.match(outcome.reason, />=1\.26 >=1\.40/);
  });
});

describe('the program', () => {
  test('is that of the root, or the one that is named like the module', () => {
    const root = { 'go.mod': goMod, 'main.go': server, 'cmd/other/main.go': main };
    assert.deepEqual(generated(root).plan.runtime.entrypoint, ['/usr/local/bin/shop']);
    const named = { 'go.mod': goMod, 'cmd/shop/main.go': server, 'cmd/other/main.go': main };
    assert.match(dockerfileOf(generated(named)), /-o \/out\/ \.\/cmd\/shop \.\/healthcheck$/m);
  });

  test('has to be chosen among several, by its folder', () => {
    const files = { 'go.mod': goMod, 'cmd/a/main.go': server, 'cmd/b/main.go': server };
    assertRefused(files, /several programs: choose one of the folders cmd\/a, cmd\/b/);
    const text = dockerfileOf(generated(files, {}, 'cmd/b'));
    assert.match(text, /-o \/out\/ \.\/cmd\/b \.\/cmd\/b\/healthcheck$/m);
  });

  test('is not a tool, a test, or the health check of an earlier time', () => {
    const files = {
      'go.mod': goMod,
      'cmd/api/main.go': server,
      'healthcheck/main.go': main,
      'tools/gen/main.go': main,
      'gen.go': `//go:build ignore\n\n${main}`,
      'testdata/x/main.go': main,
    };
    assert.match(dockerfileOf(generated(files)), /-o \/out\/ \.\/cmd\/api /);
  });

  test('without a port is not asked for its health', () => {
    const { plan, files } = generated({ 'go.mod': goMod, 'main.go': main });
    assert.equal(plan.runtime.port, undefined);
    assert.equal(plan.runtime.health.test, undefined);
    assert.ok(!files.some(({ path }) => path.startsWith('healthcheck')));
    assert.ok(plan.notes.some((note) => note.startsWith('The sources name no port')));
  });
});

describe('modules', () => {
  const required = `${goMod}\nrequire github.com/google/uuid v1.6.0\n`;

  test('without go.sum are refused', () => {
    assertRefused({ 'go.mod': required, 'main.go': server }, /no go\.sum\. Run "go mod tidy"/);
  });

  test('that are vendored are not downloaded', () => {
    const files = { 'go.mod': required, 'main.go': server, 'vendor/modules.txt': '# v\n' };
    const text = dockerfileOf(generated(files));
    assert.doesNotMatch(text, /go mod download|\/go\/pkg\/mod/);
  });

  test('in folders beside the module are built from the root of the project', () => {
    const files = {
      'lib/go.mod': 'module example.org/lib\n\ngo 1.26\n',
      'lib/lib.go': 'package lib\n',
      'app/go.mod': `${goMod}\nrequire example.org/lib v0.0.0\n\nreplace example.org/lib => ../lib\n`,
      'app/main.go': server,
    };
    const text = dockerfileOf(generated(files, {}, 'app'));
    assert.match(text, /go mod download -C app$/m);
    assert.match(text, /go build -C app .* -o \/out\/ \. \.\/healthcheck$/m);
  });

  test('of a workspace with replaced folders are downloaded while it is built', () => {
    const files = {
      'go.work': 'go 1.26\n\nuse ./api\n\nreplace example.org/lib => ./lib\n',
      'api/go.mod': required,
      'api/main.go': server,
    };
    const { plan } = generated(files, {}, 'api');
    assert.ok(
      plan.notes.some((note) => note.startsWith('Modules are downloaded with every change')),
    );
  });
});

describe('a workspace', () => {
  const member = (name: string, requires: string): Files => ({
    [`${name}/go.mod`]: `module example.org/${name}\n\ngo 1.26\n${requires}`,
    [`${name}/main.go`]: server,
  });
  const work = { 'go.work': 'go 1.26\n\nuse (\n\t./api\n\t./lib\n)\n' };
  const own = 'require example.org/lib v0.0.0\n';
  const other = 'require github.com/google/uuid v1.6.0\n';

  test('whose modules need only one another downloads nothing', () => {
    const files = { ...work, ...member('api', own), ...member('lib', '') };
    const { plan, ...generation } = generated(files, {}, 'api');
    const text = generation.files.find(({ path }) => path.endsWith('Dockerfile'))?.text ?? '';
    assert.doesNotMatch(text, /go mod download|\/go\/pkg\/mod/);
    assert.ok(!plan.notes.some((note) => note.includes('downloaded')));
  });

  test('whose modules name one another downloads while it builds', () => {
    const files = { ...work, ...member('api', own), ...member('lib', other) };
    const generation = generated(files, {}, 'api');
    assert.doesNotMatch(dockerfileOf(generation), /go mod download/);
    assert.match(dockerfileOf(generation), /target=\/go\/pkg\/mod/);
    assert.ok(generation.plan.notes.some((note) => note.includes('is a member of the workspace')));
  });

  test('with other modules downloads them first', () => {
    const files = { ...work, ...member('api', other), ...member('lib', '') };
    const text = dockerfileOf(generated(files, {}, 'api'));
    assert.match(text, /source=go\.work,.*\n.*source=api\/go\.mod,.*\n.*source=lib\/go\.mod,/);
  });
});

describe('files', () => {
  test('that are embedded have to be there', () => {
    const files = {
      'go.mod': goMod,
      'main.go': `${server}\n//go:embed dist\nvar files embed.FS\n`,
    };
    assertRefused(files, /main\.go:7: The program embeds "dist", which is not there\./);
  });

  test('that are embedded or packages are not ignored', () => {
    const files = {
      'go.mod': goMod,
      'main.go': `${server}\n//go:embed README.md "certs/ca.pem" testdata/*.json\nvar files embed.FS\n`,
      'README.md': '#',
      'certs/ca.pem': '',
      'testdata/a.json': '{}',
      'docs/docs.go': 'package docs\n',
    };
    const { plan, files: written } = generated(files);
    assert.deepEqual(plan.needed, ['docs', '!README.md', '!certs/ca.pem', '**/testdata']);
    const ignored = written.find(({ path }) => path === '.dockerignore')?.text ?? '';
    assert.doesNotMatch(ignored, /^(?:docs|\*\*\/testdata)$/m);
    assert.match(ignored, /^!certs\/ca\.pem$/m);
  });

  test('in folders that are usually ignored are code where they are packages', () => {
    const files = {
      'go.mod': goMod,
      'main.go': `${server}\n//go:embed secrets/names.txt\nvar names string\n`,
      'secrets/names.txt': '',
    };
    assert.deepEqual(generated(files).plan.needed, ['!secrets/names.txt']);
    const packages = { ...files, 'internal/secrets/read.go': 'package secrets\n' };
    const { plan, files: written } = generated(packages);
    assert.deepEqual(plan.needed, ['**/secrets']);
    const ignored = written.find(({ path }) => path === '.dockerignore')?.text ?? '';
    assert.doesNotMatch(ignored, /secrets/);
  });

  test('that the program reads are shipped, its sources and embedded files are not', () => {
    const files = {
      'go.mod': goMod,
      'main.go': `${server}\n//go:embed static\nvar files embed.FS\n\nvar page = "web/page.html"\n`,
      'web/page.html': '',
      'web/web.go': 'package web\n',
      'static/a.css': '',
    };
    const text = dockerfileOf(generated(files));
    assert.match(text, /^COPY --link --exclude=\*\*\/\*\.go web \.\/web$/m);
    assert.doesNotMatch(text, /static \.\/static/);
  });
});

test('notes say what stands in the way of a container', () => {
  const files = {
    'go.mod': goMod,
    'main.go': `package main

import (
	"net/http"
	"os"
	"os/exec"
)

func main() {
	_ = os.WriteFile("log.txt", nil, 0o600)
	_ = exec.Command("git").Run()
	_ = http.ListenAndServe("127.0.0.1:9090", nil)
}
`,
  };
  const { plan } = generated(files);
  assert.equal(plan.runtime.needsInit, true);
  for (const sign of [
    'loopback interface',
    'starts other programs',
    'writes files',
    'GOMEMLIMIT',
  ]) {
    assert.ok(
      plan.notes.some((note) => note.includes(sign)),
      sign,
    );
  }
  assert.ok(
    !generated(files, { base: 'slim' }).plan.notes.some((note) => note.includes('starts other')),
  );
});

test('a base for another version of Go is refused', () => {
  const files = { 'go.mod': goMod, 'main.go': server };
  const outcome = generate({
    project: toProject(files),
    recipe: 'go-server',
    choices: { today: '2026-03-01', base: 'chainguard' },
  });
  assert.equal(outcome.kind, 'refused');
  assert.match(outcome.reason, /no image of Go 1\.26 in the family "chainguard"/);
});

describe('what the sources say', () => {
  const routed = (lines: string): Files => ({
    'go.mod': goMod,
    'main.go': `package main\n\nfunc main() {\n${lines}\n\t_ = r.Run(":8080")\n}\n`,
  });
  const pathOf = (lines: string): string | undefined =>
    generated(routed(lines)).plan.runtime.health.livePath;

  test('a route is believed where no group puts a prefix before it', () => {
    assert.equal(pathOf('\tr.GET("/health", ok)'), '/health');
    assert.equal(pathOf('\tr := engine.Group("/api")\n\tr.GET("/health", ok)'), undefined);
  });

  test('a port below 1024 is changed where the program reads it, else mentioned', () => {
    const text = server.replace(':8080', ':80');
    const fixed = generated({ 'go.mod': goMod, 'main.go': text }).plan;
    assert.equal(fixed.runtime.port, 80);
    assert.ok(fixed.notes.some((note) => note.startsWith('Port 80 is below 1024')));
    const free = `${text}\nvar port = os.Getenv("PORT")\n`;
    const { runtime } = generated({ 'go.mod': goMod, 'main.go': free }).plan;
    assert.deepEqual([runtime.port, runtime.environment], [8080, [['PORT', '8080']]]);
  });

  test('a server that names no port has the usual one', () => {
    const text = 'package main\n\nfunc main() { _, _ = net.Listen("tcp", address) }\n';
    assert.equal(generated({ 'go.mod': goMod, 'main.go': text }).plan.runtime.port, 8080);
  });

  test('a folder for data is one in a line about files, and no route', () => {
    const text = `${server}\nvar a = os.Open("/data/a.db")\nvar b = handle("/uploads/b")\nvar c = "/var/lib/shop/c"\n`;
    const { runtime } = generated({ 'go.mod': goMod, 'main.go': text }).plan;
    assert.deepEqual(
      runtime.writablePaths.map(({ path }) => path),
      ['/data', '/var/lib/shop'],
    );
  });
});

describe('what cannot be built', () => {
  test('an ignore file beside the module hides what is needed', () => {
    const files = { 'api/go.mod': goMod, 'api/main.go': server };
    const reasonOf = (ignored: string): string => {
      const outcome = outcomeOf({ ...files, 'api/.dockerignore': ignored }, {}, 'api');
      return outcome.kind === 'refused' ? outcome.reason : 'generated';
    };
    assert.equal(reasonOf('go.mod\n'), 'go.mod cannot be read.');
    assert.equal(reasonOf('**/*.go\n'), 'The module has no package main.');
    assert.equal(reasonOf('bin\n'), 'generated');
  });

  test('patterns of embedded files that leave the project, or are none', () => {
    for (const pattern of ['../page.html', '[a']) {
      const embedding = `${server}\n//go:embed ${pattern}\nvar page string\n`;
      const outcome = outcomeOf({ 'go.mod': goMod, 'main.go': embedding });
      assert.equal(outcome.kind, 'refused');
      assert.equal(
        outcome.reason,
        `main.go:7: The program embeds "${pattern}", which is not there. Build it first, or commit it.`,
      );
    }
  });

  test('sources that were not read say nothing', () => {
    const project = toProject({ 'go.mod': goMod, 'main.go': server, 'c.go': 'import "C"\n' });
    const texts = new Map([...project.texts].filter(([path]) => path !== 'c.go'));
    const request = { recipe: 'go-server', choices: { today: '2026-11-22' } };
    const outcome = generate({ ...request, project: { ...project, texts } });
    assert.ok(outcome.kind === 'generated' && outcome.bases.includes('alpine'));
  });
});

test('single files are shipped too, hidden ones not', () => {
  const reading = `${server}\nvar names = []string{"names.txt", ".tokens.json"}\n`;
  const files = { 'go.mod': goMod, 'main.go': reading, 'names.txt': '', '.tokens.json': '{}' };
  const text = dockerfileOf(generated(files));
  assert.match(text, /^COPY --link names\.txt \.\/names\.txt$/m);
  assert.doesNotMatch(text, /tokens/);
});

test('the path that tells readiness is the one that is asked for', () => {
  const { runtime } = generated(
    { 'go.mod': goMod, 'main.go': server },
    { readyPath: '/ready' },
  ).plan;
  assert.equal(runtime.health.readyPath, '/ready');
});
