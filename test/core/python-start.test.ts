import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DockerfileModel } from '../../server/src/core/model/model';
import { findPythonStart, isPythonRunner } from '../../server/src/core/model/python-start';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

/** What a command starts in the last stage; the reason when that is not known. */
function start(text: string, command: string, files: Files): string {
  const model = new DockerfileModel(text, toProject(files));
  assert.ok(model.target);
  const words = command.split(' ');
  assert.ok(isPythonRunner(words));
  const found = findPythonStart(model, model.target, words);
  return found.kind === 'unknown' ? found.reason : found.words.join(' ');
}

const manifest = '[project]\nname = "shop"\ndependencies = ["uvicorn>=0.30", "Flask"]\n';
const uv: Files = { 'pyproject.toml': manifest, 'main.py': 'print()\n' };
const image = (lines: string): string => `FROM python:3.13\nWORKDIR /app\nCOPY . .\n${lines}\n`;
const sync = image('RUN uv sync');
const packaged = { ...uv, 'pyproject.toml': `${manifest}[build-system]\nrequires = []\n` };

interface Case {
  readonly title: string;
  readonly text?: string;
  readonly command?: string;
  readonly files?: Files;
  readonly expected: string;
}

function run(
  name: string,
  cases: readonly Case[],
  usual: Required<Omit<Case, 'title' | 'expected'>>,
): void {
  describe(`what ${name} starts`, () => {
    for (const { title, expected, ...own } of cases) {
      const { text, command, files } = { ...usual, ...own };
      test(title, () => {
        assert.equal(start(text, command, files), expected);
      });
    }
  });
}

run(
  'uv run',
  [
    { title: 'a program of a package', expected: '/app/.venv/bin/uvicorn main:app --port 80' },
    {
      title: 'a file',
      command: 'uv run --frozen --no-dev main.py --port 80',
      expected: '/app/.venv/bin/python main.py --port 80',
    },
    {
      title: 'Python itself',
      command: 'uv run -- python -m shop',
      expected: '/app/.venv/bin/python -m shop',
    },
    {
      title: 'a project in the root folder',
      text: 'FROM python:3.13\nCOPY . /\nRUN uv sync\n',
      command: 'uv run flask run',
      expected: '/.venv/bin/flask run',
    },
    {
      title: 'an environment that the stage below made',
      text: `${sync.replace('3.13', '3.13 AS base')}FROM base\nENV UV_NO_SYNC=1\n`,
      expected: '/app/.venv/bin/uvicorn main:app --port 80',
    },
    {
      title: 'an environment that was copied',
      text: `${sync.replace('3.13', '3.13 AS build')}FROM python:3.13\nWORKDIR /app\nCOPY . .\nCOPY --from=build /app/.venv /app/.venv\n`,
      expected: '/app/.venv/bin/uvicorn main:app --port 80',
    },
    {
      title: 'an environment that was left behind',
      text: `${sync.replace('3.13', '3.13 AS build')}FROM python:3.13\nWORKDIR /app\nCOPY . .\nCOPY --from=build /usr/bin/x /usr/bin/x\n`,
      expected: 'Where uv keeps the environment is not known.',
    },
    {
      title: 'no environment',
      text: image('RUN true'),
      expected: 'Where uv keeps the environment is not known.',
    },
    {
      title: 'an environment at another place',
      text: image('RUN uv venv /venv'),
      expected: 'Where uv keeps the environment is not known.',
    },
    {
      title: 'an environment that nothing filled',
      text: image('RUN uv venv'),
      expected: 'uv installs the project itself only when the container starts.',
    },
    {
      title: 'a project that is not installed',
      text: image('RUN uv sync --no-install-project'),
      files: packaged,
      expected: 'uv installs the project itself only when the container starts.',
    },
    {
      title: 'a project that is installed last',
      text: image('RUN uv sync --no-install-project\nRUN uv sync'),
      files: packaged,
      expected: '/app/.venv/bin/uvicorn main:app --port 80',
    },
    {
      title: 'a variable',
      text: image('ENV UV_PYTHON=3.12\nRUN uv sync'),
      expected: 'The variable UV_PYTHON may change what uv runs.',
    },
    {
      title: 'an option',
      command: 'uv run --with httpx main.py',
      expected: 'The options of "uv run" are not known.',
    },
    {
      title: 'nothing',
      command: 'uv run --frozen',
      expected: 'The options of "uv run" are not known.',
    },
    {
      title: 'no manifest',
      files: { 'main.py': '' },
      expected: 'Which pyproject.toml lies in the working directory is not known.',
    },
    {
      title: 'a manifest that was not read',
      files: {},
      expected: 'Which pyproject.toml lies in the working directory is not known.',
    },
    {
      title: 'a manifest that a RUN changes',
      text: image('RUN uv sync && sed -i s/a/b/ pyproject.toml'),
      expected: 'A RUN may change pyproject.toml.',
    },
    {
      title: 'a working directory that is not known',
      text: `FROM python:3.13\nARG DIR\nWORKDIR $DIR\n`,
      expected: 'The files of the build context are not known.',
    },
    {
      title: 'a program that nobody knows',
      command: 'uv run shop',
      expected: 'Which package brings the program "shop" is not known.',
    },
    {
      title: 'a program of a package that is not there',
      command: 'uv run gunicorn shop',
      expected: 'The manifest names no package "gunicorn".',
    },
    {
      title: 'a script of the project by that name',
      command: 'uv run flask run',
      files: { ...uv, 'pyproject.toml': `${manifest}[project.scripts]\nflask = "shop:main"\n` },
      expected: 'The manifest has a script "flask" of its own.',
    },
    {
      title: 'sources that start programs',
      files: { ...uv, 'jobs.py': 'import subprocess\n' },
      expected: 'jobs.py starts programs, which may lie in the environment.',
    },
    {
      title: 'texts that are no sources',
      files: { ...uv, 'README.md': 'import subprocess\n' },
      expected: '/app/.venv/bin/uvicorn main:app --port 80',
    },
  ],
  { text: sync, command: 'uv run uvicorn main:app --port 80', files: uv },
);

