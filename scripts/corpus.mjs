// Tries everything on a folder of real Dockerfiles, which stay outside of the repository:
//   npm run corpus -- DIR            invariants, counts per rule, and what changed since the counts were kept
//   npm run corpus -- DIR --keep     keeps the counts as the new measure (.cache/corpus/)
//   npm run corpus -- DIR --show RULE[,RULE]    also prints the findings, with what the fix changes
//   npm run corpus -- DIR --harden   hardens every file: twice is once, nothing is lost, how long it takes
//   npm run corpus -- --projects LIST.json [--assist ID] [--harden] [--show N] [--out DIR]
//                                    the same with projects, a list of { folder: build context, file }, and where
//                                    an assist applies or refuses, with N results in full
import { DockerfileParser } from 'dockerfile-ast';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { tryProjects } from './corpus-projects.mjs';
import { loadCore } from './load-core.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keep: { type: 'boolean' },
    projects: { type: 'string' },
    assist: { type: 'string' },
    harden: { type: 'boolean' },
    out: { type: 'string' },
    show: { type: 'string' },
    profile: { type: 'string', default: 'recommended' },
    today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
  },
});
const [folder] = positionals;
if ((folder ?? values.projects) === undefined) {
  console.error(
    'usage: npm run corpus -- DIR [--keep] [--harden] [--show RULES] [--profile NAME] [--today DATE]\n' +
      '       npm run corpus -- --projects LIST.json [--assist ID] [--harden] [--show N] [--out DIR]',
  );
  process.exit(2);
}
if (values.projects !== undefined || values.harden === true) {
  process.exit(await tryProjects({ ...values, list: values.projects, folder }));
}

const core = await loadCore('corpus');

const active = core.resolveRules({ profile: values.profile });
const shown = new Set(values.show?.split(',') ?? []);
const stagesOf = (text) => DockerfileParser.parse(text).getFROMs().length;
const counts = {};
const defects = [];
let files = 0;
let slowest = { file: '', milliseconds: 0 };

for (const name of readdirSync(folder, { recursive: true }).map(String).sort()) {
  const file = path.join(folder, name);
  if (!statSync(file).isFile()) continue;
  const text = readFileSync(file, 'utf8');
  files++;
  const started = performance.now();
  const model = new core.DockerfileModel(text);
  const { findings, failures } = core.lint(model, active, values.today);
  const milliseconds = performance.now() - started;
  if (slowest.milliseconds < milliseconds) slowest = { file, milliseconds };
  for (const failure of failures) defects.push(`${file}: ${failure.rule} threw ${failure.error}`);
  for (const finding of findings) {
    counts[finding.rule] = (counts[finding.rule] ?? 0) + 1;
    if (shown.has(finding.rule)) print(file, model, finding);
  }
  checkFixes(file, text, ['safe']);
  checkFixes(file, text, ['safe', 'unsafe']);
}

/** Fixing twice is fixing once; the result still parses, with the same stages. */
function checkFixes(file, text, levels) {
  const once = core.fixAll(text, active, values.today, levels);
  if (!once.converged) defects.push(`${file}: ${levels.join('+')} fixes do not converge`);
  const twice = core.fixAll(once.text, active, values.today, levels);
  if (twice.text !== once.text) defects.push(`${file}: fixing twice (${levels.join('+')}) differs`);
  if (stagesOf(once.text) !== stagesOf(text))
    defects.push(`${file}: ${levels.join('+')} fixes change the stages`);
}

function print(file, model, finding) {
  const place = model.lines.placeAt(finding.span.start);
  console.log(`${file}:${place.line + 1} ${finding.rule}: ${finding.message}`);
  console.log(`    ${model.lines.textOfLine(place.line).slice(0, 160)}`);
  for (const fix of finding.fixes) console.log(`    ${fix.applicability}: ${fix.title}`);
  if (finding.refusal !== undefined) console.log(`    no fix: ${finding.refusal}`);
}

const key = createHash('sha256').update(path.resolve(folder)).digest('hex').slice(0, 12);
const measure = path.resolve(`.cache/corpus/counts-${key}-${values.profile}.json`);
const before = existsSync(measure) ? JSON.parse(readFileSync(measure, 'utf8')) : {};
for (const rule of [...new Set([...Object.keys(before), ...Object.keys(counts)])].sort()) {
  const change = (counts[rule] ?? 0) - (before[rule] ?? 0);
  const note = existsSync(measure) && change !== 0 ? `  (${change < 0 ? '' : '+'}${change})` : '';
  console.log(`${String(counts[rule] ?? 0).padStart(6)} ${rule}${note}`);
}
if (values.keep || !existsSync(measure)) {
  mkdirSync(path.dirname(measure), { recursive: true });
  writeFileSync(measure, JSON.stringify(counts, null, 2));
}
const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
console.log(
  `${files} files, ${total} findings; slowest ${slowest.milliseconds.toFixed(0)} ms: ${slowest.file}`,
);
for (const defect of defects) console.error(defect);
console.log(
  `${files - new Set(defects.map((each) => each.split(':')[0])).size} passed, ${defects.length} failed`,
);
process.exit(defects.length === 0 ? 0 : 1);
