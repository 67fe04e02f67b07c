import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import python from '../../server/src/core/builders/python';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { runtimeStage, splitWith, type Files } from '../harness/split';

const flask: Files = {
  'requirements.txt': 'Flask==3.1.3\ngunicorn==25.0.3\n',
  'app.py': 'from flask import Flask\n',
};

const plain = dockerfile`
  FROM python:3.13
  WORKDIR /app
  COPY requirements.txt .
  RUN pip install -r requirements.txt
  COPY . .
  CMD ["gunicorn", "app:app"]
`;

describe('builder: Python', () => {
  test('the environment is made above the first copy, and sources stay below', () => {
    assert.equal(
      splitWith(python, plain, flask),
      dockerfile`
        FROM python:3.13 AS build
        WORKDIR /app
        RUN python -m venv /opt/venv
        ENV PATH=/opt/venv/bin:$PATH
        COPY requirements.txt .
        RUN pip install -r requirements.txt

        FROM python:3.13-slim
        ENV PATH=/opt/venv/bin:$PATH
        WORKDIR /app
        COPY --from=build /opt/venv /opt/venv

        COPY . .
        CMD ["gunicorn", "app:app"]
      `,
    );
  });

  test('sources above the install come along, with what Django made of them', () => {
    const text = dockerfile`
      FROM python:3.13-bookworm
      WORKDIR /app
      COPY . .
      RUN pip install -r requirements.txt && python manage.py collectstatic --noinput
      CMD ["gunicorn", "shop.wsgi"]
    `;
    assert.equal(
      runtimeStage(splitWith(python, text, flask)),
      dockerfile`
        FROM python:3.13-slim-bookworm
        ENV PATH=/opt/venv/bin:$PATH
        WORKDIR /app
        COPY --from=build /opt/venv /opt/venv
        COPY --from=build /app /app

        CMD ["gunicorn", "shop.wsgi"]
      `,
    );
  });

  test('headers become libraries, and what Python has anyway is left out', () => {
    const text = dockerfile`
      FROM python:3.13-slim
      RUN apt-get update && apt-get install -y gcc libpq-dev libffi-dev
      WORKDIR /app
      COPY . .
      RUN pip install -r requirements.txt
      CMD ["python", "app.py"]
    `;
    assert.match(
      runtimeStage(splitWith(python, text, { ...flask, 'requirements.txt': 'psycopg2\n' })),
      /install -y --no-install-recommends libpq5 \\/,
    );
  });

  test('programs that a script may start are kept', () => {
    const text = dockerfile`
      FROM python:3.13-slim
      RUN apt-get update && apt-get install -y gcc nginx
      WORKDIR /app
      COPY . .
      RUN pip install -r requirements.txt
      ENTRYPOINT ["/app/start.sh"]
    `;
    const files = { ...flask, 'start.sh': '#!/bin/sh\nnginx\nexec gunicorn app:app\n' };
    assert.match(runtimeStage(splitWith(python, text, files)), /recommends nginx \\/);
  });

  test('on Alpine compiled code needs the libraries of the compiler', () => {
    const text = dockerfile`
      FROM python:3.13-alpine
      RUN apk add --no-cache gcc musl-dev postgresql-dev
      WORKDIR /app
      COPY . .
      RUN pip install -r requirements.txt
      CMD ["python", "app.py"]
    `;
    assert.match(
      runtimeStage(splitWith(python, text, flask)),
      /^FROM python:3\.13-alpine\nRUN apk add --no-cache libgcc libpq libstdc\+\+\n/,
    );
  });

  test('accounts and folders are made again', () => {
    const text = dockerfile`
      FROM python:3.13
      RUN useradd -m app && mkdir /data && chown app /data
      WORKDIR /app
      COPY requirements.txt .
      RUN pip install -r requirements.txt
      COPY . .
      USER app
      CMD ["python", "app.py"]
    `;
    assert.match(
      runtimeStage(splitWith(python, text, flask)),
      /venv \/opt\/venv\nRUN useradd -m app && mkdir \/data && chown app \/data\n/,
    );
  });
});

