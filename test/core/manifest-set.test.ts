import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readDependencyInstall } from '../../server/src/core/model/dependency-install';
import { findManifests } from '../../server/src/core/model/manifest-set';
import { DockerfileModel } from '../../server/src/core/model/model';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

/** What the first install of a few lines reads, what downloads it, and what goes in front of it below. */
function manifests(lines: string, files: Files, folder: string): string {
  const text = `FROM debian:13\nWORKDIR /app\nCOPY . .\n${lines}\n`;
  const model = new DockerfileModel(text, toProject(files));
  const { target, context } = model;
  assert.ok(target && context);
  const install = model
    .commandsOf(target)
    .map((command) => readDependencyInstall(command))
    .find((each) => each !== undefined);
  assert.ok(install, lines);
  const found = findManifests(model, context, folder, install);
  if (typeof found === 'string') return found;
  return [
    [...found.files, ...found.folders].join(' '),
    ...(found.download ?? []),
    ...found.preparation,
  ].join(' | ');
}

interface Case {
  readonly run: string;
  readonly files?: Files;
  readonly folder?: string;
  readonly expected: string;
}

const elsewhere = 'It works on another folder or on a part of the project.';
const needsSources = 'It installs the project itself, which needs its sources.';

const flask = { 'requirements.txt': 'flask\n', 'uv.toml': '' };
const pip: readonly Case[] = [
  { run: 'RUN pip install -r requirements.txt', files: flask, expected: 'requirements.txt' },
  { run: 'RUN pip install -r /app/requirements.txt', files: flask, expected: 'requirements.txt' },
  {
    run: 'RUN uv pip install -r requirements.txt',
    files: flask,
    expected: 'requirements.txt uv.toml',
  },
  { run: 'RUN uv pip install -r a.txt', files: flask, expected: 'a.txt cannot be read.' },
  {
    run: 'RUN pip install -r /srv/requirements.txt',
    files: flask,
    expected: '"/srv/requirements.txt" lies outside of the copied folder.',
  },
  {
    run: 'RUN pip install $OPTIONS -r requirements.txt',
    files: flask,
    expected: 'Its options are held in a variable.',
  },
  {
    run: 'ENV PIP_CONSTRAINT=/app/c.txt\nRUN pip install -r requirements.txt',
    files: flask,
    expected: 'PIP_CONSTRAINT names files that pip reads.',
  },
  { run: 'RUN pip install -r requirements.txt .', files: flask, expected: needsSources },
  { run: 'RUN pip install -e . -r requirements.txt', files: flask, expected: needsSources },
  {
    run: 'RUN pip install -r requirements.txt --find-links wheels',
    files: flask,
    expected: 'Its options name folders.',
  },
  {
    run: 'ARG LIST\nRUN pip install -r "$LIST"',
    files: flask,
    expected: 'Which requirement files it reads is not known.',
  },
  { run: 'RUN pip install --prefix /x -r requirements.txt', files: flask, expected: elsewhere },
];

const shop: Files = {
  'pyproject.toml': '[project]\nname = "shop"\n',
  'uv.lock': '',
  'poetry.lock': '',
};
const built: Files = {
  ...shop,
  'pyproject.toml': '[project]\nname = "shop"\n[build-system]\nrequires = []\n',
};
const alone: Files = { 'pyproject.toml': '[tool.poetry]\nname = "shop"\npackage-mode = false\n' };
const python: readonly Case[] = [
  { run: 'RUN uv sync', files: shop, expected: 'pyproject.toml uv.lock' },
  {
    run: 'RUN UV_LINK_MODE=copy uv sync --locked',
    files: built,
    expected: 'pyproject.toml uv.lock | UV_LINK_MODE=copy uv sync --no-install-project --locked',
  },
  { run: 'RUN uv sync --no-install-project', files: built, expected: 'pyproject.toml uv.lock' },
  { run: 'RUN uv sync --package api', files: built, expected: elsewhere },
  { run: 'RUN uv sync', files: {}, expected: 'The build context has no pyproject.toml.' },
  {
    run: 'RUN poetry install --only main',
    files: shop,
    expected: 'pyproject.toml poetry.lock | poetry install --no-root --only main',
  },
  { run: 'RUN poetry install --no-root', files: shop, expected: 'pyproject.toml poetry.lock' },
  { run: 'RUN poetry install', files: alone, expected: 'pyproject.toml' },
  {
    run: 'RUN poetry install',
    files: { 'api/pyproject.toml': alone['pyproject.toml'] ?? '' },
    folder: 'api',
    expected: 'api/pyproject.toml',
  },
  { run: 'RUN poetry install', files: {}, expected: 'The build context has no pyproject.toml.' },
  { run: 'RUN poetry install --only-root', files: shop, expected: needsSources },
  { run: 'RUN poetry install -C api', files: shop, expected: elsewhere },
  {
    run: 'RUN pipenv install --deploy',
    files: { Pipfile: '[packages]\nflask = "*"\n', 'Pipfile.lock': '{}' },
    expected: 'Pipfile Pipfile.lock',
  },
];

const node: readonly Case[] = [
  { run: 'RUN npm ci -w api', files: { 'package.json': '{}' }, expected: 'package.json' },
  {
    run: 'RUN npm ci --prefix api',
    files: { 'package.json': '{}' },
    expected: 'It works on another folder.',
  },
  {
    run: 'RUN pnpm install --lockfile-dir ..',
    files: { 'package.json': '{}' },
    expected: 'Its options name files that it reads.',
  },
  {
    run: 'RUN yarn install',
    files: { 'package.json': '{}' },
    expected: 'Which release of Yarn reads the project is not known.',
  },
];

