import { existsSync } from 'node:fs';
import { parseArguments, UsageError, type Arguments } from './args';
import { commands, findCommand, type CommandName } from './command-table';
import { describeCommand, describeProgram } from './help';
import { suggestion } from './nearest';
import { describeDefect, exitCodes } from './terminal';
import { version } from './version';

// Imported when needed only: `ironhull --version` and a mistyped option do not load the rules.
const loaders: Readonly<
  Record<CommandName, () => Promise<(parsed: Arguments) => number | Promise<number>>>
> = {
  check: async () => (await import('./commands/check')).runCheck,
  fix: async () => (await import('./commands/fix')).runFix,
  harden: async () => (await import('./commands/harden')).runHarden,
  generate: async () => (await import('./commands/generate')).runGenerate,
  score: async () => (await import('./commands/score')).runScore,
  pin: async () => (await import('./commands/pin')).runPin,
  explain: async () => (await import('./commands/explain')).runExplain,
  config: async () => (await import('./commands/config')).runConfig,
  rules: async () => (await import('./commands/rules')).runRules,
};

async function run(argv: readonly string[]): Promise<number> {
  const [first, ...rest] = argv;
  if (first === '--version') return print(`${version}\n`);
  if (first === '--help' || first === '-h') return print(describeProgram());
  if (first === 'help') return printHelp(rest);
  if (first === undefined) {
    process.stderr.write(describeProgram());
    return exitCodes.failure;
  }
  const command = findCommand(first);
  if (command === undefined) throw unknownCommand(first);
  const parsed = parseArguments(command, rest);
  if (parsed.options.has('help')) return print(describeCommand(command));
  const runCommand = await loaders[command.name]();
  return runCommand(parsed);
}

function print(text: string): number {
  process.stdout.write(text);
  return exitCodes.clean;
}

function printHelp([name]: readonly string[]): number {
  if (name === undefined) return print(describeProgram());
  const command = findCommand(name);
  if (command === undefined) throw unknownCommand(name);
  return print(describeCommand(command));
}

function unknownCommand(name: string): UsageError {
  const known = [...commands.map((command) => command.name), 'help', '--help', '--version'];
  const what = name.startsWith('-') ? 'option' : 'command';
  const hint = suggestion(name, known) || hintWithout(name);
  return new UsageError(`There is no ${what} "${name}".${hint}`);
}

function hintWithout(name: string): string {
  return existsSync(name) ? ` To check a file: ironhull check ${name}` : ' See "ironhull --help".';
}

function report(error: unknown): number {
  const text =
    error instanceof UsageError
      ? error.message
      : `Ironhull failed. This is a defect of Ironhull, please report it.\n${describeDefect(error)}`;
  process.stderr.write(`error: ${text}\n`);
  return exitCodes.failure;
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that went away (`ironhull check | head`) is no error; the work goes on without it.
    if (error.code === 'EPIPE') return;
    if (stream === process.stdout) process.stderr.write(`error: ${error.message}\n`);
    process.exit(exitCodes.failure);
  });
}

void run(process.argv.slice(2))
  .catch(report)
  .then((code) => {
    process.exitCode = code;
  });
