import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import python from '../../server/src/core/builders/python';
import { planSplit } from '../../server/src/core/builders/split-plan';
import { DockerfileModel } from '../../server/src/core/model/model';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { exampleDay } from '../harness/invariants';
import { toProject } from '../harness/project';
import { runtimeStage, splitWith, type Files } from '../harness/split';

const flask: Files = { 'requirements.txt': 'flask\n', 'app.py': 'import flask\n' };
const pip = dockerfile`
  FROM python:3.13
  WORKDIR /app
  COPY requirements.txt .
  RUN pip install -r requirements.txt
  COPY . .
  CMD ["flask", "run"]
`;
const project: Files = { 'pyproject.toml': '[project]\nname = "shop"\n', 'main.py': '' };
const uv = dockerfile`
  FROM python:3.13
  WORKDIR /app
  COPY . .
  RUN uv sync
  CMD ["uv", "run", "main.py"]
`;

function lost(what: string): string {
  return `refused: ${what}, which the slim image lacks.`;
}

describe('builder: Python refuses what a slim image or a new environment would break', () => {
  const cases: readonly (readonly [title: string, text: string, files: Files, expected: string])[] =
    [
      [
        'two managers',
        pip.replace('COPY . .', 'COPY . .\nRUN uv sync'),
        flask,
        'refused: pip and uv install into one image.',
      ],
      [
        'another verb of Django',
        pip.replace('CMD', 'RUN python ./manage.py loaddata shop\nCMD'),
        flask,
        'refused: What "python ./manage.py loaddata shop" leaves behind is not known.',
      ],
      [
        'no verb of Django',
        pip.replace('CMD', 'RUN python "manage.py"\nCMD'),
        flask,
        'refused: What "python "manage.py"" leaves behind is not known.',
      ],
      [
        'a module',
        pip.replace('CMD', 'RUN python -m nltk.downloader all\nCMD'),
        flask,
        'refused: What "python -m nltk.downloader all" leaves behind is not known.',
      ],
      [
        'no module',
        pip.replace('CMD', 'RUN python -m\nCMD'),
        flask,
        'refused: What "python -m" leaves behind is not known.',
      ],
      [
        'a PATH of its own',
        pip.replace('WORKDIR', 'ENV PATH=/usr/bin\nWORKDIR'),
        flask,
        'refused: ENV sets PATH without what it was before.',
      ],
      [
        'a path of the system',
        pip,
        { ...flask, 'app.py': "open('/usr/share/dict/words')\n" },
        lost('app.py names /usr/share/dict/words').replace(
          'the slim image lacks',
          'the slim image may lack',
        ),
      ],
      [
        'a program of the full image',
        pip.replace('"flask", "run"', '"wget", "x"'),
        flask,
        lost('The container runs wget'),
      ],
      [
        'a script that runs one',
        pip,
        { ...flask, 'start.sh': '#!/bin/sh\ncurl -f localhost\n' },
        'refused: start.sh may run a program that the slim image lacks.',
      ],
      [
        'a package by its address',
        pip,
        { ...flask, 'requirements.txt': 'shop @ https://example.org/shop.whl\n' },
        'refused: What pip installs from "shop @ https://example.org/shop.whl" is not known.',
      ],
      [
        'a start that is not understood',
        uv.replace('CMD ["uv", "run", "main.py"]', 'CMD uv run main.py && true'),
        project,
        'refused: uv starts the program in a way that is not understood.',
      ],
      [
        'a system package that nobody knows',
        pip.replace('WORKDIR', 'RUN apt-get update && apt-get install -y frobnicate\nWORKDIR'),
        flask,
        'refused: frobnicate',
      ],
    ];
  for (const [title, text, files, expected] of cases) {
    test(title, () => {
      const found = splitWith(python, text, files);
      if (title.startsWith('a system package')) assert.match(found ?? '', /^refused: .*frobnicate/);
      else assert.equal(found, expected);
    });
  }

  test('files that the host did not read', () => {
    const reasonWithout = (lost: string): unknown => {
      const files = toProject({ ...flask, 'start.sh': '' });
      const texts = new Map([...files.texts].filter(([path]) => path !== lost));
      const model = new DockerfileModel(pip, { ...files, texts });
      assert.ok(model.target);
      const split = planSplit([python], model, model.target, exampleDay);
      return split?.kind === 'refused' ? split.reason : split?.kind;
    };
    assert.equal(reasonWithout('app.py'), 'Not every source file of the project could be read.');
    assert.equal(
      reasonWithout('start.sh'),
      'start.sh may run a program that the slim image lacks.',
    );
    assert.equal(reasonWithout('Dockerfile'), 'split');
  });
});

