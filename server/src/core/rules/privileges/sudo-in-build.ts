import { defineRule, type Fix, type Report } from '../define-rule';
import type { Command } from '../../model/commands';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { readSudo, type SudoCall } from '../../model/sudo';
import type { UserState } from '../../model/users';
import { dropSudo, runWithoutSudo } from '../../rewrite/drop-sudo';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'sudo-in-build',
  code: 'IH205',
  category: 'privileges',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A Dockerfile needs no sudo: USER says who runs a step.',
  why: 'Build steps run as root unless `USER` says otherwise, so sudo adds nothing there; most images do not even have it. In a container it is worse: an account that may call sudo is root with one more step, and sudo does not pass signals and terminals on as expected. Delete it, or set `USER root` for the steps that need it and the account again behind them.',
  fixNotes:
    'Where the step runs as root already, sudo goes and nothing changes. Where it runs as another account and sudo runs everything in it, `USER root` stands above it and the account again below; variables that sudo would have taken away are there then. There is no fix where a part of the step runs as the account, writes to a file of its own or names its home, nor for options such as `-u`.',
  equivalents: {
    hadolint: 'DL3004',
    trivy: 'DS-0010',
    checkov: 'CKV2_DOCKER_1',
    kics: '8ada6e80-0ade-439e-b176-0b28f6bce35a',
    semgrep: 'dockerfile.security.no-sudo-in-dockerfile.no-sudo-in-dockerfile',
    dockle: 'DKL-DI-0001',
  },
  messages: {
    root: 'This runs as root already; sudo does nothing here.',
    other: 'This calls sudo; USER should say who runs "{{program}}".',
  },
  examples: [
    {
      bad: dockerfile`
        FROM ubuntu:24.04
        RUN sudo apt-get update && sudo -E apt-get install -y curl
        #   ^^^^ sudo-in-build
        #                          ^^^^ sudo-in-build
      `,
      good: dockerfile`
        FROM ubuntu:24.04
        RUN apt-get update && apt-get install -y curl
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN sudo DEBIAN_FRONTEND=noninteractive apt-get install -y tzdata
        #   ^^^^ sudo-in-build
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN DEBIAN_FRONTEND=noninteractive apt-get install -y tzdata
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (stage.mayBeWindows) continue;
      for (const instruction of stage.instructions) {
        if (!['RUN', 'CMD', 'ENTRYPOINT'].includes(instruction.keyword)) continue;
        for (const command of model.executionOf(instruction).commands) {
          const sudo = readSudo(command);
          if (sudo !== undefined) yield toReport(model, stage, command, sudo);
        }
      }
    }
  },
});

function toReport(
  model: DockerfileModel,
  stage: Stage,
  command: Command,
  sudo: SudoCall,
): Report<'root' | 'other'> {
  const user = findUser(model, stage, command);
  const refusal = findRefusal(model, stage, command, user);
  const edit = refusal === undefined ? dropSudo(model, sudo) : undefined;
  const report: Report<'root' | 'other'> = {
    message: edit === undefined ? 'other' : 'root',
    data: { program: command.name ?? '' },
    span: sudo.word.span,
  };
  if (edit !== undefined) {
    const fix: Fix = { title: 'Remove sudo', applicability: 'safe', phase: 'word', edits: [edit] };
    return { ...report, fixes: [fix] };
  }
  const edits = planAsRoot(model, stage, command, user);
  if (edits === undefined) {
    return { ...report, refusal: refusal ?? 'The options of sudo change how the program runs.' };
  }
  const title = 'Run the step as root, without sudo';
  return { ...report, fixes: [{ title, applicability: 'unsafe', phase: 'structure', edits }] };
}

function planAsRoot(
  model: DockerfileModel,
  stage: Stage,
  { instruction }: Command,
  user: UserState | undefined,
): readonly Edit[] | undefined {
  const written = user?.word?.text ?? user?.name;
  return user?.privilege !== 'non-root' || written === undefined
    ? undefined
    : runWithoutSudo(model, stage, instruction, written);
}

/** The user of a build step, or of the container for what starts with it. */
function findUser(
  model: DockerfileModel,
  stage: Stage,
  { instruction }: Command,
): UserState | undefined {
  return instruction.keyword === 'RUN' ? model.userAt(instruction) : model.usersOf(stage).final;
}

function findRefusal(
  model: DockerfileModel,
  stage: Stage,
  command: Command,
  user: UserState | undefined,
): string | undefined {
  if (user?.privilege === 'unknown' || user === undefined) {
    return 'The user of this step is not known.';
  }
  if (user.privilege === 'non-root') {
    return `This runs as "${user.name ?? ''}": set USER root above it and USER ${user.name ?? ''} behind it.`;
  }
  const isInherited = model.stages.some(
    ({ base }) => base.kind === 'stage' && base.stage === stage,
  );
  if (command.instruction.keyword !== 'RUN' && isInherited) {
    return 'Another stage starts from this one and may set another user.';
  }
  return undefined;
}