const cargoFiles: Files = {
  'Cargo.toml': '[package]\nname = "shop"\nversion = "0.1.0"\n',
  'Cargo.lock': '',
  'src/main.rs': 'fn main() {}',
};
const library: Files = { ...cargoFiles, 'src/lib.rs': '' };
const below = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`api/${path}`, text]));
const cargo: readonly Case[] = [
  {
    run: 'RUN cargo build --release --locked',
    files: cargoFiles,
    expected:
      "Cargo.toml Cargo.lock | mkdir -p src | echo 'fn main() {}' > src/main.rs | cargo build --release --locked | touch src/main.rs",
  },
  {
    run: 'RUN cargo b --target x86_64-unknown-linux-musl',
    files: below(library),
    folder: 'api',
    expected:
      "api/Cargo.toml api/Cargo.lock | mkdir -p src | echo 'fn main() {}' > src/main.rs | touch src/lib.rs | cargo b --target x86_64-unknown-linux-musl | touch src/main.rs src/lib.rs",
  },
  {
    run: 'RUN cargo build',
    files: {},
    expected: 'The folder holds no root of a package or workspace.',
  },
  {
    run: 'RUN cargo test',
    files: cargoFiles,
    expected: 'Only "cargo build" can build the dependencies alone.',
  },
  {
    run: 'RUN cargo build --target wasm32-wasip1',
    files: cargoFiles,
    expected: 'A placeholder is not known to build for "wasm32-wasip1".',
  },
  {
    run: 'ARG TARGET\nRUN cargo build --target "$TARGET"',
    files: cargoFiles,
    expected: 'A placeholder is not known to build for "the target".',
  },
  {
    run: 'RUN cargo build --manifest-path api/Cargo.toml',
    files: cargoFiles,
    expected: 'Its options name folders, or forbid downloads.',
  },
  {
    run: 'RUN cargo build --all-targets',
    files: cargoFiles,
    expected: 'It builds tests, benches or examples.',
  },
];

const goFiles: Files = { 'go.mod': 'module example.org/shop\n', 'go.sum': '', 'main.go': '' };
const pom: Files = { 'pom.xml': '<project><artifactId>shop</artifactId></project>' };
const composerFiles: Files = { 'composer.json': '{}', 'composer.lock': '{}' };
const csproj: Files = { 'Shop.csproj': '<Project Sdk="Microsoft.NET.Sdk"></Project>' };
const compiled: readonly Case[] = [
  { run: 'RUN go mod download', files: goFiles, expected: 'go.mod go.sum' },
  { run: 'RUN go build -o /shop .', files: goFiles, expected: 'go.mod go.sum | go mod download' },
  { run: 'RUN go build .', files: {}, expected: 'The build context has no go.mod.' },
  {
    run: 'RUN go build main.go',
    files: goFiles,
    expected: 'Single files are built without go.mod, too.',
  },
  { run: 'RUN go build -C api .', files: goFiles, expected: elsewhere },
  {
    run: 'RUN gradle build',
    expected: 'Gradle has no command that only downloads what the build needs.',
  },
  {
    run: 'RUN mvn -B clean package -DskipTests',
    files: pom,
    expected: 'pom.xml | mvn -B -DskipTests dependency:go-offline',
  },
  { run: 'RUN mvn dependency:go-offline', files: pom, expected: 'pom.xml' },
  { run: 'RUN mvn package', files: {}, expected: 'pom.xml cannot be read.' },
  {
    run: 'RUN mvn -f api/pom.xml package',
    files: pom,
    expected: 'Its options name files, or forbid downloads.',
  },
  {
    run: 'RUN composer install --no-dev',
    files: composerFiles,
    expected:
      'composer.json composer.lock | composer install --no-scripts --no-autoloader --no-dev',
  },
  {
    run: 'RUN composer install --no-scripts --no-autoloader',
    files: composerFiles,
    expected: 'composer.json composer.lock',
  },
  { run: 'RUN composer install', files: {}, expected: 'composer.json cannot be read.' },
  {
    run: 'RUN bundle install',
    files: { Gemfile: "source 'https://rubygems.org'\n" },
    expected: 'Gemfile',
  },
  { run: 'RUN dotnet restore', files: csproj, expected: 'Shop.csproj' },
  {
    run: 'RUN dotnet publish Shop.csproj -c Release',
    files: csproj,
    expected: 'Shop.csproj | dotnet restore Shop.csproj',
  },
  { run: 'RUN dotnet build', files: csproj, expected: 'Shop.csproj | dotnet restore' },
  {
    run: 'ARG PROJECT\nRUN dotnet publish "$PROJECT"',
    files: csproj,
    expected: 'Which project it works on is not known.',
  },
  {
    run: 'RUN dotnet publish A.csproj B.csproj',
    files: csproj,
    expected: 'Which project it works on is not known.',
  },
  {
    run: 'RUN dotnet publish --no-restore',
    files: csproj,
    expected: 'Its options name folders, or forbid downloads.',
  },
  {
    run: 'RUN dotnet publish -r linux-x64',
    files: csproj,
    expected: '"-r" changes what is restored.',
  },
];

describe('what an install reads', () => {
  for (const cases of [pip, python, node, cargo, compiled]) {
    for (const { run, files = {}, folder = '', expected } of cases) {
      test(`${run.replace('\n', ' | ')}: ${expected}`, () => {
        assert.equal(manifests(run, files, folder), expected);
      });
    }
  }

  test('a manager without manifests that are known', () => {
    const model = new DockerfileModel('FROM ruby:3.4\nRUN gem install rails\n', toProject({}));
    const { target, context } = model;
    const [operation] = target === undefined ? [] : model.packageOperationsOf(target);
    assert.ok(context && operation);
    const install = { operation, inputs: [], obstacle: undefined, download: undefined };
    assert.equal(findManifests(model, context, '', install), 'What it reads is not known.');
  });
});
