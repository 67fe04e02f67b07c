import { findBroadCopies } from '../model/broad-copy';
import { planManifestCopy } from '../rewrite/plan-manifest-copy';
import { dockerfile } from '../text/dockerfile-tag';
import { touchesSpan } from '../text/span';
import { defineAssist } from './define-assist';

export default defineAssist({
  id: 'move-sources-below-install',
  title: 'Copy the sources below the install',
  kind: 'refactor.move',
  since: 'next',
  summary:
    'Copies only the files that an install of dependencies reads above it, and everything else below it, so that a change of the sources does not repeat the install. The files are those that are really there: lock files, members of a workspace, patches, files that name each other.',
  mends: ['broad-copy-before-install'],
  examples: [
    {
      files: {
        'package.json': '{ "workspaces": ["packages/*"], "scripts": { "prepare": "husky" } }\n',
        'package-lock.json': '{}\n',
        'packages/api/package.json': '{ "name": "api" }\n',
        'packages/api/index.js': '',
      },
      before: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        <CURSOR>COPY . .
        RUN npm ci && npm run build
        CMD ["node", "packages/api/index.js"]
      `,
      after: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        COPY packages/api/package.json ./packages/api/
        RUN npm ci
        COPY . .
        RUN npm run build
        CMD ["node", "packages/api/index.js"]
      `,
    },
    {
      files: {
        'pyproject.toml':
          '[project]\nname = "shop"\nversion = "1"\n\n[build-system]\nrequires = []\n',
        'uv.lock': '',
        'src/shop/main.py': '',
      },
      before: dockerfile`
        FROM ghcr.io/astral-sh/uv:python3.14-trixie-slim
        WORKDIR /app
        COPY . .
        RUN uv <CURSOR>sync --locked --no-dev
        CMD ["/app/.venv/bin/shop"]
      `,
      after: dockerfile`
        FROM ghcr.io/astral-sh/uv:python3.14-trixie-slim
        WORKDIR /app
        COPY pyproject.toml uv.lock ./
        RUN uv sync --no-install-project --locked --no-dev
        COPY . .
        RUN uv sync --locked --no-dev
        CMD ["/app/.venv/bin/shop"]
      `,
    },
  ],
  run({ model, selection }) {
    const broad = findBroadCopies(model).find(({ copy, install }) =>
      [copy.instruction, install.operation.command.instruction].some(({ span }) =>
        touchesSpan(span, selection),
      ),
    );
    if (broad === undefined) return undefined;
    const plan = planManifestCopy(model, broad);
    return plan.kind === 'refused' ? plan : { ...plan, kind: 'edits' };
  },
});
