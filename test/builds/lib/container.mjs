// Runs an image once and writes down everything that can be observed from outside.
import { setTimeout as sleep } from 'node:timers/promises';
import { docker, tryDocker } from './engine.mjs';
import { hasHealthCheck } from './image.mjs';
import { ask, firstProcess } from './probe.mjs';
import { tail } from './run-command.mjs';

/**
 * @typedef {object} Observation
 * @property {import('./probe.mjs').Answer[]} answers one for each request; empty when it never answered
 * @property {import('./probe.mjs').Process | undefined} process
 * @property {'none' | 'starting' | 'healthy' | 'unhealthy'} health `none`: the image has no health check
 * @property {number} stopMs
 * @property {number} exitCode
 * @property {string} evidence the last lines of its log, of its health check, or why it did not start
 *
 * @typedef {object} RunOptions
 * @property {readonly number[]} ports it may answer on any of them
 * @property {readonly string[]} requests
 * @property {Readonly<Record<string, string>>} environment
 * @property {readonly string[]} tmpfs further folders that the strict run may write
 * @property {boolean} strict
 * @property {readonly string[]} [flags] those of the strict run; undefined: what a careful cluster allows
 * @property {typeof ask} [ask] how it is asked; undefined: by HTTP
 * @property {number} patience seconds that it gets to stop
 */

/** What a careful cluster allows: nothing writable but /tmp, no capability, no port below 1024, no network. */
const strictOptions = [
  '--read-only',
  '--cap-drop=ALL',
  '--security-opt=no-new-privileges',
  '--sysctl=net.ipv4.ip_unprivileged_port_start=1024',
  '--pids-limit=200',
  '--memory=512m',
  '--tmpfs=/tmp:rw,noexec,nosuid,size=64m',
];

const answerSeconds = 60;
const healthSeconds = 45;

/**
 * @param {string} image
 * @param {RunOptions} options
 * @returns {Promise<Observation>}
 */
export async function observe(image, options) {
  const checked = await hasHealthCheck(image);
  const args = ['--network=none'];
  if (options.strict) {
    // Volumes and no tmpfs: they keep the owner that the image gave the folder.
    args.push(
      ...(options.flags ?? strictOptions),
      ...options.tmpfs.map((folder) => `--volume=${folder}`),
    );
  }
  // The check itself is the image's; only the wait for its first run is cut short.
  if (checked) args.push('--health-interval=1s', '--health-start-interval=1s');
  for (const [name, value] of Object.entries(options.environment))
    args.push('-e', `${name}=${value}`);

  const created = await tryDocker('create', ...args, image);
  if (created.code !== 0) return neverStarted(tail(created.stderr));
  const container = created.stdout.toString().trim();
  try {
    const started = await tryDocker('start', container);
    if (started.code !== 0) return neverStarted(tail(started.stderr));
    return await follow(container, options, checked);
  } finally {
    await tryDocker('rm', '-f', '-v', container);
  }
}

/** @param {string} evidence @returns {Observation} */
function neverStarted(evidence) {
  return { answers: [], process: undefined, health: 'none', stopMs: 0, exitCode: 127, evidence };
}

/**
 * @param {string} container
 * @param {RunOptions} options
 * @param {boolean} checked
 * @returns {Promise<Observation>}
 */
async function follow(container, { ports, requests, patience, ask: question = ask }, checked) {
  const [first = '/'] = requests;
  let open = 0;
  const up = await until(answerSeconds, container, async () => {
    for (const port of ports) if ((await question(container, port, first)).status > 0) open = port;
    return open > 0;
  });
  const answers = [];
  if (up) for (const request of requests) answers.push(await question(container, open, request));
  const health = checked ? await settledHealth(container, up) : 'none';
  const process = await firstProcess(container);

  const before = performance.now();
  await docker('stop', '-t', String(patience), container);
  const stopMs = performance.now() - before;
  const exitCode = Number(await docker('inspect', '-f', '{{.State.ExitCode}}', container));
  return { answers, process, health, stopMs, exitCode, evidence: await evidenceOf(container) };
}

/** @param {string} container @param {boolean} up @returns {Promise<'starting' | 'healthy' | 'unhealthy'>} */
async function settledHealth(container, up) {
  let status = 'starting';
  await until(up ? healthSeconds : 0, container, async () => {
    status = (await docker('inspect', '-f', '{{.State.Health.Status}}', container)).trim();
    return status !== 'starting';
  });
  return status === 'healthy' || status === 'unhealthy' ? status : 'starting';
}

/**
 * Waits until `test` holds; gives up when the container has ended or the time is up.
 *
 * @param {number} seconds
 * @param {string} container
 * @param {() => Promise<boolean>} test
 */
async function until(seconds, container, test) {
  const end = Date.now() + seconds * 1000;
  do {
    if (await test()) return true;
    const running = await docker('inspect', '-f', '{{.State.Running}}', container);
    if (running.trim() !== 'true') return false;
    await sleep(150);
  } while (Date.now() < end);
  return false;
}

/** @param {string} container */
async function evidenceOf(container) {
  const log = await tryDocker('logs', '--tail', '40', container);
  const health = await tryDocker(
    'inspect',
    '-f',
    '{{if .State.Health}}{{range .State.Health.Log}}{{.Output}}{{end}}{{end}} {{.State.Error}}',
    container,
  );
  return [log.stdout.toString(), log.stderr, health.stdout.toString()]
    .map((text) => tail(text))
    .filter((text) => text !== '')
    .join(' || ');
}
