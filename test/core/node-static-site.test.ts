import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DockerfileModel } from '../../server/src/core/model/model';
import { readNodeStage } from '../../server/src/core/model/node-stage';
import { findStaticSite } from '../../server/src/core/model/node-static-site';
import { exampleDay } from '../harness/invariants';
import { toProject } from '../harness/project';
import type { Files } from '../harness/split';

/** The site that a stage serves, in one line, or why nginx would not do the same. */
function siteOf(text: string, files: Files): string {
  const model = new DockerfileModel(text, toProject(files));
  assert.ok(model.target);
  const node = readNodeStage(model, model.target);
  assert.ok(typeof node === 'object');
  const site = findStaticSite(model, model.target, node, exampleDay);
  if (typeof site !== 'object') return site ?? 'no site';
  return `${site.folder} on ${String(site.port)}${site.hasFallback ? ' with fallback' : ''} by ${site.image}`;
}

function withScripts(scripts: Record<string, string>): Files {
  return {
    'package.json': JSON.stringify({
      scripts: { build: 'vite build', ...scripts },
      devDependencies: { vite: '7', serve: '14' },
    }),
    'package-lock.json': '{}',
    'index.html': '<script type="module" src="/src/a.js"></script>',
    'src/a.js': '',
  };
}
const spa = withScripts({});
const beforeStart = 'WORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n';

const starts: readonly (readonly [string, string])[] = [
  [
    'CMD ["npx", "serve", "-s", "dist"]',
    'dist on 3000 with fallback by nginxinc/nginx-unprivileged:1.30',
  ],
  ['CMD npx serve -s dist', 'dist on 3000 with fallback by nginxinc/nginx-unprivileged:1.30'],
  ['CMD exec npx -y serve@14 dist/', 'dist on 3000 by nginxinc/nginx-unprivileged:1.30'],
  ['CMD ["npx", "--yes"]', 'no site'],
  [
    'CMD ["serve", "-s", "./dist", "-l", "tcp://0.0.0.0:5000"]',
    'dist on 5000 with fallback by nginxinc/nginx-unprivileged:1.30',
  ],
  ['CMD ["serve", "-s", "dist", "-l", "unix:/tmp/x"]', 'The port that is served is not known.'],
  ['CMD ["serve", "-s", "dist", "-l"]', 'The port that is served is not known.'],
  [
    'CMD ["serve", "-s", "dist", "--listen=8080", "-n"]',
    'dist on 8080 with fallback by nginxinc/nginx-unprivileged:1.30',
  ],
  ['CMD ["serve", "-s", "dist", "-l", "1", "-l", "2"]', 'The port that is served is not known.'],
  [
    'CMD ["serve", "-s", "dist", "-l", "8080", "-l", "8081"]',
    'The port that is served is not known.',
  ],
  ['CMD ["serve", "dist", "other"]', 'The folder that is served is not known.'],
  ['CMD ["serve", "other"]', 'The folder that is served is not known to be built here.'],
  ['CMD ["serve"]', 'The folder that is served is not known to be built here.'],
  ['CMD ["serve", "dist", "--cors"]', 'What "--cors" makes of the answers is not known.'],
  [
    'CMD ["serve", "dist", "-l", "80"]',
    'nginx without root rights cannot listen on port 80 everywhere.',
  ],
  [
    'CMD ["http-server", "dist", "-a", "0.0.0.0", "-c=60"]',
    'dist on 8080 by nginxinc/nginx-unprivileged:1.30',
  ],
  ['CMD ["http-server", "dist", "-c", "-1"]', 'What "-c" makes of the answers is not known.'],
  ['CMD ["http-server", "dist", "-c"]', 'What "-c" makes of the answers is not known.'],
  [
    'CMD ["vite", "preview", "--host", "0.0.0.0", "--port", "4000"]',
    'dist on 4000 with fallback by nginxinc/nginx-unprivileged:1.30',
  ],
  [
    'CMD ["vite", "preview", "--host", "--strictPort"]',
    'dist on 4173 with fallback by nginxinc/nginx-unprivileged:1.30',
  ],
  [
    'CMD ["vite", "preview", "--outDir", "dist"]',
    'dist on 4173 with fallback by nginxinc/nginx-unprivileged:1.30',
  ],
  ['CMD ["vite"]', 'no site'],
  ['CMD serve dist $MORE', 'no site'],
  ['CMD A=1 serve dist', 'no site'],
  ['CMD serve dist; ls', 'no site'],
  ['CMD serve dist | tee log', 'no site'],
  ['ENTRYPOINT ["serve", "dist"]', 'no site'],
  ['ENTRYPOINT ["tini", "--"]\nCMD ["serve", "dist"]', 'no site'],
  ['ENV PORT=8000\nCMD ["serve", "dist"]', 'dist on 8000 by nginxinc/nginx-unprivileged:1.30'],
  ['ENV PORT=$WHERE\nCMD ["serve", "dist"]', 'The port that is served is not known.'],
  ['ARG P\nENV PORT=$P\nCMD ["serve", "dist"]', 'The port that is served is not known.'],
  [
    'ENV PORT=8000\nCMD ["vite", "preview"]',
    'dist on 4173 with fallback by nginxinc/nginx-unprivileged:1.30',
  ],
  [
    'USER node\nCMD ["serve", "dist"]',
    'The stage names a user, whom the image of nginx does not have.',
  ],
  [
    'HEALTHCHECK CMD true\nCMD ["serve", "dist"]',
    'The health check may need programs that nginx lacks.',
  ],
  ['HEALTHCHECK NONE\nCMD ["serve", "dist"]', 'dist on 3000 by nginxinc/nginx-unprivileged:1.30'],
];
describe('sites that a program of npm serves', () => {
  for (const [line, expected] of starts) {
    test(line, () => {
      assert.equal(siteOf(`FROM node:24\n${beforeStart}${line}\n`, spa), expected);
    });
  }
});

