import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import nodeServer from '../../server/src/core/builders/node-server';
import nodeSpa from '../../server/src/core/builders/node-spa';
import { planSplit } from '../../server/src/core/builders/split-plan';
import { DockerfileModel } from '../../server/src/core/model/model';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { applyEdits } from '../../server/src/core/text/edit';
import { exampleDay } from '../harness/invariants';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

/** The split text, the reason of a refusal, or undefined. */
function split(text: string, files: Files): string | undefined {
  const model = new DockerfileModel(text, toProject(files));
  const { target } = model;
  assert.ok(target);
  const outcome = planSplit([nodeServer, nodeSpa], model, target, exampleDay);
  if (outcome === undefined) return undefined;
  return outcome.kind === 'refused' ? outcome.reason : applyEdits(text, outcome.edits);
}

const typed: Files = {
  'package.json':
    '{ "scripts": { "build": "tsc", "start": "node dist/main.js" }, "dependencies": { "koa": "3" }, "devDependencies": { "typescript": "5" } }',
  'package-lock.json': '{}',
  'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
  'src/main.ts': "import Koa from 'koa'; import { x } from './x.js';",
};
const naive = dockerfile`
  FROM node:24
  WORKDIR /app
  COPY . .
  RUN npm ci
  RUN npm run build
  EXPOSE 3000
  CMD npm start
`;

