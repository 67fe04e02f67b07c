import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import convertToDistroless from '../../server/src/core/assists/convert-to-distroless';
import { applyEdits } from '../../server/src/core/text/edit';
import { runAssist } from '../harness/assists';
import type { Files } from '../harness/split';

const server: Files = { 'server.js': '' };

/** The last stage of a file without its FROM, on distroless; or why there is none. */
function convert(text: string, files: Files = server): string {
  const at = text.lastIndexOf('FROM ');
  const outcome = runAssist(convertToDistroless, text, at, { files });
  if (outcome === undefined) return 'not offered';
  if (outcome.kind === 'refused') return `refused: ${outcome.reason}`;
  const changed = applyEdits(text, outcome.edits);
  return changed.slice(changed.lastIndexOf('FROM ')).replace(/^.*\n/, '').trimEnd();
}

/** A stage of Node.js with a working directory and some lines. */
const node = (...lines: readonly string[]): string =>
  ['FROM node:24-slim', 'WORKDIR /app', 'COPY server.js .', ...lines, ''].join('\n');

const java = (...lines: readonly string[]): string =>
  ['FROM eclipse-temurin:21-jre', 'WORKDIR /srv', 'COPY app.jar .', ...lines, ''].join('\n');

const python = (...lines: readonly string[]): string =>
  ['FROM python:3.13-slim', 'WORKDIR /srv', 'COPY app.py .', ...lines, ''].join('\n');

/** The lines behind the COPY. */
const behind = (text: string): string => text.split('\n').slice(2).join('\n');

const start = 'CMD ["node", "server.js"]';

describe('start of a distroless image', () => {
  const cases: readonly (readonly [string, string, Files?])[] = [
    [node('CMD ["server.js"]'), 'CMD ["server.js"]'],
    [node('CMD ["/usr/local/bin/node", "server.js"]'), 'CMD ["server.js"]'],
    [node('CMD exec node server.js'), 'CMD ["server.js"]'],
    [node('CMD node --enable-source-maps server.js'), 'CMD ["--enable-source-maps", "server.js"]'],
    [
      node('ENTRYPOINT ["/nodejs/bin/node", "server.js"]'),
      'ENTRYPOINT ["/nodejs/bin/node", "server.js"]',
    ],
    [node('ENTRYPOINT node server.js'), 'ENTRYPOINT ["/nodejs/bin/node", "server.js"]'],
    [node('ENTRYPOINT ["node"]', 'CMD node server.js'), 'refused: CMD in shell form'],
    [node('ENTRYPOINT node server.js $X'), 'refused: The text of ENTRYPOINT needs a shell.'],
    [node('CMD A=b node server.js'), 'refused: The text of CMD needs a shell.'],
    [node('CMD cd /app && node server.js'), 'refused: The text of CMD needs a shell.'],
    [
      node('COPY package.json .', 'CMD ["npm", "start"]'),
      'refused: The script sets variables',
      {
        'server.js': '',
        'package.json': '{"scripts":{"start":"NODE_ENV=production node server.js"}}',
      },
    ],
    [
      node('COPY package.json .', 'CMD ["npm", "start"]'),
      'refused: The script "start" of package.json runs several',
      { 'server.js': '', 'package.json': '{"scripts":{"start":"node a.js && node server.js"}}' },
    ],
    [
      node('ENTRYPOINT ["tini", "--"]', 'CMD ["npm", "start"]'),
      'refused: ENTRYPOINT starts tini',
      { 'server.js': '', 'package.json': '{"scripts":{"start":"node server.js"}}' },
    ],
    [
      node('COPY package.json .', 'CMD ["dumb-init", "npm", "start"]'),
      'refused:',
      { 'server.js': '', 'package.json': '{"scripts":{"start":"node server.js"}}' },
    ],
    [java('CMD ["java", "-jar", "app.jar"]'), 'CMD ["app.jar"]', { 'Main.java': '' }],
    [java('CMD java -jar app.jar --x'), 'CMD ["app.jar", "--x"]', { 'Main.java': '' }],
    [java('CMD ["java"]'), 'refused: CMD starts a prompt.', { 'Main.java': '' }],
    [
      java('ENTRYPOINT ["java", "-jar", "app.jar"]'),
      'ENTRYPOINT ["/usr/bin/java", "-jar", "app.jar"]',
      { 'Main.java': '' },
    ],
    [java('CMD ["java", "-jar"]'), 'ENTRYPOINT ["java", "-jar"]', { 'Main.java': '' }],
    [python('CMD ["python3", "-m", "app"]'), 'CMD ["-m", "app"]', { 'app.py': '' }],
    [python('CMD ["gunicorn", "app:app"]'), 'refused: CMD starts gunicorn', { 'app.py': '' }],
    [python('ENTRYPOINT ["python", "app.py"]'), 'ENTRYPOINT ["', { 'app.py': '' }],
  ];
  for (const [text, expected, files] of cases) {
    test(behind(text).replace('COPY', ' ').trim(), () => {
      const actual = convert(text, files);
      const last = actual.split('\n').at(-1) ?? '';
      assert.ok(last.startsWith(expected), actual);
    });
  }
});