const scripts: readonly (readonly [string, Record<string, string>, string])[] = [
  [
    'a script',
    { start: 'serve -s dist' },
    'dist on 3000 with fallback by nginxinc/nginx-unprivileged:1.30',
  ],
  [
    'a script that calls npx',
    { start: 'npx serve dist' },
    'dist on 3000 by nginxinc/nginx-unprivileged:1.30',
  ],
  ['no script', {}, 'no site'],
  ['a script around it', { start: 'serve dist', poststart: 'ls' }, 'no site'],
  ['a script of two commands', { start: 'ls && serve dist' }, 'no site'],
  ['a script with a variable of the shell', { start: 'serve $X' }, 'no site'],
  ['a script that sets a variable', { start: 'PORT=80 serve dist' }, 'no site'],
  ['a script of another program', { start: 'node a.js' }, 'no site'],
];
describe('sites behind a script', () => {
  for (const [title, own, expected] of scripts) {
    test(title, () => {
      const text = `FROM node:24\n${beforeStart}CMD npm start\n`;
      assert.equal(siteOf(text, withScripts(own)), expected);
    });
  }
});

const serve = 'CMD ["serve", "dist"]\n';
const preview = 'CMD ["vite", "preview"]\n';
const projects: readonly (readonly [string, string, Files, string])[] = [
  [
    'on Alpine',
    `FROM node:24-alpine\n${beforeStart}${serve}`,
    spa,
    'dist on 3000 by nginxinc/nginx-unprivileged:1.30-alpine',
  ],
  [
    'on a stage',
    `FROM node:24 AS x\nFROM x\n${beforeStart}${serve}`,
    spa,
    'No supported image of nginx is known.',
  ],
  [
    'on an unknown image',
    `FROM example.org/x\n${beforeStart}${serve}`,
    spa,
    'dist on 3000 by nginxinc/nginx-unprivileged:1.30',
  ],
  [
    'nothing is built',
    `FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\n${serve}`,
    spa,
    'no site',
  ],
  [
    'an unknown build',
    `FROM node:24\n${beforeStart}${serve}`,
    withScripts({ build: 'node gen.js' }),
    'Where "node gen.js" writes is not known.',
  ],
  [
    'more than a site',
    `FROM node:24\n${beforeStart}${serve}`,
    {
      ...withScripts({ build: 'tsc' }),
      'tsconfig.json': '{ "compilerOptions": { "outDir": "dist" } }',
    },
    'Not only files for a browser are built.',
  ],
  [
    'settings of the server',
    `FROM node:24\n${beforeStart}${serve}`,
    { ...spa, 'serve.json': '{}' },
    'serve.json changes the answers of serve.',
  ],
  [
    'an old syntax',
    `# syntax=docker/dockerfile:1.3\nFROM node:24\n${beforeStart}${serve}`,
    spa,
    'The settings of nginx need Dockerfile syntax 1.4.',
  ],
  [
    'lines of Windows',
    `FROM node:24\n${beforeStart}${serve}`.replaceAll('\n', '\r\n'),
    spa,
    'The settings of nginx need lines that end with LF.',
  ],
  [
    'plain settings of Vite',
    `FROM node:24\n${beforeStart}${preview}`,
    { ...spa, 'vite.config.ts': 'export default { plugins: [] }' },
    'dist on 4173 with fallback by nginxinc/nginx-unprivileged:1.30',
  ],
  [
    'settings of Vite for the preview',
    `FROM node:24\n${beforeStart}${preview}`,
    { ...spa, 'vite.config.ts': 'export default { preview: { port: 1 } }' },
    'vite.config.ts changes what is served.',
  ],
  [
    'Vite in a folder',
    `FROM node:24\n${beforeStart.replace('COPY .', 'COPY web')}${preview}`,
    Object.fromEntries(
      Object.entries({ ...spa, 'vite.config.js': "export default { base: '/x' }" }).map(
        ([path, text]) => [`web/${path}`, text],
      ),
    ),
    'web/vite.config.js changes what is served.',
  ],
];
describe('sites of projects', () => {
  for (const [title, text, files, expected] of projects) {
    test(title, () => {
      assert.equal(siteOf(text, files), expected);
    });
  }
});
