// The page docs/parity.md: every check of the peers, and the rule that makes it or the reason why none does.
import { readFileSync } from 'node:fs';

const names = {
  hadolint: 'hadolint',
  buildkit: 'BuildKit',
  trivy: 'Trivy',
  checkov: 'Checkov',
  kics: 'KICS',
};

/**
 * @typedef {object} Parity
 * @property {string} checked day, ISO date
 * @property {string} source
 * @property {Record<string, Record<string, string>>} checks what each check of a peer is about, by id
 * @property {readonly string[]} retired ids that the peer has given up, and that old comments still name
 * @property {Record<string, string>} withoutRule why a check has no rule, by id
 */

/** @returns {Parity} */
export function readParity() {
  return JSON.parse(readFileSync(new URL('checks.json', import.meta.url), 'utf8'));
}

/**
 * Every check of the peers with what we have for it.
 *
 * @param {Parity} parity
 * @param {readonly import('../../server/src/core/rules/define-rule').Rule[]} rules
 */
function listParity({ checks, retired, withoutRule }, rules) {
  return Object.entries(checks).flatMap(([peer, ids]) =>
    Object.entries(ids).map(([id, what]) => ({
      peer,
      id,
      what,
      isRetired: retired.includes(id),
      rules: rules.filter(({ equivalents }) => [equivalents[peer] ?? []].flat().includes(id)),
      reason: withoutRule[id],
    })),
  );
}

/**
 * @param {Parity} parity
 * @param {readonly import('../../server/src/core/rules/define-rule').Rule[]} rules
 */
export function renderParity(parity, rules) {
  const rows = listParity(parity, rules);
  const sections = Object.entries(names).map(([peer, name]) => {
    const own = rows.filter((row) => row.peer === peer);
    const covered = own.filter((row) => row.rules.length > 0).length;
    const lines = own.map(renderRow).join('\n');
    return `## ${name}\n\n${own.length} checks, ${covered} of them made by a rule.\n\n| Check | About | Rule | Profile | Fix |\n| --- | --- | --- | --- | --- |\n${lines}\n`;
  });
  return `# The checks of other tools

Generated from the rules by \`npm run generate\`. Ids of the peers as of ${parity.checked}, from ${parity.source}.

A rule of the profile \`recommended\` is on by default, one of \`strict\` with \`"profile": "strict"\`. An \`optional\` rule is contested: its page says why. It is on in the profile \`hadolint\` or \`buildkit\` when that
tool has the check, or when the settings name it. A suppression comment of these tools silences the rule here.

${sections.join('\n')}`;
}

/** @param {ReturnType<typeof listParity>[number]} row */
function renderRow({ id, what, isRetired, rules, reason }) {
  const about = isRetired ? `${what} (retired)` : what;
  const cell = (/** @type {(rule: (typeof rules)[number]) => string} */ of) =>
    rules.map(of).join('<br>');
  const found =
    rules.length > 0
      ? [
          cell((rule) => `[${rule.id}](rules/${rule.id}.md)`),
          cell((rule) => rule.profile),
          cell((rule) => rule.fixable),
        ]
      : [`none: ${reason}`, '-', '-'];
  return `| \`${id}\` | ${about.replaceAll('|', '\\|')} | ${found.join(' | ')} |`;
}
