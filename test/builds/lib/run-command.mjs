// Starts programs and keeps what they say.
import { spawn } from 'node:child_process';

/**
 * @typedef {object} Result
 * @property {number} code exit code; 124 when the time was up
 * @property {Buffer} stdout
 * @property {string} stderr
 * @property {number} ms
 */

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, input?: string, seconds?: number }} [options]
 * @returns {Promise<Result>}
 */
export function runCommand(program, args, options = {}) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    /** @type {Buffer[]} */
    const stdout = [];
    let stderr = '';
    let late = false;
    const timer = setTimeout(
      () => {
        late = true;
        child.kill('SIGKILL');
      },
      (options.seconds ?? 1200) * 1000,
    );
    const finish = (/** @type {number} */ code) => {
      clearTimeout(timer);
      resolve({
        code: late ? 124 : code,
        stdout: Buffer.concat(stdout),
        stderr,
        ms: performance.now() - started,
      });
    };
    child.stdout.on('data', (chunk) => stdout.push(chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.stdin.on('error', () => {}); // a program may end before it has read everything
    child.once('error', (error) => {
      stderr += error.message;
      finish(127);
    });
    child.once('close', (code) => finish(code ?? 1));
    child.stdin.end(options.input ?? '');
  });
}

/** The last lines of a log, on one line: enough to see why something failed. @param {string} text */
export function tail(text, lines = 40) {
  return text.trim().split('\n').slice(-lines).join(' | ').slice(-3000);
}
