import { joinPath } from '../../model/files';
import type { Command, Execution } from '../../model/commands';
import type { DockerfileModel } from '../../model/model';
import { keyword, replaceInstruction } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'lost-shell-state',
  code: 'IH732',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A RUN changes its shell only, which ends with it.',
  why: 'Every RUN starts a new shell. A folder, a variable, an alias, an option or an activated environment of one RUN is gone in the next, so a RUN that does nothing else does nothing. Use `WORKDIR` for a folder, `ENV` for a variable, put the `bin` folder of an environment in front of `PATH`, or join the line with the RUN that needs it.',
  fixNotes:
    'The fix writes WORKDIR for a lone `cd` and ENV for a lone `export`. What follows then runs elsewhere, or with another environment, than it does now, and a variable of ENV stays in the image.',
  equivalents: {
    hadolint: 'DL3003',
    trivy: 'DS-0013',
    kics: 'f4a6bcd3-e231-4acf-993c-aa027be50d2e',
    sonar: 'S6597',
    semgrep: 'dockerfile.best-practice.use-workdir.use-workdir',
  },
  messageEquivalents: { variable: {}, state: {} },
  messages: {
    folder: 'This "cd" ends with its RUN: what follows starts in the old folder again.',
    variable: 'This variable ends with its RUN: nothing that follows sees it.',
    state: 'What "{{command}}" changes ends with this RUN: nothing that follows sees it.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        RUN cd /srv/app
        #   ^^ lost-shell-state
        RUN export NODE_ENV=production
        #   ^^^^^^ lost-shell-state
        COPY . .
        USER node
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /srv/app
        ENV NODE_ENV=production
        COPY . .
        USER node
        CMD ["node", "server.js"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const execution of model.runsOf(stage)) {
        const { commands, complete, form } = execution;
        const [first] = commands;
        if (first === undefined || !complete || form === 'exec') continue;
        if (!commands.every((command) => changesShellOnly(command))) continue;
        yield toReport(model, execution, commands.at(-1) ?? first);
      }
    }
  },
});

const builtIns = new Set(
  'cd export alias unalias ulimit umask unset set shopt pushd popd declare typeset setopt'.split(
    ' ',
  ),
);

/** Files that only set up the shell that reads them. */
const setupFile =
  /(?:^|\/)(?:activate|\.?bashrc|\.?bash_profile|\.?profile|\.?zshrc|nvm\.sh|setup\.(?:ba)?sh|environment|env\.sh|conda\.sh)$|^\/etc\/profile|\/\.cargo\/env$/;

function changesShellOnly({ name, words, wrappers, shell }: Command): boolean {
  if (wrappers.length !== 0 || shell.redirects.length !== 0) return false;
  const texts = words.slice(1).map(({ text }) => text);
  const [first = ''] = texts;
  if (name === undefined) return shell.program === undefined && shell.assignments.length !== 0;
  if (builtIns.has(name)) return true;
  switch (name) {
    case '.':
    case 'source':
      return texts.length === 1 && setupFile.test(first.replace(/^"|"$/g, ''));
    case 'nvm':
      return first === 'use';
    case 'conda':
    case 'mamba':
    case 'micromamba':
      return first === 'activate' || first === 'deactivate';
    case 'pyenv':
      return first === 'shell' || first === 'activate';
    default:
      return false;
  }
}

function toReport(
  model: DockerfileModel,
  execution: Execution,
  last: Command,
): Report<'folder' | 'variable' | 'state'> {
  const { program, assignments } = last.shell;
  const name = program?.value;
  const span = program?.span ?? assignments[0]?.span ?? last.shell.span;
  const line = model.lines.endOfLine(model.lines.placeAt(span.start).line);
  const shown = { start: span.start, end: Math.min(span.end, line) };
  const text = toInstruction(model, execution);
  const message =
    name === 'cd' || name === 'pushd'
      ? 'folder'
      : name === undefined || /^(?:export|unset|declare|typeset)$/.test(name)
        ? 'variable'
        : 'state';
  return {
    message,
    data: { command: name ?? '' },
    span: shown,
    ...(text === undefined
      ? { refusal: 'The RUN that needs it is not known: join the two.' }
      : {
          fixes: [
            {
              title: `Write ${text}`,
              applicability: 'unsafe',
              phase: 'instruction',
              edits: [replaceInstruction(execution.instruction, text)],
            },
          ],
        }),
  };
}

/** WORKDIR or ENV with the same meaning for what follows. */
function toInstruction(model: DockerfileModel, execution: Execution): string | undefined {
  const { commands, instruction, form } = execution;
  const [command] = commands;
  if (command === undefined || 1 < commands.length || form !== 'shell') return undefined;
  if (instruction.flags.length !== 0 || instruction.innerComments.length !== 0) return undefined;
  const [first, ...more] = command.words.slice(1);
  if (command.name === 'cd' && first?.value !== undefined && more.length === 0) {
    const path = joinPath(model.workdirAt(instruction), first.value);
    const isPlain = /^[\w./@+-]+$/.test(first.value) && first.value !== '-';
    return path === undefined || !isPlain ? undefined : `${keyword(model, 'WORKDIR')} ${path}`;
  }
  if (command.name !== 'export' || first === undefined) return undefined;
  const pairs = command.words.slice(1).map(({ text, value }) => {
    const [, name, rest] = /^([A-Za-z_]\w*)=(.*)$/.exec(value ?? '') ?? [];
    if (name === undefined || rest === undefined) return toExpanded(text);
    return /^[\w./:@%+,-]*$/.test(rest)
      ? `${name}=${rest}`
      : /["$\\`]/.test(rest)
        ? undefined
        : `${name}="${rest}"`;
  });
  const known = pairs.flatMap((pair) => pair ?? []);
  return known.length === pairs.length ? `${keyword(model, 'ENV')} ${known.join(' ')}` : undefined;
}

/** `PATH=/opt/bin:$PATH` means the same to Docker. */
function toExpanded(text: string): string | undefined {
  return /^PATH="?(?:[\w./:@+-]|\$PATH\b|\$\{PATH\})+"?$/.test(text) ? text : undefined;
}
