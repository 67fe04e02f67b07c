import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generate, type Choices } from '../../server/src/core/service';
import { today } from '../harness/recipe-cases';
import {
  assertRefused,
  dockerfileOf,
  fastapi,
  generated,
  served,
  type Files,
} from '../harness/python-recipes';

describe('packages', () => {
  test('what cannot be installed is refused', () => {
    const main = { 'main.py': '' };
    const poetry = '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\nflask = "^3"\n';
    assertRefused({ ...main, 'pyproject.toml': poetry }, /run "poetry lock"/);
    assertRefused({ ...main, Pipfile: '[packages]\n' }, /run "pipenv lock"/);
    assertRefused({ ...main, 'pyproject.toml': '[[[' }, /cannot be read/);
    assertRefused({ ...main, 'pyproject.toml': '[[[', 'uv.lock': '' }, /cannot be read/);
    assertRefused(
      { ...main, 'pyproject.toml': '[project]\nname = "x"\n', 'pdm.lock': '' },
      /PDM is not known/,
    );
    assertRefused({ ...main, 'environment.yml': '' }, /Conda/);
    assertRefused({ ...main, Pipfile: '[[[', 'Pipfile.lock': '{}' }, /^Pipfile cannot be read/);
    const outcome = generate({
      project: {
        paths: ['main.py', 'requirements.txt'],
        complete: true,
        texts: new Map([['main.py', fastapi]]),
        dockerfile: 'Dockerfile',
      },
      choices: { today },
    });
    assert.deepEqual(outcome, {
      kind: 'refused',
      reason: 'requirements.txt cannot be read.',
    });
    assertRefused({ ...main, 'setup.py': '' }, /setup\.py alone/);
    assertRefused(
      {
        'pyproject.toml': '[tool.uv.workspace]\nmembers = ["api"]\n',
        'api/pyproject.toml': '[project]\nname = "api"\ndependencies = ["fastapi"]\n',
        'api/main.py': fastapi,
      },
      /member of a workspace of uv/,
      { folder: 'api' },
    );
  });

  test('versions left open, and no lock file, are said', () => {
    const open = generated({ 'requirements.txt': 'fastapi\nuvicorn\n', 'main.py': fastapi }).plan;
    assert.match(open.notes.join('\n'), /leaves versions open[^]*has no hashes/);
    const manifest = '[project]\nname = "x"\ndependencies = ["fastapi", "uvicorn"]\n';
    const unlocked = generated({ 'pyproject.toml': manifest, 'main.py': fastapi });
    assert.match(unlocked.plan.notes.join('\n'), /run "uv lock"/);
    assert.match(dockerfileOf(unlocked), /^COPY --link --parents pyproject\.toml \.\/$/m);
    assert.match(dockerfileOf(unlocked), /uv sync --no-dev --no-install-project/);
  });

  test('libraries of the system, in the stage that compiles and in the one that runs', () => {
    const { plan, bases } = generated({
      'requirements.txt': `${served}psycopg2==2.9.10\n`,
      'main.py': fastapi,
    });
    assert.deepEqual(bases, ['slim']);
    const text = JSON.stringify(plan.stages);
    assert.match(text, /apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev/);
    assert.match(text, /apt-get install -y --no-install-recommends libpq5/);
    assert.deepEqual(plan.runtime.services, ['postgres']);
    const psycopg = (name: string): readonly string[] =>
      generated({ 'requirements.txt': `${served}${name}\n`, 'main.py': fastapi }).bases;
    assert.deepEqual(psycopg('psycopg==3.2'), ['slim']);
    assert.deepEqual(psycopg('psycopg[binary]==3.2'), ['slim', 'distroless', 'dhi']);
  });

  test('a project with nothing to install has no environment', () => {
    const { plan } = generated({ 'pyproject.toml': '[project]\nname = "x"\n', 'main.py': '' });
    assert.deepEqual(
      plan.stages.map(({ name }) => name),
      ['base', 'build', 'runtime'],
    );
    assert.equal(plan.name, 'x');
  });

  test('all sources are copied where the install may read them', () => {
    // The linter says that every change repeats the install; the plan says why.
    const slim = { choices: { base: 'slim' } } as const;
    const local = generated(
      { 'requirements.txt': `${served}./lib\n`, 'main.py': fastapi, 'lib/setup.py': '' },
      slim,
    );
    assert.match(local.plan.notes.join('\n'), /All sources are copied before the install: .*lib/);
    assert.match(dockerfileOf(local), /^COPY --link \. \.$/m);
    const manifest =
      '[project]\nname = "shop"\ndependencies = ["lib"]\n[tool.uv.sources]\nlib = { path = "lib" }\n[project.scripts]\nshop = "shop:main"\n[build-system]\nrequires = ["hatchling"]\n';
    const files = {
      'uv.lock': '',
      'shop/__init__.py': '',
      'setup.cfg': '',
      'lib/pyproject.toml': '',
    };
    const installed = generated({ 'pyproject.toml': manifest, ...files }, slim);
    const text = dockerfileOf(installed);
    assert.match(text, /^COPY --link \. \.$/m);
    assert.match(
      text,
      /source=setup\.cfg,target=setup\.cfg[^]*uv sync --locked --no-dev --no-editable$/m,
    );
    assert.doesNotMatch(text, /source=pyproject\.toml/);
  });

  test('a project without a lock file is installed without one', () => {
    const manifest =
      '[project]\nname = "shop"\ndependencies = ["click"]\n[project.scripts]\nshop = "shop:main"\n[build-system]\nrequires = ["hatchling"]\n';
    const text = dockerfileOf(generated({ 'pyproject.toml': manifest, 'shop/__init__.py': '' }));
    assert.match(text, /uv sync --no-dev --no-editable$/m);
    assert.doesNotMatch(text, /--locked|source=pyproject/);
  });

  test('labels of what the manifest says', () => {
    const of = (more: string): Record<string, unknown> => {
      const manifest = `[project]\nname = "x"\n${more}`;
      const { description, source, licence } = generated({
        'pyproject.toml': manifest,
        'main.py': '',
      }).plan;
      return { description, source, licence };
    };
    assert.deepEqual(
      of(
        'description = "Sells."\nlicense = "MIT"\n[project.urls]\nSource = "https://example.org/x.git"\n',
      ),
      { description: 'Sells.', source: 'https://example.org/x', licence: 'MIT' },
    );
    assert.deepEqual(of('description = ""\n[project.urls]\nSource = "git@example.org:x"\n'), {
      description: undefined,
      source: undefined,
      licence: undefined,
    });
  });

  test('repositories, local projects and credentials', () => {
    const git = generated({
      'requirements.txt': `${served}lib @ git+https://example.org/lib.git@v1\n`,
      'main.py': fastapi,
    });
    assert.match(dockerfileOf(git), /--no-install-recommends git$/m);
    assert.deepEqual(git.bases, ['slim', 'distroless']);
    const secret = generated({
      'requirements.txt': `--index-url https://\${INDEX_TOKEN}@example.org/simple\n${served}`,
      'main.py': fastapi,
    });
    assert.deepEqual(secret.plan.buildSecrets, [
      { id: 'index-token', from: 'env', source: 'INDEX_TOKEN' },
    ]);
    assert.match(dockerfileOf(secret), /type=secret,id=index-token,env=INDEX_TOKEN,required=true/);
  });

  test('programs that packages start, and other indexes, are said', () => {
    const manifest =
      '[project]\nname = "x"\ndependencies = ["playwright"]\n[[tool.uv.index]]\nname = "own"\nurl = "https://pypi.example.org/simple"\n';
    const { plan } = generated({ 'pyproject.toml': manifest, 'uv.lock': '', 'main.py': '' });
    assert.match(
      plan.notes.join('\n'),
      /access to https:\/\/pypi\.example\.org[^]*playwright starts/,
    );
  });
});

