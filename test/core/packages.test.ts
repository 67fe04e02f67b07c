import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findPackageManager, packageManagers } from '../../server/src/core/data/package-managers';
import { readExecution } from '../../server/src/core/model/commands';
import {
  hasOption,
  readPackageOperation,
  type PackageOperation,
} from '../../server/src/core/model/packages';
import type { EffectiveShell } from '../../server/src/core/model/shell';
import { parseDockerfile } from '../../server/src/core/syntax/parse';

const shell: EffectiveShell = {
  program: 'bash',
  instruction: undefined,
  words: ['/bin/sh', '-c'],
  errexit: false,
  pipefail: false,
};

function read(command: string): PackageOperation | undefined {
  const text = `RUN ${command}\n`;
  const { instructions, escape } = parseDockerfile(text);
  const [instruction] = instructions;
  assert.ok(instruction !== undefined);
  const [first] = readExecution(text, instruction, shell, escape).commands;
  assert.ok(first !== undefined);
  return readPackageOperation(first);
}

function mustRead(command: string): PackageOperation {
  const operation = read(command);
  assert.ok(operation !== undefined, `not read: ${command}`);
  return operation;
}

/** `name=version`, `<file>`, `<url>`, `<unknown>`, `[group]`. */
function describePackages(operation: PackageOperation): string {
  return operation.packages
    .map(({ name, version, kind }) => {
      const text = `${name ?? ''}${version === undefined ? '' : `|${version}`}`;
      if (kind === 'group') return `[${text}]`;
      return kind === 'named' ? text : `<${kind}${text === '' ? '' : ` ${text}`}>`;
    })
    .join(' ');
}

function describeOptions(operation: PackageOperation): string {
  return operation.options
    .map(({ name, value }) => (value === undefined ? name : `${name}=${value}`))
    .join(' ');
}

