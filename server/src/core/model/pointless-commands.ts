import { interactivePrograms, machinePrograms } from '../data/pointless-programs';
import type { Command, Execution } from './commands';

/** A command that a build has no use for. */
export interface PointlessCommand {
  readonly kind: 'service' | 'interactive' | 'machine' | 'background';
  readonly command: Command;
}

/** The commands of a RUN that are of no use in a build; questions about versions are left out. */
export function findPointless(execution: Execution): readonly PointlessCommand[] {
  const { commands } = execution;
  const background = findBackground(execution);
  if (background !== undefined) return [{ kind: 'background', command: background }];
  return commands.flatMap((command, index): readonly PointlessCommand[] => {
    const { name = '' } = command;
    const words = command.words.slice(1).map(({ text }) => text);
    const asks = words.some((word) => /^-{1,2}(?:h|help|v|V|version)$/.test(word));
    if (asks || command.shell.nesting.includes('function')) return [];
    if (interactivePrograms.has(name)) {
      const isScripted = words.some((word) =>
        /^(?:-[cesE]|\+.*|-es|--batch.*|-b.*|-n.*)$/.test(word),
      );
      return isScripted ? [] : [{ kind: 'interactive', command }];
    }
    // What another command of the RUN needs is stopped, watched or mounted on purpose.
    if (commands.length > 1 && index < commands.length - 1) return [];
    const path = command.words[0]?.value ?? '';
    const isInitScript = path === `/etc/init.d/${name}` && startsService('service', words);
    if (isInitScript || startsService(name, words)) return [{ kind: 'service', command }];
    return machinePrograms.has(name) && commands.length === 1 ? [{ kind: 'machine', command }] : [];
  });
}

/** The program that the last step of a script leaves in the background: it ends with the RUN. */
function findBackground({ scripts, commands }: Execution): Command | undefined {
  const [script, ...others] = scripts;
  const last = script?.statements.at(-1);
  if (last?.background !== true || others.length !== 0) return undefined;
  const shell = last.pipelines.at(-1)?.commands[0];
  const command = commands.find((each) => each.shell === shell);
  return command?.name === undefined || /^(?:wait|sleep|true|:|echo)$/.test(command.name)
    ? undefined
    : command;
}

/** `service x start`, `systemctl start x`, `/etc/init.d/x start`; what only changes links is left out. */
function startsService(name: string, words: readonly string[]): boolean {
  if (name === 'service') return /^(?:re)?start$/.test(words.at(-1) ?? '');
  if (name === 'systemctl')
    return /^(?:re)?start$/.test(words.find((word) => !word.startsWith('-')) ?? '');
  return false;
}
