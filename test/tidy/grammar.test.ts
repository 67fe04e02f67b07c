import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';

const { OnigScanner, OnigString, loadWASM } = oniguruma;
const { INITIAL, Registry, parseRawGrammar } = textmate;

const root = process.cwd();
const injectionPath = join(root, 'syntaxes/dockerfile.injection.json');
const injectionScope = 'source.dockerfile.ironhull';
const fixtures = new Map([
  ['source.dockerfile', 'dockerfile'],
  ['source.shell', 'shell'],
  ['source.python', 'python'],
  ['source.js', 'javascript'],
  ['source.json', 'json'],
  ['source.yaml', 'yaml'],
]);

interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

let grammar: IGrammar | null = null;

before(async () => {
  const wasmPath = createRequire(join(root, 'package.json')).resolve(
    'vscode-oniguruma/release/onig.wasm',
  );
  await loadWASM(new Uint8Array(readFileSync(wasmPath)).buffer);
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: string[]) => new OnigScanner(patterns),
      createOnigString: (text: string) => new OnigString(text),
    }),
    loadGrammar: (scopeName) => {
      const fixture = fixtures.get(scopeName);
      const path =
        scopeName === injectionScope
          ? injectionPath
          : join(root, 'test/tidy/fixtures', `${fixture ?? ''}.tmLanguage.json`);
      const known = scopeName === injectionScope || fixture !== undefined;
      return Promise.resolve(known ? parseRawGrammar(readFileSync(path, 'utf8'), path) : null);
    },
    getInjections: (scopeName) => (scopeName === 'source.dockerfile' ? [injectionScope] : []),
  });
  grammar = await registry.loadGrammar('source.dockerfile');
});

function tokenize(lines: readonly string[]): Token[][] {
  assert.ok(grammar !== null, 'the grammar is not loaded');
  const tokens: Token[][] = [];
  let state = INITIAL;
  for (const line of lines) {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    tokens.push(
      result.tokens.map(({ startIndex, endIndex, scopes }) => ({
        text: line.slice(startIndex, endIndex),
        scopes,
      })),
    );
  }
  return tokens;
}

/** The one embedded language of each line, `exec`, `text`, or `-` when the line has none. */
function collectLanguages(lines: readonly string[]): string[] {
  return tokenize(lines).map((tokens) => {
    const found = new Set<string>();
    for (const scope of tokens.flatMap((token) => token.scopes)) {
      const language = /^meta\.embedded\.block\.(\w+)$/.exec(scope)?.[1];
      if (language !== undefined) found.add(language);
      if (scope === 'meta.exec-form.ironhull') found.add('exec');
      if (scope === 'string.unquoted.heredoc.dockerfile') found.add('text');
    }
    return [...found].join('+') || '-';
  });
}

function checkLanguages(...rows: readonly (readonly [language: string, line: string])[]): void {
  assert.deepEqual(
    collectLanguages(rows.map(([, line]) => line)).map((language, index) => [
      language,
      rows[index]?.[1],
    ]),
    rows,
  );
}

function checkToken(lines: readonly string[], row: number, text: string, scope: string): void {
  const tokens = tokenize(lines)[row] ?? [];
  const token = tokens.find((candidate) => candidate.text.trim() === text);
  assert.ok(token !== undefined, `no token ${text} in ${JSON.stringify(tokens)}`);
  assert.ok(
    token.scopes.some((candidate) => candidate === scope || candidate.startsWith(`${scope}.`)),
    `${text}: ${token.scopes.join(' ')}`,
  );
}

