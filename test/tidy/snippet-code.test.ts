import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import ts from 'typescript';
import { readSnippets, type SnippetEntry } from '../harness/snippet-files';

const scratch = mkdtempSync(path.join(tmpdir(), 'ironhull-snippets-'));
after(() => {
  rmSync(scratch, { recursive: true });
});

/** What a run of a program on the file said; undefined when the machine does not have the program. */
function check(command: readonly string[], file: string, text: string): string | undefined {
  const target = path.join(scratch, file);
  writeFileSync(target, text);
  const [program = '', ...parameters] = command;
  const { error, status, stderr } = spawnSync(program, [...parameters, target], {
    cwd: scratch,
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (error !== undefined) return undefined;
  return status === 0 ? '' : `${String(status)} ${stderr}`;
}

function nameOf({ prefixes }: SnippetEntry): string {
  return (prefixes[0] ?? '').replaceAll('-', '_');
}

/** A fragment that awaits stands in a function of the user. */
function findSyntaxErrors({ text }: SnippetEntry, file: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

for (const [language, extension] of [
  ['javascript', 'mjs'],
  ['typescript', 'ts'],
] as const) {
  describe(`${language} snippets`, () => {
    for (const snippet of readSnippets(language)) {
      test(`${snippet.name}: parses`, () => {
        assert.deepEqual(findSyntaxErrors(snippet, `snippet.${extension}`), []);
      });
    }
  });
}

test('a JavaScript snippet is the TypeScript one without its types', () => {
  const strip = (text: string): string =>
    ts
      .transpileModule(text, {
        compilerOptions: {
          target: ts.ScriptTarget.ESNext,
          module: ts.ModuleKind.ESNext,
          removeComments: true,
        },
      })
      .outputText.replace(/^export \{\};\n/m, '');
  assert.deepEqual(
    readSnippets('typescript').map(({ name, text }) => [name, strip(text)]),
    readSnippets('javascript').map(({ name, text }) => [name, strip(text)]),
  );
});

describe('Python snippets', () => {
  for (const snippet of readSnippets('python')) {
    test(`${snippet.name}: compiles`, (context) => {
      const said = check(
        ['python3', '-m', 'py_compile'],
        `${nameOf(snippet)}.py`,
        `${snippet.text}\n`,
      );
      if (said === undefined) context.skip('python3 is not on this machine');
      else assert.equal(said, '');
    });
  }
});

describe('Go snippets', () => {
  for (const snippet of readSnippets('go')) {
    test(`${snippet.name}: parses and is formatted`, (context) => {
      const file = `${nameOf(snippet)}.go`;
      const said = check(['gofmt', '-e', '-d'], file, `${snippet.text}\n`);
      if (said === undefined) context.skip('gofmt is not on this machine');
      else assert.equal(said, '');
    });
  }
});

describe('what a program does in a container', () => {
  for (const language of ['javascript', 'typescript', 'python', 'go']) {
    const texts = new Map(
      readSnippets(language).flatMap(({ prefixes, text }) =>
        prefixes.map((prefix) => [prefix, text] as const),
      ),
    );
    const expectations = [
      ['shutdown', /SIGTERM/],
      ['health', /healthz[^]*readyz/],
      ['log', /correlation/i],
      ['metrics', /http_request_duration_seconds/],
      ['otel', /OTEL_EXPORTER_OTLP_ENDPOINT/],
      ['secret-reload', /dirname\(|\.parent\b|filepath\.Dir\(/],
    ] as const;
    for (const [duty, pattern] of expectations) {
      test(`${language}: ${duty}`, () => {
        assert.match(texts.get(`ironhull-${duty}`) ?? '', pattern);
      });
    }

    test(`${language}: liveness asks nobody`, () => {
      const text = texts.get('ironhull-health') ?? '';
      const liveness = /\/healthz['"](?:(?!readyz)[^])*/.exec(
        text.slice(text.lastIndexOf('/healthz') - 1),
      )?.[0];
      assert.ok(liveness !== undefined);
      assert.doesNotMatch(liveness, /dependenc|isReady\(|_is_ready\(|await /i);
    });

    test(`${language}: nothing that has gone out of use`, () => {
      for (const text of texts.values()) {
        assert.doesNotMatch(text, /jaeger|SimpleSpanProcessor|addSpanProcessor\(|uuidv4|utcnow\(/i);
      }
    });
  }
});