/** Command, `manager action verb`, packages. */
const packageCases: readonly (readonly [string, string, string])[] = [
  ['apt-get update', 'apt-get update-index update', ''],
  ['apt-get -y install curl git', 'apt-get install install', 'curl git'],
  ['sudo -E /usr/bin/apt-get install -y curl', 'apt-get install install', 'curl'],
  [
    'apt-get install -yqq --no-install-recommends curl=7.88.1-10',
    'apt-get install install',
    'curl|7.88.1-10',
  ],
  ['apt-get install -t bookworm-backports curl', 'apt-get install install', 'curl'],
  ['apt-get install -yt release curl', 'apt-get install install', 'curl'],
  [
    'apt-get install curl/bookworm-backports g++ libc6:arm64=2',
    'apt-get install install',
    'curl|bookworm-backports g++ libc6|2',
  ],
  ['apt-get -o Dpkg::Options::="--force-confold" install x', 'apt-get install install', 'x'],
  ['apt-get install -oDebug::NoLocking=1 x', 'apt-get install install', 'x'],
  [
    'apt-get install -y ./a.deb /tmp/b.deb c.deb "$DIR/d.deb"',
    'apt-get install install',
    '<file> <file> <file> <file>',
  ],
  [
    'apt-get install -y $PACKAGES "${MORE}" $(cat list)',
    'apt-get install install',
    '<unknown> <unknown> <unknown>',
  ],
  [
    'apt-get install -y nginx=${NGINX_VERSION} "php${V}-cli" lib{a,b}',
    'apt-get install install',
    'nginx|${NGINX_VERSION} <unknown> <unknown>',
  ],
  ['apt-get $APT_OPTIONS install curl', 'apt-get install install', 'curl'],
  ['apt-get install $APT_FLAGS curl', 'apt-get install install', 'curl'],
  ["apt-get install -y 'php*'", 'apt-get install install', 'php*'],
  ['apt-get -qq dist-upgrade', 'apt-get upgrade dist-upgrade', ''],
  ['apt-get clean', 'apt-get clean clean', ''],
  ['apt-get purge -y --auto-remove gcc', 'apt-get remove purge', 'gcc'],
  ['apt install curl', 'apt install install', 'curl'],
  ['apk add --no-cache --virtual .build-deps gcc', 'apk install add', 'gcc'],
  [
    'apk --no-cache add curl~=8.5 git=2.43 vim@edge x>1',
    'apk install add',
    'curl|~=8.5 git|2.43 vim x',
  ],
  ["apk add -t .deps --repository http://x/y 'jq>1.6'", 'apk install add', 'jq|>1.6'],
  [
    'apk add -X https://e/main --allow-untrusted /tmp/a.apk b.apk',
    'apk install add',
    '<file> <file>',
  ],
  ['apk del .build-deps', 'apk remove del', '.build-deps'],
  ['yum -y install httpd', 'yum install install', 'httpd'],
  [
    'yum install -y httpd-2.4.57-5.el9 gcc-toolset-12 java-1.8.0-openjdk',
    'yum install install',
    'httpd|2.4.57-5.el9 gcc-toolset-12 java-1.8.0-openjdk',
  ],
  [
    'yum install -y https://x/y.rpm @development-tools',
    'yum install install',
    '<url> [@development-tools]',
  ],
  ["yum groupinstall -y 'Development Tools'", 'yum install groupinstall', '[Development Tools]'],
  [
    'dnf install -y --setopt=install_weak_deps=False --enablerepo crb git',
    'dnf install install',
    'git',
  ],
  ['dnf -y module install nodejs:18', 'dnf install module install', '[nodejs|18]'],
  ['dnf5 install nginx-1.24.0', 'dnf install install', 'nginx|1.24.0'],
  ['dnf clean all', 'dnf clean clean', ''],
  ['dnf update -y curl', 'dnf upgrade update', 'curl'],
  ['microdnf install --nodocs tar', 'microdnf install install', 'tar'],
  ['tdnf install -y tar', 'tdnf install install', 'tar'],
  ['zypper -n --root /mnt in -t pattern lamp', 'zypper install in', '[lamp]'],
  ['zypper --non-interactive install --no-recommends curl=8', 'zypper install install', 'curl|8'],
  ['zypper in -C perl', 'zypper install in', 'perl'],
  ['pacman -Syu --noconfirm git', 'pacman install -Syu', 'git'],
  ['pacman -Syu', 'pacman upgrade -Syu', ''],
  ['pacman -Sy', 'pacman update-index -Sy', ''],
  ['pacman -Scc', 'pacman clean -Scc', ''],
  ['pacman --noconfirm -S git', 'pacman install -S', 'git'],
  ['pacman -U ./a.pkg.tar.zst', 'pacman install -U', '<file>'],

  ['npm --prefix web ci', 'npm install ci', ''],
  [
    'npm i -g typescript@5.4 @angular/cli@^17 yarn',
    'npm install i',
    'typescript|5.4 @angular/cli|^17 yarn',
  ],
  ['npm install --global --loglevel error pm2@latest', 'npm install install', 'pm2|latest'],
  [
    'npm install ./a.tgz ../b user/repo#v1 git+https://h/x.git https://h/y.tgz',
    'npm install install',
    '<file> <file> <url |v1> <url> <url>',
  ],
  [
    'npm install a@npm:b@1 c@file:./c d@github:u/d#main',
    'npm install install',
    'a|npm:b@1 <file c|file:./c> <url d|main>',
  ],
  ['npm install foo@${VERSION} "$PKG"', 'npm install install', 'foo|${VERSION} <unknown>'],
  ['npm ci -w web -ws --omit dev', 'npm install ci', ''],
  ['npm cache clean --force', 'npm clean cache clean', ''],
  ['npm prune --production', 'npm remove prune', ''],
  ['yarn', 'yarn install yarn', ''],
  ['yarn --production --frozen-lockfile', 'yarn install yarn', ''],
  ['yarn --cwd x install', 'yarn install install', ''],
  ['yarn add left-pad@1', 'yarn install add', 'left-pad|1'],
  ['yarn global add serve@14', 'yarn install global add', 'serve|14'],
  ['yarn workspaces focus --production', 'yarn install workspaces focus', ''],
  ['corepack yarn install --immutable', 'yarn install install', ''],
  ['pnpm add -g turbo', 'pnpm install add', 'turbo'],
  ['pnpm --filter web i --prod', 'pnpm install i', ''],
  ['bun install --frozen-lockfile', 'bun install install', ''],
  ['bun build ./index.ts --outdir dist', 'bun build build', '<file>'],
  ['deno cache main.ts', 'deno install cache', '<file>'],
  ['deno install npm:chalk@5', 'deno install install', 'chalk|5'],

  ['pip install -r requirements.txt --index-url X pkg', 'pip install install', 'pkg'],
  ['pip install --index-url https://x/simple foo==1.2', 'pip install install', 'foo|1.2'],
  ['python3 -m pip install -U pip', 'pip install install', 'pip'],
  ['python -I -m pip install x', 'pip install install', 'x'],
  [
    '/opt/venv/bin/pip3.12 install x[y]==1.2 "z>=1,<2" a~=1 -e .',
    'pip install install',
    'x|1.2 z|>=1,<2 a|~=1',
  ],
  [
    'pip install . .[dev] dist/*.whl ./x /tmp/y.whl git+https://h/u/r@v1#egg=r',
    'pip install install',
    '<file> <file> <file> <file> <file> <url r|v1>',
  ],
  [
    "pip install 'x @ https://h/x.whl' 'y; python_version<\"3\"'",
    'pip install install',
    '<url x> y',
  ],
  ['pip install $PKGS foo==$V', 'pip install install', '<unknown> foo|$V'],
  ['uv sync --locked --no-dev', 'uv install sync', ''],
  ['uv pip install --system -r requirements.txt ruff==0.4', 'uv install pip install', 'ruff|0.4'],
  ['poetry install --only main --no-root', 'poetry install install', ''],
  ['poetry -C app add flask@^3', 'poetry install add', 'flask|^3'],
  ['pipenv install --deploy --system', 'pipenv install install', ''],
  ['pdm add -dG test pytest', 'pdm install add', 'pytest'],
  [
    'conda install -y -c conda-forge -n base numpy=1.26 conda-forge::scipy',
    'conda install install',
    'numpy|1.26 scipy',
  ],
  ['mamba env create -f environment.yml', 'conda install env create', ''],
  ['conda clean -afy', 'conda clean clean', ''],

  ['go mod download', 'go install mod download', ''],
  ['go install ./cmd/x', 'go build install', '<file>'],
  ['go install github.com/a/b/cmd/c@v1.2', 'go install install', 'github.com/a/b/cmd/c|v1.2'],
  ['go install "$TOOL"', 'go install install', '<unknown>'],
  [
    'CGO_ENABLED=0 go build -ldflags "-s -w" -o /app -mod=vendor ./cmd/x',
    'go build build',
    '<file>',
  ],
  ['cargo build --release --bin x', 'cargo build build', ''],
  ['cargo +nightly build', 'cargo build build', ''],
  ['cargo install ripgrep --version 14.1 --locked', 'cargo install install', 'ripgrep|14.1'],
  ['cargo install --path .', 'cargo build install', ''],
  ['cargo install --git https://h/x', 'cargo install install', ''],
  ['cargo install cargo-chef@0.1', 'cargo install install', 'cargo-chef|0.1'],
  ['mvn -q -DskipTests package', 'maven build package', ''],
  ['./mvnw -B -pl app -am clean package -P prod', 'maven build package', ''],
  ['mvn dependency:go-offline', 'maven install dependency:go-offline', ''],
  [
    'mvn org.apache.maven.plugins:maven-dependency-plugin:3.8.1:go-offline -B',
    'maven install org.apache.maven.plugins:maven-dependency-plugin:3.8.1:go-offline',
    '',
  ],
  ['./gradlew build -x test', 'gradle build build', ''],
  ['gradle --no-daemon clean :app:bootJar', 'gradle build :app:bootJar', ''],
  ['bundle', 'bundler install bundle', ''],
  ['bundle install --jobs 4 --retry 3 --without development test', 'bundler install install', ''],
  ['gem install rails -v 7.1 --no-document', 'gem install install', 'rails|7.1'],
  ['gem install bundler:2.5.6 ./x.gem', 'gem install install', 'bundler|2.5.6 <file>'],
  ['composer install --no-dev -d app', 'composer install install', ''],
  ['php -d memory_limit=-1 composer.phar install', 'none', ''],
  ['php /usr/local/bin/composer.phar install', 'composer install install', ''],
  ['composer require foo/bar:^1.2 baz/qux', 'composer install require', 'foo/bar|^1.2 baz/qux'],
  ['composer global require a/b', 'composer install global require', 'a/b'],
  ['dotnet -v q restore', 'dotnet install restore', ''],
  ['dotnet restore src/App.csproj /p:Configuration=Release', 'dotnet install restore', '<file>'],
  [
    'dotnet publish src/App -c Release -o /app --self-contained false -p:X=Y',
    'dotnet build publish',
    '<file>',
  ],
  [
    'dotnet add App.csproj package Serilog --version 3.1',
    'dotnet install add App.csproj package',
    'Serilog|3.1',
  ],
  ['dotnet tool install -g dotnet-ef', 'dotnet install tool install', 'dotnet-ef'],
  ['mix deps.get --only prod', 'mix install deps.get', ''],
  ['mix do deps.get --only prod, deps.compile', 'mix build deps.compile', ''],
];

