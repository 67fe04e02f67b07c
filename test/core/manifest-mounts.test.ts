import bindManifests from '../../server/src/core/assists/bind-manifests';
import { testAssistCases, type AssistCase } from '../harness/assist-cases';

interface Place {
  readonly image?: string;
  readonly workdir?: string | undefined;
  readonly copy: string;
  readonly install: string;
  readonly rest?: readonly string[];
}

const build = ({ image, workdir, copy, install, rest }: Place): string =>
  [
    `FROM ${image ?? 'node:24-trixie-slim'}`,
    ...(workdir === '' ? [] : [`WORKDIR ${workdir ?? '/app'}`]),
    `COPY <CURSOR>${copy}`,
    `RUN ${install}`,
    ...(rest ?? ['COPY . .']),
    '',
  ].join('\n');

const mount = (source: string, target = source): string =>
  `--mount=type=bind,source=${source},target=${target}`;

/** The same file with mounts. */
const mounted = (place: Place, ...mounts: readonly string[]): string =>
  build(place)
    .replace(/COPY <CURSOR>.*\n/, '')
    .replace('RUN ', `RUN ${mounts.join(' \\\n    ')}${mounts.length === 1 ? ' ' : ' \\\n    '}`);

const bound = (title: string, place: Place, ...mounts: readonly string[]): AssistCase => ({
  title,
  before: build(place),
  after: mounted(place, ...mounts),
});

const refused = (title: string, reason: RegExp, place: Place): AssistCase => ({
  title: `refused: ${title}`,
  before: build(place),
  reason,
});

const python = 'python:3.14-slim';
const locked = 'package.json yarn.lock ./';

testAssistCases(bindManifests, [
  bound(
    'yarn with a frozen lock file',
    { copy: locked, install: 'yarn install --frozen-lockfile' },
    mount('package.json'),
    mount('yarn.lock'),
  ),
  bound(
    'pnpm with a frozen lock file',
    { copy: 'package.json pnpm-lock.yaml ./', install: 'pnpm install --frozen-lockfile' },
    mount('package.json'),
    mount('pnpm-lock.yaml'),
  ),
  bound(
    'requirements of pip',
    { image: python, copy: 'requirements.txt .', install: 'pip install -r requirements.txt' },
    mount('requirements.txt'),
  ),
  bound(
    'requirements for uv pip',
    { image: python, copy: 'requirements.txt .', install: 'uv pip install -r requirements.txt' },
    mount('requirements.txt'),
  ),
  bound(
    'uv with its lock file',
    {
      image: python,
      copy: 'pyproject.toml uv.lock ./',
      install: 'uv sync --locked --no-install-project',
    },
    mount('pyproject.toml'),
    mount('uv.lock'),
  ),
  bound(
    'poetry without the project',
    {
      image: python,
      copy: 'pyproject.toml poetry.lock ./',
      install: 'poetry install --no-root',
    },
    mount('pyproject.toml'),
    mount('poetry.lock'),
  ),
  bound(
    'Maven that downloads',
    {
      image: 'maven:3.9-eclipse-temurin-21',
      copy: 'pom.xml .',
      install: 'mvn -B dependency:go-offline',
    },
    mount('pom.xml'),
  ),
  bound(
    'another name in the stage',
    {
      image: python,
      copy: 'requirements/requirements-base.txt requirements.txt',
      install: 'pip install -r requirements.txt',
    },
    mount('requirements/requirements-base.txt', 'requirements.txt'),
  ),
  bound(
    'a folder outside of the working directory, as root',
    {
      image: python,
      copy: 'requirements.txt /tmp/',
      install: 'pip install -r /tmp/requirements.txt',
    },
    mount('requirements.txt', '/tmp/requirements.txt'),
  ),
  bound(
    'no working directory',
    {
      image: python,
      workdir: '',
      copy: 'requirements.txt /',
      install: 'pip install -r /requirements.txt',
    },
    mount('requirements.txt'),
  ),
  refused('uv that may resolve', /may write to its manifests/, {
    image: python,
    copy: 'pyproject.toml uv.lock ./',
    install: 'uv sync --no-install-project',
  }),
  refused('poetry with the project', /may write to its manifests/, {
    image: python,
    copy: 'pyproject.toml poetry.lock ./',
    install: 'poetry install',
  }),
  refused('Maven that builds', /may write to its manifests|Another command/, {
    image: 'maven:3.9-eclipse-temurin-21',
    copy: 'pom.xml .',
    install: 'mvn -B dependency:go-offline package',
  }),
  refused('Composer', /may write to its manifests/, {
    image: 'composer:2',
    copy: 'composer.json composer.lock ./',
    install: 'composer install --no-scripts --no-autoloader',
  }),
  refused('a RUN that is not understood', /not understood/, {
    copy: 'package.json package-lock.json ./',
    install: 'npm ci && if true; then',
  }),
  {
    title: 'refused: a place that a variable holds',
    before:
      'FROM node:24\nARG TO\nWORKDIR /app\nCOPY <CURSOR>package.json package-lock.json $TO/\nRUN npm ci\nCOPY . .\n',
    reason: /Where the manifests are copied to/,
  },
  refused('parents are kept', /changes the files/, {
    copy: '--parents package.json package-lock.json ./',
    install: 'npm ci',
  }),
  {
    title: 'the COPY is the last instruction',
    before: 'FROM node:24\nCOPY <CURSOR>package.json ./\n',
  },
  {
    title: 'a heredoc among the copies',
    before: 'FROM node:24\nCOPY <CURSOR><<EOF package.json\n{}\nEOF\nRUN npm ci\n',
  },
  {
    title: 'a variable among the copies',
    before: build({ copy: '$MANIFEST ./', install: 'npm ci' }),
  },
  {
    title: 'a copy of another stage',
    before: 'FROM node:24 AS a\nFROM node:24\nCOPY --from=a <CURSOR>package.json ./\nRUN npm ci\n',
  },
  {
    title: 'the manifests above other copies stay',
    before:
      'FROM node:24\nWORKDIR /app\nCOPY <CURSOR>package.json package-lock.json ./\nCOPY src src\nRUN npm ci\nCOPY . .\n',
  },
  {
    title: 'of two empty lines that would meet one goes',
    before:
      'FROM node:24\nWORKDIR /app\n\nCOPY <CURSOR>package.json package-lock.json ./\n\nRUN npm ci\nCOPY . .\n',
    after: `FROM node:24\nWORKDIR /app\n\nRUN ${mount('package.json')} \\\n    ${mount('package-lock.json')} \\\n    npm ci\nCOPY . .\n`,
  },
  {
    title: 'refused: a name that would need quotes',
    files: { 'a b/requirements.txt': '' },
    before: build({
      image: python,
      copy: '["a b/requirements.txt", "./"]',
      install: 'pip install -r requirements.txt',
    }),
    reason: /would need quotes/,
  },
  {
    title: 'refused: a pattern that brings no file',
    files: { 'a.txt': '' },
    before: build({ copy: 'package*.json ./', install: 'npm ci' }),
    reason: /brings no file/,
  },
  {
    title: 'refused: another user and a folder outside',
    before:
      'FROM python:3.14-slim\nWORKDIR /app\nUSER app\nCOPY <CURSOR>requirements.txt /srv/\nRUN pip install -r /srv/requirements.txt\nCOPY . .\n',
    reason: /would belong to root/,
  },
]);
