import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DockerfileModel } from '../../server/src/core/model/model';
import { readPythonInstall } from '../../server/src/core/model/python-install';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

/** How the last stage of a few lines installs; undefined when it does not. */
function install(lines: string, files: Files = {}, image = 'python:3.13'): unknown {
  const text = `FROM ${image}\n${lines}\n`;
  const model = new DockerfileModel(text, toProject(files));
  assert.ok(model.target);
  const found = readPythonInstall(model, model.target);
  if (found === undefined || typeof found === 'string') return found;
  const { makeBefore, lastRun, requirements, installsItself, needsVariable } = found;
  return [
    `${found.tool} in ${found.environment}`,
    requirements.map(({ name, specifier }) => `${name ?? '?'} ${specifier}`.trim()).join(', '),
    `last: ${lastRun.argumentText}`,
    ...(makeBefore === undefined ? [] : [`made before: ${makeBefore.argumentText}`]),
    ...(installsItself ? ['itself'] : []),
    ...(needsVariable ? ['VIRTUAL_ENV'] : []),
  ];
}

interface Case {
  readonly title: string;
  readonly lines: string;
  readonly files?: Files;
  readonly image?: string;
  readonly expected: string | readonly string[] | undefined;
}

const flask = { 'requirements.txt': 'Flask==3.1.3\n' };
const copied = 'WORKDIR /app\nCOPY . .\n';
const project = (text: string): Files => ({
  'pyproject.toml': `[project]\nname = "shop"\n${text}`,
});
const fastapi = project('dependencies = ["fastapi"]\n');
const brought = 'uv may have brought a Python of its own.';
const uv = { lines: `${copied}RUN uv sync` };
const inUv = ['uv in /app/.venv', '', 'last: uv sync'];
const range = (text: string): Files => project(`requires-python = "${text}"\n`);

const pip: readonly Case[] = [
  { title: 'no install', lines: 'RUN pip list', expected: undefined },
  { title: 'tools alone', lines: 'RUN pip install -U pip wheel', expected: undefined },
  {
    title: 'names with versions, below the tools',
    lines: 'RUN pip install -U pip\nRUN pip install Flask_Cors==6.0.1 gunicorn',
    expected: [
      'pip in /opt/venv',
      'flask-cors 6.0.1, gunicorn',
      'last: pip install Flask_Cors==6.0.1 gunicorn',
      'made before: pip install -U pip',
    ],
  },
  {
    title: 'a list, and tools beside it',
    lines: `${copied}RUN pip install pip -r requirements.txt`,
    files: flask,
    expected: [
      'pip in /opt/venv',
      'pip, flask ==3.1.3',
      'last: pip install pip -r requirements.txt',
      'made before: pip install pip -r requirements.txt',
    ],
  },
  {
    title: 'options in a variable',
    lines: 'ARG OPTIONS\nRUN pip install $OPTIONS flask',
    expected: 'The options of an install are held in a variable.',
  },
  {
    title: 'two managers',
    lines: 'RUN pip install flask && poetry install',
    expected: 'pip and poetry install into one image.',
  },
  {
    title: 'another folder',
    lines: 'RUN poetry install --directory api',
    expected: 'An install works on another folder.',
  },
  {
    title: 'a manager that keeps packages elsewhere',
    lines: 'RUN conda install flask',
    expected: 'Where conda keeps what it installs is not known.',
  },
  {
    title: 'a full path',
    lines: 'RUN /usr/local/bin/pip install flask',
    expected: 'pip is called by its full path.',
  },
  {
    title: 'the project as editable',
    lines: `${copied}RUN pip install -e .`,
    expected: 'pip installs the project itself.',
  },
  {
    title: 'an archive',
    lines: 'RUN pip install ./shop.whl',
    expected: 'What pip installs from "./shop.whl" is not known.',
  },
  {
    title: 'a list that names an archive',
    lines: `${copied}RUN pip install -r requirements.txt`,
    files: { 'requirements.txt': './shop.whl\n' },
    expected: 'What pip installs from "./shop.whl" is not known.',
  },
  {
    title: 'a list that names one that is not there',
    lines: `${copied}RUN pip install -r requirements.txt`,
    files: { 'requirements.txt': '-r base.txt\n' },
    expected: 'The file "requirements.txt" could not be read.',
  },
  {
    title: 'a list in a variable',
    lines: `${copied}ARG LIST\nRUN pip install -r "$LIST"`,
    files: flask,
    expected: 'The file "" could not be read.',
  },
  {
    title: 'a list that was not copied',
    lines: 'RUN pip install -r /srv/requirements.txt',
    files: flask,
    expected: 'The file "/srv/requirements.txt" could not be read.',
  },
];

const environments: readonly Case[] = [
  {
    title: 'pip of the environment, by its path',
    lines: 'RUN python -m venv /venv\nRUN /venv/bin/pip install flask',
    expected: ['pip in /venv', 'flask', 'last: /venv/bin/pip install flask'],
  },
  {
    title: 'pip of the environment, by PATH',
    lines: 'RUN python -m venv /venv\nENV PATH="/venv/bin:$PATH"\nRUN pip install flask',
    expected: ['pip in /venv', 'flask', 'last: pip install flask'],
  },
  {
    title: 'an environment that is not on PATH',
    lines: 'RUN python -m venv /venv && pip install flask',
    expected: 'pip installs beside the virtual environment of the stage.',
  },
  {
    title: 'another PATH',
    lines: 'RUN python -m venv /venv\nENV PATH="$PATH:/venv/bin"\nRUN pip install flask',
    expected: 'pip installs beside the virtual environment of the stage.',
  },
  {
    title: 'pip of another environment',
    lines: 'RUN python -m venv /venv\nRUN /other/bin/pip install flask',
    expected: 'pip installs beside the virtual environment of the stage.',
  },
  {
    title: 'two environments',
    lines: 'RUN python -m venv /a && python -m venv /b && /a/bin/pip install flask',
    expected: 'The stage makes several virtual environments.',
  },
];