describe('shell in RUN', () => {
  test('one line', () => {
    checkLanguages(['-', 'FROM a'], ['shellscript', 'RUN echo $A'], ['-', 'ENV A=$B']);
    checkToken(['RUN echo $A'], 0, 'RUN', 'keyword.other.special-method.dockerfile');
    checkToken(['RUN echo $A'], 0, '$A', 'variable.shell');
    checkToken(['ONBUILD RUN echo $A'], 0, '$A', 'variable.shell');
    checkToken(['run echo $A'], 0, '$A', 'variable.shell');
  });

  test('a continued command, with comments in between', () => {
    const lines = ['RUN echo a \\', '  # note $A \\', '    && echo $A \\ ', ' && echo', 'ENV A=$B'];
    assert.deepEqual(collectLanguages(lines), [...Array<string>(4).fill('shellscript'), '-']);
    checkToken(lines, 1, 'note $A \\', 'comment.line.number-sign.dockerfile');
    checkToken(lines, 2, '$A', 'variable.shell');
    checkToken(lines, 2, '\\', 'constant.character.escape.line-continuation.dockerfile');
  });

  test('a string goes on over a continuation, but not over the end of the instruction', () => {
    const lines = ['RUN echo "a \\', '  b $C', 'ENV A=$B', 'RUN echo', 'COPY a b'];
    assert.deepEqual(collectLanguages(lines), [
      'shellscript',
      'shellscript',
      '-',
      'shellscript',
      '-',
    ]);
    checkToken(lines, 1, 'b', 'string.quoted.shell');
    checkToken(lines, 3, 'echo', 'keyword.shell');
  });

  test('two backslashes are no continuation', () => {
    checkLanguages(['shellscript', 'RUN echo a\\\\'], ['-', 'echo b']);
  });

  test('a backtick continues a line, unless it closes a command substitution', () => {
    checkLanguages(['shellscript', 'RUN echo a `'], ['shellscript', '  b'], ['-', 'ENV A=$B']);
    checkLanguages(['shellscript', 'RUN echo `date`'], ['-', 'ENV A=$B']);
  });

  test('flags are no shell', () => {
    const lines = ['RUN --mount=type=cache,target=/a --network=none echo $A'];
    checkToken(lines, 0, '--mount', 'variable.parameter.flag.dockerfile');
    checkToken(lines, 0, 'target', 'variable.parameter.option.dockerfile');
    checkToken(lines, 0, '/a', 'string.unquoted.option.dockerfile');
    checkToken(lines, 0, 'echo', 'keyword.shell');
  });

  test('flags on lines of their own', () => {
    checkLanguages(
      ['-', 'RUN --mount=type=cache,target=/a \\'],
      ['-', '    # note'],
      ['-', '    --mount=type=cache,target=/b \\'],
      ['shellscript', '    --network=none echo a \\'],
      ['shellscript', '    && echo b'],
      ['-', 'ENV A=$B'],
      ['-', 'RUN \\'],
      ['shellscript', 'echo'],
      ['-', 'echo'],
    );
  });

  test('the exec form is no shell', () => {
    checkLanguages(
      ['exec', 'RUN ["echo", "$A"]'],
      ['exec', 'RUN --network=none [ "echo" ]'],
      ['exec', 'RUN ["echo", \\'],
      ['exec', '  "a"]'],
      ['exec', 'RUN ["ech'],
      ['exec', 'RUN ["echo", "a'],
      ['shellscript', 'RUN [ -f a ] && echo'],
      ['shellscript', 'RUN [ "$A" = b ] && echo'],
      ['shellscript', 'RUN [ "$A" ] || echo'],
      ['-', 'ENV A=$B'],
    );
    checkToken(['RUN ["echo", "$A"]'], 0, '$A', 'string.quoted.double.dockerfile');
  });

  test('PowerShell and cmd are no shell', () => {
    checkLanguages(
      ['powershell', 'RUN Write-Host a; `'],
      ['powershell', '    Write-Host b'],
      ['-', 'RUN powershell -Command "`'],
      ['-', '    echo"'],
      ['-', 'RUN cmd /c echo'],
      ['-', 'ENV A=$B'],
    );
  });
});

