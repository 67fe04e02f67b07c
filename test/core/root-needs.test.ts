import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DockerfileModel } from '../../server/src/core/model/model';
import { findRootNeed } from '../../server/src/core/model/root-needs';
import type { Files } from '../harness/split';
import { toProject } from '../harness/project';

function needOf(text: string, files?: Files): string {
  const model = new DockerfileModel(text, files === undefined ? undefined : toProject(files));
  assert.ok(model.target !== undefined);
  return findRootNeed(model, model.target) ?? 'none';
}

test('why a container may need root', () => {
  const python = 'FROM python:3.14-slim\nWORKDIR /app\nCOPY . .\n';
  const node = 'FROM node:24-trixie-slim\nWORKDIR /app\nCOPY . .\n';
  const start = 'CMD ["python", "app.py"]\n';
  const cases: readonly (readonly [string, RegExp, Files?])[] = [
    ['FROM php:8.4-cli\nWORKDIR /app\nCOPY . .\nCMD ["php", "-S", "0.0.0.0:8080"]\n', /none/],
    ['FROM php:8.4-cli\nWORKDIR /app\nCOPY . .\nCMD ["php"]\n', /"php" works without root/],
    [`${python}CMD ["python3.14", "app.py"]\n`, /none/],
    [`${python}CMD ["sh", "-e"]\n`, /none|"sh"/],
    [`${python}CMD ["sh", "-e", "run.sh"]\n`, /What "run\.sh" does/],
    [
      `${python}CMD ["sh", "run.sh"]\n`,
      /none/,
      { 'run.sh': '#!/bin/sh\nPORT=80\nexec python app.py\n', 'app.py': '' },
    ],
    [
      `${python}CMD ["sh", "run.sh"]\n`,
      /"mount" needs root/,
      { 'run.sh': '#!/bin/sh\nmount /dev/sda /mnt\nexec python app.py\n' },
    ],
    [`${python}CMD python app.py > /srv/out.txt\n`, /writes to "\/srv\/out\.txt"/],
    [`${python}CMD python app.py > /dev/null 2>&1\n`, /none/],
    [`${python}CMD ["gunicorn", "--access-logfile", "/var/log/app"]\n`, /"\/var\/log\/app"/],
    [`${node}CMD ["npm", "run", "dev"]\n`, /made for development/],
    [`FROM python:3.14-slim\nWORKDIR /root/app\n${start}`, /working directory \/root\/app/],
    [`FROM python:3.14-slim\nCOPY a.py /root/\n${start}`, /Files in \/root/],
    [`${python}ARG H\nENV H=$H DATA=/root/data\n${start}`, /variable DATA points to \/root/],
    [`${python}ARG H\nENV H=$H\nRUN rm -rf /root/.cache\n${start}`, /none/],
    [`${python}RUN cp a.py ~/a.py\n${start}`, /Files in ~\/a\.py/],
    [`${python}RUN echo 1 > $HOME/a\n${start}`, /Files in \$HOME\/a/],
    [`${python}RUN pipx install poetry\n${start}`, /pipx/],
    [`${python}RUN curl -LsSf https://astral.sh/uv/install.sh | sh\n${start}`, /installer of/],
    [`${python}RUN pip install --user flask\n${start}`, /pip install --user/],
    [`${python}RUN pip uninstall -y flask\n${start}`, /none/],
    [`${python}RUN pipenv install\n${start}`, /environment of pipenv/],
    [`${python}RUN pipenv install --system\n${start}`, /none/],
    [`${python}RUN poetry install\n${start}`, /environment of poetry/],
    [`${python}RUN poetry config virtualenvs.create false && poetry install\n${start}`, /none/],
    [`${python}ENV POETRY_VIRTUALENVS_CREATE=false\nRUN poetry install\n${start}`, /none/],
    [`${python}RUN uv python install 3.14\n${start}`, /Python of uv/],
    [`${python}ENV UV_PYTHON_INSTALL_DIR=/p\nRUN uv python install 3.14\n${start}`, /none/],
    [`${node}RUN corepack enable\nCMD ["pnpm", "start"]\n`, /pnpm of corepack/],
    [`${node}ENV COREPACK_HOME=/c\nRUN corepack enable\nCMD ["yarn", "start"]\n`, /none/],
    [`FROM python:3.14-slim\nCOPY --chmod=600 a.py /srv/\n${start}`, /mode 600/],
    [`FROM python:3.14-slim\nCOPY --chmod=u=rwx a.py /srv/\n${start}`, /mode u=rwx/],
    [
      `FROM python:3.14-slim\nRUN useradd -u 1000 app\nCOPY --chown=app --chmod=600 a.py /srv/\n${start}`,
      /none/,
    ],
    [
      `FROM python:3.14-slim\nRUN useradd -u 1000 app\nCOPY --chown=1000:1000 --chmod=600 a.py /srv/\n${start}`,
      /none/,
    ],
    [`FROM python:3.14-slim\nRUN useradd app\nCOPY --chmod=600 a.py /srv/\n${start}`, /mode 600/],
    [
      `FROM python:3.14-slim\nRUN useradd a && useradd b\nCOPY --chown=a --chmod=600 a.py /srv/\n${start}`,
      /mode 600/,
    ],
    [`${python}RUN chmod -R 700 /app\n${start}`, /"chmod 700"/],
    [`${python}RUN chmod go-rwx /app\n${start}`, /"chmod go-rwx"/],
    [`${python}RUN chmod 755 /app\n${start}`, /none/],
    [`${python}USER 1000\nRUN chmod 700 /app/x\n${start}`, /none/],
    [`${python}VOLUME /var/run/docker.sock\n${start}`, /Docker socket/],
    [`${python}ENV DATABASE_URL=sqlite:///db\n${start}`, /that DATABASE_URL names/],
    [`FROM nginx:1.29\n`, /nginx-unprivileged/],
    [
      `${python}RUN apt-get update && apt-get install -y iptables\n${start}`,
      /"iptables" is for work/,
    ],
    [
      'FROM eclipse-temurin:25-jre\nCOPY app.war /srv/\nCMD ["java", "-jar", "/srv/app.war"]\n',
      /\.war/,
    ],
  ];
  for (const [text, expected, files] of cases) assert.match(needOf(text, files), expected, text);
});
