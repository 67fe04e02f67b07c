import { defineRule, type Fix, type Report } from '../define-rule';
import type { Execution } from '../../model/commands';
import type { DockerfileModel } from '../../model/model';
import { collectLostFailures, toleratesPipefail, type LostFailure } from '../../model/pipelines';
import { knowsPipefail } from '../../model/shell';
import { shellOfScript } from '../../model/shell-options';
import { collectInheritance, type Stage } from '../../model/stage-graph';
import { planBash } from '../../rewrite/choose-bash';
import { setShellOptions } from '../../rewrite/script-start';
import { dockerfile } from '../../text/dockerfile-tag';

type MessageId = 'lost';

export default defineRule({
  id: 'missing-pipefail',
  code: 'IH702',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A pipeline hides the failure of its first command.',
  why: 'A shell gives a pipeline the status of its last command. When the download in `curl … | sh` fails, `sh` gets nothing to do, succeeds, and the build goes on with an image that lacks what should have been installed. With `set -o pipefail` the pipeline fails with any of its commands. Bash and the shell of Alpine know the option; the `/bin/sh` of Debian and Ubuntu (dash) does not, so there Bash must be chosen with a SHELL instruction.',
  fixNotes:
    'For Bash and Alpine `set -o pipefail` is added to the RUN itself; the build then fails where it went on silently before. On Debian and Ubuntu a SHELL instruction is put in front: from there on Bash runs every RUN and every CMD, ENTRYPOINT and HEALTHCHECK in shell form. The fix is refused where the image is not known to have Bash, and where a later pipeline would fail by design (`| head`, `grep -q`).',
  equivalents: {
    hadolint: 'DL4006',
    kics: 'efbf148a-67e9-42d2-ac47-02fa1c0d0b22',
    semgrep: 'dockerfile.best-practice.set-pipefail.set-pipefail',
  },
  messages: {
    lost: 'If "{{command}}" fails here, the pipeline still succeeds and the build goes on.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.23
        RUN wget -qO- https://example.com/packages.txt | xargs apk add --no-cache
        #   ^^^^ missing-pipefail
      `,
      good: dockerfile`
        FROM alpine:3.23
        RUN set -o pipefail && wget -qO- https://example.com/packages.txt | xargs apk add --no-cache
      `,
    },
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        RUN npm test | tee test.log
        #   ^^^ missing-pipefail
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        SHELL ["/bin/bash", "-o", "pipefail", "-c"]
        RUN npm test | tee test.log
      `,
    },
  ],
  *check(model) {
    const mended = new Set<Stage>();
    for (const stage of model.stages) {
      for (const execution of model.runsOf(stage)) {
        const [first, ...others] = collectLostFailures(execution);
        if (first === undefined) continue;
        const isCovered = collectInheritance(stage).some((each) => mended.has(each));
        const outcome = isCovered ? coveredOutcome : findOutcome(model, stage, execution);
        if (outcome.fixes?.some((fix) => fix.applicability === 'unsafe') === true)
          mended.add(stage);
        yield { ...toReport(first), ...outcome };
        for (const other of others) yield { ...toReport(other), ...sameRunOutcome };
      }
    }
  },
});

type Outcome = Pick<Report<MessageId>, 'fixes' | 'refusal'>;

const coveredOutcome: Outcome = {
  refusal: 'The SHELL instruction that mends the first pipeline of this stage mends this one too.',
};

const sameRunOutcome: Outcome = {
  refusal: 'The option that mends the first pipeline of this RUN mends this one too.',
};

function toReport({ failing }: LostFailure): Report<MessageId> {
  const [word] = failing.words;
  return {
    message: 'lost',
    data: { command: failing.name ?? '' },
    span: word?.span ?? failing.shell.span,
  };
}

function findOutcome(model: DockerfileModel, stage: Stage, execution: Execution): Outcome {
  const shell = shellOfScript(execution);
  switch (knowsPipefail(shell)) {
    case true:
      return setOption(model, execution);
    case false:
      return chooseBash(model, stage, execution);
    default:
      return { refusal: 'It is not known whether the shell of this image knows pipefail.' };
  }
}

function setOption(model: DockerfileModel, execution: Execution): Outcome {
  if (!toleratesPipefail(execution)) {
    return {
      refusal: 'Another pipeline of this RUN may fail by design, which pipefail would not allow.',
    };
  }
  const edit = setShellOptions(model, execution, '-o pipefail');
  if (edit === undefined)
    return { refusal: 'There is no place for "set -o pipefail" in this script.' };
  const fix: Fix = {
    title: 'Fail with any command of the pipeline (set -o pipefail)',
    applicability: 'safe',
    phase: 'instruction',
    edits: [edit],
  };
  return { fixes: [fix] };
}

/** A SHELL instruction changes the shell of everything behind it. */
function chooseBash(model: DockerfileModel, stage: Stage, execution: Execution): Outcome {
  const choice = planBash(model, stage, execution, ['-o', 'pipefail']);
  if (choice.refusal !== undefined) return { refusal: choice.refusal };
  const later = model
    .runsOf(stage)
    .filter((run) => execution.instruction.span.start <= run.instruction.span.start);
  if (!later.every((run) => run.form === 'exec' || toleratesPipefail(run))) {
    return {
      refusal: 'Another pipeline of this stage may fail by design, which pipefail would not allow.',
    };
  }
  const fix: Fix = {
    title: 'Run the commands with Bash and pipefail (SHELL)',
    applicability: 'unsafe',
    phase: 'instruction',
    edits: [choice.edit],
  };
  return { fixes: [fix] };
}
