import { isOnlyHeredoc } from '../../model/commands';
import { memoize } from '../../model/memoize';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { deleteInstruction } from '../../rewrite/instructions';
import type { Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'duplicate-run',
  code: 'IH414',
  category: 'caching',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The same RUN stands in a stage twice.',
  why: 'A second RUN with the same words mostly is what copying lines left behind: it costs time in each build and another layer. Reported are only RUNs whose repetition changes nothing that is known: no COPY, ADD, ENV, ARG, USER, WORKDIR or SHELL stands between the two, and the command installs packages, makes folders or accounts.',
  fixNotes: 'The fix deletes the second RUN; comments above it stay.',
  equivalents: {},
  messages: { repeated: 'The same RUN stands above already.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN mkdir -p /var/lib/app
        RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app app
        RUN mkdir -p /var/lib/app
        ^^^ duplicate-run
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN mkdir -p /var/lib/app
        RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app app
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const [index, run] of stage.instructions.entries()) {
        const first = findFirst(model, stage, run, index);
        if (first === undefined) continue;
        yield {
          message: 'repeated',
          span: run.keywordSpan,
          related: [{ span: first.keywordSpan, message: 'The first.' }],
          ...(isOnlyHeredoc(run)
            ? { refusal: 'A heredoc is for a person to delete.' }
            : {
                fixes: [
                  {
                    title: 'Delete the second RUN',
                    applicability: 'unsafe',
                    phase: 'structure',
                    edits: [deleteInstruction(model, run)],
                  },
                ],
              }),
        };
      }
    }
  },
});

const changing = new Set(['COPY', 'ADD', 'ENV', 'ARG', 'USER', 'WORKDIR', 'SHELL']);

function findFirst(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
  index: number,
): Instruction | undefined {
  if (run.keyword !== 'RUN' || !canBeRepeated(model, run)) return undefined;
  const above = stage.instructions.slice(0, index);
  const start = above.findLastIndex(({ keyword }) => changing.has(keyword)) + 1;
  return above
    .slice(start)
    .find((each) => each.keyword === 'RUN' && textOf(model, each) === textOf(model, run));
}

function textOf(model: DockerfileModel, { argumentText, flags, heredocs }: Instruction): string {
  const options = flags.map(({ span }) => model.text.slice(span.start, span.end)).join(' ');
  return [options, argumentText, ...heredocs.map(({ body }) => body)].join('\n');
}

const repeatable = new Set(['mkdir', 'groupadd', 'useradd', 'addgroup', 'adduser', 'ln', 'touch']);

const packageCommandsOf = memoize((model, stage: Stage) => {
  const operations = model.packageOperationsOf(stage);
  const installs = operations.filter(
    ({ action, packages }) => action === 'install' && packages.length !== 0,
  );
  const others = operations.filter(({ action }) => action === 'update-index' || action === 'clean');
  return {
    installs: new Set(installs.map(({ command }) => command)),
    others: new Set(others.map(({ command }) => command)),
  };
});

/** True when a second time makes what is there already; an index of packages is left out: it may be new. */
function canBeRepeated(model: DockerfileModel, run: Instruction): boolean {
  const stage = model.stageOf(run);
  const { commands, complete } = model.executionOf(run);
  if (stage === undefined || !complete || commands.length === 0) return false;
  const { installs, others } = packageCommandsOf(model, stage);
  const isKnown = commands.every(
    (each) =>
      installs.has(each) ||
      others.has(each) ||
      repeatable.has(each.name ?? '') ||
      each.name === 'rm',
  );
  return isKnown && commands.some((each) => installs.has(each) || repeatable.has(each.name ?? ''));
}
