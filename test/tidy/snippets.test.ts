import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { expandSnippet } from '../harness/snippet';
import { readSnippets, snippetFiles } from '../harness/snippet-files';

const instructionPattern =
  /^(?:FROM|ARG|RUN|COPY|ADD|SHELL|ENV|USER|HEALTHCHECK|LABEL|EXPOSE|WORKDIR|ENTRYPOINT|CMD|STOPSIGNAL) /;

/** Logical lines outside here-documents: continuations joined, comments and blank lines left out. */
function collectInstructions(dockerfile: string): string[] {
  const instructions: string[] = [];
  let open: string | undefined;
  let terminator: string | undefined;
  for (const line of dockerfile.split('\n')) {
    if (terminator !== undefined) {
      if (line === terminator) terminator = undefined;
      continue;
    }
    if (line === '' || line.startsWith('#')) continue;
    const text = open === undefined ? line : `${open} ${line.trim()}`;
    open = text.endsWith('\\') ? text.slice(0, -1).trimEnd() : undefined;
    if (open !== undefined) continue;
    terminator = /\s<<-?["']?(\w+)["']?/.exec(text)?.[1];
    instructions.push(text);
  }
  assert.equal(open, undefined, 'the last line is continued');
  assert.equal(terminator, undefined, 'a here-document is not closed');
  return instructions;
}

const dockerfileSnippets = readSnippets('dockerfile');
const ignoreSnippets = readSnippets('dockerignore');
const snippets = snippetFiles.flatMap(readSnippets);

/** Languages of VS Code that each file is for: those that a user has open when a snippet is of use. */
const languages: Readonly<Record<string, readonly string[]>> = {
  compose: ['dockercompose', 'yaml'],
  dockerfile: ['dockerfile'],
  dockerignore: ['ignore'],
  go: ['go'],
  javascript: ['javascript', 'javascriptreact'],
  kubernetes: ['yaml'],
  python: ['python'],
  typescript: ['typescript', 'typescriptreact'],
};

/** What is typed in each language for what every program in a container needs. */
const duties = ['shutdown', 'health', 'healthcheck', 'log', 'metrics', 'otel', 'secret-reload'];

interface Manifest {
  readonly contributes: {
    readonly snippets: readonly { readonly language: string; readonly path: string }[];
  };
}

describe('snippets', () => {
  test('there are enough of every kind', () => {
    const counts = Object.fromEntries(
      snippetFiles.map((file) => [file, readSnippets(file).length] as const),
    );
    assert.ok((counts['dockerfile'] ?? 0) >= 30);
    assert.ok((counts['compose'] ?? 0) >= 10);
    assert.ok((counts['kubernetes'] ?? 0) >= 10);
    assert.ok(dockerfileSnippets.filter((snippet) => snippet.isFileTemplate).length >= 15);
    assert.ok(ignoreSnippets.length >= 5);
    for (const file of ['javascript', 'typescript', 'python', 'go']) {
      const prefixes = readSnippets(file).flatMap((snippet) => snippet.prefixes);
      for (const duty of duties)
        assert.ok(prefixes.includes(`ironhull-${duty}`), `${file} ${duty}`);
    }
  });

  test('the manifest has every file for its languages', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
    assert.deepEqual(
      contributes.snippets.map(({ language, path }) => `${language} ${path}`).sort(),
      Object.entries(languages)
        .flatMap(([file, ids]) => ids.map((id) => `${id} ./snippets/${file}.json`))
        .sort(),
    );
    assert.deepEqual(Object.keys(languages).sort(), snippetFiles);
  });

  test('every prefix is used once in a language', () => {
    for (const language of new Set(Object.values(languages).flat())) {
      const prefixes = snippets
        .filter(({ file }) => languages[file]?.includes(language))
        .flatMap((snippet) => snippet.prefixes);
      assert.deepEqual(
        prefixes.filter((prefix, index) => prefixes.indexOf(prefix) !== index),
        [],
        language,
      );
    }
  });

  test('docs/snippets.md lists all of them', () => {
    const page = readFileSync('docs/snippets.md', 'utf8');
    const rows = [...page.matchAll(/^\| `(ironhull-[a-z0-9-]+)` \| (.*) \|$/gm)];
    assert.deepEqual(
      rows.map(([, prefix, description]) => [prefix, description]),
      [...page.matchAll(/^## .*\(`snippets\/(\w+)\.json`\)$/gm)]
        .flatMap(([, file = '']) => readSnippets(file))
        .map(({ prefixes, description }) => [prefixes[0], description.replaceAll('|', '\\|')]),
    );
    assert.equal(rows.length, snippets.length);
  });

  for (const { file, name, prefixes, description, text } of snippets) {
    test(`${file}, ${name}: prefixes, description and body follow the grammar of names`, () => {
      assert.equal(prefixes.length, 2);
      const long = /^ironhull-([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(prefixes[0] ?? '');
      assert.notEqual(long, null, 'the first prefix is not ironhull-<name>');
      assert.equal(prefixes[1], `ih-${long?.[1] ?? ''}`);
      assert.match(description, /^[A-Z].*\.$/);
      assert.doesNotMatch(description, /\. [A-Z]/, 'the description is more than one sentence');
      assert.doesNotMatch(text, /[ \t]$/m, 'a line ends in blanks');
      assert.doesNotMatch(text, /\r/);
      // VS Code turns tabs at the start of a line into what the file has; YAML and Dockerfiles have blanks.
      const isCode = ['go', 'javascript', 'python', 'typescript'].includes(file);
      assert.doesNotMatch(text, isCode ? /^\t* (?! ?\*)/m : /\t/, 'wrong indentation');
    });
  }
});

describe('Dockerfile snippets', () => {
  for (const { name, prefixes, text, isFileTemplate } of dockerfileSnippets) {
    const instructions = collectInstructions(text);

    test(`${name}: expands to instructions`, () => {
      for (const instruction of instructions) assert.match(instruction, instructionPattern);
      if (!prefixes.includes('ironhull-directives')) assert.doesNotMatch(text, /^# *syntax *=/m);
      assert.doesNotMatch(text, /:latest\b/);
    });

    if (!isFileTemplate) continue;

    test(`${name}: is a whole Dockerfile that ends in a hardened stage`, () => {
      assert.match(text, /^FROM /);
      const from = instructions.filter((instruction) => instruction.startsWith('FROM '));
      assert.ok(from.length >= 2, 'it has one stage only');
      for (const line of from) {
        assert.match(line, / AS [a-z]+$/);
        assert.match(
          line,
          /^FROM (?:--platform=\$BUILDPLATFORM )?(?:base|scratch|\S+:\S*[\d.]\S*|\S+:\w+-slim|\S+:nonroot) /,
        );
      }
      const shipped = instructions.slice(instructions.indexOf(from.at(-1) ?? ''));
      const argumentsOf = (keyword: string): string[] =>
        shipped
          .filter((instruction) => instruction.startsWith(`${keyword} `))
          .map((instruction) => instruction.slice(keyword.length + 1));

      assert.match(argumentsOf('USER').join(), /^[1-9]\d*:[1-9]\d*$/);
      for (const port of argumentsOf('EXPOSE')) assert.ok(Number(port) >= 1024, port);
      // A module has no operating system: neither a port of its own nor a program to probe with.
      const isModule = prefixes.includes('ironhull-wasm');
      assert.equal(argumentsOf('EXPOSE').length, isModule ? 0 : 1);
      assert.match(
        isModule ? 'NONE' : argumentsOf('HEALTHCHECK').join(),
        /^(?:NONE|(?:--\S+ )+CMD \[".*"\])$/,
      );
      const commands = [...argumentsOf('ENTRYPOINT'), ...argumentsOf('CMD')];
      assert.equal(commands.length, 1);
      for (const command of commands) {
        assert.doesNotMatch(command, /^\["(?:npm|npx|yarn|pnpm|sh|bash)"/);
        assert.ok(Array.isArray(JSON.parse(command)));
      }
      for (const directory of instructions.filter((line) => line.startsWith('WORKDIR '))) {
        assert.match(directory, /^WORKDIR \//);
      }
    });
  }
});

describe('ignore file snippets', () => {
  for (const { name, text } of ignoreSnippets) {
    test(`${name}: keeps secrets out and patterns unique`, () => {
      const patterns = text.split('\n').filter((line) => line !== '');
      assert.deepEqual([...new Set(patterns)], patterns);
      for (const pattern of ['.git', '**/.env', '**/.env.*', '**/*.key', '**/*.pem']) {
        assert.ok(patterns.includes(pattern), `${pattern} is missing`);
      }
      for (const pattern of patterns) assert.match(pattern, /^!?[^\s/]\S*$/);
    });
  }
});

describe('expandSnippet', () => {
  const cases: readonly (readonly [body: string, expected: string])[] = [
    ['a ${1:b} $1 ${1} c', 'a b b b c'],
    ['$1 before ${1:its default}', 'its default before its default'],
    ['${1|first,second|} $1', 'first first'],
    ['${1|a\\,b,c|}', 'a,b'],
    ['${1:outer ${2:inner}} $2', 'outer inner inner'],
    ['\\$HOME \\${HOME} ${1:{\\}}', '$HOME ${HOME} {}'],
    ['RUN a \\', 'RUN a \\'],
    ['end$0', 'end'],
  ];
  for (const [body, expected] of cases) {
    test(body, () => {
      assert.equal(expandSnippet([body]), expected);
    });
  }

  for (const body of ['$HOME', '${HOME}', '${1:open', '${1|a,b', '$1', '${1:a} ${1:b}']) {
    test(`${body} is refused`, () => {
      assert.throws(() => expandSnippet([body]));
    });
  }
});
