// Runs another tool and ours on Dockerfiles and lists where they differ.
//   npm run compare -- --with tally|hadolint|buildkit DIR|FILE…   counts per id, and what is not explained
//     --known FILE    classes of differences with their causes (default: docs/compare/known.json)
//     --id ID         the instances of an id of the peer or a rule of ours, with source; --all: explained ones too
//     --limit N       how many instances (default 20); --json: everything as JSON
//     --profile NAME  our rules of a profile (default: every rule that means an id of the peer)
//   npm run compare -- --quiet DIR     findings per file of our default profile and of every peer's defaults
//   npm run compare -- --generated [--with PEER…] [--write]
//                                      what peers say about every generated Dockerfile; --write: docs/peers.md
//   npm run compare -- --differences   docs/differences.md from docs/compare/known.json
import { build } from 'esbuild';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { checkGenerated } from './compare/generated.mjs';
import { peerPrograms, tallyWithAllRules } from './compare/peers.mjs';
import { runWithMemory } from './compare/remember.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    with: { type: 'string', multiple: true, default: [] },
    known: { type: 'string' },
    id: { type: 'string' },
    all: { type: 'boolean', default: false },
    limit: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
    profile: { type: 'string' },
    quiet: { type: 'boolean', default: false },
    generated: { type: 'boolean', default: false },
    differences: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
  },
});

