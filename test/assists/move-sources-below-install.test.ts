import moveSourcesBelowInstall from '../../server/src/core/assists/move-sources-below-install';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { testAssistCases, type AssistCase } from '../harness/assist-cases';

const node = (run: string): string =>
  `FROM node:24-trixie-slim\nWORKDIR /app\nCOPY <CURSOR>. .\nRUN ${run}\nCMD ["node", "server.js"]\n`;

/** The same with the manifests copied first. */
const nodeAfter = (run: string, ...copies: readonly string[]): string =>
  [
    'FROM node:24-trixie-slim',
    'WORKDIR /app',
    ...copies.map((copy) => `COPY ${copy}`),
    `RUN ${run}`,
    'COPY . .',
    'CMD ["node", "server.js"]',
    '',
  ].join('\n');

const python = (run: string): string =>
  `FROM python:3.14-slim\nWORKDIR /app\nCOPY <CURSOR>. .\nRUN ${run}\n`;

const pythonAfter = (run: string, ...copies: readonly string[]): string =>
  [
    'FROM python:3.14-slim',
    'WORKDIR /app',
    ...copies.map((copy) => `COPY ${copy}`),
    `RUN ${run}`,
    'COPY . .',
    '',
  ].join('\n');

const build = (image: string, run: string): string =>
  `FROM ${image} AS build\nWORKDIR /src\nCOPY <CURSOR>. .\nRUN ${run}\n`;

const buildAfter = (
  image: string,
  run: string,
  download: string,
  ...copies: readonly string[]
): string =>
  [
    `FROM ${image} AS build`,
    'WORKDIR /src',
    ...copies.map((copy) => `COPY ${copy}`),
    download,
    'COPY . .',
    `RUN ${run}`,
    '',
  ].join('\n');

const lock = { 'package-lock.json': '{}', 'server.js': '' };

