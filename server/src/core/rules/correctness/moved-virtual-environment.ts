import { baseName } from '../../model/commands';
import { collectMainCommands } from '../../model/main-command';
import type { DockerfileModel } from '../../model/model';
import { isCoveredBy } from '../../model/covered-path';
import { collectStageCopies, type StageCopy } from '../../model/stage-copies';
import { collectInheritance, findRootBase, type Stage } from '../../model/stage-graph';
import { findVirtualEnvironments, type VirtualEnvironment } from '../../model/virtual-environments';
import { replaceWord } from '../../rewrite/words';
import type { Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import type { Edit } from '../../text/edit';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'moved-virtual-environment',
  code: 'IH707',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary:
    'A Python virtual environment is copied to another path, or into an image without its interpreter.',
  why: 'Every program that pip installs into a virtual environment begins with a line that names the interpreter by its full path, and the interpreter itself is a link to the Python that made the environment. Copied to another folder, `gunicorn` asks for `/old/bin/python`; copied into an image whose Python lies elsewhere, the link leads nowhere. Either way the container ends with "no such file or directory". Make the environment at the path where it will run, from an image of the same Python.',
  fixNotes:
    'The fix copies the environment to the path where it was made, and follows it in ENV, CMD, ENTRYPOINT and HEALTHCHECK of the stage. It is refused when a RUN names the new path.',
  equivalents: {},
  messages: {
    moved:
      '"{{program}}" starts the interpreter "{{from}}/bin/python", but the environment lies in {{to}} here.',
    interpreter:
      'The environment links to the Python of "{{builder}}", which this image does not have: "{{program}}" cannot start.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14 AS build
        RUN python -m venv /build/venv
        COPY requirements.txt .
        RUN /build/venv/bin/pip install -r requirements.txt

        FROM python:3.14-slim
        COPY --from=build /build/venv /opt/venv
        #                             ^^^^^^^^^ moved-virtual-environment
        ENV PATH=/opt/venv/bin:$PATH
        COPY . /app
        WORKDIR /app
        USER 10001
        CMD ["gunicorn", "shop:app"]
      `,
      good: dockerfile`
        FROM python:3.14 AS build
        RUN python -m venv /build/venv
        COPY requirements.txt .
        RUN /build/venv/bin/pip install -r requirements.txt

        FROM python:3.14-slim
        COPY --from=build /build/venv /build/venv
        ENV PATH=/build/venv/bin:$PATH
        COPY . /app
        WORKDIR /app
        USER 10001
        CMD ["gunicorn", "shop:app"]
      `,
    },
  ],
  *check(model) {
    for (const stageCopy of collectStageCopies(model)) {
      const environment = environmentAt(model, stageCopy);
      const { copy, to } = stageCopy;
      const { target, destination } = copy;
      if (environment === undefined || target === undefined || destination === undefined) continue;
      const program = findProgram(model, to, target);
      if (program === undefined || mentions(model, to, environment.path, stageCopy)) continue;
      const { span } = destination;
      if (target !== environment.path) {
        if (environment.relocatable || isInterpreter(program)) continue;
        const data = { program, from: environment.path, to: target };
        const edits = findEdits(model, stageCopy, environment.path);
        yield {
          message: 'moved',
          data,
          span,
          ...(edits === undefined
            ? { refusal: 'The new path is named where it cannot be changed safely.' }
            : { fixes: [toFix(environment.path, edits)] }),
        };
      } else if (isWithoutInterpreter(model, environment, stageCopy)) {
        yield {
          message: 'interpreter',
          data: { program, builder: nameOf(stageCopy.from) },
          span,
          refusal: 'Which image of Python is to run it is a decision.',
        };
      }
    }
  },
});

/** The environment that a copy brings as a whole, when it was made at that path. */
function environmentAt(
  model: DockerfileModel,
  { from, path }: StageCopy,
): VirtualEnvironment | undefined {
  return collectInheritance(from)
    .flatMap((stage) => findVirtualEnvironments(model, stage))
    .find((environment) => environment.path === path);
}

/** Programs that pip installs as scripts, by the names that people start. */
const scripts = new Set(
  'gunicorn uvicorn hypercorn daphne waitress-serve flask fastapi celery django-admin streamlit alembic huey_consumer rq dramatiq'.split(
    ' ',
  ),
);

/** What a container of the shipped image starts from the environment; undefined when that is not sure. */
function findProgram(model: DockerfileModel, stage: Stage, folder: string): string | undefined {
  const { target } = model;
  if (target === undefined || !model.isShipped(stage)) return undefined;
  const [main] = collectMainCommands(model.processOf(target));
  const word = main?.words[0]?.value;
  if (word === undefined) return undefined;
  const name = baseName(word);
  if (word === `${folder}/bin/${name}`) return name === 'uwsgi' ? undefined : name;
  if (word !== name || (!scripts.has(name) && !isInterpreter(name))) return undefined;
  const path = model.variables.atEnd(target).get('PATH');
  const written = path?.assignment?.value?.text.replace(/["']/g, '') ?? '';
  if (path?.value?.split(':')[0] !== `${folder}/bin` && !written.startsWith(`${folder}/bin:`)) {
    return undefined;
  }
  const installsItself = collectInheritance(target)
    .flatMap((each) => model.packageOperationsOf(each))
    .some(({ manager }) => manager.kind === 'language');
  return installsItself ? undefined : name;
}

function isInterpreter(name: string): boolean {
  return /^(?:python|pypy)[\d.]*$/.test(name);
}

/** True when the stage does something with the old path besides this copy: it may be there after all. */
function mentions(model: DockerfileModel, stage: Stage, path: string, own: StageCopy): boolean {
  return stage.instructions.some((instruction) => {
    if (instruction.keyword === 'RUN') return instruction.argumentText.includes(path);
    return model
      .copiesOf(stage)
      .some(
        (copy) =>
          copy.instruction === instruction &&
          instruction !== own.copy.instruction &&
          (copy.target === undefined ||
            isCoveredBy(path, copy.target) ||
            isCoveredBy(copy.target, path)),
      );
  });
}

/** True when the environment was made by an official Python image and runs on one without Python there. */
function isWithoutInterpreter(
  model: DockerfileModel,
  { tool }: VirtualEnvironment,
  { from, to }: StageCopy,
): boolean {
  const builder = findRootBase(from);
  const base = findRootBase(to);
  if (tool === 'uv' || builder.kind !== 'image' || base.kind !== 'image') return false;
  if (builder.facts?.family.id !== 'python' || base.facts === undefined) return false;
  if (base.facts.family.id === 'python' || base.facts.family.kind !== 'os') return false;
  const chain = collectInheritance(to);
  const bringsPython = chain.some(
    (stage) =>
      model.runsOf(stage).some(({ complete, commands }) => !complete || commands.length !== 0) ||
      model
        .copiesOf(stage)
        .some(({ target }) => target === undefined || /^\/(?:usr|$)/.test(target)),
  );
  return !bringsPython;
}

function nameOf(stage: Stage): string {
  const base = findRootBase(stage);
  return base.kind === 'image' ? base.reference.text : '';
}

/** Instructions whose text may name the folder and can follow it. */
const following = new Set(['ENV', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

/** Edits that put the environment at `path`; undefined when something else names the folder. */
function findEdits(
  model: DockerfileModel,
  { copy, to }: StageCopy,
  path: string,
): readonly Edit[] | undefined {
  const { target, destination } = copy;
  if (target === undefined || destination === undefined || copy.sources.length !== 1)
    return undefined;
  const edits: Edit[] = [replaceWord(destination, path)];
  for (const instruction of model.stages.slice(to.index).flatMap((stage) => stage.instructions)) {
    if (instruction === copy.instruction) continue;
    const places = findPlaces(model, instruction, target);
    if (places.length === 0) continue;
    if (!following.has(instruction.keyword)) return undefined;
    for (const start of places) {
      edits.push({ span: { start, end: start + target.length }, text: path });
    }
  }
  return edits;
}

/** Offsets of a folder's name in an instruction. */
function findPlaces(
  model: DockerfileModel,
  instruction: Instruction,
  folder: string,
): readonly number[] {
  const { start, end } = instruction.span;
  const text = model.text.slice(start, end);
  const pattern = new RegExp(`${folder.replace(/[.+]/g, '\\$&')}(?![\\w.-])`, 'g');
  return [...text.matchAll(pattern)].map((match) => start + match.index);
}

function toFix(path: string, edits: readonly Edit[]): Fix {
  return {
    title: `Copy the environment to "${path}"`,
    applicability: 'unsafe',
    phase: 'instruction',
    edits,
  };
}
