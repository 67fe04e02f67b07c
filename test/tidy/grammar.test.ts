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
const injections = new Map([
  ['source.dockerfile.ironhull', join(root, 'syntaxes/dockerfile.injection.json')],
  ['source.ignore.ironhull', join(root, 'syntaxes/dockerignore.injection.json')],
]);
const fixtures = new Map([
  ['source.dockerfile', 'dockerfile'],
  ['source.shell', 'shell'],
  ['source.python', 'python'],
  ['source.js', 'javascript'],
  ['source.json', 'json'],
  ['source.yaml', 'yaml'],
  ['source.ignore', 'ignore'],
]);
/** Grammars of VS Code of which only the name matters here. */
const standIns = new Set([
  'source.ruby',
  'source.perl',
  'source.sql',
  'source.powershell',
  'source.css',
  'source.ini',
  'text.html.php',
  'text.html.basic',
  'text.xml',
]);

interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

let grammar: IGrammar | null = null;
let ignoreGrammar: IGrammar | null = null;

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
      if (standIns.has(scopeName)) {
        const content = { scopeName, patterns: [{ match: '\\bstand-in\\b', name: 'keyword' }] };
        return Promise.resolve(parseRawGrammar(JSON.stringify(content), 'stand-in.json'));
      }
      const path =
        injections.get(scopeName) ??
        (fixture === undefined
          ? undefined
          : join(root, 'test/tidy/fixtures', `${fixture}.tmLanguage.json`));
      return Promise.resolve(
        path === undefined ? null : parseRawGrammar(readFileSync(path, 'utf8'), path),
      );
    },
    getInjections: (scopeName) => [`${scopeName}.ironhull`].filter((each) => injections.has(each)),
  });
  grammar = await registry.loadGrammar('source.dockerfile');
  ignoreGrammar = await registry.loadGrammar('source.ignore');
});

