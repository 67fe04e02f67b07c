import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { ProgramEnd, RunningProgram, StartProgram } from './script-checker';

/** What a program may take. */
export interface ProgramLimits {
  /** Milliseconds until it is ended. */
  readonly time: number;
  /** Bytes of output at which it is ended. */
  readonly output: number;
}

const usualLimits: ProgramLimits = { time: 10_000, output: 4 * 2 ** 20 };

/** Options that a person has set for calls by hand would change what is answered. */
const hiddenVariable = 'SHELLCHECK_OPTS';

/** The only place that starts programs. Without a shell, outside of the project, within limits. */
export function createStartProgram(limits: ProgramLimits = usualLimits): StartProgram {
  return (program, args, input) => start(program, args, input, limits);
}

function start(
  program: string,
  args: readonly string[],
  input: string,
  limits: ProgramLimits,
): RunningProgram {
  const { [hiddenVariable]: _hidden, ...env } = process.env;
  const child = spawn(program, args, {
    cwd: tmpdir(),
    env,
    shell: false,
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const chunks: Buffer[] = [];
  let length = 0;
  let settle: (end: ProgramEnd) => void;
  const ended = new Promise<ProgramEnd>((resolve) => {
    settle = resolve;
  });
  const end = (result: ProgramEnd): void => {
    clearTimeout(timer);
    settle(result);
    child.kill('SIGKILL');
    child.stdout.destroy();
    child.stdin.destroy();
  };
  const timer = setTimeout(() => {
    end({ kind: 'failed', reason: `it took longer than ${String(limits.time / 1000)} seconds` });
  }, limits.time);
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (limits.output < length) {
      end({ kind: 'failed', reason: `it wrote more than ${String(limits.output)} bytes` });
    }
  });
  child.once('error', (error) => {
    end({ kind: 'failed', reason: `it cannot be started: ${error.message}` });
  });
  child.once('close', (code) => {
    end({ kind: 'exited', code, output: Buffer.concat(chunks).toString('utf8') });
  });
  // A program that ends before it has read everything closes the pipe; how it ended tells the rest.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return {
    ended,
    stop: () => {
      end({ kind: 'stopped' });
    },
  };
}
