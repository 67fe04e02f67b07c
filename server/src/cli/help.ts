import { commonOptions } from './args';
import { commands, type CommandDescription } from './command-table';

const width = 96;

/** What `ironhull --help` prints. */
export function describeProgram(): string {
  const rows = commands.map((command) => `  ${command.name.padEnd(10)}${command.summary}`);
  return `ironhull finds and fixes what is wrong in Dockerfiles, offline.

Usage: ironhull COMMAND [OPTIONS] ...

Commands:
${rows.join('\n')}
  ${'help'.padEnd(10)}Print this text, or that of a command: ironhull help check

Options:
  --version   Print the version.
  -h, --help  Print this text.
`;
}

/** What `ironhull help COMMAND` prints. */
export function describeCommand(command: CommandDescription): string {
  const options = Object.entries({ ...command.options, ...commonOptions });
  const names = options.map(([name, { argument }]) =>
    [`${name === 'help' ? '-h, ' : ''}--${name}`, argument].filter(Boolean).join(' '),
  );
  const indent = Math.max(...names.map((name) => name.length)) + 4;
  const rows = options.map(
    ([, { help }], index) => `  ${(names[index] ?? '').padEnd(indent - 2)}${wrap(help, indent)}`,
  );
  const details = command.details === '' ? '' : `${command.details}\n\n`;
  return `${command.summary}\n\nUsage: ${command.usage}\n\n${details}Options:\n${rows.join('\n')}\n`;
}

function wrap(text: string, indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && width - indent <= line.length + word.length) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}