/** The words from the start of the verb to its last word, options left out. */
function describeOperation(operation: PackageOperation | undefined): string {
  if (operation === undefined) return 'none';
  const { manager, verb, action, verbWord, command } = operation;
  const last = command.words.indexOf(verbWord);
  const length = Math.max(1, manager.goals === undefined ? verb.words.length : 1);
  const isWhole = manager.goals === undefined && 1 < length;
  const words = isWhole ? command.words.slice(last - length + 1, last + 1) : [verbWord];
  return `${manager.id} ${action} ${words.map((word) => word.text).join(' ')}`;
}

describe('package operations', () => {
  for (const [command, expected, packages] of packageCases) {
    it(`reads ${command}`, () => {
      const operation = read(command);
      assert.equal(describeOperation(operation), expected);
      if (operation !== undefined) assert.equal(describePackages(operation), packages);
    });
  }
});

describe('commands that are no package operation', () => {
  const commands = [
    'corepack enable',
    'corepack prepare pnpm@9 --activate',
    'npx create-app',
    'pipx install black',
    'apt-get --version',
    'apt-get $ACTION curl',
    '$MANAGER install curl',
    'apt-cache search install',
    'yarn --version',
    'bundle -v',
    'bundle config set without development',
    'yarn config set registry https://x',
    'yarn $COMMAND',
    'npm config set strict-ssl false',
    'pip --version',
    'pip list',
    'python3 -m venv /venv',
    'python3 app.py -m pip install x',
    'echo apt-get install sudo',
    'pacman -Ss git',
    'pacman -Qi git',
    'yum-config-manager --add-repo https://x',
    'dnf config-manager --set-enabled crb',
    'dotnet app.dll',
    'go version',
    'cargo --version',
    'mvn --version',
    './gradlew --version',
    'go env -w GOPROXY=direct',
  ];
  for (const command of commands) {
    it(`leaves ${command}`, () => {
      assert.equal(describeOperation(read(command)), 'none');
    });
  }
});