/** The parts that need no process, bundled from TypeScript. */
async function loadCompare() {
  const outfile = path.resolve('.cache/compare/compare.mjs');
  mkdirSync(path.dirname(outfile), { recursive: true });
  await build({
    entryPoints: ['test/harness/compare.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
    logLevel: 'error',
  });
  return import(`${pathToFileURL(outfile).href}?${Date.now()}`);
}

/** Files as they are named; of a folder those that are Dockerfiles by their name. */
function findFiles(names) {
  return names
    .flatMap((name) =>
      statSync(name).isFile()
        ? [name]
        : readdirSync(name, { recursive: true })
            .map((each) => path.join(name, String(each)))
            .filter((each) => /(^|[._-])(docker|container)file/i.test(path.basename(each)))
            .filter((each) => !each.endsWith('.dockerignore') && statSync(each).isFile()),
    )
    .map((name) => path.resolve(name))
    .sort();
}

const compare = await loadCompare();
const unknown = values.with.filter((name) => peerPrograms[name] === undefined);
const usage =
  'usage: npm run compare -- --with tally|hadolint|buildkit DIR|FILE… [--id ID] [--json] [--limit N] [--profile NAME] [--known FILE]\n' +
  '       npm run compare -- --quiet DIR\n' +
  '       npm run compare -- --generated [--with PEER…] [--write]\n' +
  '       npm run compare -- --differences';
if (unknown.length > 0 || (!values.generated && !values.differences && positionals.length === 0)) {
  console.error(usage);
  process.exit(2);
}
if (values.differences) {
  const classes = JSON.parse(readFileSync('docs/compare/known.json', 'utf8'));
  writeFileSync('docs/differences.md', compare.renderDifferences(classes));
  process.exit(0);
}
if (values.generated) {
  const names = values.with.length === 0 ? Object.keys(peerPrograms) : values.with;
  process.exit(await checkGenerated(compare, names, values));
}
const files = findFiles(positionals);
const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
process.exit(values.quiet ? measureQuiet() : compareWith(values.with[0] ?? 'tally'));

/** Findings per file, as each tool runs when nothing is set. */
function measureQuiet() {
  const own = compare.countFindings([...texts.values()], values.profile, values.today);
  printQuiet(`ironhull (${values.profile ?? 'recommended'})`, own);
  for (const name of values.with.length === 0 ? Object.keys(peerPrograms) : values.with) {
    const program = peerPrograms[name];
    const { findings } = runWithMemory(`${name}-${program.version()}`, texts, program.run);
    printQuiet(
      name,
      files.map((file) => findings.get(file)?.map(({ severity }) => severity) ?? []),
    );
  }
  return 0;
}

function printQuiet(name, perFile) {
  const all = perFile.flat();
  const sizes = perFile.map((each) => each.length).sort((one, other) => one - other);
  const of = (severity) => all.filter((each) => each === severity).length;
  const severities = [...new Set(all)].sort().map((each) => `${each} ${of(each)}`);
  console.log(
    `${name}: ${(all.length / files.length).toFixed(2)} per file, median ${sizes[Math.floor(sizes.length / 2)]}, ` +
      `${sizes.filter((size) => size === 0).length} of ${files.length} files without any; ${severities.join(', ')}`,
  );
}

function compareWith(name) {
  const ids = compare.peerIds[name];
  const version = peerPrograms[name].version();
  const { findings, failures } =
    name === 'tally'
      ? runWithMemory(`tally-${version}-every-rule`, texts, tallyWithAllRules)
      : runWithMemory(`${name}-${version}`, texts, peerPrograms[name].run);
  const active = compare.rulesToCompare(ids, values.profile);
  const results = files.map((file) =>
    compare.compareFile(
      {
        file: relative(file),
        text: texts.get(file),
        unread: failures.some((failure) => failure.startsWith(`${file}: `)),
      },
      findings.get(file) ?? [],
      ids,
      active,
      values.today,
    ),
  );
  const knownFile = values.known ?? 'docs/compare/known.json';
  const classes = existsSync(knownFile) ? JSON.parse(readFileSync(knownFile, 'utf8')) : [];
  const disagreements = results
    .flatMap((result) => result.disagreements)
    .map((each) => ({ ...each, known: compare.classify(each, classes)?.class }));
  const unexplained = disagreements.filter(({ known }) => known === undefined);
  if (values.json) {
    console.log(JSON.stringify(disagreements.map(withoutDocument), null, 1));
    return 0;
  }
  if (values.id !== undefined) printInstances(values.all ? disagreements : unexplained);
  else printCounts(results, disagreements);
  for (const failure of failures) console.log(`${name} failed: ${failure}`);
  console.log(
    `${name} ${version}, ${files.length} files, ${disagreements.length} differences, ${unexplained.length} unexplained`,
  );
  return 0;
}

function relative(file) {
  return path.relative(process.cwd(), file);
}

function withoutDocument({ facts, ...rest }) {
  return {
    ...rest,
    fingerprint: compare.fingerprintOf({ ...rest, facts }),
    facts: { ...facts, document: undefined },
  };
}

function printInstances(disagreements) {
  const wanted = disagreements.filter(
    ({ id, rule }) => id.endsWith(values.id) || rule.split(', ').includes(values.id),
  );
  for (const each of wanted.slice(0, Number(values.limit))) {
    const { facts } = each;
    const moved = each.ownLine === undefined ? '' : `, we at ${each.ownLine}`;
    console.log(
      `${each.side} ${each.id} (${each.rule}) ${facts.file}:${each.line}${moved} [${facts.stage}; FROM ${facts.base}] ` +
        `${compare.fingerprintOf(each)}${each.silenced ? ' silenced' : ''}${each.known === undefined ? '' : ` = ${each.known}`}`,
    );
    console.log(`    ${each.message.split('\n')[0]}`);
    for (const line of facts.text.split('\n').slice(0, 12)) console.log(`    | ${line}`);
  }
  console.log(`${wanted.length} instances`);
}

function printCounts(results, disagreements) {
  const rows = new Map();
  const row = (id) => {
    const found = rows.get(id) ?? { agreed: 0, missing: 0, extra: 0, moved: 0, open: 0 };
    rows.set(id, found);
    return found;
  };
  for (const { id } of results.flatMap((result) => result.agreed)) row(id).agreed++;
  for (const { id, side, known } of disagreements) {
    row(id)[side]++;
    if (known === undefined) row(id).open++;
  }
  console.log(' agreed missing   extra   moved unexplained');
  for (const [id, each] of [...rows].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const cells = [each.agreed, each.missing, each.extra, each.moved, each.open];
    console.log(`${cells.map((cell) => String(cell).padStart(7)).join(' ')}  ${id}`);
  }
  const unmapped = new Map();
  for (const { id } of results.flatMap((result) => result.unmapped))
    unmapped.set(id, (unmapped.get(id) ?? 0) + 1);
  console.log('without a rule of ours:');
  for (const [id, count] of [...unmapped].sort(([, one], [, other]) => other - one))
    console.log(`${String(count).padStart(7)}  ${id}`);
}