describe('the version of Python', () => {
  const imageOf = (files: Files, choices: Partial<Choices> = {}): string =>
    /^FROM (\S+)/m.exec(
      dockerfileOf(
        generated({ 'requirements.txt': served, 'main.py': fastapi, ...files }, { choices }),
      ),
    )?.[1] ?? '';

  test('files that name it', () => {
    assert.equal(imageOf({}), 'python:3.14-slim-trixie');
    assert.equal(imageOf({ '.python-version': '3.12.4\n' }), 'python:3.12-slim-trixie');
    assert.equal(
      imageOf({ '.tool-versions': 'nodejs 24\npython 3.13.1\n' }),
      'python:3.13-slim-trixie',
    );
    const manifest = (python: string): Files => ({
      'pyproject.toml': `[project]\nname = "x"\nrequires-python = "${python}"\n`,
    });
    assert.equal(imageOf({ '.python-version': '3\n' }), 'python:3.14-slim-trixie');
    assert.equal(imageOf({ '.python-version': 'pypy3\n' }), 'python:3.14-slim-trixie');
    assert.equal(imageOf(manifest('3.12')), 'python:3.12-slim-trixie');
    assert.equal(imageOf(manifest('>=3.11,<3.13')), 'python:3.12-slim-trixie');
    assert.equal(imageOf(manifest('>=3.12'), { base: 'distroless' }), 'debian:trixie-slim');
  });

  test('one without support, and one that no family has', () => {
    const old = { 'requirements.txt': served, 'main.py': fastapi, '.python-version': '3.9' };
    const slim = { choices: { base: 'slim' } } as const;
    assert.match(
      generated(old, slim).plan.notes.join('\n'),
      /Python 3\.9 gets no more security fixes/,
    );
    assert.deepEqual(generated(old, slim).bases, ['slim']);
    assertRefused({ ...old, '.python-version': '4.1' }, /There is no image of Python 4\.1\.x/);
  });

  const lock = (wheels: string): string => `version = 1
[[package]]
name = "shop"
source = { virtual = "." }
dependencies = [{ name = "uvicorn", extra = ["standard"] }, { name = "colorama", marker = "sys_platform == 'win32'" }]
[[package]]
name = "colorama"
version = "0.4"
wheels = [{ url = "https://example.org/colorama-0.4-cp27-cp27m-win32.whl" }]
[[package]]
name = "uvicorn"
version = "0.32"
wheels = [{ url = "https://example.org/uvicorn-0.32-py3-none-any.whl" }]
[package.optional-dependencies]
standard = [{ name = "uvloop" }]
[[package]]
name = "uvloop"
version = "0.21"
wheels = [${wheels}]
`;
  const wheel = (tags: string): string =>
    `{ url = "https://example.org/uvloop-0.21-${tags}.whl" }, `;
  const locked = (wheels: string): Files => ({
    'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["uvicorn[standard]"]\n',
    'uv.lock': lock(wheels),
    'main.py': '',
  });

  test('the wheels of a lock file', () => {
    const glibc = generated(
      locked(wheel('cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64')),
    );
    assert.deepEqual(glibc.bases, ['slim', 'distroless', 'dhi']);
    assert.match(dockerfileOf(glibc), /^FROM python:3\.13-slim-trixie AS base$/m);
    const both = generated(
      locked(
        `${wheel('cp310-abi3-manylinux_2_28_x86_64')}${wheel('cp310-abi3-musllinux_1_2_x86_64')}`,
      ),
    );
    assert.deepEqual(both.bases, ['slim', 'distroless', 'alpine', 'dhi']);
    assert.match(dockerfileOf(both), /^FROM python:3\.14-slim-trixie AS base$/m);
    const threaded = generated(locked(wheel('cp314-cp314t-manylinux_2_28_x86_64')));
    assert.match(threaded.plan.notes.join('\n'), /Not every locked package has a wheel/);
  });

  test('wheels of pure Python, and of other interpreters', () => {
    const imageFor = (wheels: string): string =>
      /^FROM (\S+)/m.exec(dockerfileOf(generated(locked(wheels))))?.[1] ?? '';
    assert.equal(imageFor(wheel('py37-none-any')), 'python:3.14-slim-trixie');
    assert.equal(
      imageFor(
        `${wheel('pp310-pypy310_pp73-manylinux_2_28_x86_64')}${wheel('cp312-cp312-manylinux_2_28_x86_64')}`,
      ),
      'python:3.12-slim-trixie',
    );
    assert.equal(
      imageFor(
        `${wheel('cp314-cp314-macosx_11_0_arm64')}${wheel('cp312-cp312-manylinux_2_28_x86_64')}`,
      ),
      'python:3.12-slim-trixie',
    );
  });

  test('Git for a package of development, on Alpine, too', () => {
    const files = locked(
      `${wheel('cp310-abi3-manylinux_2_28_x86_64')}${wheel('cp310-abi3-musllinux_1_2_x86_64')}`,
    );
    const manifest = `${files['pyproject.toml'] ?? ''}[tool.uv.sources]\nlinter = { git = "https://example.org/linter" }\n`;
    const generation = generated(
      { ...files, 'pyproject.toml': manifest },
      { choices: { base: 'alpine' } },
    );
    assert.match(dockerfileOf(generation), /^RUN apk add --no-cache git$/m);
  });

  test('packages without wheels are built, but not for musl', () => {
    assert.deepEqual(generated(locked('')).bases, ['slim', 'distroless', 'dhi']);
  });

  test('lock files of Poetry and Pipenv', () => {
    const poetry = {
      'pyproject.toml':
        '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\npython = "^3.12"\nclick = "*"\n',
      'poetry.lock':
        '# This file is automatically @generated by Poetry 2.1.3 and should not be changed by hand.\n' +
        '[[package]]\nname = "click"\nversion = "8"\ngroups = ["main"]\nfiles = [{file = "click-8-py3-none-any.whl"}]\n' +
        '[[package]]\nname = "psycopg2"\nversion = "2"\ngroups = ["dev"]\nfiles = []\n',
      'main.py': '',
    };
    assert.match(dockerfileOf(generated(poetry)), /poetry==2\.1\.3/);
    assert.deepEqual(generated(poetry).bases, ['slim', 'distroless', 'alpine', 'dhi']);
    const old = { ...poetry, 'poetry.lock': poetry['poetry.lock'].replace('2.1.3', '1.8.3') };
    assert.match(dockerfileOf(generated(old)), /poetry==2\.5\.1/);
    const pipenv = {
      Pipfile: '[packages]\nredis = "*"\n',
      'Pipfile.lock': '{"default": {"redis": {"version": "==5.2"}}}',
      'main.py': '',
    };
    assert.deepEqual(generated(pipenv).plan.runtime.services, ['redis']);
    assert.deepEqual(generated(pipenv).bases, ['slim', 'distroless', 'dhi']);
  });
});

