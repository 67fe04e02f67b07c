import { toVisible } from './visible';

/** Where a command writes: results on stdout, talk on stderr. Remembers whether something failed. */
export class Terminal {
  readonly #quiet: boolean;
  #failed = false;

  constructor(quiet: boolean) {
    this.#quiet = quiet;
  }

  /** True when something was reported by `fail`: the exit code is 2. */
  get failed(): boolean {
    return this.#failed;
  }

  print(text: string): void {
    process.stdout.write(text);
  }

  note(message: string): void {
    if (!this.#quiet) process.stderr.write(`${toVisibleLines(message)}\n`);
  }

  /** What a person has to know even with `--quiet`, and what does not make the command fail by itself. */
  warn(message: string): void {
    process.stderr.write(`${toVisibleLines(message)}\n`);
  }

  fail(message: string): void {
    this.#failed = true;
    process.stderr.write(`error: ${toVisibleLines(message)}\n`);
  }
}

export const exitCodes = { clean: 0, findings: 1, failure: 2 } as const;

/** A defect of ours, with what a report of it needs. */
export function describeDefect(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function toVisibleLines(message: string): string {
  return message.split('\n').map(toVisible).join('\n');
}
