// What must hold for a rewritten image. The bad rewrites go through the same checks: they prove that these can fail.

/**
 * @typedef {{ check: string, ok: boolean, detail: string }} Check
 * @typedef {import('./container.mjs').Observation} Observation
 * @typedef {import('./projects.mjs').Project} Project
 */

export const stopLimitMs = 2000;

/**
 * @param {Project} project
 * @param {Observation} original
 * @param {Observation} hardened
 * @param {{ noHealthCheck?: string | undefined, foundTexts?: readonly string[] }} [context] `noHealthCheck`: the
 *   reason that hardening gave for adding none
 * @returns {Check[]}
 */
export function checkRun(project, original, hardened, context = {}) {
  const { process, health, stopMs, exitCode } = hardened;
  const found = context.foundTexts ?? [];
  return [
    checkAnswers(project, original, hardened),
    check('user', process !== undefined && process.uid !== 0, `uid ${process?.uid ?? 'unknown'}`),
    check(
      'capabilities',
      process !== undefined && /^0+$/.test(process.capabilities) && process.noNewPrivileges,
      `CapEff ${process?.capabilities ?? 'unknown'}`,
    ),
    health === 'none' && context.noHealthCheck !== undefined
      ? check('health', true, `none: ${context.noHealthCheck}`)
      : check('health', health === 'healthy', `${health}: ${hardened.evidence}`),
    check(
      'stop',
      stopMs < stopLimitMs,
      `${Math.round(stopMs)} ms as ${process?.command ?? 'nothing'}`,
    ),
    check('exit code', project.exitCodes.includes(exitCode), `${exitCode}: ${hardened.evidence}`),
    check(
      'secrets',
      found.length === 0,
      found.length === 0 ? 'none left' : `left: ${found.join(', ')}`,
    ),
  ];
}

/** @param {Project} project @param {Observation} original @param {Observation} other @returns {Check} */
export function checkAnswers(project, original, other) {
  if (other.answers.length === 0) return check('answers', false, `no answer: ${other.evidence}`);
  const index = project.requests.findIndex((_, at) => {
    const [left, right] = [original.answers[at], other.answers[at]];
    return left?.status !== right?.status || left?.body !== right?.body;
  });
  if (index < 0) return check('answers', true, `${project.requests.length} equal`);
  const [want, got] = [original.answers[index], other.answers[index]];
  return check(
    'answers',
    false,
    `${project.requests[index]}: ${showDifference(want, got)}: ${other.evidence}`,
  );
}

/** @param {Project} project @param {import('./contents.mjs').Contents} contents @returns {Check} */
export function checkToolchain({ stack }, { toolchain }) {
  // Every official image of PHP has a compiler, for docker-php-ext-install.
  const left = toolchain.filter((name) => stack !== 'php' || name !== 'gcc');
  return check('no toolchain', left.length === 0, left.join(', '));
}

/** @typedef {import('./probe.mjs').Answer} Answer */

/** Both answers from where they part. @param {Answer | undefined} want @param {Answer | undefined} got */
function showDifference(want, got) {
  const [left, right] = [want, got].map((answer) =>
    Buffer.from(answer?.body ?? '', 'base64').toString(),
  );
  const differs = [...(left ?? '')].findIndex((character, at) => right?.[at] !== character);
  const start = Math.max(0, differs - 20);
  const show = (/** @type {string | undefined} */ text) =>
    JSON.stringify(text?.slice(start, start + 160));
  return `${want?.status} ${show(left)} became ${got?.status} ${show(right)}`;
}

/** @param {string} name @param {boolean} ok @param {string} detail @returns {Check} */
export function check(name, ok, detail) {
  return { check: name, ok, detail };
}