describe('scripts', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['npm run build', 'build'],
    ['npm --prefix web run-script build -- --prod', 'build'],
    ['npm start', 'start'],
    ['npm t', 'test'],
    ['yarn build', 'build'],
    ['yarn run build --mode production', 'build'],
    ['yarn workspace web build', 'build'],
    ['yarn workspace web run build', 'build'],
    ['pnpm -r --filter web build', 'build'],
    ['pnpm start', 'start'],
    ['bun run build', 'build'],
    ['bun index.ts', 'index.ts'],
    ['deno task build', 'build'],
    ['uv run --with x flask run', 'flask'],
    ['poetry run pip install x', 'pip'],
    ['bundle exec rake assets:precompile', 'rake'],
    ['./gradlew :app:customTask', 'customTask'],
    ['mvn spring-boot:run', 'spring-boot:run'],
  ];
  for (const [command, script] of cases) {
    it(`finds the script of ${command}`, () => {
      const operation = mustRead(command);
      assert.equal(operation.action, 'run');
      assert.equal(operation.script, script);
      assert.deepEqual(operation.packages, []);
    });
  }

  it('does not know a script held in a variable', () => {
    assert.equal(mustRead('npm run $SCRIPT').script, undefined);
  });

  it('leaves the options of a started program alone', () => {
    assert.equal(describeOptions(mustRead('uv run --frozen pip install -r x')), '--frozen');
    assert.equal(describeOptions(mustRead('yarn --silent build --watch')), '--silent');
  });
});