describe('a project that is installed', () => {
  const manifest = (more: string): string =>
    `[project]\nname = "my-shop"\nversion = "1"\nreadme = "README.md"\nlicense = { file = "LICENSE" }\ndependencies = ["fastapi", "uvicorn"]\n${more}`;
  const own = { 'src/my_shop/__init__.py': '', 'src/my_shop/web.py': fastapi, 'uv.lock': '' };
  const hatch = '[build-system]\nrequires = ["hatchling"]\n';

  test('with what its build reads', () => {
    const generation = generated({
      ...own,
      'README.md': '',
      LICENSE: '',
      'pyproject.toml': manifest(hatch),
    });
    assert.deepEqual(generation.plan.needed, ['!README.md', '!LICENSE']);
    assert.match(
      dockerfileOf(generation),
      /source=LICENSE,target=LICENSE[^]*uv sync --locked --no-dev --no-editable$/m,
    );
    assert.doesNotMatch(dockerfileOf(generation), /PYTHONPATH/);
  });

  test('not when Git knows the version, or the package has another name', () => {
    const vcs = '[build-system]\nrequires = ["hatchling", "hatch-vcs"]\n';
    assert.match(
      dockerfileOf(generated({ ...own, 'pyproject.toml': manifest(vcs) })),
      /PYTHONPATH=\/app\/src/,
    );
    const other = {
      'pyproject.toml': manifest(hatch),
      'app/__init__.py': '',
      'app/web.py': fastapi,
      'uv.lock': '',
    };
    assert.match(dockerfileOf(generated(other)), /^COPY --link --from=build \/app\/app \.\/app$/m);
  });

  test('programs of a project of Poetry refer to its sources', () => {
    const text = dockerfileOf(
      generated({
        'pyproject.toml':
          '[tool.poetry]\nname = "shop"\nversion = "1"\n[tool.poetry.dependencies]\nclick = "*"\n[tool.poetry.scripts]\nshop = "shop.cli:main"\n[build-system]\nrequires = ["poetry-core"]\n',
        'poetry.lock': '',
        'shop/__init__.py': '',
        'shop/cli.py': '',
      }),
    );
    assert.match(text, /^COPY --link shop \.\/shop$[^]*poetry install --only main --compile/m);
    assert.match(text, /^COPY --link --from=build \/app\/shop \.\/shop$[^]*CMD \["shop"\]/m);
  });
});