const nodeCases: readonly AssistCase[] = [
  {
    title: 'every file that npm reads, and no other',
    files: { 'package.json': '{}', '.npmrc': 'audit=false\n', ...lock, '.nvmrc': '24' },
    before: node('npm ci'),
    after: nodeAfter('npm ci', 'package.json package-lock.json .npmrc ./'),
    outcome: { evidence: ['package.json: what the install runs reads no sources.'] },
  },
  {
    title: 'packages of the host stay out of the image',
    files: { 'package.json': '{}', ...lock, 'node_modules/': '' },
    before: node('npm ci'),
    after: nodeAfter('npm ci', 'package.json package-lock.json ./'),
    outcome: { files: [{ path: '.dockerignore', before: undefined, after: 'node_modules\n' }] },
  },
  {
    title: 'the members of a pnpm workspace and its patches',
    files: {
      'package.json': '{ "packageManager": "pnpm@10.0.0" }',
      'pnpm-lock.yaml': '',
      'pnpm-workspace.yaml':
        'packages:\n  - apps/*\npatchedDependencies:\n  is-odd: patches/is-odd.patch\n',
      'apps/api/package.json': '{ "dependencies": { "web": "workspace:*" } }',
      'apps/web/package.json': '{}',
      'patches/is-odd.patch': '',
    },
    before: node('corepack enable && pnpm install --frozen-lockfile'),
    after: nodeAfter(
      'corepack enable && pnpm install --frozen-lockfile',
      'package.json pnpm-lock.yaml pnpm-workspace.yaml ./',
      'apps/api/package.json ./apps/api/',
      'apps/web/package.json ./apps/web/',
      'patches/is-odd.patch ./patches/',
    ),
  },
  {
    title: 'a later Yarn with its own release and plugins',
    files: {
      'package.json': '{ "packageManager": "yarn@4.5.0" }',
      'yarn.lock': '',
      '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-4.5.0.cjs\n',
      '.yarn/releases/yarn-4.5.0.cjs': '',
    },
    before: node('corepack enable && yarn install --immutable'),
    after: nodeAfter(
      'corepack enable && yarn install --immutable',
      'package.json yarn.lock .yarnrc.yml ./',
      '.yarn/releases ./.yarn/releases/',
    ),
  },
  {
    title: 'patch-package brings its folder',
    files: {
      'package.json':
        '{ "scripts": { "postinstall": "patch-package", "prepare": "husky || true" } }',
      ...lock,
      'patches/a.patch': '',
    },
    before: node('npm ci'),
    after: nodeAfter('npm ci', 'package.json package-lock.json ./', 'patches ./patches/'),
  },
  {
    title: 'scripts do not matter where they do not run',
    files: { 'package.json': '{ "scripts": { "postinstall": "node build.js" } }', ...lock },
    before: node('npm ci --ignore-scripts'),
    after: nodeAfter('npm ci --ignore-scripts', 'package.json package-lock.json ./'),
  },
  {
    title: 'a folder below the copied one',
    files: { 'web/package.json': '{}', 'web/package-lock.json': '{}', 'web/index.js': '' },
    before: dockerfile`
      FROM node:24-trixie-slim
      COPY . /app
      WORKDIR /app/web
      RUN <CURSOR>npm ci
    `,
    after: dockerfile`
      FROM node:24-trixie-slim
      WORKDIR /app/web
      COPY web/package.json web/package-lock.json /app/web/
      RUN npm ci
      COPY . /app
    `,
  },
  {
    title: 'files that an earlier COPY brought are not copied again',
    files: { 'package.json': '{}', ...lock, '.npmrc': '' },
    before: dockerfile`
      FROM node:24-trixie-slim
      WORKDIR /app
      COPY package*.json ./
      COPY . .
      RUN <CURSOR>npm ci
    `,
    after: dockerfile`
      FROM node:24-trixie-slim
      WORKDIR /app
      COPY package*.json ./
      COPY .npmrc ./
      RUN npm ci
      COPY . .
    `,
  },
  {
    title: 'a script that reads the sources',
    files: { 'package.json': '{ "scripts": { "prepare": "tsc -p ." } }', ...lock },
    before: node('npm ci'),
    reason: /^The script "prepare" of package\.json may read the sources: "tsc -p \."\.$/,
  },
  {
    title: 'a script of a member that reads the sources',
    files: {
      'package.json': '{ "workspaces": ["libs/*"] }',
      'libs/a/package.json': '{ "scripts": { "postinstall": "node-gyp rebuild" } }',
      ...lock,
    },
    before: node('npm ci'),
    reason: /"postinstall" of libs\/a\/package\.json/,
  },
  {
    title: 'a program of a member',
    files: {
      'package.json': '{ "workspaces": ["libs/*"] }',
      'libs/a/package.json': '{ "bin": "cli.js" }',
      ...lock,
    },
    before: node('npm ci'),
    reason: /declares programs/,
  },
  {
    title: 'a package in a folder',
    files: { 'package.json': '{ "dependencies": { "a": "file:libs/a" } }', ...lock },
    before: node('npm ci'),
    reason: /"a" is "file:libs\/a", which lies in the project/,
  },
  {
    title: 'patterns of a workspace that need a shell',
    files: {
      'package.json': '{ "workspaces": ["{apps,libs}/*"] }',
      'apps/a/package.json': '{}',
      ...lock,
    },
    before: node('npm ci'),
    reason: /Which folders package\.json names is not clear/,
  },
  {
    title: 'a part of a workspace',
    files: {
      'package.json': '{ "workspaces": ["apps/*"] }',
      'apps/a/package.json': '{}',
      ...lock,
    },
    before: dockerfile`
      FROM node:24-trixie-slim
      COPY . /app
      WORKDIR /app/apps/a
      RUN <CURSOR>npm ci
    `,
    reason: /may be a part of a workspace/,
  },
  {
    title: 'another manager has the workspace',
    files: {
      'package.json': '{}',
      'pnpm-workspace.yaml': 'packages: [a]\n',
      'a/package.json': '{}',
      ...lock,
    },
    before: node('npm ci'),
    reason: /belongs to pnpm/,
  },
  {
    title: 'settings that name files',
    files: { 'package.json': '{}', '.npmrc': 'cafile=ca.pem\n', ...lock },
    before: node('npm ci'),
    reason: /\.npmrc sets "cafile"/,
  },
  {
    title: 'sources that the install compiles',
    files: { 'package.json': '{}', 'binding.gyp': '{}', ...lock },
    before: node('npm ci'),
    reason: /binding\.gyp has the install compile/,
  },
  {
    title: 'a hook of pnpm that reads other files',
    files: {
      'package.json': '{}',
      'pnpm-lock.yaml': '',
      '.pnpmfile.cjs': 'module.exports = require("./hooks");',
    },
    before: node('pnpm install'),
    reason: /\.pnpmfile\.cjs may read other files/,
  },
  {
    title: "Plug'n'Play as a part of the project",
    files: {
      'package.json': '{ "packageManager": "yarn@4.0.0" }',
      'yarn.lock': '',
      '.yarnrc.yml': '',
      '.pnp.cjs': '',
    },
    before: node('yarn install'),
    reason: /\.pnp\.cjs is made by the install/,
  },
  {
    title: 'a Yarn of unknown release',
    files: { 'package.json': '{}' },
    before: node('yarn install'),
    reason: /Which release of Yarn/,
  },
  {
    title: 'no manifest',
    files: { 'server.js': '' },
    before: node('npm ci'),
    reason: /has no package\.json/,
  },
  {
    title: 'a manifest that the ignore file leaves out',
    files: { 'package.json': '{}', '.dockerignore': '*.json\n' },
    before: node('npm ci'),
    reason: /has no package\.json/,
  },
  {
    title: 'a manifest that cannot be read',
    files: { 'package.json': '{', ...lock },
    before: node('npm ci'),
    reason: /package\.json cannot be read/,
  },
  {
    title: 'another folder',
    files: { 'package.json': '{}', ...lock },
    before: node('npm ci --prefix web'),
    reason: /works on another folder/,
  },
  {
    title: 'options in a variable',
    files: { 'package.json': '{}', ...lock },
    before: node('npm ci $NPM_FLAGS'),
    reason: /held in a variable/,
  },
  {
    title: 'packages of the host that another COPY brings',
    files: { 'package.json': '{}', ...lock, 'node_modules/': '' },
    before: dockerfile`
      FROM node:24-trixie-slim
      WORKDIR /app
      COPY <CURSOR>. .
      RUN npm ci
      COPY node_modules/own ./own
    `,
    reason: /A COPY brings node_modules/,
  },
  {
    title: 'not at another place',
    files: {},
    before: 'FROM <CURSOR>node:24\nCOPY . .\nRUN npm ci\n',
  },
  {
    title: 'without the project by what npm may read',
    before: node('npm ci'),
    after: nodeAfter('npm ci', 'package.json package-lock.json* npm-shrinkwrap.json* .npmrc* ./'),
  },
  {
    title: 'without the project where the folder counts',
    before: node('cd web && npm ci'),
    reason: /works in a subfolder/,
  },
];