describe('options', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['apt-get install -yqq x', '-y -q -q'],
    ['apt-get -q=2 install x', '-q=2'],
    ['apt-get install -t release x', '-t=release'],
    [
      'apt-get -o Dpkg::Options::="--force-confold" install x',
      '-o=Dpkg::Options::=--force-confold',
    ],
    [
      'pip install --index-url=https://x --extra-index-url $URL y',
      '--index-url=https://x --extra-index-url',
    ],
    ['pip install -qr requirements.txt', '-q -r=requirements.txt'],
    ['mvn -q -DskipTests -T 1C package', '-q -DskipTests -T=1C'],
    ['mvn -Dmaven.test.skip=true package', '-Dmaven.test.skip=true'],
    ['go build -ldflags="-s -w" -o app .', '-ldflags=-s -w -o=app'],
    [
      'dotnet publish /p:X=Y -c Release --self-contained true .',
      '-p=X=Y -c=Release --self-contained=true',
    ],
    ['bundle install -j4', '-j=4'],
    ['bundle install -j$(nproc)', '-j'],
    ['npm ci --production=false', '--production=false'],
    ['npm ci -ws', '-ws'],
  ];
  for (const [command, expected] of cases) {
    it(`reads those of ${command}`, () => {
      assert.equal(describeOptions(mustRead(command)), expected);
    });
  }

  it('points at the word of a value', () => {
    const [option] = mustRead('pip install --index-url $URL x').options;
    assert.equal(option?.valueWord?.text, '$URL');
  });
});

