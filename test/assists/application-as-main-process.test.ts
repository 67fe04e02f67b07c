import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import applicationAsMainProcess from '../../server/src/core/assists/application-as-main-process';
import { applyAssist, runAssist } from '../harness/assists';

interface Case {
  readonly title: string;
  readonly lines: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  /** The last lines behind the assist. */
  readonly after?: readonly string[];
  readonly reason?: RegExp;
  /** Where the cursor stands; undefined: at the end. */
  readonly place?: string;
}

const node = ['FROM node:24-trixie-slim', 'WORKDIR /app', 'COPY . .', 'RUN npm ci'];
const manifest = {
  'package.json': '{ "scripts": { "start": "node a.js", "serve": "node b.js" } }',
};
const handled = { 'a.js': 'process.on("SIGTERM", stop)' };

const cases: readonly Case[] = [
  {
    title: 'shell form',
    lines: [...node, 'CMD npm start'],
    files: manifest,
    after: ['CMD ["node", "a.js"]'],
  },
  {
    title: 'an init process in front of it',
    lines: [...node, 'CMD ["tini", "--", "npm", "run", "serve", "--", "-p", "80"]'],
    files: manifest,
    after: ['CMD ["tini", "--", "node", "b.js", "-p", "80"]'],
  },
  {
    title: 'an init process as ENTRYPOINT',
    lines: [...node, 'ENTRYPOINT ["tini", "--"]', 'CMD ["npm", "start"]'],
    files: manifest,
    after: ['ENTRYPOINT ["tini", "--"]', 'CMD ["node", "a.js"]'],
  },
  {
    title: 'ENTRYPOINT alone',
    lines: [...node, 'ENTRYPOINT ["npm", "start"]'],
    files: manifest,
    after: ['ENTRYPOINT ["node", "a.js"]'],
  },
  {
    title: 'an ENTRYPOINT script that hands CMD on',
    lines: [...node, 'ENTRYPOINT ["/app/entry.sh"]', 'CMD ["npm", "start"]'],
    files: { ...manifest, 'entry.sh': '#!/bin/sh\nset -e\nexec "$@"\n' },
    after: ['CMD ["node", "a.js"]'],
  },
  {
    title: 'variables in front of the manager',
    lines: [...node, 'CMD NODE_ENV=production exec npm start'],
    files: manifest,
    after: ['ENV NODE_ENV=production', 'CMD ["node", "a.js"]'],
  },
  {
    title: 'a variable that the image has already',
    lines: [...node, 'ENV NODE_ENV=production', 'CMD npm start'],
    files: { 'package.json': '{ "scripts": { "start": "NODE_ENV=production node a.js" } }' },
    after: ['ENV NODE_ENV=production', 'CMD ["node", "a.js"]'],
  },
  {
    title: 'npx and a package of the project',
    lines: [...node, 'CMD ["npx", "--no-install", "serve", "-s", "dist"]'],
    files: { 'package.json': '{ "dependencies": { "serve": "^14.0.0" } }' },
    after: ['CMD ["node", "node_modules/serve/build/main.js", "-s", "dist"]'],
  },
  {
    title: 'package.json that came through another stage',
    lines: [
      'FROM node:24 AS build',
      'WORKDIR /src',
      'COPY . .',
      'RUN npm ci',
      'FROM node:24-slim',
      'WORKDIR /app',
      'COPY --from=build /src/package*.json ./',
      'COPY --from=build /src/dist dist',
      'CMD ["npm", "start"]',
    ],
    files: manifest,
    after: ['CMD ["node", "a.js"]'],
  },
  {
    title: 'a member of a workspace',
    lines: [...node, 'CMD ["pnpm", "--filter", "@shop/api", "start"]'],
    files: {
      'package.json': '{}',
      'pnpm-workspace.yaml': 'packages: ["apps/*"]',
      'apps/api/package.json':
        '{ "name": "@shop/api", "scripts": { "start": "node dist/main.js" } }',
    },
    after: ['WORKDIR /app/apps/api', 'CMD ["node", "dist/main.js"]'],
  },
  {
    title: 'uv run with the environment of the project',
    lines: [
      'FROM python:3.14-slim',
      'WORKDIR /app',
      'COPY . .',
      'RUN uv sync --locked --no-dev',
      'CMD ["uv", "run", "uvicorn", "app:app", "--port", "80"]',
    ],
    files: { 'pyproject.toml': 'dependencies = ["uvicorn>=0.30"]', 'app.py': '' },
    after: ['CMD ["/app/.venv/bin/uvicorn", "app:app", "--port", "80"]'],
  },
  {
    title: 'uv run with a file',
    lines: [
      'FROM python:3.14-slim',
      'WORKDIR /app',
      'COPY . .',
      'RUN uv sync',
      'CMD uv run main.py',
    ],
    files: { 'pyproject.toml': '[project]', 'main.py': '' },
    after: ['CMD ["/app/.venv/bin/python", "main.py"]'],
  },
  {
    title: 'Poetry without an environment of its own',
    lines: [
      'FROM python:3.14-slim',
      'WORKDIR /app',
      'COPY . .',
      'RUN poetry config virtualenvs.create false && poetry install --no-root',
      'CMD ["poetry", "run", "gunicorn", "app:app"]',
    ],
    files: { 'pyproject.toml': 'gunicorn = "^23"', 'app.py': '' },
    after: ['CMD ["gunicorn", "app:app"]'],
  },
  {
    title: 'Pipenv with the environment in the project',
    lines: [
      'FROM python:3.14-slim',
      'ENV PIPENV_VENV_IN_PROJECT=1',
      'WORKDIR /app',
      'COPY . .',
      'RUN pipenv install --deploy',
      'CMD ["pipenv", "run", "python", "app.py"]',
    ],
    files: { Pipfile: '[packages]', 'app.py': '' },
    after: ['CMD ["/app/.venv/bin/python", "app.py"]'],
  },
  {
    title: 'no project',
    lines: ['FROM node:24', 'CMD npm start'],
    files: {},
    reason: /Which package\.json/,
  },
  {
    title: 'several commands',
    lines: [...node, 'CMD node migrate.js && npm start'],
    files: manifest,
    reason: /several commands/,
  },
  {
    title: 'a variable of the shell',
    lines: [...node, 'CMD npm start -- --port $PORT'],
    files: manifest,
    reason: /needs a shell/,
  },
  {
    title: 'inside sh -c',
    lines: [...node, 'CMD ["sh", "-c", "npm start"]'],
    files: manifest,
    reason: /needs a shell/,
  },
  {
    title: 'ENTRYPOINT and CMD together',
    lines: [...node, 'ENTRYPOINT ["npm", "run"]', 'CMD ["serve"]'],
    files: manifest,
    reason: /together/,
    place: 'ENTRYPOINT',
  },
  {
    title: 'an ENTRYPOINT script that looks at CMD',
    lines: [...node, 'ENTRYPOINT ["/app/entry.sh"]', 'CMD ["npm", "start"]'],
    files: { ...manifest, 'entry.sh': 'if [ "$1" = npm ]; then prepare; fi\nexec "$@"\n' },
    reason: /What the ENTRYPOINT makes/,
  },
  {
    title: 'a source that reads variables of npm',
    lines: [...node, 'CMD npm start'],
    files: { ...manifest, 'a.js': 'console.log(process.env.npm_package_version)' },
    reason: /a\.js reads variables/,
  },
  {
    title: 'a source that starts programs',
    lines: [...node, 'CMD npm start'],
    files: { ...manifest, 'a.js': 'require("child_process").exec("prisma migrate")' },
    reason: /a\.js starts programs/,
  },
  {
    title: 'a RUN that changes package.json',
    lines: [...node, 'RUN npm pkg set scripts.start="node c.js"', 'CMD npm start'],
    files: manifest,
    reason: /A RUN may change package\.json/,
  },
  {
    title: 'a RUN below that would see the variables',
    lines: ['FROM node:24', 'WORKDIR /app', 'COPY . .', 'CMD npm start', 'RUN npm ci'],
    files: { 'package.json': '{ "scripts": { "start": "NODE_ENV=production node a.js" } }' },
    reason: /A RUN below/,
    place: 'CMD',
  },
  {
    title: 'npx and a package that is not named',
    lines: [...node, 'CMD npx serve dist'],
    files: manifest,
    reason: /which version of "serve"/,
  },
  {
    title: 'uv that installs the project when the container starts',
    lines: [
      'FROM python:3.14-slim',
      'WORKDIR /app',
      'COPY . .',
      'RUN uv sync --no-install-project',
      'CMD uv run python main.py',
    ],
    files: { 'pyproject.toml': '[build-system]\nrequires = []\n' },
    reason: /only when the container starts/,
  },
  {
    title: 'Poetry with an environment elsewhere',
    lines: [
      'FROM python:3.14-slim',
      'WORKDIR /app',
      'COPY . .',
      'RUN poetry install',
      'CMD poetry run gunicorn a:b',
    ],
    files: { 'pyproject.toml': 'gunicorn = "^23"' },
    reason: /Where Poetry keeps/,
  },
  {
    title: 'a Python source that starts programs',
    lines: [
      'FROM python:3.14-slim',
      'WORKDIR /app',
      'COPY . .',
      'RUN uv sync',
      'CMD uv run main.py',
    ],
    files: { 'pyproject.toml': '[project]', 'main.py': 'import subprocess' },
    reason: /main\.py starts programs/,
  },
  { title: 'the program itself', lines: [...node, 'CMD ["node", "a.js"]'], files: manifest },
  { title: 'a script that does a job', lines: [...node, 'CMD ["npm", "test"]'], files: manifest },
];