function tokenize(lines: readonly string[], by = grammar): Token[][] {
  assert.ok(by !== null, 'the grammar is not loaded');
  const tokens: Token[][] = [];
  let state = INITIAL;
  for (const line of lines) {
    const result = by.tokenizeLine(line, state);
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
      ['RUN cat <<EOF | tee -a /etc/a.json', 'json'],
      ['RUN tee <<EOF /etc/a.json > /dev/null', 'json'],
      ['RUN cat <<EOF > /etc/a.conf', 'ini'],
      ['RUN cat <<EOF > /etc/nginx/conf.d/a.conf', 'nginx'],
      ['RUN cat <<EOF > /usr/local/bin/run', 'text'],
      ['RUN perl <<EOF', 'perl'],
      ['RUN perl -w - a <<EOF', 'perl'],
      ['RUN ruby <<EOF', 'ruby'],
      ['RUN bundle exec ruby - <<EOF', 'ruby'],
      ['RUN php <<EOF', 'php'],
      ['RUN pwsh -Command - <<EOF', 'powershell'],
      ['RUN psql -U postgres <<EOF', 'sql'],
      ['RUN A=1 sqlite3 /a.db <<EOF', 'sql'],
      ['RUN redis-cli <<EOF', 'text'],
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
      ['#!/usr/bin/perl -w', 'perl'],
      ['#!/usr/bin/env ruby', 'ruby'],
      ['#!/usr/bin/env php', 'php'],
      ['#!/usr/bin/env pwsh', 'powershell'],
      ['#!/usr/bin/awk -f', 'text'],
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
      ['COPY <<EOF /etc/nginx/nginx.conf', 'nginx'],
      ['COPY <<"EOF" "/etc/nginx/conf.d/default.conf"', 'nginx'],
      ['COPY <<a.conf /etc/nginx/conf.d/', 'nginx'],
      ['COPY <<EOF /usr/local/etc/php/conf.d/zz.ini', 'ini'],
      ['COPY <<EOF /etc/systemd/system/a.service', 'ini'],
      ['COPY <<EOF /app/.env', 'ini'],
      ['COPY <<EOF /etc/app.toml', 'toml'],
      ['COPY <<EOF /docker-entrypoint-initdb.d/1.sql', 'sql'],
      ['COPY <<EOF /site/index.html', 'html'],
      ['COPY <<EOF /site/a.css', 'css'],
      ['COPY <<EOF /opt/a.xml', 'xml'],
      ['COPY <<EOF /app/index.php', 'php'],
      ['COPY <<EOF /a.rb', 'ruby'],
      ['COPY <<EOF /a.pl', 'perl'],
      ['COPY <<EOF /a.ps1', 'powershell'],
      ['COPY <<EOF /usr/local/bin/run', 'text'],
      ['ONBUILD COPY <<EOF /a.js', 'javascript'],
    ] as const;
    for (const [header, language] of cases) {
      const end = /<<"?([\w.]+)/.exec(header)?.[1] ?? '';
      const languages = collectLanguages([header, 'body', end, 'ENV A=$B']);
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

  test('nginx has colours of its own where no other extension brings them', () => {
    const lines = [
      'COPY <<"EOF" /etc/nginx/conf.d/default.conf',
      'server { # main',
      '  listen 8080;',
      '  add_header X-A "a # b" always;',
      '  location ^~ /a { try_files $uri =404; }',
      'EOF',
    ];
    checkToken(lines, 1, 'server', 'keyword.other.directive.nginx');
    checkToken(lines, 1, '# main', 'comment.line.number-sign.nginx');
    checkToken(lines, 2, '8080', 'constant.numeric.nginx');
    checkToken(lines, 3, '"a # b"', 'string.quoted.nginx');
    checkToken(lines, 3, 'always', 'constant.language.nginx');
    checkToken(lines, 4, '^~', 'keyword.operator.nginx');
    checkToken(lines, 4, 'try_files', 'keyword.other.directive.nginx');
    checkToken(lines, 4, '$uri', 'variable.other.nginx');
    checkToken(lines, 5, 'EOF', 'keyword.control.heredoc-token.dockerfile');
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

describe('endless lines', () => {
  const size = 100_000;
  const repeat = (text: string): string => text.repeat(size / text.length);
  const lines: readonly string[] = [
    `RUN ${repeat('a')}`,
    `RUN ${repeat('a/')}`,
    `RUN ${repeat('a ')}`,
    `RUN ${repeat('A=b ')}`,
    `RUN ${repeat('A')}`,
    `RUN ${repeat('A-')}`,
    `RUN ${repeat('--a=b,c=d ')}`,
    `RUN --mount=${repeat('a=b,')} echo`,
    `RUN ${repeat('"')}`,
    `RUN "${repeat('a')}`,
    `RUN "${repeat('\\a')}`,
    `RUN ${repeat("'")}`,
    `RUN ["${repeat('a')}`,
    `RUN ["${repeat('a", "')}`,
    `RUN ${repeat('[')}`,
    `RUN ${repeat('["a", ')}`,
    `RUN ${repeat('\\')}`,
    `RUN ${repeat('` ')}`,
    `RUN ${repeat('<<')}`,
    `RUN ${repeat('<<A ')}`,
    `RUN ${repeat('cat <<A > /a.json ')}`,
    `RUN python3 ${repeat('- ')} <<EOF`,
    `RUN env ${repeat('-a ')} python3 - <<EOF`,
    `RUN ${repeat('A=b ')} node <<EOF`,
    `RUN cat <<EOF > ${repeat('a.')}json`,
    `RUN cat <<EOF ${repeat('> ')}`,
    `RUN ${repeat('a/')}sh <<EOF`,
    `RUN cat ${repeat('tee ')} <<EOF`,
    `COPY ${repeat('a ')} ./`,
    `COPY <<EOF ${repeat('a.json')}`,
    `COPY <<EOF /etc/${repeat('nginx')}`,
    `COPY ${repeat('<<a.json ')} /etc/`,
    `COPY <<EOF ${repeat(' ')}`,
    `# ironhull ignore=${repeat('a,')}`,
    `# ironhull ignore=${repeat('a ')}`,
    `# hadolint ignore=${repeat('a , ')}`,
    `# check=skip=${repeat('a;')}`,
    `#${repeat(' ')}`,
    repeat(' '),
    `ENV A=${repeat('$B')}`,
  ];
  for (const line of lines) {
    test(`${line.slice(0, 30)}... takes no time to speak of`, () => {
      const start = performance.now();
      collectLanguages(['FROM a', line, 'ENV A=$B']);
      const body = ['RUN <<EOF', line, 'EOF', 'COPY <<EOF /etc/nginx/a.conf', line, 'EOF'];
      assert.equal(collectLanguages([...body, 'ENV A=$B']).at(-1), '-');
      const seconds = (performance.now() - start) / 1000;
      assert.ok(seconds < 15, `${seconds.toFixed(1)} s`);
    });
  }
});

describe('ignore files', () => {
  function checkIgnored(line: string, text: string, scope: string): void {
    const tokens = tokenize([line], ignoreGrammar).flat();
    const token = tokens.find((candidate) => candidate.text.trim() === text);
    assert.ok(token?.scopes.includes(scope), `${line}: ${JSON.stringify(tokens)}`);
  }

  test('negation, wildcards, classes, escapes and separators', () => {
    checkIgnored('!**/.env.example', '!', 'keyword.operator.negation.ignore');
    checkIgnored('!**/.env.example', '**', 'keyword.operator.wildcard.folders.ignore');
    checkIgnored('a/*.log', '*', 'keyword.operator.wildcard.ignore');
    checkIgnored('a?.log', '?', 'keyword.operator.wildcard.ignore');
    checkIgnored('**/*.py[cod]', '[', 'punctuation.definition.character-class.begin.ignore');
    checkIgnored('**/*.py[cod]', 'cod', 'constant.other.character-class.ignore');
    checkIgnored('a[^b]', '^', 'keyword.operator.negation.ignore');
    checkIgnored('\\#a', '\\#', 'constant.character.escape.ignore');
    checkIgnored('a/b', '/', 'punctuation.separator.path.ignore');
  });

  test('nothing in a comment', () => {
    for (const line of ['# a', '#!/**']) {
      checkIgnored(line, line, 'comment.line.number-sign.ignore');
    }
  });

  test('an exclamation mark within a pattern is text, and so is an open class', () => {
    for (const line of ['a!b', 'a[bc', 'a]', '[]']) {
      assert.ok(!JSON.stringify(tokenize([line], ignoreGrammar)).includes('negation'), line);
      assert.ok(!JSON.stringify(tokenize([line], ignoreGrammar)).includes('class'), line);
    }
  });

  for (const piece of ['a', '*', '[', '[a', '\\', '!', '/', '**/', '# ']) {
    test(`an endless line of ${piece} takes no time to speak of`, () => {
      const start = performance.now();
      tokenize([piece.repeat(100_000 / piece.length), 'a'], ignoreGrammar);
      assert.ok(performance.now() - start < 5_000);
    });
  }
});

describe('the grammar files', () => {
  for (const [scope, path] of injections) {
    test(`${scope}: every repository entry is used and every include exists`, () => {
      const text = readFileSync(path, 'utf8');
      const content = JSON.parse(text) as {
        scopeName: string;
        repository?: Record<string, unknown>;
      };
      const used = [...text.matchAll(/"include": "#([^"]+)"/g)].map((match) => match[1]);
      assert.equal(content.scopeName, scope);
      assert.deepEqual([...new Set(used)].sort(), Object.keys(content.repository ?? {}).sort());
    });
  }

  test('the manifest names the language of every embedded block that VS Code knows', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      contributes: {
        grammars: { scopeName: string; embeddedLanguages?: Record<string, string> }[];
      };
    };
    const [contributed] = manifest.contributes.grammars;
    const blocks = [
      ...readFileSync([...injections.values()][0] ?? '', 'utf8').matchAll(
        /"meta\.embedded\.block\.\w+"/g,
      ),
    ].map(([name]) => name.slice(1, -1));
    // VS Code itself has neither TOML nor nginx.
    const unknown = ['meta.embedded.block.nginx', 'meta.embedded.block.toml'];
    assert.deepEqual(
      Object.keys(contributed?.embeddedLanguages ?? {}).sort(),
      [...new Set(blocks)].filter((name) => !unknown.includes(name)).sort(),
    );
    assert.deepEqual(
      manifest.contributes.grammars.map(({ scopeName }) => scopeName),
      [...injections.keys()],
    );
  });
});
