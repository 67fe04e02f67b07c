import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import nodeServer from '../../server/src/core/builders/node-server';
import { planSplit } from '../../server/src/core/builders/split-plan';
import { DockerfileModel } from '../../server/src/core/model/model';
import type { ProjectFiles } from '../../server/src/core/project/project-files';
import { applyEdits } from '../../server/src/core/text/edit';
import { exampleDay } from '../harness/invariants';
import { toProject } from '../harness/project';
import { runtimeStage, type Files } from '../harness/split';

/** The lines of the second stage behind a program of Node.js, or why there is none. */
function split(text: string, project: ProjectFiles | undefined): string {
  const model = new DockerfileModel(text, project);
  assert.ok(model.target);
  const outcome = planSplit([nodeServer], model, model.target, exampleDay);
  if (outcome === undefined) return 'not offered';
  if (outcome.kind === 'refused') return outcome.reason;
  const lines = runtimeStage(applyEdits(text, outcome.edits)).split('\n');
  return lines.filter((line) => line !== '').join(' | ');
}

function manifest(more: object = {}): string {
  return JSON.stringify({ dependencies: { koa: '3' }, ...more });
}
const app: Files = { 'package.json': manifest(), 'package-lock.json': '{}', 'a.js': '' };
const typed: Files = {
  'package.json': manifest({ scripts: { build: 'tsc', start: 'node dist/a.js' } }),
  'package-lock.json': '{}',
  'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
  'src/a.ts': "import 'koa'",
};
const next: Files = {
  'package.json': manifest({
    scripts: { build: 'next build', start: 'next start' },
    dependencies: { next: '16', react: '19' },
  }),
  'package-lock.json': '{}',
  'next.config.mjs': 'export default {}',
  'app/page.tsx': "import 'react'",
  'public/robots.txt': '',
};