const system = image('RUN poetry config virtualenvs.create false && poetry install');
const unknownPoetry = 'Where Poetry keeps the environment is not known.';

run(
  'poetry run',
  [
    { title: 'the Python of the image', expected: 'flask run' },
    { title: 'a file', command: 'poetry run main.py', expected: 'python main.py' },
    {
      title: 'the Python of the image, by a variable',
      text: image('ENV POETRY_VIRTUALENVS_CREATE=false\nRUN poetry install'),
      expected: 'flask run',
    },
    {
      title: 'the folder of the project',
      text: image('RUN poetry config virtualenvs.in-project true && poetry install'),
      expected: '/app/.venv/bin/flask run',
    },
    {
      title: 'the folder of the project, by a variable',
      text: image('ENV POETRY_VIRTUALENVS_IN_PROJECT=true\nRUN poetry install'),
      expected: '/app/.venv/bin/flask run',
    },
    { title: 'a folder of its own', text: image('RUN poetry install'), expected: unknownPoetry },
    {
      title: 'an install in another folder',
      text: image(
        'ENV POETRY_VIRTUALENVS_IN_PROJECT=1\nRUN poetry install\nWORKDIR /srv\nCOPY . .',
      ),
      expected: unknownPoetry,
    },
    {
      title: 'an install in the stage below',
      text: `${system.replace('3.13', '3.13 AS base')}FROM base\n`,
      expected: unknownPoetry,
    },
    {
      title: 'no install',
      text: image('ENV POETRY_VIRTUALENVS_CREATE=0'),
      expected: unknownPoetry,
    },
  ],
  { text: system, command: 'poetry run flask run', files: uv },
);

const pipfile: Files = { Pipfile: '[packages]\nflask = "*"\n', 'main.py': '' };
const unknownPipenv = 'Where Pipenv keeps the environment is not known.';
const inProject = image('ENV PIPENV_VENV_IN_PROJECT=1\nRUN pipenv install --deploy');

run(
  'pipenv run',
  [
    { title: 'the folder of the project', expected: '/app/.venv/bin/flask run' },
    { title: 'a folder of its own', text: image('RUN pipenv install'), expected: unknownPipenv },
    {
      title: 'no install',
      text: image('ENV PIPENV_VENV_IN_PROJECT=1'),
      expected: unknownPipenv,
    },
    {
      title: 'the Python of the image',
      text: image('ENV PIPENV_VENV_IN_PROJECT=1\nRUN pipenv install --system'),
      expected: unknownPipenv,
    },
    {
      title: 'no manifest',
      files: uv,
      expected: 'Which Pipfile lies in the working directory is not known.',
    },
    {
      title: 'variables in a file',
      files: { ...pipfile, '.env': 'A=1\n' },
      expected: 'Pipenv reads the file .env.',
    },
    {
      title: 'variables in a file that stays outside',
      files: { ...pipfile, '.env': 'A=1\n', '.dockerignore': '.env\n' },
      expected: '/app/.venv/bin/flask run',
    },
  ],
  { text: inProject, command: 'pipenv run flask run', files: pipfile },
);

describe('runners of Python', () => {
  test('which words run a program', () => {
    for (const [words, expected] of [
      [[], false],
      [['uv'], false],
      [['uv', 'sync'], false],
      [['npm', 'run', 'x'], false],
      [['poetry', 'run', 'x'], true],
    ] as const) {
      assert.equal(isPythonRunner(words), expected, words.join(' '));
    }
  });

  test('files that the host did not read', () => {
    const project = toProject(uv);
    const starts = (lost: string): string => {
      const texts = new Map([...project.texts].filter(([path]) => path !== lost));
      const model = new DockerfileModel(sync, { ...project, texts });
      assert.ok(model.target);
      const found = findPythonStart(model, model.target, ['uv', 'run', 'main.py']);
      return found.kind === 'unknown' ? found.reason : found.words.join(' ');
    };
    assert.equal(starts('main.py'), 'The source file main.py could not be read.');
    assert.equal(
      starts('pyproject.toml'),
      'Which pyproject.toml lies in the working directory is not known.',
    );
    const model = new DockerfileModel(sync);
    assert.ok(model.target);
    assert.deepEqual(findPythonStart(model, model.target, ['uv', 'run', 'main.py']), {
      kind: 'unknown',
      reason: 'The files of the build context are not known.',
    });
  });
});