describe('builder: Python splits', () => {
  test('a check by a tool that the slim image has', () => {
    const text = pip.replace('CMD', 'HEALTHCHECK CMD python -c "1"\nCMD');
    assert.match(runtimeStage(splitWith(python, text, flask)), /^FROM python:3\.13-slim\n/);
  });

  test('modules in a folder that is not known', () => {
    const text = pip
      .replace('COPY . .', 'COPY . .\nARG DIR\nWORKDIR $DIR\nRUN python -m compileall -q .')
      .replace('CMD', 'WORKDIR /app\nCMD');
    assert.equal(
      splitWith(python, text, flask),
      'refused: The working directory of the stage is not known.',
    );
  });

  test('programs that a variable names', () => {
    const start = pip.replace('CMD ["flask", "run"]', 'HEALTHCHECK CMD $CHECK\nCMD $START');
    assert.match(runtimeStage(splitWith(python, start, flask)), /^FROM python:3\.13-slim\n/);
    assert.equal(
      splitWith(python, pip.replace('RUN pip', 'ARG PREPARE=true\nRUN $PREPARE && pip'), flask),
      'refused: Whether the program needs what "$PREPARE" does is not known.',
    );
  });

  test('modules and verbs that prepare the project', () => {
    const text = pip.replace('CMD', 'RUN python -m compileall . && python manage.py migrate\nCMD');
    assert.match(runtimeStage(splitWith(python, text, flask)), /--from=build \/app \/app\n/);
  });

  test('no packages at all', () => {
    const text = pip.replace('flask", "run', 'python", "app.py');
    const changed = splitWith(python, text, { ...flask, 'requirements.txt': '' });
    assert.match(runtimeStage(changed), /^FROM python:3\.13-slim\nENV PATH=\/opt\/venv\/bin/);
  });

  test('the evidence names what is installed', () => {
    const evidence = (list: string): unknown => {
      const model = new DockerfileModel(pip, toProject({ ...flask, 'requirements.txt': list }));
      assert.ok(model.target);
      const split = planSplit([python], model, model.target, exampleDay);
      assert.ok(split?.kind === 'split', JSON.stringify(split));
      return split.plan.evidence[0];
    };
    assert.deepEqual(evidence('flask\n'), 'pip installs flask.');
    assert.deepEqual(evidence('\n'), 'pip installs nothing.');
  });

  test('an account that may write to /opt only once it is root', () => {
    const text = pip
      .replace('WORKDIR', 'USER nobody\nWORKDIR')
      .replace('RUN pip', 'USER root\nRUN pip');
    assert.match(
      splitWith(python, text, flask) ?? '',
      /COPY requirements\.txt \.\nUSER root\nRUN python -m venv \/opt\/venv\nENV PATH=\/opt\/venv\/bin:\$PATH\nRUN pip install/,
    );
  });

  test('an environment of the stage that is on its PATH', () => {
    const text = pip.replace(
      'WORKDIR',
      'RUN python -m venv /venv\nENV PATH=/venv/bin:$PATH\nWORKDIR',
    );
    const changed = runtimeStage(splitWith(python, text, flask));
    assert.match(changed, /--from=build \/venv \/venv\n/);
    assert.equal(changed.match(/PATH=/g)?.length, 1);
  });

  test('an environment that is started by its path needs no PATH', () => {
    const text = pip
      .replace('RUN pip', 'RUN python -m venv /venv && /venv/bin/pip')
      .replace('"flask"', '"/venv/bin/flask"');
    assert.doesNotMatch(runtimeStage(splitWith(python, text, flask)), /PATH=/);
  });

  test('on a slim image uv itself is left behind', () => {
    const changed = runtimeStage(splitWith(python, uv.replace('3.13', '3.13-slim'), project));
    assert.match(changed, /^FROM python:3\.13-slim\nENV PATH=\/app\/\.venv\/bin:\$PATH\n/);
    assert.match(changed, /CMD \["python", "main\.py"\]\n$/);
  });

  test('lists that a source names go along, others stay', () => {
    const text = pip.replace('COPY requirements.txt .', 'COPY requirements.txt poetry.lock ./');
    const files = { ...flask, 'poetry.lock': '', 'app.py': "open('poetry.lock')\n" };
    const changed = runtimeStage(splitWith(python, text, files));
    assert.match(changed, /--from=build \/app\/poetry\.lock \/app\/poetry\.lock\n/);
    assert.doesNotMatch(changed, /requirements/);
  });
});