const steps: readonly (readonly [string, string, string])[] = [
  [
    'a variable of the shell',
    'A=1; npm ci',
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  [
    'the long name of Yarn',
    'npm ci && yarnpkg --version',
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  [
    'the cache of Bun',
    'npm ci && bun pm cache rm',
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  [
    'an install',
    'npm ci',
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  [
    'tidying up',
    'npm ci && npm prune --omit=dev && npm cache clean --force',
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  [
    'machine code again',
    'npm ci && npm rebuild',
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  [
    'settings of npm',
    'npm config set fund false && npm ci',
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  [
    'corepack',
    'corepack enable && npm ci',
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  [
    'a newer npm',
    'npm i -g npm@11 && npm ci',
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  [
    'a program for the image',
    'npm i -g pm2 && npm ci',
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  [
    'a program by a variable',
    'npm i -g $TOOL && npm ci',
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  [
    'a tool of the project',
    'npm ci && npx tsc',
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  [
    'a tool by its name',
    'npm ci && vite build',
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  [
    'a tool with a variable',
    'npm ci && npx tsc $FLAGS',
    'What "npx tsc $FLAGS" does is not known.',
  ],
  ['a tool in another folder', 'npm ci && cd web && npx tsc', '"npx tsc" works in another folder.'],
  [
    'a script in another folder',
    'npm ci && cd web && npm run build',
    '"npm run build" works in another folder.',
  ],
  [
    'a script of a member',
    'npm ci && npm run build --workspace=web',
    '"npm run build --workspace=web" works in another folder.',
  ],
  ['a command by exec', 'npm ci && npm exec tsc', 'What "npm exec tsc" does is not known.'],
  [
    'tests',
    'npm ci && npm test',
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  [
    'an unknown verb',
    'npm ci && npm audit fix',
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  ['a list of scripts', 'npm ci && npm run', 'What "npm run" does is not known.'],
  ['a program of its own', 'npm ci && node gen.js', 'What "node gen.js" does is not known.'],
  ['something that is not a command', 'npm ci && "', 'A RUN could not be read as a whole.'],
  ['a change of the manifest', 'npm ci && npm pkg set x=1', 'A RUN may change package.json.'],
];
describe('steps of a stage with Node.js', () => {
  for (const [title, line, expected] of steps) {
    test(title, () => {
      const text = `FROM node:24\nWORKDIR /app\nCOPY . .\nRUN ${line}\nCMD ["node", "a.js"]\n`;
      assert.equal(split(text, toProject(app)), expected);
    });
  }
});

const stages: readonly (readonly [string, string, Files | undefined, string])[] = [
  [
    'a variable of an unknown value',
    'FROM node:24\nARG P\nENV DATA=$P\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/a.js"]',
    typed,
    'FROM node:24-slim | ARG P | ENV DATA=$P | WORKDIR /app | COPY --from=build /app/package.json /app/package.json | COPY --from=build /app/node_modules /app/node_modules | COPY --from=build /app/dist /app/dist | CMD ["node", "dist/a.js"]',
  ],
  [
    'a variable that names the output',
    'FROM node:24\nENV DATA=dist/x.csv\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/a.js"]',
    { ...typed, 'dist/x.csv': '' },
    'FROM node:24-slim | ENV DATA=dist/x.csv | WORKDIR /app | COPY --from=build /app/package.json /app/package.json | COPY --from=build /app/node_modules /app/node_modules | COPY --from=build /app/dist /app/dist | CMD ["node", "dist/a.js"]',
  ],
  [
    'an unknown project',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD node a.js',
    undefined,
    'not offered',
  ],
  [
    'no manifest',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD node a.js',
    { 'a.js': '' },
    'Which package.json lies in the working directory is not known.',
  ],
  [
    'a broken manifest',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD node a.js',
    { ...app, 'package.json': '{' },
    'The file package.json could not be read.',
  ],
  [
    'an unknown folder',
    'FROM node:24\nARG X\nWORKDIR $X\nCOPY . .\nRUN npm ci\nCMD node a.js',
    app,
    'Which package.json lies in the working directory is not known.',
  ],
  [
    'another file as the manifest',
    'FROM node:24\nWORKDIR /app\nCOPY b.json package.json\nRUN npm ci\nCMD node a.js',
    { ...app, 'b.json': '{}' },
    'Which package.json lies in the working directory is not known.',
  ],
  ['no install', 'FROM node:24\nWORKDIR /app\nCOPY . .\nCMD node a.js', app, 'not offered'],
  [
    'one with a moved step',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nWORKDIR /srv\nRUN npm run x\nCMD node a.js',
    app,
    '"npm run x" works in another folder.',
  ],
  [
    'a known account',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nUSER node:node\nRUN npm ci\nCMD node a.js',
    app,
    'FROM node:24-slim | WORKDIR /app | COPY --from=build --chown=node:node /app /app | USER node:node | CMD node a.js',
  ],
  [
    'an account by its number',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nUSER 1000\nRUN npm ci\nCMD node a.js',
    app,
    'FROM node:24-slim | WORKDIR /app | COPY --from=build --chown=1000 /app /app | USER 1000 | CMD node a.js',
  ],
  [
    'an account that nobody knows',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nUSER app\nRUN npm ci\nCMD node a.js',
    app,
    'The files of the project belong to an account that a RUN makes.',
  ],
  [
    'a start as ENTRYPOINT',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nENTRYPOINT ["npm", "start"]',
    typed,
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app/package.json /app/package.json | COPY --from=build /app/node_modules /app/node_modules | COPY --from=build /app/dist /app/dist | ENTRYPOINT ["node", "dist/a.js"]',
  ],
  [
    'a script with a variable',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD npm start',
    { ...app, 'package.json': manifest({ scripts: { start: 'NODE_ENV=production node a.js' } }) },
    'FROM node:24-slim | ENV NODE_ENV=production | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  [
    'a script with the variable of ENV',
    'FROM node:24\nENV NODE_ENV=production\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD npm start',
    { ...app, 'package.json': manifest({ scripts: { start: 'NODE_ENV=production node a.js' } }) },
    'FROM node:24-slim | ENV NODE_ENV=production | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "a.js"]',
  ],
  [
    'a script with a strange variable',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD npm start',
    { ...app, 'package.json': manifest({ scripts: { start: "A='b c' node a.js" } }) },
    'The script sets A to a value that needs quotes.',
  ],
  [
    'a member right below the install',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD npm -w api start',
    {
      ...app,
      'package.json': manifest({ workspaces: ['api'] }),
      'api/package.json': '{ "name": "api", "scripts": { "start": "node m.js" } }',
      'api/m.js': '',
    },
    'The command stands directly below the build.',
  ],
  [
    'a member whose command stands above',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nCMD npm -w api start\nRUN npm ci',
    {
      ...app,
      'package.json': manifest({ workspaces: ['api'] }),
      'api/package.json': '{ "name": "api", "scripts": { "start": "node m.js" } }',
      'api/m.js': '',
    },
    'The command stands directly below the build.',
  ],
  [
    'a step below the build',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN rm -rf test\nCMD node a.js',
    app,
    'Whether the program needs what "rm -rf test" does is not known.',
  ],
  [
    'an account below the build',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN useradd app\nUSER app\nCMD node a.js',
    app,
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | RUN useradd app | USER app | CMD node a.js',
  ],
  [
    'an unknown step below the build',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN ./frob\nCMD node a.js',
    app,
    'Whether the program needs what "./frob" does is not known.',
  ],
  [
    'a program for the image that node does not need',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm i -g typescript && npm ci && npm run build\nCMD ["node", "dist/a.js"]',
    typed,
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app/package.json /app/package.json | COPY --from=build /app/node_modules /app/node_modules | COPY --from=build /app/dist /app/dist | CMD ["node", "dist/a.js"]',
  ],
  [
    'a program for the image that a script may start',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm i -g $TOOL && npm ci\nCMD ["./run.sh"]',
    { ...app, 'run.sh': 'exec node a.js' },
    'The package $TOOL is installed for the whole image and may be started.',
  ],
  [
    'a package of the system below the build',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN apt-get update && apt-get install -y g++\nCMD node a.js',
    app,
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD node a.js',
  ],
  [
    'a message below the build',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN echo done\nCMD node a.js',
    app,
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD node a.js',
  ],
  [
    'a program for the image and a wrapper',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm i -g x && npm ci && npm run build\nCMD ["tini", "--", "node", "dist/a.js"]',
    typed,
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app/package.json /app/package.json | COPY --from=build /app/node_modules /app/node_modules | COPY --from=build /app/dist /app/dist | CMD ["tini", "--", "node", "dist/a.js"]',
  ],
  [
    'a folder for everything',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD node a.js',
    app,
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD node a.js',
  ],
  [
    'everything in the root folder',
    'FROM node:24\nCOPY . .\nRUN npm ci\nCMD node a.js',
    app,
    'The project lies in the root folder of the image.',
  ],
  [
    'manifests first',
    'FROM node:24\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY a.js ./\nCMD node a.js',
    app,
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app/package.json /app/package.json | COPY --from=build /app/node_modules /app/node_modules | COPY a.js ./ | CMD node a.js',
  ],
  [
    'manifests first, and again',
    'FROM node:24\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD node a.js',
    app,
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app/node_modules /app/node_modules | COPY . . | CMD node a.js',
  ],
  [
    'a manifest from the web below one of the project',
    'FROM node:24\nWORKDIR /app\nADD https://example.org/package.json ./\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD node a.js',
    app,
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app/node_modules /app/node_modules | COPY . . | CMD node a.js',
  ],
  [
    'files elsewhere',
    'FROM node:24\nWORKDIR /app\nCOPY package*.json ./\nCOPY conf /etc/app\nRUN npm ci\nCOPY . .\nCMD node a.js',
    { ...app, 'conf/a.ini': '', 'conf/b.ini': '' },
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app/node_modules /app/node_modules | COPY --from=build /etc/app/a.ini /etc/app/a.ini | COPY --from=build /etc/app/b.ini /etc/app/b.ini | COPY . . | CMD node a.js',
  ],
  [
    'many files elsewhere',
    'FROM node:24\nWORKDIR /app\nCOPY package*.json ./\nCOPY conf /etc/app\nRUN npm ci\nCOPY . .\nCMD node a.js',
    {
      ...app,
      ...Object.fromEntries([...Array(25).keys()].map((n) => [`conf/${String(n)}.ini`, ''])),
    },
    'What COPY brings to /etc/app is not known.',
  ],
  [
    'files at an unknown place',
    'FROM node:24\nARG X\nWORKDIR /app\nCOPY package*.json ./\nCOPY a.js $X/\nRUN npm ci\nCOPY . .\nCMD node a.js',
    app,
    'Where a COPY puts its files is not known.',
  ],
  [
    'a heredoc elsewhere',
    'FROM node:24\nWORKDIR /app\nCOPY package*.json ./\nCOPY <<E /etc/app.ini\nx\nE\nRUN npm ci\nCOPY . .\nCMD node a.js',
    app,
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app/node_modules /app/node_modules | COPY --from=build /etc/app.ini /etc/app.ini | COPY . . | CMD node a.js',
  ],
  [
    'a download elsewhere',
    'FROM node:24\nWORKDIR /app\nCOPY package*.json ./\nADD https://example.org/a.ini /etc/app.ini\nRUN npm ci\nCOPY . .\nCMD node a.js',
    app,
    'An ADD brings files that this file does not tell.',
  ],
  [
    'a program of another image',
    'FROM node:24\nWORKDIR /app\nCOPY package*.json ./\nCOPY --from=krallin/tini:1 /tini /usr/bin/tini\nRUN npm ci\nCOPY . .\nCMD node a.js',
    app,
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app/node_modules /app/node_modules | COPY --from=build /usr/bin/tini /usr/bin/tini | COPY . . | CMD node a.js',
  ],
  [
    'programs of another image',
    'FROM node:24\nWORKDIR /app\nCOPY package*.json ./\nCOPY --from=krallin/tini:1 /a /b /usr/bin/\nRUN npm ci\nCOPY . .\nCMD node a.js',
    app,
    'What a COPY --from brings is not known.',
  ],
  [
    'a folder of another image',
    'FROM node:24\nWORKDIR /app\nCOPY package*.json ./\nCOPY --from=krallin/tini:1 /data /data\nRUN npm ci\nCOPY . .\nCMD node a.js',
    app,
    'What a COPY --from brings is not known.',
  ],
  [
    'something from another stage in the project',
    'FROM alpine:3 AS x\nFROM node:24\nWORKDIR /app\nCOPY . .\nCOPY --from=x /gen src/gen\nRUN npm ci && npm run build\nCMD ["node", "dist/a.js"]',
    typed,
    'FROM node:24 AS build | WORKDIR /app | COPY . . | COPY --from=x /gen src/gen | RUN npm ci && npm run build | FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "dist/a.js"]',
  ],
  [
    'a start outside of what is built',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "other.js"]',
    typed,
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "other.js"]',
  ],
  [
    'files that ENV names',
    'FROM node:24\nENV DATA=data/a.csv\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/a.js"]',
    { ...typed, 'data/a.csv': '' },
    'FROM node:24-slim | ENV DATA=data/a.csv | WORKDIR /app | COPY --from=build /app/package.json /app/package.json | COPY --from=build /app/node_modules /app/node_modules | COPY --from=build /app/dist /app/dist | COPY --from=build /app/data /app/data | CMD ["node", "dist/a.js"]',
  ],
  [
    'a folder that sources name',
    'FROM node:24\nWORKDIR /app\nCOPY src src\nCOPY data data\nCOPY *.json ./\nRUN npm ci && npm run build\nCMD ["node", "dist/a.js"]',
    { ...typed, 'src/a.ts': "readdir('data')", 'data/a.csv': '', 'data/b.csv': '' },
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app/package.json /app/package.json | COPY --from=build /app/node_modules /app/node_modules | COPY --from=build /app/dist /app/dist | COPY --from=build /app/data /app/data | CMD ["node", "dist/a.js"]',
  ],
  [
    'files that are copied one by one',
    'FROM node:24\nWORKDIR /app\nCOPY src src\nCOPY data/*.csv data/\nCOPY *.json ./\nRUN npm ci && npm run build\nCMD ["node", "dist/a.js"]',
    { ...typed, 'src/a.ts': "readdir('data')", 'data/a.csv': '', 'data/b.csv': '' },
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app/package.json /app/package.json | COPY --from=build /app/node_modules /app/node_modules | COPY --from=build /app/dist /app/dist | COPY --from=build /app/data/a.csv /app/data/a.csv | COPY --from=build /app/data/b.csv /app/data/b.csv | CMD ["node", "dist/a.js"]',
  ],
  [
    'settings of a framework',
    'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD npm start',
    next,
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app/package.json /app/package.json | COPY --from=build /app/node_modules /app/node_modules | COPY --from=build /app/.next /app/.next | COPY --from=build /app/public /app/public | COPY --from=build /app/next.config.mjs /app/next.config.mjs | CMD ["node", "node_modules/next/dist/bin/next", "start"]',
  ],
  [
    'settings of a framework in a folder',
    'FROM node:24\nWORKDIR /app\nCOPY web .\nRUN npm ci && npm run build\nCMD npm start',
    Object.fromEntries(Object.entries(next).map(([path, text]) => [`web/${path}`, text])),
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app/package.json /app/package.json | COPY --from=build /app/node_modules /app/node_modules | COPY --from=build /app/.next /app/.next | COPY --from=build /app/public /app/public | COPY --from=build /app/next.config.mjs /app/next.config.mjs | CMD ["node", "node_modules/next/dist/bin/next", "start"]',
  ],
  [
    'sources that reach out of a folder',
    'FROM node:24\nWORKDIR /app\nCOPY web .\nRUN npm ci && npm run build\nCMD npm start',
    {
      ...Object.fromEntries(Object.entries(typed).map(([path, text]) => [`web/${path}`, text])),
      'web/src/b.ts': "import '../lib/x'",
    },
    'FROM node:24-slim | WORKDIR /app | COPY --from=build /app /app | CMD ["node", "dist/a.js"]',
  ],
  [
    'packages of Alpine',
    'FROM node:24-alpine\nRUN apk add --no-cache python3 make g++ vips\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD node a.js',
    app,
    'Whether the program needs the package "vips" when it runs is not known.',
  ],
  [
    'headers of Alpine',
    'FROM node:24-alpine\nRUN apk add --no-cache g++ vips-dev\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD node a.js',
    app,
    'Whether the program needs the package "vips-dev" when it runs is not known.',
  ],
  [
    'a program of Alpine that a source starts',
    'FROM node:24-alpine\nRUN apk add --no-cache g++ git $MORE\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD node a.js',
    { ...app, 'a.js': "require('child_process')" },
    'Whether the program needs the package "$MORE" when it runs is not known.',
  ],
  [
    'programs of Alpine that a source starts',
    'FROM node:24-alpine\nRUN apk add --no-cache g++ curl\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD node a.js',
    { ...app, 'a.js': "require('child_process')" },
    'FROM node:24-alpine | RUN apk add --no-cache curl | WORKDIR /app | COPY --from=build /app /app | CMD node a.js',
  ],
  [
    'an old release of Debian',
    'FROM node:16-buster\nRUN apt-get update && apt-get install -y g++\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD node a.js',
    app,
    'Which release of Debian the image has is not known.',
  ],
  [
    'Debian 13',
    'FROM node:24-trixie\nRUN apt-get update && apt-get install -y g++ libpq-dev\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD node a.js',
    app,
    'FROM node:24-trixie-slim | RUN apt-get update \\ |     && apt-get install -y --no-install-recommends libpq5 \\ |     && rm -rf /var/lib/apt/lists/* | WORKDIR /app | COPY --from=build /app /app | CMD node a.js',
  ],
  [
    'a stage from another',
    'FROM node:24 AS x\nFROM x\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD node a.js',
    app,
    'not offered',
  ],
];
describe('what comes out of a stage with Node.js', () => {
  for (const [title, text, files, expected] of stages) {
    test(title, () => {
      const project = files === undefined ? undefined : toProject(files);
      assert.equal(split(`${text}\n`, project), expected);
    });
  }

  test('a source that cannot be read', () => {
    const text = 'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD node a.js\n';
    const project = toProject(app);
    const paths = [...project.paths, 'lost.js'].sort();
    assert.match(split(text, { ...project, paths }), /^Not every source file/);
  });
});