describe('builder: Python with uv and Poetry', () => {
  const project: Files = {
    'pyproject.toml':
      '[project]\nname = "shop"\nrequires-python = ">=3.12"\ndependencies = ["fastapi"]\n',
    'shop/main.py': '',
  };
  const uv = dockerfile`
    FROM python:3.13
    WORKDIR /code
    COPY . .
    RUN pip install uv && uv sync --locked
    CMD ["uv", "run", "uvicorn", "shop.main:app"]
  `;

  test('uv stays behind, its environment comes with the project', () => {
    assert.equal(
      runtimeStage(splitWith(python, uv, project)),
      dockerfile`
        FROM python:3.13-slim
        ENV PATH=/code/.venv/bin:$PATH
        WORKDIR /code
        COPY --from=build /code /code

        CMD ["uvicorn", "shop.main:app"]
      `,
    );
  });

  test('a CMD that needs its shell loses only the runner', () => {
    const text = uv.replace(/CMD .*/, 'CMD uv run --frozen main.py --port $PORT');
    assert.match(
      runtimeStage(splitWith(python, text, project)),
      /\nCMD python main.py --port \$PORT\n/,
    );
  });

  test('a Python that uv may have brought', () => {
    const files = { ...project, '.python-version': '3.12\n' };
    assert.equal(splitWith(python, uv, files), 'refused: uv may have brought a Python of its own.');
  });

  test('Poetry fills the environment that is active', () => {
    const text = dockerfile`
      FROM python:3.13
      RUN pip install poetry
      WORKDIR /srv/shop
      COPY . .
      RUN poetry config virtualenvs.create false && poetry install
      CMD ["poetry", "run", "shop"]
    `;
    const poetry =
      '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\npython = "^3.12"\nflask = "^3"\n';
    assert.equal(
      splitWith(python, text, { 'pyproject.toml': poetry, 'shop/__init__.py': '' }),
      dockerfile`
        FROM python:3.13 AS build
        RUN pip install poetry
        WORKDIR /srv/shop
        COPY . .
        RUN python -m venv /opt/venv
        ENV VIRTUAL_ENV=/opt/venv
        ENV PATH=/opt/venv/bin:$PATH
        RUN poetry config virtualenvs.create false && poetry install

        FROM python:3.13-slim
        ENV PATH=/opt/venv/bin:$PATH
        WORKDIR /srv/shop
        COPY --from=build /opt/venv /opt/venv
        COPY --from=build /srv/shop /srv/shop

        CMD ["shop"]
      `,
    );
  });
});

describe('builder: Python refuses', () => {
  const cases: readonly (readonly [title: string, text: string, files: Files, reason: string])[] = [
    [
      'a package that may need a library of the full image',
      plain,
      { ...flask, 'requirements.txt': 'weasyprint\n' },
      'Whether weasyprint needs a library that the slim image lacks is not known.',
    ],
    [
      'a library on a Debian that is no longer kept up',
      plain.replace('3.13', '3.13-bullseye'),
      { ...flask, 'requirements.txt': 'mysqlclient\n' },
      'Which release of Debian the image stands on is not known or no longer kept up.',
    ],
    [
      'a version without a wheel',
      plain,
      { ...flask, 'requirements.txt': 'lxml==4.9.1\n' },
      'Whether lxml==4.9.1 needs a library that the slim image lacks is not known.',
    ],
    [
      'an old Python',
      plain.replace('3.13', '3.6'),
      flask,
      'Which packages have wheels for this version of Python is not known.',
    ],
    [
      'a program that starts others',
      plain,
      { ...flask, 'app.py': 'import subprocess\n' },
      'app.py may start a program or load a library that the slim image lacks.',
    ],
    [
      'a check that curl makes',
      plain.replace('CMD', 'HEALTHCHECK CMD curl -f http://localhost/\nCMD'),
      flask,
      'HEALTHCHECK runs curl, which the slim image lacks.',
    ],
    [
      'a command whose results are not known',
      plain.replace('CMD', 'RUN python train.py\nCMD'),
      flask,
      'What "python train.py" leaves behind is not known.',
    ],
    [
      'a path into the Python of the image',
      plain.replace('"gunicorn"', '"/usr/local/bin/gunicorn"'),
      flask,
      'CMD names a path of the Python of the image.',
    ],
    [
      'another account',
      plain.replace('COPY req', 'USER nobody\nCOPY req'),
      flask,
      'The packages are installed by an account that may not write to /opt.',
    ],
    [
      'a folder of its own',
      plain.replace('-r', '--target /x -r'),
      flask,
      'pip installs into a folder of its own.',
    ],
    [
      'the project itself',
      plain.replace('-r requirements.txt', '.'),
      flask,
      'What pip installs from "." is not known.',
    ],
    [
      'a list that is not there',
      plain.replace('-r req', '-r other-req'),
      flask,
      'The file "other-requirements.txt" could not be read.',
    ],
    [
      'no version',
      plain.replace(':3.13', ''),
      flask,
      'The tag names no version, so a slim one that fits is not known.',
    ],
    [
      'Pipenv',
      plain.replace(
        'pip install -r requirements.txt',
        'pip install pipenv && pipenv install --system',
      ),
      flask,
      'Where pipenv keeps what it installs is not known.',
    ],
    [
      'files in the root folder',
      plain.replace('WORKDIR /app\n', '').replace('COPY requirements.txt .', 'COPY . .'),
      flask,
      'The files of the application lie in the root folder.',
    ],
  ];
  for (const [title, text, files, reason] of cases) {
    test(title, () => {
      assert.equal(splitWith(python, text, files), `refused: ${reason}`);
    });
  }

  test('nothing to leave behind', () => {
    assert.equal(splitWith(python, plain.replace('3.13', '3.13-slim'), flask), undefined);
    assert.equal(splitWith(python, plain.replace('python:', 'node:'), flask), undefined);
    assert.equal(splitWith(python, 'FROM python:3.13\nCMD ["python"]\n', flask), undefined);
  });
});
