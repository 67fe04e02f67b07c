import { defineRule, type Report } from '../define-rule';
import { findMissingShells } from '../../model/missing-shell';
import type { DockerfileModel } from '../../model/model';
import { findPrivilegedStep, type PrivilegedStep } from '../../model/privileged-steps';
import type { Stage } from '../../model/stage-graph';
import { runAsRoot } from '../../rewrite/run-as-root';
import type { Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'privileged-step-after-user',
  code: 'IH234',
  category: 'privileges',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A step that only root can do stands behind a USER without root rights.',
  why: 'Installing packages, making accounts and giving files away need root. Behind `USER app`, and on base images that start as another account, the step fails with "Permission denied" or "are you root?", and with it the build. Put such steps above the `USER`, or set `USER root` for them and the account again behind them.',
  fixNotes:
    'A `USER` directly above the step moves below it; else `USER root` is set above the step and the user before it again below. Steps that follow each other share the lines. What the step makes belongs to root.',
  equivalents: {},
  messages: {
    packages: 'The build fails here: only root may install packages, and this runs as "{{user}}".',
    global:
      'The build fails here: the folder of global packages belongs to root, and this runs as "{{user}}".',
    account: 'The build fails here: only root may change accounts, and this runs as "{{user}}".',
    owner: 'The build fails here: only root may give files away, and this runs as "{{user}}".',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN useradd --create-home app
        USER app
        RUN apt-get update && apt-get install -y --no-install-recommends curl
        #   ^^^^^^^ privileged-step-after-user
        CMD ["/usr/local/bin/server"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN useradd --create-home app
        RUN apt-get update && apt-get install -y --no-install-recommends curl
        USER app
        CMD ["/usr/local/bin/server"]
      `,
    },
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /home/node
        USER node
        RUN npm install -g serve
        #   ^^^ privileged-step-after-user
        RUN npm ci
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /home/node
        RUN npm install -g serve
        USER node
        RUN npm ci
      `,
    },
  ],
  *check(model) {
    const unrunnable = new Set(findMissingShells(model).map(({ instruction }) => instruction));
    for (const stage of model.stages) {
      const steps = new Map<Instruction, PrivilegedStep>();
      for (const instruction of stage.instructions) {
        if (unrunnable.has(instruction)) continue;
        const step = findPrivilegedStep(model, stage, instruction);
        if (step !== undefined) steps.set(instruction, step);
      }
      for (const [instruction, step] of steps) {
        yield toReport(model, stage, instruction, step, steps);
      }
    }
  },
});

function toReport(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  { kind, word, user }: PrivilegedStep,
  steps: ReadonlyMap<Instruction, PrivilegedStep>,
): Report<PrivilegedStep['kind']> {
  const report: Report<PrivilegedStep['kind']> = {
    message: kind,
    data: { user: user.name ?? '' },
    span: word.span,
  };
  const written = user.word?.text ?? [user.name, user.group].filter((each) => each).join(':');
  const isStep = (each: Instruction): boolean => steps.has(each);
  const { edits } = runAsRoot(model, stage, instruction, isStep, written);
  return {
    ...report,
    fixes: [{ title: 'Run the step as root', applicability: 'unsafe', phase: 'structure', edits }],
  };
}