describe('programs of Node.js', () => {
  test('the build output, the packages and the manifest', () => {
    assert.equal(
      split(naive, typed),
      dockerfile`
        FROM node:24 AS build
        WORKDIR /app
        COPY . .
        RUN npm ci
        RUN npm run build && npm prune --omit=dev

        FROM node:24-slim
        WORKDIR /app
        COPY --from=build /app/package.json /app/package.json
        COPY --from=build /app/node_modules /app/node_modules
        COPY --from=build /app/dist /app/dist

        EXPOSE 3000
        CMD ["node", "dist/main.js"]
      `,
    );
  });

  test('a project in the root folder', () => {
    const changed = split(naive.replace('WORKDIR /app\n', ''), typed) ?? '';
    assert.match(changed, /^COPY --from=build \/node_modules \/node_modules$/m);
    assert.match(changed, /^COPY --from=build \/dist \/dist$/m);
  });

  test('on the same image the whole project is no gain', () => {
    const files = { ...typed, 'src/x.ts': "import y from '../config/y.js'; t('typescript')" };
    assert.equal(split(naive.replace('node:24', 'node:24-slim'), files), undefined);
  });

  test('files that sources name go along', () => {
    const files = { ...typed, 'src/x.ts': "readFile('data/cats.csv')", 'data/cats.csv': '' };
    assert.match(split(naive, files) ?? '', /COPY --from=build \/app\/data \/app\/data\n/);
  });

  test('packages that a source needs stay', () => {
    const files = { ...typed, 'src/x.ts': "t('typescript')" };
    assert.doesNotMatch(split(naive, files) ?? '', /prune/);
  });

  test('a source that reaches out of its folder takes the whole project along', () => {
    const files = { ...typed, 'src/x.ts': "import y from '../config/y.js'" };
    assert.match(split(naive, files) ?? '', /COPY --from=build \/app \/app\n/);
  });

  test('without a build only the packages come from the builder', () => {
    const files = { 'package.json': '{ "dependencies": { "koa": "3" } }', 'server.js': '' };
    assert.equal(
      split(
        dockerfile`
          FROM node:24-bookworm
          WORKDIR /app
          COPY package*.json ./
          RUN npm ci
          COPY . .
          CMD ["node", "server.js"]
        `,
        files,
      ),
      dockerfile`
        FROM node:24-bookworm AS build
        WORKDIR /app
        COPY package*.json ./
        RUN npm ci

        FROM node:24-bookworm-slim
        WORKDIR /app
        COPY --from=build /app/node_modules /app/node_modules

        COPY . .
        CMD ["node", "server.js"]
      `,
    );
  });

  test('compilers of the system stay behind, libraries come along', () => {
    const files = { 'package.json': '{}', 'server.js': '' };
    const text = dockerfile`
      FROM node:24-bookworm
      RUN apt-get update && apt-get install -y g++ libpq-dev
      WORKDIR /app
      COPY . .
      RUN npm ci
      CMD ["node", "server.js"]
    `;
    const changed = split(text, files) ?? '';
    assert.match(changed, /^FROM node:24-bookworm-slim$/m);
    assert.match(changed, /--no-install-recommends libpq5 \\$/m);
  });

  test('the full image stays where it may be needed', () => {
    for (const [name, text] of [
      ['a.js', "require('child_process')"],
      ['a.js', "fs.readFileSync('/usr/share/dict/words')"],
    ] as const) {
      const direct = naive.replace('npm start', '["node", "dist/main.js"]');
      assert.match(split(direct, { ...typed, [name]: text }) ?? '', /^FROM node:24$/m);
    }
    const check = naive.replace('EXPOSE 3000', 'HEALTHCHECK CMD curl -f http://localhost:3000');
    assert.match(split(check, typed) ?? '', /^FROM node:24$/m);
    const prisma =
      typed['package.json']?.replace('"koa": "3"', '"koa": "3", "pg-native": "3"') ?? '';
    assert.match(split(naive, { ...typed, 'package.json': prisma }) ?? '', /^FROM node:24$/m);
  });

  test('Next.js takes its output, its settings and public files along', () => {
    const files = {
      'package.json':
        '{ "scripts": { "build": "next build", "start": "next start" }, "dependencies": { "next": "16", "react": "19" } }',
      'next.config.mjs': 'export default {}',
      'app/page.tsx': "import 'react'",
      'public/robots.txt': '',
    };
    const changed = split(naive, files) ?? '';
    for (const path of ['.next', 'public', 'next.config.mjs', 'node_modules', 'package.json']) {
      assert.ok(changed.includes(`COPY --from=build /app/${path} /app/${path}\n`), changed);
    }
    assert.match(changed, /CMD \["node", "node_modules\/next\/dist\/bin\/next", "start"\]/);
  });

  test('whoever owns the files keeps them', () => {
    const text = naive
      .replace('COPY . .', 'COPY --chown=node:node . .')
      .replace('EXPOSE', 'USER node\nEXPOSE');
    assert.match(split(text, typed) ?? '', /COPY --from=build --chown=node:node \/app\/dist/);
  });

  const refusals: readonly (readonly [string, string, Files, RegExp])[] = [
    [
      'an unknown base',
      naive.replace('node:24', 'example.org/node').replace('npm start', '["node", "dist/main.js"]'),
      typed,
      /not a known image/,
    ],
    [
      'a start that needs a shell',
      naive.replace('npm start', 'npm start | tee log'),
      typed,
      /What "npm" starts/,
    ],
    ['an unknown tool in a RUN', naive.replace('EXPOSE 3000', 'RUN ./prepare'), typed, /prepare/],
    [
      'a program of another kind',
      naive.replace('npm start', '["./server"]'),
      typed,
      /"\.\/server"/,
    ],
    ['node in a RUN', naive.replace('npm run build', 'node build.js'), typed, /"node build\.js"/],
    [
      'a global program that is started',
      naive
        .replace('npm ci', 'npm ci && npm i -g pm2')
        .replace('npm start', '["pm2-runtime", "a.js"]'),
      typed,
      /pm2/,
    ],
    [
      'files of an account that a RUN makes',
      naive.replace('COPY', 'RUN useradd app\nCOPY --chown=app'),
      typed,
      /an account that a RUN makes/,
    ],
    [
      'a script that sets another value than ENV',
      naive.replace('EXPOSE 3000', 'ENV NODE_ENV=test'),
      {
        ...typed,
        'package.json':
          '{ "scripts": { "build": "tsc", "start": "NODE_ENV=production node dist/main.js" } }',
      },
      /another value than ENV/,
    ],
    ['an unknown manifest', naive, { 'src/main.ts': '' }, /package\.json/],
    [
      'a system package that nobody knows',
      naive.replace('WORKDIR', 'RUN apt-get install -y frobnicate\nWORKDIR'),
      typed,
      /frobnicate/,
    ],
  ];
  for (const [title, text, files, reason] of refusals) {
    test(`refused: ${title}`, () => {
      assert.match(split(text, files) ?? '', reason);
    });
  }

  test('a command behind another folder drops nothing', () => {
    const text = naive.replace('npm run build', 'npm run build && cd /tmp');
    assert.doesNotMatch(split(text, typed) ?? '', /prune/);
  });

  test('a member of a workspace starts in its folder', () => {
    const files = {
      'package.json':
        '{ "scripts": { "build": "npm run -ws build", "start": "npm -w api start" }, "workspaces": ["api"] }',
      'api/package.json':
        '{ "name": "api", "scripts": { "start": "node main.js" }, "devDependencies": { "x": "1" } }',
      'api/main.js': '',
    };
    const changed = split(naive, files) ?? '';
    assert.match(changed, /RUN npm run build && npm prune --omit=dev\n/);
    assert.match(changed, /COPY --from=build \/app \/app\n/);
    assert.match(changed, /WORKDIR \/app\/api\nCMD \["node", "main\.js"\]\n$/);
  });

  test('nothing to gain, nothing to split', () => {
    const text = naive.replace('node:24', 'node:24-slim').replace('RUN npm run build\n', '');
    assert.equal(
      split(text, { 'package.json': '{ "scripts": { "start": "node a.js" } }' }),
      undefined,
    );
    assert.equal(split('FROM node:24\nCMD ["node", "a.js"]\n', typed), undefined);
  });
});