const pyproject = '[project]\nname = "a"\nversion = "1"\n';
const packaged = `${pyproject}[build-system]\nrequires = []\n`;

const pythonCases: readonly AssistCase[] = [
  {
    title: 'requirement files that name each other',
    files: {
      'requirements/prod.txt': '-r base.txt\n-c ../constraints.txt\ngunicorn\n',
      'requirements/base.txt': 'django==5\n',
      'requirements/dev.txt': '-r base.txt\n',
      'constraints.txt': 'django==5\n',
    },
    before: python('pip install -r requirements/prod.txt && python manage.py collectstatic'),
    after: dockerfile`
      FROM python:3.14-slim
      WORKDIR /app
      COPY requirements/prod.txt requirements/base.txt ./requirements/
      COPY constraints.txt ./
      RUN pip install -r requirements/prod.txt
      COPY . .
      RUN python manage.py collectstatic
    `,
  },
  {
    title: 'a requirement file that installs the project',
    files: { 'requirements.txt': '-e .\n' },
    before: python('pip install -r requirements.txt'),
    reason: /names "\.", which lies in the project/,
  },
  {
    title: 'a requirement file that looks into a folder',
    files: { 'requirements.txt': '--find-links wheels\nflask\n' },
    before: python('pip install -r requirements.txt'),
    reason: /options that name folders/,
  },
  {
    title: 'a requirement file that names one which is not there',
    files: { 'requirements.txt': '-r other.txt\n' },
    before: python('pip install -r requirements.txt'),
    reason: /A file that requirements\.txt names/,
  },
  {
    title: 'a requirement file that is left out',
    files: { 'requirements.txt': 'flask\n', '.dockerignore': '*.txt\n' },
    before: python('pip install -r requirements.txt'),
    reason: /requirements\.txt cannot be read/,
  },
  {
    title: 'a requirement file above the context',
    files: { 'a.py': '' },
    before: python('pip install -r ../requirements.txt'),
    reason: /lies outside/,
  },
  {
    title: 'settings of pip that name files',
    files: { 'requirements.txt': 'flask\n' },
    before: dockerfile`
      FROM python:3.14-slim
      ENV PIP_CONSTRAINT=constraints.txt
      WORKDIR /app
      COPY <CURSOR>. .
      RUN pip install -r requirements.txt
    `,
    reason: /PIP_CONSTRAINT names files/,
  },
  {
    title: 'options of pip that name folders',
    files: { 'requirements.txt': 'flask\n' },
    before: python('pip install --find-links wheels -r requirements.txt'),
    reason: /options name folders/,
  },
  {
    title: 'the project itself',
    files: { 'pyproject.toml': packaged },
    before: python('pip install .'),
    reason: /installs the project itself/,
  },
  {
    title: 'uv installs dependencies alone',
    files: { 'pyproject.toml': pyproject, 'uv.lock': '' },
    before: python('pip install uv && uv sync'),
    after: pythonAfter('pip install uv && uv sync', 'pyproject.toml uv.lock ./'),
  },
  {
    title: 'uv behind another command installs the project below',
    files: { 'pyproject.toml': packaged, 'uv.lock': '' },
    before: python('pip install uv && uv sync --locked'),
    after: dockerfile`
      FROM python:3.14-slim
      WORKDIR /app
      COPY pyproject.toml uv.lock ./
      RUN pip install uv \
          && uv sync --no-install-project --locked
      COPY . .
      RUN uv sync --locked
    `,
  },
  {
    title: 'a workspace of uv',
    files: { 'pyproject.toml': `${packaged}[tool.uv.workspace]\nmembers = ["a"]\n` },
    before: python('uv sync'),
    reason: /has a workspace/,
  },
  {
    title: 'a version that uv has to build',
    files: { 'pyproject.toml': '[project]\nname = "a"\ndynamic = ["version"]\n' },
    before: python('uv sync'),
    reason: /computes from the sources/,
  },
  {
    title: 'a dependency in a folder',
    files: { 'pyproject.toml': `${packaged}[tool.uv.sources]\nb = { path = "libs/b" }\n` },
    before: python('uv sync'),
    reason: /names "libs\/b"/,
  },
  {
    title: 'poetry in the mode without a package',
    files: { 'pyproject.toml': '[tool.poetry]\npackage-mode = false\n', 'poetry.lock': '' },
    before: python('poetry install'),
    after: pythonAfter('poetry install', 'pyproject.toml poetry.lock ./'),
  },
  {
    title: 'poetry installs the project below',
    files: { 'pyproject.toml': packaged, 'poetry.lock': '', 'README.md': '' },
    before: dockerfile`
      FROM python:3.14-slim
      WORKDIR /app
      # Everything.
      COPY <CURSOR>. .
      ENV POETRY_VIRTUALENVS_CREATE=false
      RUN poetry install --only main
    `,
    after: dockerfile`
      FROM python:3.14-slim
      WORKDIR /app
      ENV POETRY_VIRTUALENVS_CREATE=false
      COPY pyproject.toml poetry.lock ./
      RUN poetry install --no-root --only main
      # Everything.
      COPY . .
      RUN poetry install --only main
    `,
  },
  {
    title: 'poetry for the project alone',
    files: { 'pyproject.toml': packaged },
    before: python('poetry install --only-root'),
    reason: /installs the project itself/,
  },
  {
    title: 'pipenv',
    files: { Pipfile: '[packages]\nflask = "*"\n', 'Pipfile.lock': '{}' },
    before: python('pipenv install --system --deploy'),
    after: pythonAfter('pipenv install --system --deploy', 'Pipfile Pipfile.lock ./'),
  },
];

