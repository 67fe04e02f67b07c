// Proves recipes: what `ironhull generate` writes for a test project is built, and run with the flags of its Compose file.
import { cpSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { check, stopLimitMs } from './checks.mjs';
import { observe } from './container.mjs';
import { generateFiles } from './harden.mjs';
import { buildImage, hasHealthCheck, removeImages, sizeOf } from './image.mjs';
import { inMegabytes, inSeconds } from './measure.mjs';
import { askFastcgi } from './probe.mjs';
import { readRequest } from './recipe-list.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** @typedef {import('./recipe-list.mjs').RecipeProof} RecipeProof */

/**
 * @typedef {object} RecipeResult
 * @property {string} project
 * @property {string} recipe
 * @property {(import('./checks.mjs').Check & { of: string })[]} checks
 * @property {number} [size]
 * @property {import('./container.mjs').Observation} [run]
 */

/**
 * @param {RecipeProof} proof
 * @param {{ work: string, turns: import('./turns.mjs').Turns, keep: boolean, say: (text: string) => void }} context
 * @returns {Promise<RecipeResult>}
 */
export async function proveRecipe(
  { name, base, requests, fastcgi, port },
  { work, turns, keep, say },
) {
  const request = readRequest(name);
  /** @type {RecipeResult} */
  const result = { project: name, recipe: request.recipe, checks: [] };
  const { checks } = result;
  const note = (/** @type {import('./checks.mjs').Check} */ one) => {
    checks.push({ of: `recipe ${name}`, ...one });
    if (!one.ok) say(`FAILED: ${one.check}: ${one.detail.slice(0, 1000)}`);
    return one.ok;
  };
  const image = `ironhull-proof/recipe-${name}`;
  try {
    const folder = path.join(work, `recipe-${name}`);
    mkdirSync(folder, { recursive: true });
    cpSync(path.join(root, 'test/recipes/projects', name), folder, { recursive: true });
    await generateFiles(folder, { ...request, base });
    const place = path.join(folder, findCompose(folder));
    const compose = readCompose(path.join(place, 'compose.yaml'));
    const context = path.join(place, compose.context);
    const built = await turns.shared(() =>
      buildImage(context, image, [], '', {
        file: path.join(place, 'Dockerfile'),
        unchanged: true,
      }),
    );
    if (!note(check('builds', built.built, built.problem))) return result;
    const options = {
      ...compose,
      // A service behind another one publishes no port.
      ports: port === undefined ? compose.ports : [port],
      requests,
      tmpfs: [],
      strict: true,
      patience: 4,
      ...(fastcgi === undefined ? {} : { ask: askFastcgi(fastcgi) }),
    };
    const run = await turns.shared(() => observe(image, options));
    const answered = run.answers.every(({ status }) => status >= 200 && status < 400);
    const statuses = run.answers.map(({ status }) => status).join(', ');
    note(check('answers', run.answers.length > 0 && answered, `${statuses} ${run.evidence}`));
    const wanted = (await hasHealthCheck(image)) ? 'healthy' : 'none';
    note(check('health', run.health === wanted, `${run.health} ${run.evidence}`));
    note(check('user', `${run.process?.uid}` === compose.uid, `uid ${run.process?.uid}`));
    note(check('stop', run.stopMs < stopLimitMs, `${Math.round(run.stopMs)} ms`));
    note(check('exit code', [0, 143].includes(run.exitCode), `${run.exitCode} ${run.evidence}`));
    result.run = run;
    result.size = await sizeOf(image);
    say(
      `${inMegabytes(result.size)}, uid ${run.process?.uid}, ${run.health}, stops in ${inSeconds(run.stopMs)}`,
    );
  } catch (error) {
    note(check('runs through', false, error instanceof Error ? error.message : String(error)));
  } finally {
    if (!keep) await removeImages([image]);
  }
  return result;
}

/** The folder that the generator took for the application. @param {string} folder */
function findCompose(folder) {
  const files = readdirSync(folder, { recursive: true }).map(String);
  const found = files.find((file) => path.basename(file) === 'compose.yaml');
  if (found === undefined) throw new Error('there is no Compose file');
  return path.dirname(found);
}

/** The flags that `docker run` needs to do what the Compose file says. @param {string} file */
function readCompose(file) {
  const { services } = parse(readFileSync(file, 'utf8'), { merge: true });
  const service = services.app;
  const limits = service.deploy.resources.limits;
  const flags = [
    ...(service.read_only === true ? ['--read-only'] : []),
    ...(service.init === true ? ['--init'] : []),
    ...service.cap_drop.map((/** @type {string} */ each) => `--cap-drop=${each}`),
    ...service.security_opt.map((/** @type {string} */ each) => `--security-opt=${each}`),
    ...(service.tmpfs ?? []).map((/** @type {string} */ each) => `--tmpfs=${each}`),
    // Anonymous volumes: what has to be kept is of no use to a proof.
    ...(service.volumes ?? []).map(
      (/** @type {string} */ each) => `--volume=${each.split(':')[1]}`,
    ),
    ...(service.user === undefined ? [] : [`--user=${service.user}`]),
    `--cpus=${limits.cpus}`,
    `--memory=${limits.memory}`,
    `--pids-limit=${limits.pids}`,
  ];
  const port = Number(
    String(service.ports?.[0] ?? '')
      .split(':')
      .at(-1),
  );
  return {
    flags,
    ports: [port],
    uid: String(service.user).split(':')[0],
    context: service.build.context,
    environment: Object.fromEntries(
      Object.entries(service.environment ?? {}).map(([name, value]) => [name, madeUp(name, value)]),
    ),
  };
}

/** Compose takes such values from `.env`. @param {string} name @param {unknown} value */
function madeUp(name, value) {
  if (!String(value).includes(':?')) return String(value);
  return /_UR[LI]$/.test(name)
    ? 'postgres://app:made-up@127.0.0.1:5432/app'
    : 'made-up-for-the-proof';
}
