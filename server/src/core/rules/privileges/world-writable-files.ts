import { defineRule, type Fix, type Report } from '../define-rule';
import type { Command } from '../../model/commands';
import { collectModeChanges, type ModeChange } from '../../model/file-modes';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { staysRoot } from '../../model/stays-root';
import { isPlainChain } from '../../rewrite/run-script';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'world-writable-files',
  code: 'IH216',
  category: 'privileges',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Files of the image can be changed by every account.',
  why: 'Mode 777 mostly stands there because a program without root rights could not write. It also lets every other process of the container replace a program, a script or a configuration that root reads or runs later. Give the folder that must be written to the account that writes it, with `chown`, and leave the rest as it is. Folders that everybody must write, such as `/tmp`, need the sticky bit as well (mode 1777), so that nobody removes the files of others.',
  fixNotes:
    'The mode loses the right of others to write, and that of the group where both had the same; `/tmp` gets the sticky bit. Where the container runs as another account than root, `chown` gives the files to it first. A program that runs as a third account loses the right to write. There is no fix when the user of the container is not known, or not made yet at that place, nor for servers that start as root and work as another account. A umask becomes 022 where the step runs as the user of the container.',
  equivalents: { sonar: 'S2612' },
  messages: {
    mode: 'Mode {{mode}} lets every account of the container change these files.',
    umask: 'With umask {{mode}} every account of the container may change the files made here.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        RUN mkdir -p /app/uploads && chmod -R 777 /app/uploads
        #                                     ^^^ world-writable-files
        USER node
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        RUN mkdir -p /app/uploads && chown -R node /app/uploads && chmod -R 755 /app/uploads
        USER node
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        COPY --chmod=0777 entrypoint.sh /
        #            ^^^^ world-writable-files
        USER 10001
        ENTRYPOINT ["/entrypoint.sh"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY --chmod=0755 entrypoint.sh /
        USER 10001
        ENTRYPOINT ["/entrypoint.sh"]
      `,
    },
  ],
  inTriggers: true,
  *check(model) {
    for (const stage of model.stages) {
      if (!model.isShipped(stage)) continue;
      for (const change of collectModeChanges(model, stage)) {
        if (isOpen(model, change)) yield toReport(model, stage, change);
      }
      for (const command of model.commandsOf(stage)) {
        const mask = findOpenMask(model, stage, command);
        if (mask !== undefined) yield mask;
      }
    }
  },
});

function isOpen(model: DockerfileModel, change: ModeChange): boolean {
  const { mode, operands, instruction, span } = change;
  if (!mode.othersWrite || mode.sticky) return false;
  if (operands.length === 0) return true;
  if (operands.some(({ text }) => /^["']?\/(?:dev|proc|sys)\//.test(text))) return false;
  const removed = model
    .executionOf(instruction)
    .commands.filter(({ name, shell }) => name === 'rm' && span.end <= shell.span.start)
    .flatMap(({ words }) => words.slice(1).map(({ text }) => text.replace(/\/+$/, '')));
  const isRemoved = (text: string): boolean =>
    removed.some((path) => text === path || text.startsWith(`${path}/`));
  return !operands.every(({ text }) => isRemoved(text));
}

function toReport(
  model: DockerfileModel,
  stage: Stage,
  change: ModeChange,
): Report<'mode' | 'umask'> {
  const report: Report<'mode' | 'umask'> = {
    message: 'mode',
    data: { mode: change.text },
    span: change.span,
  };
  const edits = planMode(model, stage, change);
  if (typeof edits === 'string') return { ...report, refusal: edits };
  const fix: Fix = {
    title: 'Leave writing to the owner',
    applicability: 'unsafe',
    phase: 'instruction',
    edits,
  };
  return { ...report, fixes: [fix] };
}

function planMode(
  model: DockerfileModel,
  stage: Stage,
  change: ModeChange,
): readonly Edit[] | string {
  const { span, paths, kind, command } = change;
  const isShared = paths?.every((path) => path === '/tmp' || path === '/var/tmp') === true;
  const mode = closeMode(change.text, isShared && kind !== 'copy');
  if (mode === undefined) return 'Write who may change the files instead.';
  const edit: Edit = { span, text: mode };
  if (isShared || command === undefined) return [edit];
  const { final } = model.usersOf(model.target ?? stage);
  if (final.privilege === 'root') {
    return staysRoot(model, model.target ?? stage)
      ? [edit]
      : 'What starts may work as another account, and then that one must write there.';
  }
  if (final.privilege === 'unknown' || final.name === undefined) {
    return 'Who must write there is not known: the user of the container is not.';
  }
  if (isGiven(model, change, final.name)) return [edit];
  const give = giveAway(model, stage, change, command, final.name);
  return typeof give === 'string' ? give : [give, edit];
}

/** True when the same files go to the user of the container by another command. */
function isGiven(
  model: DockerfileModel,
  { operands, instruction }: ModeChange,
  user: string,
): boolean {
  const stage = model.stageOf(instruction);
  if (stage === undefined) return false;
  return operands.every((operand) =>
    model
      .commandsOf(stage)
      .some(
        ({ name, words }) =>
          name === 'chown' &&
          words.some(({ text }) => text.split(':')[0] === user) &&
          words.some(({ text }) => text === operand.text),
      ),
  );
}

function giveAway(
  model: DockerfileModel,
  stage: Stage,
  { kind, operands, instruction }: ModeChange,
  command: Command,
  user: string,
): Edit | string {
  const refusal = `Give the files to "${user}" with chown instead.`;
  if (kind !== 'chmod' || command.wrappers.length !== 0) return refusal;
  if (model.userAt(instruction)?.privilege !== 'root') return refusal;
  const isThere =
    /^\d+$/.test(user) ||
    model
      .accountsBefore(stage, command.shell.span.start)
      .accounts.some(({ name }) => name === user);
  if (!isThere) return refusal;
  const statement = model
    .executionOf(instruction)
    .scripts.flatMap(({ statements }) => statements)
    .find(({ pipelines }) =>
      pipelines.some(({ commands }) => commands.length === 1 && commands[0] === command.shell),
    );
  if (statement === undefined || !isPlainChain(statement)) return refusal;
  const { start } = command.shell.span;
  const isDeep = command.words.some(({ text }) => /^-[a-zA-Z]*R|^--recursive$/.test(text));
  const paths = operands.map(({ span }) => model.text.slice(span.start, span.end)).join(' ');
  return { span: { start, end: start }, text: `chown ${isDeep ? '-R ' : ''}${user} ${paths} && ` };
}

/** The mode without the right of others to write; undefined when nothing would be left. */
function closeMode(text: string, isShared: boolean): string | undefined {
  if (/^[0-7]+$/.test(text)) {
    if (isShared) return '1777';
    const bits = Number.parseInt(text, 8);
    const isSame = ((bits >> 3) & 0o7) === (bits & 0o7);
    const closed = bits & ~(isSame ? 0o22 : 0o2);
    return closed.toString(8).padStart(text.length, '0');
  }
  const [, who = '', operator = '', letters = ''] = /^([ugoa]+)([+=])([rwxX]+)$/.exec(text) ?? [];
  const rest = letters.replace('w', '');
  const owner = /a|u/.test(who) ? `u${operator}${letters}` : undefined;
  const group = /a|g/.test(who) ? 'g' : '';
  const others = rest === '' ? undefined : `${group}o${operator}${rest}`;
  const parts = [owner, others].filter((part) => part !== undefined);
  return operator === '' || parts.length === 0 ? undefined : parts.join(',');
}

/** `umask 000` in front of commands that make files. */
function findOpenMask(
  model: DockerfileModel,
  stage: Stage,
  command: Command,
): Report<'mode' | 'umask'> | undefined {
  const [, word] = command.words;
  if (command.name !== 'umask' || word?.value === undefined) return undefined;
  if (!/^[0-7]{1,4}$/.test(word.value) || (Number.parseInt(word.value, 8) & 0o2) !== 0) {
    return undefined;
  }
  const isFollowed = model
    .executionOf(command.instruction)
    .commands.some(({ shell }) => command.shell.span.end <= shell.span.start);
  if (!isFollowed) return undefined;
  const report: Report<'mode' | 'umask'> = {
    message: 'umask',
    data: { mode: word.value },
    span: word.span,
  };
  if (!isOwnWork(model, stage, command)) {
    return { ...report, refusal: 'Who must write there is not known.' };
  }
  const closed = (Number.parseInt(word.value, 8) | 0o22).toString(8);
  const text = closed.padStart(Math.max(word.value.length, 3), '0');
  const edits = [{ span: word.span, text }];
  const title = 'Leave writing to the owner';
  return { ...report, fixes: [{ title, applicability: 'unsafe', phase: 'instruction', edits }] };
}

/** True when the step and the container run as the same user, who then owns the files. */
function isOwnWork(model: DockerfileModel, stage: Stage, { instruction }: Command): boolean {
  const target = model.target ?? stage;
  const user = model.userAt(instruction);
  if (user?.privilege === 'root') return staysRoot(model, target);
  const { final } = model.usersOf(target);
  return user?.privilege === 'non-root' && user.name !== undefined && user.name === final.name;
}
