import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { expandSnippet } from '../harness/snippet';

interface Snippet {
  readonly name: string;
  readonly file: string;
  readonly prefixes: readonly string[];
  readonly description: string;
  readonly isFileTemplate: boolean;
  readonly body: string[];
}

const instructionPattern =
  /^(?:FROM|ARG|RUN|COPY|ENV|USER|HEALTHCHECK|LABEL|EXPOSE|WORKDIR|ENTRYPOINT|CMD|STOPSIGNAL) /;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toLines(value: unknown, what: string): string[] {
  assert.ok(Array.isArray(value), `${what} is not an array`);
  return value.map((line: unknown) => {
    assert.ok(typeof line === 'string', `${what} holds something other than text`);
    return line;
  });
}

function readSnippets(file: string): Snippet[] {
  const content: unknown = JSON.parse(readFileSync(join(process.cwd(), 'snippets', file), 'utf8'));
  assert.ok(isRecord(content));
  return Object.entries(content).map(([name, value]) => {
    assert.ok(isRecord(value), name);
    const { prefix, description, body, isFileTemplate } = value;
    assert.ok(typeof description === 'string', `${name}: the description is missing`);
    return {
      name,
      file,
      prefixes: toLines(prefix, `${name}: prefix`),
      description,
      isFileTemplate: isFileTemplate === true,
      body: toLines(body, `${name}: body`),
    };
  });
}

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

const dockerfileSnippets = readSnippets('dockerfile.json');
const ignoreSnippets = readSnippets('dockerignore.json');
const snippets = [...dockerfileSnippets, ...ignoreSnippets];

describe('snippets', () => {
  test('there are whole files and small pieces for Dockerfiles, and ignore files', () => {
    assert.ok(dockerfileSnippets.filter((snippet) => snippet.isFileTemplate).length >= 8);
    assert.ok(dockerfileSnippets.filter((snippet) => !snippet.isFileTemplate).length >= 9);
    assert.ok(ignoreSnippets.length >= 2);
  });

  test('every prefix is used once', () => {
    const prefixes = snippets.flatMap((snippet) => snippet.prefixes);
    assert.deepEqual(
      prefixes.filter((prefix, index) => prefixes.indexOf(prefix) !== index),
      [],
    );
  });

  for (const { file, name, prefixes, description, body } of snippets) {
    test(`${file}, ${name}: prefixes, description and body follow the grammar of names`, () => {
      assert.equal(prefixes.length, 2);
      const long = /^ironhull-([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(prefixes[0] ?? '');
      assert.notEqual(long, null, 'the first prefix is not ironhull-<name>');
      assert.equal(prefixes[1], `ih-${long?.[1] ?? ''}`);
      assert.match(description, /^[A-Z].*\.$/);
      const text = expandSnippet(body);
      assert.doesNotMatch(text, /[ \t]$/m, 'a line ends in blanks');
      assert.doesNotMatch(text, /\r|\t/);
    });
  }
});

describe('Dockerfile snippets', () => {
  for (const { name, body, isFileTemplate } of dockerfileSnippets) {
    const text = expandSnippet(body);
    const instructions = collectInstructions(text);

    test(`${name}: expands to instructions`, () => {
      for (const instruction of instructions) assert.match(instruction, instructionPattern);
      assert.doesNotMatch(text, /^# *syntax *=/m);
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
          /^FROM (?:--platform=\$BUILDPLATFORM )?(?:base|\S+:\S*[\d.]\S*|\S+:nonroot) /,
        );
      }
      const shipped = instructions.slice(instructions.indexOf(from.at(-1) ?? ''));
      const argumentsOf = (keyword: string): string[] =>
        shipped
          .filter((instruction) => instruction.startsWith(`${keyword} `))
          .map((instruction) => instruction.slice(keyword.length + 1));

      assert.match(argumentsOf('USER').join(), /^[1-9]\d*:[1-9]\d*$/);
      for (const port of argumentsOf('EXPOSE')) assert.ok(Number(port) >= 1024, port);
      assert.equal(argumentsOf('EXPOSE').length, 1);
      assert.match(argumentsOf('HEALTHCHECK').join(), /^(?:NONE|(?:--\S+ )+CMD \[".*"\])$/);
      const commands = [...argumentsOf('ENTRYPOINT'), ...argumentsOf('CMD')];
      assert.equal(commands.length, 1);
      for (const command of commands) {
        const words = toLines(JSON.parse(command), 'command');
        assert.doesNotMatch(words[0] ?? '', /^(?:npm|npx|yarn|pnpm|sh|bash)$/);
      }
      for (const directory of instructions.filter((line) => line.startsWith('WORKDIR '))) {
        assert.match(directory, /^WORKDIR \//);
      }
    });
  }
});

describe('ignore file snippets', () => {
  for (const { name, body } of ignoreSnippets) {
    test(`${name}: keeps secrets out and patterns unique`, () => {
      const patterns = expandSnippet(body)
        .split('\n')
        .filter((line) => line !== '');
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