describe('heredocs of RUN', () => {
  test('a script is shell up to its terminator', () => {
    const lines = ['RUN <<EOF', 'set -eu', 'echo "$A"', 'RUNNER=1', ' EOF', 'EOF', 'ENV A=$B'];
    assert.deepEqual(collectLanguages(lines), [
      '-',
      ...Array<string>(4).fill('shellscript'),
      '-',
      '-',
    ]);
    checkToken(lines, 0, '<<', 'keyword.operator.heredoc.dockerfile');
    checkToken(lines, 0, 'EOF', 'keyword.control.heredoc-token.dockerfile');
    checkToken(lines, 2, '$A', 'variable.shell');
    checkToken(lines, 5, 'EOF', 'keyword.control.heredoc-token.dockerfile');
  });

  test('only <<- allows tabs before the terminator', () => {
    checkLanguages(
      ['-', 'RUN <<-"EOF"'],
      ['shellscript', '\techo'],
      ['-', '\tEOF'],
      ['-', "RUN <<'END.1'"],
      ['shellscript', '\tEND.1'],
      ['-', 'END.1'],
      ['-', 'ENV A=$B'],
    );
  });

  test('what a body leaves open ends with the body', () => {
    checkLanguages(
      ['-', 'RUN <<EOF'],
      ['shellscript', 'echo "open'],
      ['-', 'EOF'],
      ['-', 'ENV A=$B'],
    );
  });

  test('a continuation in a body does not hide the terminator', () => {
    checkLanguages(['-', 'RUN <<EOF'], ['shellscript', 'echo \\'], ['-', 'EOF'], ['-', 'ENV A=1']);
  });

  test('the command chooses the language', () => {
    const cases = [
      ['RUN python3 <<EOF', 'python'],
      ['RUN --network=none /opt/venv/bin/python - <<EOF', 'python'],
      ['RUN A=1 uv run python3.14 - a <<EOF', 'python'],
      ['RUN node <<EOF', 'javascript'],
      ['RUN node --input-type=module - <<EOF', 'javascript'],
      ['RUN bash -eu <<EOF', 'shellscript'],
      ['RUN /usr/bin/env bash <<EOF', 'shellscript'],
      ['RUN cat <<EOF > /etc/a.json', 'json'],
      ['RUN cat > /etc/a.yaml <<EOF', 'yaml'],
      ['RUN tee /a.sh <<EOF', 'shellscript'],
      ['RUN cat <<EOF > /etc/a.conf', 'text'],
      ['RUN psql <<EOF', 'text'],
    ] as const;
    for (const [header, language] of cases) {
      const languages = collectLanguages([header, 'body', 'EOF', 'ENV A=$B']);
      assert.deepEqual(languages.slice(1), [language, '-', '-'], header);
    }
  });

  test('the first line of a script chooses the language', () => {
    const cases = [
      ['#!/usr/bin/env python3', 'python'],
      ['#!/usr/bin/env node', 'javascript'],
      ['#!/bin/bash', 'shellscript'],
      ['#!/usr/bin/perl', 'text'],
    ] as const;
    for (const [shebang, language] of cases) {
      const languages = collectLanguages(['RUN <<EOF', shebang, 'body', 'EOF', 'ENV A=$B']);
      assert.deepEqual(languages, ['-', language, language, '-', '-'], shebang);
    }
  });

  test('a heredoc after flags on lines of their own', () => {
    checkLanguages(
      ['-', 'RUN --mount=type=cache,target=/a \\'],
      ['shellscript', '    python3 - <<EOF'],
      ['python', 'import os'],
      ['-', 'EOF'],
      ['-', 'ENV A=$B'],
      ['-', 'RUN --mount=type=cache,target=/a \\'],
      ['-', '    --network=none <<EOF'],
      ['shellscript', 'echo'],
      ['-', 'EOF'],
      ['-', 'ENV A=$B'],
    );
  });

  test('two heredocs', () => {
    checkLanguages(
      ['shellscript', 'RUN cat <<A > /a && cat <<B > /b'],
      ['text', 'a'],
      ['text', 'A'],
      ['text', 'b'],
      ['-', 'B'],
      ['-', 'ENV A=$B'],
    );
  });

  test('a here-string, a shift and quoted text are no heredoc', () => {
    for (const line of ['RUN cat <<<a', 'RUN echo $((1 << 2))', 'RUN echo "a <<EOF"', 'RUN a <<']) {
      checkLanguages(['shellscript', line], ['-', 'ENV A=$B']);
    }
  });
});

describe('heredocs of COPY and ADD', () => {
  test('the extension of the target chooses the language', () => {
    const cases = [
      ['COPY <<EOF /etc/a.json', 'json'],
      ['COPY --chmod=644 <<"EOF" /etc/a.yml', 'yaml'],
      ['ADD <<EOF /etc/a.yaml', 'yaml'],
      ['COPY <<EOF a.sh', 'shellscript'],
      ['COPY <<EOF ./a.py', 'python'],
      ['COPY <<EOF /a.mjs', 'javascript'],
      ['COPY <<EOF /etc/nginx/nginx.conf', 'text'],
      ['COPY <<EOF /usr/local/bin/run', 'text'],
      ['ONBUILD COPY <<EOF /a.js', 'javascript'],
    ] as const;
    for (const [header, language] of cases) {
      const languages = collectLanguages([header, 'body', 'EOF', 'ENV A=$B']);
      assert.deepEqual(languages, ['-', language, '-', '-'], header);
    }
  });

  test('the name of the heredoc counts when the target is a folder', () => {
    checkLanguages(
      ['-', 'COPY <<a.json /etc/'],
      ['json', '{"a": 1}'],
      ['-', 'a.json'],
      ['-', 'COPY <<a.json <<b.txt /etc/'],
      ['text', '{}'],
      ['text', 'a.json'],
      ['text', 'b'],
      ['-', 'b.txt'],
      ['-', 'ENV A=$B'],
    );
  });

  test('instructions in a body are text', () => {
    checkLanguages(['-', 'COPY <<EOF /a'], ['text', '\tRUN a'], ['text', '# b'], ['-', 'EOF']);
  });

  test('other COPY instructions stay with the base grammar', () => {
    checkToken(['COPY a b'], 0, 'COPY', 'keyword.instruction.dockerfile');
  });
});