describe('application-as-main-process', () => {
  for (const { title, lines, files, after, reason, place } of cases) {
    test(title, () => {
      const text = `${lines.join('\n')}\n`;
      const offset = place === undefined ? text.length - 2 : text.indexOf(place);
      const surroundings = { files: { ...handled, ...files } };
      const outcome = runAssist(applicationAsMainProcess, text, offset, surroundings);
      if (reason !== undefined) {
        assert.match(outcome?.kind === 'refused' ? outcome.reason : '', reason);
        return;
      }
      if (after === undefined) {
        assert.equal(outcome, undefined);
        return;
      }
      const changed = applyAssist(applicationAsMainProcess, text, offset, surroundings) ?? '';
      assert.deepEqual(changed.trimEnd().split('\n').slice(-after.length), after);
    });
  }

  test('the files are not known', () => {
    const outcome = runAssist(applicationAsMainProcess, 'FROM node:24\nCMD npm start\n', 15);
    assert.match(outcome?.kind === 'refused' ? outcome.reason : '', /build context are not known/);
  });

  test('what stops the program is said', () => {
    const text = `${[...node, 'CMD npm start'].join('\n')}\n`;
    const outcome = runAssist(applicationAsMainProcess, text, text.length - 2, { files: manifest });
    assert.match(outcome?.kind === 'edits' ? (outcome.evidence ?? []).join('\n') : '', /SIGTERM/);
  });
});
