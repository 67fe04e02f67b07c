import type { ShellStatement } from '../syntax/shell';
import type { Command } from './commands';
import { isForDevelopment } from './development-stage';
import { isLongRunning } from './missing-exec';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';
import { findStartedCommands, findStartScripts, type StartedCommand } from './start-scripts';

/** How a container starts more than one program. */
export type SeveralProcesses = { readonly started: StartedCommand } & (
  | { readonly kind: 'background'; readonly hidden: string }
  /** A supervisor starts them. */
  | { readonly kind: 'supervisor' }
  /** Only something that waits is left in the foreground. */
  | { readonly kind: 'hidden'; readonly hidden: string }
);

const supervisors =
  /^(?:supervisord|s6-svscan|runsvdir|runit|my_init|circusd|honcho|foreman|hivemind|overmind)$/;

/** Finds where the start of a stage runs several programs side by side. */
export function findSeveralProcesses(
  model: DockerfileModel,
  stage: Stage,
): SeveralProcesses | undefined {
  const all = findStartedCommands(model, stage);
  const supervisor = all.find(
    ({ command }) => supervisors.test(command.name ?? '') && command.shell.nesting.length === 0,
  );
  if (supervisor !== undefined) return { kind: 'supervisor', started: supervisor };
  for (const script of findStartScripts(model, stage)) {
    if (!script.script.complete) continue;
    const { statements } = script.script;
    const commandOf = (shell: unknown): Command | undefined =>
      script.commands.find((each) => each.shell === shell);
    const lastOf = ({ pipelines }: ShellStatement): Command | undefined =>
      commandOf(pipelines.at(-1)?.commands[0]);
    const behind = statements
      .filter(({ background }) => background)
      .flatMap((statement) => lastOf(statement) ?? [])
      .find((command) => isLongRunning(command));
    const services = script.commands.find(
      ({ name, words, shell }) =>
        shell.nesting.length === 0 &&
        name === 'service' &&
        /^(?:re)?start$/.test(words.at(-1)?.value ?? ''),
    );
    const hidden = behind ?? services;
    const last = statements.at(-1);
    const end = last === undefined ? undefined : lastOf(last);
    if (hidden === undefined || end === undefined || hidden === end) continue;
    const name = hidden === services ? (hidden.words[1]?.text ?? '') : (hidden.name ?? '');
    if (isWaiting(end)) return { kind: 'hidden', hidden: name, started: { command: end, script } };
    if (isLongRunning(end)) {
      return { kind: 'background', hidden: name, started: { command: hidden, script } };
    }
  }
  return undefined;
}

/** True for a file of a container that an editor keeps open and works in. */
export function isWorkplace(model: DockerfileModel): boolean {
  return /devcontainer|codespace|vscode/i.test(`${model.text}\n${model.project?.dockerfile ?? ''}`);
}

/** Finds the command by which a container only stays open. */
export function findIdleProcess(model: DockerfileModel, stage: Stage): StartedCommand | undefined {
  if (isWorkplace(model) || isForDevelopment(stage)) return undefined;
  const all = findStartedCommands(model, stage).filter(
    ({ command, script }) => script !== undefined || !/^(?:ba|da|a|z)?sh$/.test(command.name ?? ''),
  );
  return all.every(({ command }) => isWaiting(command)) ? all[0] : undefined;
}

/** `tail -f …`, `sleep infinity`: programs that do nothing until they are stopped. */
function isWaiting({ name, words }: Command): boolean {
  const texts = words.slice(1).map(({ value, text }) => value ?? text);
  if (name === 'tail') return texts.some((text) => /^-\w*[fF]|^--follow/.test(text));
  if (name === 'sleep') return texts.some((text) => /^(?:inf(?:inity)?|\d{5,}|\d+d)$/.test(text));
  return false;
}