const goMod = 'module example.org/shop\n\ngo 1.26\n\nrequire example.org/log v1.0.0\n';

const goCases: readonly AssistCase[] = [
  {
    title: 'the modules of a workspace',
    files: {
      'go.work': 'go 1.26\n\nuse (\n\t./api\n\t./lib\n)\n',
      'api/go.mod': goMod,
      'api/go.sum': '',
      'lib/go.mod': 'module example.org/lib\n',
    },
    before: build('golang:1.26', 'go build -o /api ./api'),
    after: buildAfter(
      'golang:1.26',
      'go build -o /api ./api',
      'RUN go mod download',
      'go.work ./',
      'api/go.mod api/go.sum ./api/',
      'lib/go.mod ./lib/',
    ),
  },
  {
    title: 'a module that is replaced by a folder',
    files: { 'go.mod': `${goMod}replace example.org/log => ./log\n`, 'log/go.mod': 'module log\n' },
    before: build('golang:1.26', 'go build -o /api .'),
    after: buildAfter(
      'golang:1.26',
      'go build -o /api .',
      'RUN go mod download',
      'go.mod ./',
      'log/go.mod ./log/',
    ),
  },
  {
    title: 'a module that is replaced by a folder elsewhere',
    files: { 'go.mod': `${goMod}replace example.org/log => ../log\n`, 'go.sum': '' },
    before: build('golang:1.26', 'go build -o /api .'),
    reason: /replaces a module by "\.\.\/log"/,
  },
  {
    title: 'no sums',
    files: { 'go.mod': goMod },
    before: build('golang:1.26', 'go build -o /api .'),
    reason: /has no go\.sum/,
  },
  {
    title: 'nothing to download',
    files: { 'go.mod': 'module example.org/shop\n' },
    before: build('golang:1.26', 'go build -o /api .'),
  },
  {
    title: 'vendored modules',
    files: { 'go.mod': goMod, 'vendor/modules.txt': '' },
    before: build('golang:1.26', 'go build -o /api .'),
  },
];