describe('half-typed files', () => {
  const instructions = [
    'RUN --mount=type=cache,target=/root/.npm npm ci && echo "a $B" \'c\' `d` $(e) \\',
    'RUN ["npm", "run", "build"]',
    'RUN python3 - <<-"EOF" > /out',
    'RUN --network=none \\',
    'COPY --chmod=644 <<EOF /etc/app.json',
    'COPY <<a.json <<b.json /etc/',
    '# ironhull ignore=root-user, unpinned-image: reason',
  ];
  const followers = [
    'ENV A=$B',
    'COPY package.json ./',
    'FROM node:24-trixie-slim AS build',
    'USER 1000:1000',
    'CMD ["node", "server.js"]',
  ];

  for (const instruction of instructions) {
    test(`${instruction}: no cut colours the instructions below`, () => {
      for (let length = 0; length <= instruction.length; length++) {
        for (const follower of followers) {
          const lines = [instruction.slice(0, length), follower, 'LABEL a=$B', 'RUN echo'];
          const languages = collectLanguages(lines);
          assert.deepEqual(languages.slice(1), ['-', '-', 'shellscript'], lines.join('\n'));
        }
      }
    });
  }

  test('a blank line ends a dangling continuation', () => {
    checkLanguages(
      ['shellscript', 'RUN echo \\'],
      ['shellscript', ''],
      ['-', 'FROM build'],
      ['-', 'RUN --network=none \\'],
      ['-', ''],
      ['-', 'echo'],
    );
  });

  test('an instruction at the start of a line ends a dangling continuation', () => {
    checkLanguages(['shellscript', 'RUN echo \\'], ['-', 'FROM base AS build'], ['-', 'echo']);
  });
});

describe('parser directives', () => {
  test('are coloured at the top', () => {
    const lines = [
      '# syntax=docker/dockerfile:1',
      '# escape=`',
      '# check=skip=StageNameCasing,UndefinedVar;error=true',
      'FROM a',
    ];
    for (const [row, name] of ['syntax', 'escape', 'check'].entries()) {
      checkToken(lines, row, name, 'keyword.control.directive.dockerfile');
    }
    checkToken(lines, 0, 'docker/dockerfile:1', 'constant.language.frontend.dockerfile');
    checkToken(lines, 1, '`', 'constant.character.escape.dockerfile');
    checkToken(lines, 2, 'UndefinedVar', 'entity.name.type.rule.ironhull');
    checkToken(lines, 2, 'true', 'constant.language.boolean.ironhull');
    checkToken(lines, 3, 'FROM', 'keyword.instruction.dockerfile');
  });

  test('are comments below a comment, a blank line or an instruction', () => {
    for (const above of ['# note', '', 'FROM a']) {
      checkToken([above, '# syntax=a'], 1, '# syntax=a', 'comment.line.dockerfile');
      checkToken(['# escape=`', above, '# syntax=a'], 2, '# syntax=a', 'comment.line.dockerfile');
    }
  });
});

describe('suppression comments', () => {
  const cases = [
    ['# ironhull ignore=root-user, security/*: base image', 'ignore', ['root-user', 'security/*']],
    ['# ironhull stage-ignore=root-user: reason', 'stage-ignore', ['root-user']],
    ['#ironhull file-ignore = root-user', 'file-ignore', ['root-user']],
    ['# hadolint ignore=DL3006,SC2086 # reason', 'ignore', ['DL3006', 'SC2086']],
    ['# hadolint global ignore=DL3003', 'global ignore', ['DL3003']],
    ['# check=skip=JSONArgsRecommended;error=true // reason', 'skip', ['JSONArgsRecommended']],
  ] as const;
  for (const [line, verb, ids] of cases) {
    test(line, () => {
      for (const [lines, row] of [
        [['FROM a', line, 'RUN b'], 1],
        [['RUN a \\', `  ${line}`, '  && echo'], 1],
        [['RUN --network=none \\', `  ${line}`, '  echo'], 1],
      ] as const) {
        checkToken(lines, row, verb, 'keyword.control.suppression.ironhull');
        for (const id of ids) {
          checkToken(lines, row, id, 'entity.name.type.rule.ironhull');
          checkToken(lines, row, id, 'comment.line.number-sign.dockerfile');
        }
        assert.equal(collectLanguages(lines).at(-1), 'shellscript');
      }
    });
  }

  test('other comments stay with the base grammar', () => {
    for (const line of ['# ironhull', '# ironhull is great', '# hadolint', '# check the port']) {
      checkToken(['FROM a', line], 1, line, 'comment.line.dockerfile');
    }
  });
});

describe('the grammar file', () => {
  const text = readFileSync(injectionPath, 'utf8');
  const content = JSON.parse(text) as { scopeName: string; repository: Record<string, unknown> };

  test('every repository entry is used and every include exists', () => {
    const used = [...text.matchAll(/"include": "#([^"]+)"/g)].map((match) => match[1]);
    assert.equal(content.scopeName, injectionScope);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(content.repository).sort());
  });
});