describe('hasOption', () => {
  type Field = 'assumeYes' | 'noRecommends' | 'noCache' | 'productionOnly' | 'frozen';
  const cases: readonly (readonly [string, Field, boolean])[] = [
    ['apt-get install x', 'assumeYes', false],
    ['apt-get install -y x', 'assumeYes', true],
    ['apt-get -yq install x', 'assumeYes', true],
    ['apt-get install --assume-yes x', 'assumeYes', true],
    ['apt-get install -q x', 'assumeYes', false],
    ['apt-get install -qq x', 'assumeYes', true],
    ['apt-get -q install -q x', 'assumeYes', true],
    ['apt-get install -q=2 x', 'assumeYes', true],
    ['apt-get -o APT::Get::Assume-Yes=true install x', 'assumeYes', true],
    ['apt-get -o apt::get::assume-yes=1 install x', 'assumeYes', true],
    ['apt-get -oAPT::Get::Assume-Yes=false install x', 'assumeYes', false],
    ['apt-get install --no-install-recommends x', 'noRecommends', true],
    ['apt-get -o APT::Install-Recommends=0 install x', 'noRecommends', true],
    ['apt-get -o "APT::Install-Recommends=false" install x', 'noRecommends', true],
    ['dnf install --setopt=install_weak_deps=False x', 'noRecommends', true],
    ['dnf install --setopt install_weak_deps=0 x', 'noRecommends', true],
    ['dnf install --setopt=install_weak_deps=True x', 'noRecommends', false],
    ['zypper -n install x', 'assumeYes', true],
    ['zypper install -y x', 'assumeYes', true],
    ['apk add --no-cache x', 'noCache', true],
    ['apk --no-cache add x', 'noCache', true],
    ['pip install x', 'noCache', false],
    ['pip install --no-cache-dir x', 'noCache', true],
    ['npm ci --omit=dev', 'productionOnly', true],
    ['npm ci --omit dev', 'productionOnly', true],
    ['npm ci --omit=optional', 'productionOnly', false],
    ['npm ci --only=production', 'productionOnly', true],
    ['npm ci --production', 'productionOnly', true],
    ['npm ci --production=false', 'productionOnly', false],
    ['npm ci --production false', 'productionOnly', false],
    ['pnpm i -P', 'productionOnly', true],
    ['poetry install --only main', 'productionOnly', true],
    ['mix do deps.get --only prod, compile', 'productionOnly', true],
    ['yarn --immutable', 'frozen', true],
    ['dotnet restore -p:RestoreLockedMode=true', 'frozen', true],
  ];
  for (const [command, field, expected] of cases) {
    it(`${expected ? 'finds' : 'misses'} ${field} in ${command}`, () => {
      const operation = mustRead(command);
      assert.equal(hasOption(operation, operation.manager[field] ?? []), expected);
    });
  }
});

describe('places and doubt', () => {
  it('tells installs outside the project', () => {
    const commands = ['npm i -g x', 'npm install --location=global x', 'yarn global add x'];
    for (const command of commands) assert.equal(mustRead(command).global, true, command);
    assert.equal(mustRead('npm install x').global, false);
  });

  it('keeps words that may hold options apart', () => {
    const unread = (command: string): readonly string[] =>
      mustRead(command).unread.map((word) => word.text);
    assert.deepEqual(unread('apt-get $OPTS install curl'), ['$OPTS']);
    assert.deepEqual(unread('apt-get install ${APT_ARGS} curl'), ['${APT_ARGS}']);
    assert.deepEqual(unread('apt-get install $PACKAGES'), []);
  });

  it('lists every goal', () => {
    const { goals } = mustRead('mvn -q clean package -DskipTests');
    assert.deepEqual(
      goals.map((word) => word.text),
      ['clean', 'package'],
    );
  });

  it('reads the exec form', () => {
    assert.equal(describeOperation(read('["apt-get", "install", "x"]')), 'apt-get install install');
  });
});

describe('the table of managers', () => {
  it('has unique ids, sources and dates', () => {
    assert.equal(new Set(packageManagers.map(({ id }) => id)).size, packageManagers.length);
    for (const { id, source, checked } of packageManagers) {
      assert.match(source, /^https:\/\//, id);
      assert.match(checked, /^\d{4}-\d{2}-\d{2}$/, id);
      assert.equal(findPackageManager(id)?.id, id);
    }
  });

  it('lists nothing twice and nothing that is no option', () => {
    for (const { id, valueOptions, verbs } of packageManagers) {
      assert.deepEqual([...new Set(valueOptions)], valueOptions, id);
      for (const option of valueOptions) assert.match(option, /^--?[\w]/, `${id} ${option}`);
      const words = verbs.map((verb) => verb.words.join(' '));
      assert.deepEqual([...new Set(words)], words, id);
    }
  });
});