describe('health check of a distroless image', () => {
  const ask = (line: string): string =>
    convert(node(line, start))
      .split('\n')
      .find((each) => /^(?:HEALTHCHECK|refused)/.test(each)) ?? '';
  for (const [check, expected] of [
    ['HEALTHCHECK NONE', 'HEALTHCHECK NONE'],
    ['HEALTHCHECK CMD ["node", "check.js"]', 'HEALTHCHECK CMD ["/nodejs/bin/node", "check.js"]'],
    [
      'HEALTHCHECK CMD ["/usr/local/bin/node", "check.js"]',
      'HEALTHCHECK CMD ["/nodejs/bin/node", "check.js"]',
    ],
    ['HEALTHCHECK CMD node check.js', 'HEALTHCHECK CMD ["/nodejs/bin/node", "check.js"]'],
    ['HEALTHCHECK CMD node check.js || exit 1', 'HEALTHCHECK CMD ["/nodejs/bin/node", "check.js"]'],
    ['HEALTHCHECK CMD ["/app/check"]', 'HEALTHCHECK CMD ["/app/check"]'],
    ['HEALTHCHECK CMD ./check --quick', 'HEALTHCHECK CMD ["./check", "--quick"]'],
    [
      'HEALTHCHECK CMD ["/usr/bin/pg_isready"]',
      'refused: The health check runs /usr/bin/pg_isready',
    ],
    ['HEALTHCHECK CMD ["pg_isready"]', 'refused: The health check does more'],
    ['HEALTHCHECK CMD A=b node check.js || exit 1', 'refused: The health check'],
    ['HEALTHCHECK CMD curl -f http://a/ && curl -f http://b/', 'refused: The health check'],
    [
      'HEALTHCHECK CMD nc -z localhost 3000',
      `HEALTHCHECK CMD ["/nodejs/bin/node", "-e", "require('net').connect(3000`,
    ],
    ['HEALTHCHECK CMD nc -z localhost $PORT', 'refused: A shell puts the port'],
    [
      'HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]',
      `HEALTHCHECK CMD ["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1:3000/')`,
    ],
    [
      'HEALTHCHECK CMD \\\n# Asks.\n  curl -f http://localhost/',
      'refused: A comment stands inside',
    ],
  ] as const) {
    test(check, () => {
      assert.ok(ask(check).startsWith(expected), ask(check));
    });
  }

  test('Python asks by itself, and not for the status alone', () => {
    const check = (line: string): string =>
      convert(python(line, 'CMD ["python", "app.py"]'), { 'app.py': '' });
    assert.match(
      check('HEALTHCHECK CMD curl -f http://localhost:8000/'),
      /HEALTHCHECK CMD \[".*python3?", "-c", "import urllib/,
    );
    assert.match(
      check('HEALTHCHECK CMD curl http://localhost:8000/'),
      /refused: The health check runs curl, which/,
    );
  });

  test('Java has no program that asks', () => {
    assert.match(
      convert(
        java('HEALTHCHECK CMD curl -f http://localhost/', 'CMD ["java", "-jar", "app.jar"]'),
        {
          'Main.java': '',
        },
      ),
      /refused: The health check runs curl, which/,
    );
  });
});

describe('what a distroless image lacks', () => {
  const cases: readonly (readonly [string, RegExp, Files?])[] = [
    [node('USER $WHO', start), /^refused: Which user|^refused: The user/],
    [node('ARG WHO=node', 'USER $WHO', start), /^(?!.*USER)[^]*CMD \["server\.js"\]$/],
    [node('COPY --chown=node:node a.js .', 'USER node', start), /--chown=65532:65532 a\.js/],
    [node('COPY --chown=root:root a.js .', 'USER node', start), /--chown=root:root a\.js/],
    [node('COPY --chown=1000 a.js .', 'USER node', start), /--chown=1000 a\.js/],
    [node('EXPOSE $PORT', start), /Port \$PORT may be open to root only/],
    [
      'FROM node:24-slim\nENV A=b\nWORKDIR app\nCOPY server.js .\n' + `${start}\n`,
      /^ENV|^WORKDIR \/\n/,
    ],
    ['FROM node:24-slim AS app\nCOPY server.js .\nUSER node\n' + `${start}\n`, /^WORKDIR \/\nCOPY/],
    [
      'ARG BASE=node:24-slim\nFROM $BASE\nWORKDIR /app\nCOPY server.js .\n' + `${start}\n`,
      /CMD \["server\.js"\]$/,
    ],
    ['FROM mcr.microsoft.com/windows/servercore:ltsc2022\nCMD ["x"]\n', /^not offered$/],
    [
      node('COPY --from=busybox:1.37 /bin/wget /bin/', start),
      /^refused: What a COPY from another image/,
    ],
    [
      node(start),
      /starts other programs/,
      { 'server.js': "import { spawn } from 'child_process'" },
    ],
    [
      node(start),
      /names files of the operating system/,
      { 'server.js': "read('/usr/share/zoneinfo/')" },
    ],
    [
      java('CMD ["java", "-jar", "app.jar"]'),
      /Main\.java may start/,
      { 'Main.java': 'new ProcessBuilder()' },
    ],
    [python('CMD ["python", "app.py"]'), /app\.py may start/, { 'app.py': 'import subprocess' }],
    [
      python('CMD ["python", "app.py"]'),
      /app\.py names \/usr\/share/,
      { 'app.py': 'open("/usr/share/dict/words")' },
    ],
    [python('CMD ["python", "app.py"]'), /app\.py writes files/, { 'app.py': 'open("x", "w")' }],
    [
      node(start),
      /sharp|may need/,
      { 'server.js': '', 'package.json': '{"optionalDependencies":{"puppeteer":"1"}}' },
    ],
  ];
  for (const [text, expected, files] of cases) {
    test(`${behind(text).trim()} ${JSON.stringify(files ?? '')}`, () => {
      assert.match(convert(text, files), expected);
    });
  }

  test('packages of another Debian or an unknown system', () => {
    const built = (image: string): string =>
      convert(
        `FROM ${image} AS deps\nWORKDIR /app\nRUN npm ci\nFROM node:24-slim\nWORKDIR /app\nCOPY --from=deps /app/node_modules ./node_modules\n${start}\n`,
      );
    assert.match(built('example.org/node:24'), /not installed on a known Debian/);
    assert.match(built('scratch'), /not installed on a known Debian/);
    assert.match(built('node:24-trixie'), /server\.js/);
  });
});

describe('distroless image of a program', () => {
  const shop: Files = { 'go.mod': 'module example.org/shop\n', 'main.go': 'package main\n' };
  const rust: Files = { 'Cargo.toml': '[package]\nname = "shop"\n', 'src/main.rs': '' };
  const go = (build: string, last: string): string =>
    `FROM golang:1.26 AS build\nWORKDIR /src\nCOPY . .\nRUN ${build}\nFROM alpine:3.23\n${last}\n`;
  const copied = 'COPY --from=build /out/shop /usr/local/bin/shop';
  const cases: readonly (readonly [string, string, RegExp, Files?])[] = [
    [
      'a name without its folder',
      go('CGO_ENABLED=0 go build -o /out/shop .', `${copied}\nCMD ["shop"]`),
      /not known by its path/,
    ],
    [
      'nothing is started',
      go('CGO_ENABLED=0 go build -o /out/shop .', copied),
      /not known by its path/,
    ],
    [
      'a shell starts it',
      go('CGO_ENABLED=0 go build -o /out/shop .', `${copied}\nCMD /usr/local/bin/shop $X`),
      /not known by its path/,
    ],
    [
      'nothing brings it',
      go('CGO_ENABLED=0 go build -o /out/shop .', `${copied}\nCMD ["/srv/other"]`),
      /No COPY brings \/srv\/other/,
    ],
    [
      'a program of the build context',
      go('go build ./...', 'COPY . .\nCOPY shop /shop\nCOPY --from=build /x /x\nCMD ["/shop"]'),
      /Where \/shop comes from/,
    ],
    [
      'links with C of an unknown release',
      go('go run . && make', `${copied}\nCMD ["/usr/local/bin/shop"]`),
      /How \/usr\/local\/bin\/shop is linked/,
    ],
    [
      'Rust on Alpine',
      'FROM rust:1.90-alpine AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\nFROM alpine:3.23\nCOPY --from=build /src/target/release/shop /shop\nCMD ["/shop"]\n',
      /release of Debian|How \/shop is linked/,
      rust,
    ],
    [
      'a folder of programs, by ENTRYPOINT',
      go(
        'CGO_ENABLED=0 go build -o /out/shop .',
        'COPY --from=build /out/ /usr/local/bin/\nENTRYPOINT ["/usr/local/bin/shop"]\nCMD ["--x"]',
      ),
      /ENTRYPOINT \["\/usr\/local\/bin\/shop"\]\nCMD \["--x"\]$/,
    ],
    [
      'a CMD in shell form becomes one of words',
      go('CGO_ENABLED=0 go build -o /out/shop .', `${copied}\nCMD /usr/local/bin/shop --port 80`),
      /CMD \["\/usr\/local\/bin\/shop", "--port", "80"\]$/,
    ],
    [
      'a probe of curl',
      go(
        'CGO_ENABLED=0 go build -o /out/shop .',
        `${copied}\nHEALTHCHECK CMD curl -f http://localhost/\nCMD ["/usr/local/bin/shop"]`,
      ),
      /The health check runs curl, which/,
    ],
    [
      'a probe of its own',
      go(
        'CGO_ENABLED=0 go build -o /out/shop .',
        `${copied}\nHEALTHCHECK CMD ["/usr/local/bin/shop", "check"]\nCMD ["/usr/local/bin/shop"]`,
      ),
      /runs \/usr\/local\/bin\/shop, which|HEALTHCHECK CMD \["\/usr\/local\/bin\/shop", "check"\]/,
    ],
    [
      'a source that starts others',
      go('CGO_ENABLED=0 go build -o /out/shop .', `${copied}\nCMD ["/usr/local/bin/shop"]`),
      /main\.go may start/,
      { ...shop, 'main.go': 'package main\nimport "os/exec"\n' },
    ],
  ];
  for (const [title, text, expected, files] of cases) {
    test(title, () => {
      assert.match(convert(text, files ?? shop), expected);
    });
  }

  test('an unknown project', () => {
    const text = go(
      'CGO_ENABLED=0 go build -o /o/shop .',
      `${copied}\nCMD ["/usr/local/bin/shop"]`,
    );
    const outcome = runAssist(convertToDistroless, text, text.lastIndexOf('FROM'));
    assert.ok(outcome?.kind === 'refused', JSON.stringify(outcome));
    assert.match(outcome.reason, /How \/usr\/local\/bin\/shop is linked/);
  });
});
