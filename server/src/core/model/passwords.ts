import type { ShellCommand, ShellWord } from '../syntax/shell';
import type { Span } from '../text/span';
import { findAccountOption, readAccountLine, type AccountOption } from './accounts';
import type { Command } from './commands';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** A command that gives an account a password which the image or its history shows, or an empty one. */
export interface PasswordSetting {
  /** `variable`: the value of a build argument or environment variable, which the history keeps. */
  readonly kind: 'plain' | 'variable' | 'empty';
  readonly span: Span;
  readonly command: Command;
  /** The option that holds it; undefined when the command does nothing else. */
  readonly option: AccountOption | undefined;
}

/** The passwords that the commands of a stage set; hashes and what other programs give are left out. */
export function collectPasswords(model: DockerfileModel, stage: Stage): readonly PasswordSetting[] {
  return model.commandsOf(stage).flatMap((command) => {
    switch (command.name) {
      case 'chpasswd':
        return readPiped(model, command, true) ?? [];
      case 'passwd':
        return readDelete(command) ?? readPiped(model, command, false) ?? [];
      case 'useradd':
      case 'usermod':
        return readOption(model, command) ?? [];
      default:
        return [];
    }
  });
}

function readDelete(command: Command): PasswordSetting | undefined {
  const word = command.words.find(({ text }) => /^-[a-z]*d$|^--delete$/.test(text));
  return word && { kind: 'empty', span: word.span, command, option: undefined };
}

/** `echo root:secret | chpasswd`, `chpasswd <<< root:secret`, `echo secret | passwd --stdin root`. */
function readPiped(
  model: DockerfileModel,
  command: Command,
  isPair: boolean,
): PasswordSetting | undefined {
  if (command.words.some(({ text }) => /^-e$|^--encrypted$/.test(text))) return undefined;
  const setting = (kind: PasswordSetting['kind'], span: Span): PasswordSetting => ({
    kind,
    span: oneLine(model, span) ?? command.shell.program?.span ?? command.shell.span,
    command,
    option: undefined,
  });
  for (const { operator, target, body } of command.shell.redirects) {
    if (operator === '<<<' && target !== undefined) {
      const kind = kindOf(model, command, [target], isPair);
      return kind && setting(kind, target.span);
    }
    if (body === undefined) continue;
    if (body.text.includes('$') || body.text.includes('`')) return undefined;
    const kind = kindOfText(body.text, isPair);
    return kind && setting(kind, body.span);
  }
  const source = findSource(model, command);
  const words = source?.arguments.filter(({ text }) => !/^-[neE]+$/.test(text)) ?? [];
  const word = words.find(({ text }) => !isPair || text.includes(':')) ?? words[0];
  const kind = kindOf(model, command, words, isPair);
  return word && kind && setting(kind, word.span);
}

/** The `echo` or `printf` whose output the command reads. */
function findSource(model: DockerfileModel, command: Command): ShellCommand | undefined {
  const { scripts } = model.executionOf(command.instruction);
  const [first, second] =
    scripts
      .flatMap(({ allStatements }) => allStatements)
      .flatMap(({ pipelines }) => pipelines)
      .find(({ commands }) => commands.includes(command.shell))?.commands ?? [];
  const isSource = /^(?:echo|printf)$/.test(first?.program?.value ?? '');
  return isSource && second === command.shell ? first : undefined;
}

function kindOf(
  model: DockerfileModel,
  command: Command,
  words: readonly ShellWord[],
  isPair: boolean,
): PasswordSetting['kind'] | undefined {
  if (words.length === 0) return undefined;
  if (words.every(({ value }) => value !== undefined)) {
    return kindOfText(words.map(({ value }) => value).join(' '), isPair);
  }
  return words.every((word) => isRecorded(model, word, command)) ? 'variable' : undefined;
}

function kindOfText(text: string, isPair: boolean): PasswordSetting['kind'] | undefined {
  const lines = text.split(/\n|\\n/).filter((line) => line.trim() !== '');
  if (!isPair) return lines.length === 0 ? undefined : 'plain';
  const passwords = lines.flatMap((line) => /^[^:]+:(.*)$/s.exec(line.trim())?.[1] ?? []);
  if (passwords.length === 0) return undefined;
  return passwords.includes('') ? 'empty' : 'plain';
}

/** True when the word is known, or all its variables are those of ARG and ENV. */
function isRecorded(model: DockerfileModel, word: ShellWord, { instruction }: Command): boolean {
  if (word.value !== undefined) return true;
  const stage = model.stageOf(instruction);
  if (stage === undefined || word.variables.length === 0 || /`|\$\(/.test(word.text)) return false;
  const scope = model.variables.before(stage, instruction);
  return word.variables.every((name) => scope.get(name) !== undefined && !/hash/i.test(name));
}

/** The value of `-p` is a hash; some write the password there, or have it hashed on the spot. */
function readOption(model: DockerfileModel, command: Command): PasswordSetting | undefined {
  const line = readAccountLine(command);
  const option = line && findAccountOption(line, ['-p', '--password']);
  const word = option?.valueWord;
  if (option === undefined || word === undefined) return undefined;
  const span = oneLine(model, word.span) ?? option.word.span;
  const setting = { span, command, option };
  if (option.value === '') return { ...setting, kind: 'empty' };
  if (option.value !== undefined) {
    return /^[$*!x]/.test(option.value) ? undefined : { ...setting, kind: 'plain' };
  }
  const hasher = model
    .executionOf(command.instruction)
    .commands.find(
      ({ shell, words }) =>
        word.span.start <= shell.span.start &&
        shell.span.end <= word.span.end &&
        (words[0]?.value === 'mkpasswd' || words[1]?.value === 'passwd'),
    );
  const last = hasher?.words.at(-1);
  if (last !== undefined && hasher !== undefined) {
    const isPassword = 2 < hasher.words.length && !last.text.startsWith('-');
    const kind = isPassword ? kindOf(model, hasher, [last], false) : undefined;
    return kind && { ...setting, kind, span: last.span };
  }
  return isRecorded(model, word, command) ? { ...setting, kind: 'variable' } : undefined;
}

function oneLine(model: DockerfileModel, span: Span): Span | undefined {
  return model.text.slice(span.start, span.end).includes('\n') ? undefined : span;
}
