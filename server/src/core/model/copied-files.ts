import type { Command, Execution } from './commands';
import { readPackageOperation } from './packages';

/** Commands that read nothing of the project. */
const neutralCommands = new Set(
  'echo printf true : apt-key add-apt-repository groupadd useradd addgroup adduser usermod groupmod passwd corepack update-ca-certificates ldconfig locale-gen dpkg-reconfigure nproc uname date'.split(
    ' ',
  ),
);

/** Managers whose command to clean up works on the project, and fails without its manifest. */
const cleansProject = new Set(['cargo', 'maven', 'gradle', 'dotnet', 'bundler', 'mix']);

/** True when a command surely reads and changes no file that a COPY brought to the project. */
export function leavesProjectAlone(command: Command): boolean {
  const { name, words, shell } = command;
  if (shell.redirects.some(({ target }) => target !== undefined && !isOutside(target.value))) {
    return false;
  }
  if (name === undefined) return false;
  if (neutralCommands.has(name)) return true;
  if (name === 'rm' || name === 'mkdir') {
    return words
      .slice(1)
      .every(({ text, value }) => text.startsWith('-') || isOutside(value ?? text));
  }
  const operation = readPackageOperation(command);
  if (operation === undefined) {
    return (
      /^(?:npm|yarn|pnpm|pip3?|poetry|bundle|composer|uv)$/.test(name) &&
      words[1]?.value === 'config'
    );
  }
  const { manager, action, global, packages } = operation;
  if (packages.some(({ kind }) => kind === 'file')) return false;
  if (manager.kind === 'system') return true;
  if (action === 'clean') return !cleansProject.has(manager.id);
  if (action !== 'install' || packages.length === 0) return false;
  return (
    global ||
    (manager.id === 'pip' &&
      !operation.options.some(({ name: option }) => /^-(?:[rce]$|-req|-con|-edi)/.test(option)))
  );
}

/** True when a whole RUN does. */
export function runLeavesProjectAlone(execution: Execution): boolean {
  return (
    execution.complete &&
    0 < execution.commands.length &&
    execution.commands.every((command) => leavesProjectAlone(command))
  );
}

function isOutside(path: string | undefined): boolean {
  if (path === undefined) return false;
  return /^(?:~|\$HOME|\/(?:root|tmp|var|dev|etc|usr\/share|usr\/local\/share|home)(?:\/|$))/.test(
    path,
  );
}