const cargoToml = '[package]\nname = "shop"\nversion = "1.0.0"\n';
const cargo = (
  files: Readonly<Record<string, string>>,
  reason: RegExp,
  title: string,
): AssistCase => ({
  title,
  files,
  before: build('rust:1.91', 'cargo build --release'),
  reason,
});

const cargoCases: readonly AssistCase[] = [
  {
    title: 'placeholders stand for every source of a workspace',
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n',
      'Cargo.lock': '',
      'crates/web/Cargo.toml': `${cargoToml}[dependencies]\nlib = { path = "../lib" }\n`,
      'crates/web/src/main.rs': '',
      'crates/lib/Cargo.toml': '[package]\nname = "lib"\n',
      'crates/lib/src/lib.rs': '',
    },
    before: build('rust:1.91', 'cargo build --release --workspace'),
    after: dockerfile`
      FROM rust:1.91 AS build
      WORKDIR /src
      COPY Cargo.toml Cargo.lock ./
      COPY crates/lib/Cargo.toml ./crates/lib/
      COPY crates/web/Cargo.toml ./crates/web/
      RUN mkdir -p crates/web/src crates/lib/src \
          && echo 'fn main() {}' > crates/web/src/main.rs \
          && touch crates/lib/src/lib.rs \
          && cargo build --release --workspace
      COPY . .
      RUN touch crates/web/src/main.rs crates/lib/src/lib.rs && cargo build --release --workspace
    `,
  },
  {
    title: 'a source at a place of its own',
    files: {
      'Cargo.toml': `${cargoToml}[[bin]]\nname = "shop"\npath = "app/start.rs"\n`,
      'app/start.rs': '',
    },
    before: build('rust:1.91', 'RUSTFLAGS="-C target-cpu=native" cargo build --release'),
    after: dockerfile`
      FROM rust:1.91 AS build
      WORKDIR /src
      COPY Cargo.toml ./
      RUN mkdir -p app \
          && echo 'fn main() {}' > app/start.rs \
          && RUSTFLAGS="-C target-cpu=native" cargo build --release
      COPY . .
      RUN touch app/start.rs && RUSTFLAGS="-C target-cpu=native" cargo build --release
    `,
  },
  cargo(
    { 'Cargo.toml': cargoToml, 'src/main.rs': '', 'build.rs': '' },
    /a build script/,
    'a build script',
  ),
  cargo(
    { 'Cargo.toml': cargoToml, 'src/main.rs': '', '.cargo/config.toml': '' },
    /\.cargo may name/,
    'settings of Cargo',
  ),
  cargo(
    { 'Cargo.toml': `${cargoToml}[[bench]]\nname = "b"\n`, 'src/main.rs': '' },
    /\[\[bench\]\] tables/,
    'a bench',
  ),
  cargo(
    { 'Cargo.toml': `${cargoToml}[dependencies]\na = { path = "a" }\n`, 'src/main.rs': '' },
    /names the folder "a"/,
    'a crate that is no member',
  ),
  cargo(
    { 'Cargo.toml': `${cargoToml}[lints.rust]\nmissing_docs = "deny"\n`, 'src/lib.rs': '' },
    /would not pass/,
    'lints',
  ),
  cargo({ 'Cargo.toml': cargoToml }, /no source at its place/, 'no source'),
  cargo(
    { 'Cargo.toml': `${cargoToml}[[bin]]\npath = "x.rs"\n`, 'src/main.rs': '' },
    /not in the build context/,
    'a source that is missing',
  ),
  {
    title: 'an install with Cargo ignores the lock file, so it is another build',
    files: { 'Cargo.toml': cargoToml, 'src/main.rs': '' },
    before: build('rust:1.91', 'cargo install --path .'),
  },
  {
    title: 'a target without an operating system',
    files: { 'Cargo.toml': cargoToml, 'src/main.rs': '' },
    before: build('rust:1.91', 'cargo build --target thumbv7em-none-eabihf'),
    reason: /placeholder is not known to build/,
  },
  {
    title: 'a cleanup above the build needs the manifest',
    files: { 'Cargo.toml': cargoToml, 'src/main.rs': '' },
    before: dockerfile`
      FROM rust:1.91
      WORKDIR /src
      COPY <CURSOR>. .
      RUN cargo clean
      RUN cargo build
    `,
    reason: /The RUN between the COPY and the install/,
  },
];