describe('sites for a browser', () => {
  const site: Files = {
    'package.json':
      '{ "scripts": { "build": "vite build" }, "dependencies": { "serve": "^14.0.0" }, "devDependencies": { "vite": "8" } }',
    'index.html': '',
    'src/main.ts': '',
  };
  const served = (command: string, extra = 'EXPOSE 3000'): string =>
    [
      'FROM node:24-alpine',
      'ARG VITE_API=/api',
      'ENV VITE_API=$VITE_API',
      'WORKDIR /app',
      'COPY . .',
      'RUN npm ci',
      'RUN npm run build',
      '',
      extra,
      `CMD ${command}`,
      '',
    ].join('\n');

  test('nginx serves them on the same port', () => {
    assert.equal(
      split(served('npx serve -s dist -l 3000'), site),
      dockerfile`
        FROM node:24-alpine AS build
        ARG VITE_API=/api
        ENV VITE_API=$VITE_API
        WORKDIR /app
        COPY . .
        RUN npm ci
        RUN npm run build

        FROM nginxinc/nginx-unprivileged:1.30-alpine
        COPY <<'EOF' /etc/nginx/conf.d/default.conf
        server {
            listen 3000;
            root /usr/share/nginx/html;
            charset utf-8;
            server_tokens off;
            location / {
                try_files $uri $uri.html $uri/index.html /index.html;
            }
        }
        EOF
        WORKDIR /app
        COPY --from=build /app/dist /usr/share/nginx/html

        EXPOSE 3000
        CMD ["nginx", "-g", "daemon off;"]
      `,
    );
  });

  test('servers and ports', () => {
    const isNginx = (command: string, port: string): void => {
      const changed = split(served(command), site) ?? '';
      assert.ok(changed.includes(`listen ${port};`), `${command}: ${changed}`);
    };
    isNginx('["npx", "serve", "--single", "dist"]', '3000');
    isNginx('["serve", "-s", "-l", "tcp://0.0.0.0:5000", "./dist/"]', '5000');
    isNginx('npx vite preview --host 0.0.0.0 --port 8081', '8081');
    isNginx('npx http-server dist -p 8088', '8088');
  });

  test('without a fallback unknown addresses are not found', () => {
    assert.match(split(served('npx serve dist'), site) ?? '', /=404;/);
  });

  const others: readonly (readonly [string, string, Files])[] = [
    ['a low port', served('npx serve -s dist -l 80'), site],
    ['settings of serve', served('npx serve -s dist'), { ...site, 'public/serve.json': '{}' }],
    ['another folder', served('npx serve -s web'), site],
    ['headers for other origins', served('npx serve -s dist --cors'), site],
    ['a health check', served('npx serve -s dist', 'HEALTHCHECK CMD wget -q localhost:3000'), site],
    ['a user', served('npx serve -s dist', 'USER node'), site],
    [
      'a proxy',
      served('npx vite preview --port 3000'),
      { ...site, 'vite.config.js': 'preview: { proxy: {} }' },
    ],
    ['an old syntax', `# syntax=docker/dockerfile:1.3\n${served('npx serve -s dist')}`, site],
  ];
  for (const [title, text, files] of others) {
    test(`nginx takes no place of it: ${title}`, () => {
      assert.doesNotMatch(split(text, files) ?? '', /nginx-unprivileged/);
    });
  }
});
