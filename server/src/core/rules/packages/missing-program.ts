import type { Tool } from '../../data/image-facts';
import { findMissingPrograms, type MissingProgram } from '../../model/missing-programs';
import type { DockerfileModel } from '../../model/model';
import type { PackageOperation } from '../../model/packages';
import { installPackages } from '../../rewrite/install-packages';
import { insertBefore } from '../../rewrite/instructions';
import { insertWordAfter } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix, type Report } from '../define-rule';

export default defineRule({
  id: 'missing-program',
  code: 'IH571',
  category: 'packages',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A command names a program that the image does not have.',
  why: 'Slim images leave out what a machine for development has: `debian:13-slim` has neither curl nor git nor make, Alpine has no Bash, and no official image of a system has Python, Node.js or a compiler. The step ends with "not found", or with "executable file not found in $PATH" when a container starts. In a pipeline, or in front of `;`, the build even goes on without what the program should have brought. Install the program above, or do the step in a stage whose image has it. Reported for programs that are known to be absent from the official image, where no step above can have brought them.',
  fixNotes:
    'The fix adds the package to the install above it, or an install of its own where there is none and the step runs as root. Node.js and compilers come in many versions, so a person has to choose.',
  equivalents: {},
  messages: {
    run: 'The image has no {{program}}, and nothing above installs it.',
    start: 'The image has no {{program}}, so its containers cannot start.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update \
            && apt-get install -y --no-install-recommends ca-certificates \
            && rm -rf /var/lib/apt/lists/*
        RUN curl -fsSLo /usr/local/bin/tool https://example.com/tool
        #   ^^^^ missing-program
        RUN chmod +x /usr/local/bin/tool
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update \
            && apt-get install -y --no-install-recommends ca-certificates curl \
            && rm -rf /var/lib/apt/lists/*
        RUN curl -fsSLo /usr/local/bin/tool https://example.com/tool
        RUN chmod +x /usr/local/bin/tool
      `,
    },
    {
      bad: dockerfile`
        FROM alpine:3.22
        COPY start.sh /
        CMD ["bash", "/start.sh"]
        #    ^^^^^^ missing-program
      `,
      good: dockerfile`
        FROM alpine:3.22
        RUN apk add --no-cache bash
        COPY start.sh /
        CMD ["bash", "/start.sh"]
      `,
      fixed: dockerfile`
        FROM alpine:3.22
        COPY start.sh /
        RUN apk add --no-cache bash
        CMD ["bash", "/start.sh"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const missing of findMissingPrograms(model, stage)) yield toReport(model, missing);
    }
  },
});

function toReport(model: DockerfileModel, missing: MissingProgram): Report<'run' | 'start'> {
  const { tool, command } = missing;
  const { instruction } = command;
  const report: Report<'run' | 'start'> = {
    message: instruction.keyword === 'RUN' ? 'run' : 'start',
    data: { program: tool },
    span: command.words[0]?.span ?? command.shell.span,
  };
  const fix = planInstall(model, missing);
  return typeof fix === 'string' ? { ...report, refusal: fix } : { ...report, fixes: [fix] };
}

/** Packages of Debian and Alpine that are called as their programs, or as said here; source: general knowledge. */
const packages: Readonly<Partial<Record<Tool, string>>> = {
  bash: 'bash',
  curl: 'curl',
  git: 'git',
  make: 'make',
  nc: 'netcat-openbsd',
  perl: 'perl',
  python3: 'python3',
  wget: 'wget',
};

function planInstall(
  model: DockerfileModel,
  { tool, command, stage }: MissingProgram,
): Fix | string {
  const name = packages[tool];
  if (name === undefined) return `Choose where ${tool} comes from, and in which version.`;
  const { rootBase } = stage;
  const manager = rootBase.kind === 'image' ? rootBase.facts?.variant.packageManager : undefined;
  if (manager !== 'apt-get' && manager !== 'apk') {
    return `Install ${tool} above, or do this step in another stage.`;
  }
  const title = `Install ${name}`;
  const last = findInstall(model, { tool, command, stage }, manager)?.packages.at(-1);
  if (last !== undefined) {
    const edits = [insertWordAfter(last.word, name)];
    return { title, applicability: 'unsafe', phase: 'word', edits };
  }
  if (model.userAt(command.instruction)?.privilege !== 'root') {
    return `This runs without root rights: install ${name} above USER.`;
  }
  const lines = installPackages(model, manager, [name]).flat();
  const edits = [insertBefore(model, command.instruction, lines)];
  return { title, applicability: 'unsafe', phase: 'structure', edits };
}

/** The last install of named packages above a command, in a plain list. */
function findInstall(
  model: DockerfileModel,
  { command, stage }: MissingProgram,
  manager: string,
): PackageOperation | undefined {
  return model
    .packageOperationsOf(stage)
    .findLast(
      (operation) =>
        operation.manager.id === manager &&
        operation.action === 'install' &&
        operation.command.shell.span.end <= command.shell.span.start &&
        operation.command.instruction.json === undefined &&
        operation.packages.length !== 0 &&
        operation.unread.length === 0 &&
        !operation.options.some(({ name }) => name.startsWith('--virtual') || name === '-t') &&
        operation.packages.every(({ kind }) => kind === 'named'),
    );
}
