import type { Command } from './commands';
import type { CopyFacts } from './files';
import type { DockerfileModel } from './model';
import { findWorkPlace } from './project-directory';

/**
 * The folder of the build context that a command works in, where a copy of everything brought it: `''` for its root.
 * Undefined when the command works elsewhere, or that is not known.
 */
export function findInstallFolder(
  model: DockerfileModel,
  copy: CopyFacts,
  command: Command,
): string | undefined {
  const { context } = model;
  const { instruction } = command;
  const workdir = model.workdirAt(instruction);
  const execution = model.executionOf(instruction);
  if (findWorkPlace(execution, workdir ?? '', command) !== (workdir ?? '')) return undefined;
  const { target } = copy;
  const text = copy.destination?.text ?? '';
  if (target === undefined || workdir === undefined) {
    return text === '.' || text === './' ? '' : undefined;
  }
  if (workdir === target) return '';
  const prefix = target === '/' ? '/' : `${target}/`;
  if (!workdir.startsWith(prefix)) return undefined;
  const folder = workdir.slice(prefix.length);
  return context?.isFolder(folder) === true ? folder : undefined;
}