const uvCases: readonly Case[] = [
  {
    title: 'the project and its environment',
    lines: `${copied}RUN uv sync --locked`,
    files: fastapi,
    expected: ['uv in /app/.venv', 'fastapi', 'last: uv sync --locked'],
  },
  {
    title: 'an environment elsewhere, filled twice',
    lines: `ENV UV_PROJECT_ENVIRONMENT=/venv\n${copied}RUN uv sync --no-install-project\nRUN uv sync`,
    files: fastapi,
    expected: ['uv in /venv', 'fastapi', 'last: uv sync'],
  },
  {
    title: 'uv pip',
    lines: 'RUN uv pip install --system flask',
    expected: 'uv installs without a project environment.',
  },
  {
    title: 'uv sync and uv pip',
    lines: `${copied}RUN uv sync && uv pip install flask`,
    files: fastapi,
    expected: 'uv installs without a project environment.',
  },
  {
    title: 'two environments',
    lines: `${copied}RUN uv venv /venv && uv sync`,
    files: fastapi,
    expected: 'Which environment uv fills is not known.',
  },
  {
    title: 'an environment in a folder that is not known',
    lines: `ARG DIR\nENV UV_PROJECT_ENVIRONMENT=$DIR\n${copied}RUN uv sync`,
    files: fastapi,
    expected: 'Which environment uv fills is not known.',
  },
  {
    title: 'no project',
    lines: `${copied}RUN uv sync`,
    expected: 'The pyproject.toml of the project could not be read.',
  },
  {
    ...uv,
    title: 'a tag without a version',
    files: project(''),
    image: 'python',
    expected: brought,
  },
  { ...uv, title: 'another image', files: project(''), image: 'scratch', expected: brought },
  { ...uv, title: 'no range', files: project(''), expected: inUv },
  { ...uv, title: 'a range that fits', files: range('>=3.12,<4.0'), expected: inUv },
  { ...uv, title: 'a range below the next one', files: range('>= 3.13.0, < 3.14'), expected: inUv },
  { ...uv, title: 'a later Python', files: range('>=3.14'), expected: brought },
  { ...uv, title: 'an older Python', files: range('<3.13'), expected: brought },
  { ...uv, title: 'a range of another form', files: range('~=3.12'), expected: brought },
  {
    ...uv,
    title: 'a pin that fits',
    files: { ...project(''), '.python-version': '3.13\n' },
    expected: inUv,
  },
  {
    ...uv,
    title: 'a pin of a release',
    files: { ...project(''), '.python-version': '3.13.1\n' },
    expected: brought,
  },
];

const poetry: readonly Case[] = [
  {
    title: 'the environment that is active',
    lines: `${copied}RUN poetry install`,
    files: project('dependencies = ["flask"]\n[build-system]\nrequires = []\n'),
    expected: [
      'poetry in /opt/venv',
      'flask',
      'last: poetry install',
      'made before: poetry install',
      'itself',
      'VIRTUAL_ENV',
    ],
  },
  {
    title: 'without the project, in its folder by a command',
    lines: `${copied}RUN poetry config virtualenvs.in-project true && poetry install --no-root`,
    files: project('[build-system]\nrequires = []\n'),
    expected: [
      'poetry in /app/.venv',
      '',
      'last: poetry config virtualenvs.in-project true && poetry install --no-root',
    ],
  },
  {
    title: 'in the folder by a variable, in the root folder',
    lines: 'ENV POETRY_VIRTUALENVS_IN_PROJECT=1\nCOPY . /\nRUN poetry install',
    files: project(''),
    expected: ['poetry in /.venv', '', 'last: poetry install'],
  },
  {
    title: 'a variable and a command that say no',
    lines: `ENV POETRY_VIRTUALENVS_IN_PROJECT=false\n${copied}RUN poetry config virtualenvs.in-project false && poetry install`,
    files: project(''),
    expected: [
      'poetry in /opt/venv',
      '',
      'last: poetry config virtualenvs.in-project false && poetry install',
      'made before: poetry config virtualenvs.in-project false && poetry install',
      'VIRTUAL_ENV',
    ],
  },
  {
    title: 'no project',
    lines: `${copied}RUN poetry install`,
    expected: 'The pyproject.toml of the project could not be read.',
  },
  {
    title: 'a folder that is not known',
    lines: 'COPY . /\nARG DIR\nWORKDIR $DIR\nRUN poetry install',
    files: project(''),
    expected: 'The pyproject.toml of the project could not be read.',
  },
];

describe('how a stage installs Python packages', () => {
  for (const [kind, cases] of Object.entries({ pip, environments, uv: uvCases, poetry })) {
    for (const { title, lines, files, image, expected } of cases) {
      test(`${kind}: ${title}`, () => {
        assert.deepEqual(install(lines, files, image), expected);
      });
    }
  }

  test('without the files of the project', () => {
    const read = (run: string): unknown => {
      const model = new DockerfileModel(`FROM python:3.13\n${copied}RUN ${run}\n`);
      assert.ok(model.target);
      return readPythonInstall(model, model.target);
    };
    assert.equal(read('pip install -r a.txt'), 'The file "a.txt" could not be read.');
    assert.equal(read('uv sync'), 'The pyproject.toml of the project could not be read.');
    assert.equal(read('poetry install'), 'The pyproject.toml of the project could not be read.');
  });
});
