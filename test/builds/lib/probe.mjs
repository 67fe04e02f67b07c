// Looks into a running container from outside: its answers on loopback and the rights of its first process.
import { readFileSync } from 'node:fs';
import { docker, usesExistingEngine } from './engine.mjs';
import { runCommand } from './run-command.mjs';

/** @typedef {{ status: number, body: string }} Answer body in base64; status 0: no answer */
/** @typedef {{ uid: number, capabilities: string, noNewPrivileges: boolean, command: string }} Process */

const fastcgi = readFileSync(new URL('fastcgi.cjs', import.meta.url), 'utf8');

/** Marks the status behind the body of curl. */
const statusMark = '\n--status--';

/** Asks in the container's own network namespace: nothing is published, nothing leaves the machine. */
const throughNamespace = {
  /** @param {string} container @param {number} port @param {string} request @returns {Promise<Answer>} */
  async ask(container, port, request) {
    const url = `http://127.0.0.1:${port}${request}`;
    const curl = [
      'curl',
      '-s',
      '-m',
      '10',
      '-g',
      '--noproxy',
      '*',
      '-w',
      `${statusMark}%{http_code}`,
      url,
    ];
    const { code, stdout } = await runCommand('nsenter', [
      '-t',
      await pidOf(container),
      '-n',
      ...curl,
    ]);
    const end = stdout.lastIndexOf(statusMark);
    if (code !== 0 || end < 0) return { status: 0, body: '' };
    return {
      status: Number(stdout.subarray(end + statusMark.length)),
      body: stdout.subarray(0, end).toString('base64'),
    };
  },

  /** @param {string} container @param {readonly string[]} args */
  async askFastcgi(container, args) {
    const node = [process.execPath, '-e', fastcgi, '--', ...args];
    return runCommand('nsenter', ['-t', await pidOf(container), '-n', ...node]);
  },

  /** @param {string} container */
  async processStatus(container) {
    const folder = `/proc/${await pidOf(container)}`;
    return {
      status: readFileSync(`${folder}/status`, 'utf8'),
      command: readFileSync(`${folder}/cmdline`, 'utf8'),
    };
  },
};

/** The same without root: a second container shares the namespaces of the first. */
const throughSidecar = {
  /** @param {string} container @param {number} port @param {string} request @returns {Promise<Answer>} */
  async ask(container, port, request) {
    const script = `fetch('http://127.0.0.1:${port}' + process.argv[1], { redirect: 'manual' }).then(async (answer) =>
      console.log(JSON.stringify({ status: answer.status, body: Buffer.from(await answer.arrayBuffer()).toString('base64') })))`;
    const { code, stdout } = await sidecar(container, script, request);
    return code === 0 ? JSON.parse(stdout.toString()) : { status: 0, body: '' };
  },

  /** @param {string} container @param {readonly string[]} args */
  async askFastcgi(container, args) {
    return sidecar(container, fastcgi, ...args);
  },

  /** @param {string} container */
  async processStatus(container) {
    const script = `console.log(JSON.stringify({ status: fs.readFileSync('/proc/1/status', 'utf8'), command: fs.readFileSync('/proc/1/cmdline', 'utf8') }))`;
    return JSON.parse((await sidecar(container, script)).stdout.toString());
  },
};

/** @param {string} container @param {string} script @param {readonly string[]} args */
function sidecar(container, script, ...args) {
  const shared = [`--network=container:${container}`, `--pid=container:${container}`];
  return runCommand('docker', [
    'run',
    '--rm',
    ...shared,
    'node:24-slim',
    'node',
    '-e',
    script,
    ...args,
  ]);
}

/** @param {string} container */
async function pidOf(container) {
  return (await docker('inspect', '-f', '{{.State.Pid}}', container)).trim();
}

const probe = usesExistingEngine ? throughSidecar : throughNamespace;

/** @param {string} container @param {number} port @param {string} request */
export function ask(container, port, request) {
  return probe.ask(container, port, request);
}

/**
 * Asks a server that speaks FastCGI.
 *
 * @param {string} script the file that has to answer
 * @returns {(container: string, port: number, request: string) => Promise<Answer>}
 */
export function askFastcgi(script) {
  return async (container, port, request) => {
    const { code, stdout } = await probe.askFastcgi(container, [String(port), script, request]);
    return code === 0 ? JSON.parse(stdout.toString()) : { status: 0, body: '' };
  };
}

/** @param {string} container @returns {Promise<Process | undefined>} undefined: it has ended */
export async function firstProcess(container) {
  try {
    const { status, command } = await probe.processStatus(container);
    const value = (/** @type {string} */ name) =>
      new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? '';
    return {
      uid: Number(value('Uid')),
      capabilities: value('CapEff'),
      noNewPrivileges: value('NoNewPrivs') === '1',
      command: command.replaceAll('\0', ' ').trim(),
    };
  } catch {
    return undefined;
  }
}