const pom = (body: string): string =>
  `<project><groupId>a</groupId><artifactId>a</artifactId><version>1</version>${body}</project>`;

const otherCases: readonly AssistCase[] = [
  {
    title: 'Maven with one module',
    files: { 'pom.xml': pom(''), 'src/main/java/A.java': '' },
    before: build('maven:3.9-eclipse-temurin-21', 'mvn -B -DskipTests clean package'),
    after: buildAfter(
      'maven:3.9-eclipse-temurin-21',
      'mvn -B -DskipTests clean package',
      'RUN mvn -B -DskipTests dependency:go-offline',
      'pom.xml ./',
    ),
  },
  {
    title: 'Maven with modules',
    files: { 'pom.xml': pom('<modules><module>a</module></modules>') },
    before: build('maven:3.9-eclipse-temurin-21', 'mvn package'),
    reason: /has modules/,
  },
  {
    title: 'Maven with an archive of the project',
    files: {
      'pom.xml': pom('<dependencies><dependency><scope>system</scope></dependency></dependencies>'),
    },
    before: build('maven:3.9-eclipse-temurin-21', 'mvn package'),
    reason: /names archives/,
  },
  {
    title: 'Maven without the network',
    files: { 'pom.xml': pom('') },
    before: build('maven:3.9-eclipse-temurin-21', 'mvn -o package'),
    reason: /forbid downloads/,
  },
  {
    title: 'Gradle',
    files: { 'build.gradle': '' },
    before: build('gradle:9-jdk21', 'gradle build'),
    reason: /no command that only downloads/,
  },
  {
    title: 'Composer with scripts below',
    files: {
      'composer.json': '{ "scripts": { "post-install-cmd": "php artisan" } }',
      'composer.lock': '{}',
    },
    before: build('composer:2.9', 'composer install --no-dev'),
    after: buildAfter(
      'composer:2.9',
      'composer install --no-dev',
      'RUN composer install --no-scripts --no-autoloader --no-dev',
      'composer.json composer.lock ./',
    ),
  },
  {
    title: 'Composer without a lock file',
    files: { 'composer.json': '{ "scripts": { "post-install-cmd": "php artisan" } }' },
    before: build('composer:2.9', 'composer install'),
    reason: /the first install is an update/,
  },
  {
    title: 'Composer with a script for each package',
    files: { 'composer.json': '{ "scripts": { "post-package-install": "a" } }' },
    before: build('composer:2.9', 'composer install'),
    reason: /runs once/,
  },
  {
    title: 'Composer with a plugin',
    files: { 'composer.json': '{ "config": { "allow-plugins": { "symfony/flex": true } } }' },
    before: build('composer:2.9', 'composer install'),
    reason: /the plugin symfony\/flex/,
  },
  {
    title: 'Composer with a repository in a folder',
    files: { 'composer.json': '{ "repositories": [{ "type": "path", "url": "libs/a" }] }' },
    before: build('composer:2.9', 'composer install'),
    reason: /repository inside of the project/,
  },
  {
    title: 'Composer with packages in the project',
    files: { 'composer.json': '{}', 'vendor/a/b.php': '' },
    before: build('composer:2.9', 'composer install'),
    reason: /vendor is a part/,
  },
  {
    title: 'Bundler with a file for the version of Ruby',
    files: {
      Gemfile: 'source "https://rubygems.org"\nruby file: ".ruby-version"\ngem "rack"\n',
      'Gemfile.lock': 'PLATFORMS\n  x86_64-linux\n\nDEPENDENCIES\n  rack\n',
      '.ruby-version': '3.4.1\n',
    },
    before: build('ruby:3.4', 'bundle install'),
    after: dockerfile`
      FROM ruby:3.4 AS build
      WORKDIR /src
      COPY Gemfile Gemfile.lock .ruby-version ./
      RUN bundle install
      COPY . .
    `,
  },
  {
    title: 'Bundler with a lock file for another system',
    files: { Gemfile: 'gem "rack"\n', 'Gemfile.lock': 'PLATFORMS\n  arm64-darwin-24\n' },
    before: build('ruby:3.4', 'bundle install'),
    reason: /not known to hold for Linux/,
  },
  {
    title: 'Bundler with a gemspec',
    files: { Gemfile: 'gemspec\n' },
    before: build('ruby:3.4', 'bundle install'),
    reason: /reads a gemspec/,
  },
  {
    title: 'Bundler with a gem in a folder',
    files: { Gemfile: 'gem "a", path: "libs/a"\n' },
    before: build('ruby:3.4', 'bundle install'),
    reason: /may read other files/,
  },
  {
    title: 'projects of a .NET solution',
    files: {
      'shop.sln': 'Project("{1}") = "Api", "src\\Api\\Api.csproj", "{2}"\n',
      'Directory.Packages.props': '<Project></Project>',
      'nuget.config': '',
      'src/Api/Api.csproj':
        '<Project Sdk="Microsoft.NET.Sdk.Web"><ItemGroup><ProjectReference Include="..\\Lib\\Lib.csproj" /></ItemGroup></Project>',
      'src/Lib/Lib.csproj': '<Project Sdk="Microsoft.NET.Sdk"></Project>',
    },
    before: build('mcr.microsoft.com/dotnet/sdk:10.0', 'dotnet publish src/Api -o /out'),
    after: buildAfter(
      'mcr.microsoft.com/dotnet/sdk:10.0',
      'dotnet publish src/Api -o /out',
      'RUN dotnet restore src/Api',
      'src/Api/Api.csproj ./src/Api/',
      'src/Lib/Lib.csproj ./src/Lib/',
      'Directory.Packages.props nuget.config ./',
    ),
  },
  {
    title: 'a .NET project that imports another file',
    files: { 'a.csproj': '<Project><Import Project="own.props" /></Project>' },
    before: build('mcr.microsoft.com/dotnet/sdk:10.0', 'dotnet build'),
    reason: /reads other files/,
  },
  {
    title: 'a .NET publish for one system',
    files: { 'a.csproj': '<Project></Project>' },
    before: build('mcr.microsoft.com/dotnet/sdk:10.0', 'dotnet publish -r linux-x64'),
    reason: /"-r" changes what is restored/,
  },
];

testAssistCases(moveSourcesBelowInstall, [
  ...nodeCases,
  ...pythonCases,
  ...goCases,
  ...cargoCases,
  ...otherCases,
]);
