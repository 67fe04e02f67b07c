import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import {
  collectPinnableImages,
  DockerfileModel,
  emitters,
  generate,
  type BaseFamily,
  type Choices,
  type Generation,
  type ProposedFile,
} from '../../server/src/core/service';
import { cover, cross } from '../harness/pairwise';
import { findOwnFindings, readRecipeCases, today, type RecipeCase } from '../harness/recipe-cases';
import { describeLosses, scoreGeneration } from '../harness/score';

/*
 * What people can choose, crossed for every project: every pair of values of any two choices stands together at least
 * once. The package manager is no choice: the lock file of a project says which it is, and there is a project for each.
 * With IRONHULL_EVERY_COMBINATION=1 every combination stands there, subsets of parts left out: that takes minutes.
 */

const port = 18_473;
const healthPath = '/is/it/alive';
const readyPath = '/is/it/ready';
const name = 'harbour-lights';
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** Parts that do the same in different ways: one of them belongs to a whole set. */
const variants = {
  kubernetes: ['kubernetes', 'kubernetes-blue-green'],
  updates: ['updates', 'renovate'],
} as const;

interface Combination {
  readonly base: BaseFamily;
  readonly port: boolean;
  readonly healthPath: boolean;
  readonly readyPath: boolean;
  readonly name: boolean;
  readonly digests: boolean;
  readonly kubernetes: (typeof variants.kubernetes)[number];
  readonly updates: (typeof variants.updates)[number];
  /** Parts that are asked for alone; the rest is compared with the whole set. */
  readonly parts: ReadonlySet<string>;
}

const onOff = [true, false] as const;

const wantsEvery = process.env['IRONHULL_EVERY_COMBINATION'] === '1';

function combinationsOf(recipeCase: RecipeCase): readonly Combination[] {
  const { bases } = generateWith(recipeCase, {}, ['dockerfile']);
  const parts = emitters.map(({ id }) => id);
  const choices = [
    bases.length,
    ...[2, 2, 2, 2, 2],
    variants.kubernetes.length,
    variants.updates.length,
  ];
  const rows = wantsEvery
    ? cross(choices).map((row) => [...row, ...parts.map(() => 0)])
    : cover([...choices, ...parts.map(() => 2)]);
  return rows.map((row): Combination => {
    const at = <Value>(values: readonly Value[], index: number): Value => {
      const value = values[row[index] ?? 0];
      assert.ok(value !== undefined);
      return value;
    };
    return {
      base: at(bases, 0),
      port: at(onOff, 1),
      healthPath: at(onOff, 2),
      readyPath: at(onOff, 3),
      name: at(onOff, 4),
      digests: at(onOff, 5),
      kubernetes: at(variants.kubernetes, 6),
      updates: at(variants.updates, 7),
      parts: new Set(parts.filter((_, index) => at(onOff, 8 + index))),
    };
  });
}

function generateWith(
  { project, request }: RecipeCase,
  choices: Partial<Choices>,
  parts: readonly string[],
  digests: ReadonlyMap<string, string> = new Map(),
): Generation {
  const outcome = generate({
    project,
    recipe: request.recipe,
    ...(request.folder === undefined ? {} : { folder: request.folder }),
    choices: { ...request.choices, today, ...choices },
    parts,
    digests,
  });
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  return outcome;
}

function toChoices(row: Combination): Partial<Choices> {
  return {
    base: row.base,
    ...(row.port ? { port } : {}),
    ...(row.healthPath ? { healthPath } : {}),
    ...(row.readyPath ? { readyPath } : {}),
    ...(row.name ? { name } : {}),
  };
}

function describe(row: Combination): string {
  const choices = (['port', 'healthPath', 'readyPath', 'name', 'digests'] as const).filter(
    (key) => row[key],
  );
  return [row.base, ...choices, row.kubernetes, row.updates, `[${[...row.parts].join(' ')}]`].join(
    ' ',
  );
}

function findText(files: readonly ProposedFile[], pattern: RegExp): string {
  return files.find(({ path }) => pattern.test(path))?.text ?? '';
}

const dockerfileName = /(?:^|\/)Dockerfile$/;
const composeName = /(?:^|\/)compose\.yaml$/;

function textsOf(files: readonly ProposedFile[], part: string): string {
  return files
    .filter((file) => file.part === part)
    .map(({ text }) => text)
    .join('\n');
}

for (const recipeCase of readRecipeCases()) {
  test(`${recipeCase.name}: every ${wantsEvery ? 'combination' : 'pair'} of choices gives a whole and sound set`, () => {
    const usual = generateWith(recipeCase, {}, ['dockerfile']).plan;
    for (const row of combinationsOf(recipeCase)) {
      const { plan } = generateWith(recipeCase, toChoices(row), ['dockerfile']);
      // Without a port there is no address to switch between blue and green.
      const kubernetes = plan.runtime.port === undefined ? 'kubernetes' : row.kubernetes;
      const all = [
        ...['bake', 'compose', 'dockerfile', 'dockerignore', 'workflow'],
        kubernetes,
        row.updates,
      ];
      const plain = generateWith(recipeCase, toChoices(row), all);
      const images = row.digests
        ? plain.files
            .filter(({ path }) => dockerfileName.test(path))
            .flatMap(({ text }) => collectPinnableImages(new DockerfileModel(text)))
            .map(({ image }): [string, string] => [image, digest])
        : [];
      const generation = generateWith(recipeCase, toChoices(row), all, new Map(images));
      const said = describe(row);
      checkDockerfile(recipeCase, generation, row, said);
      checkChoices(generation, usual, { ...row, kubernetes }, said);
      checkSyntax(generation.files, said);
      checkParts(recipeCase, generation, row, said);
    }
  });
}

function checkDockerfile(
  recipeCase: RecipeCase,
  generation: Generation,
  row: Combination,
  said: string,
): void {
  assert.deepEqual(findOwnFindings(recipeCase, generation), [], said);
  const score = scoreGeneration(recipeCase.project, generation);
  assert.ok(38 <= score.total, `${said}: ${score.total}\n${describeLosses(score).join('\n')}`);
  if (!row.digests) return;
  const model = new DockerfileModel(findText(generation.files, dockerfileName));
  assert.deepEqual(collectPinnableImages(model), [], `${said}: images without a digest`);
}

/** What was chosen stands everywhere, and what it took the place of nowhere. */
function checkChoices(
  { plan, files }: Generation,
  usual: Generation['plan'],
  row: Combination,
  said: string,
): void {
  const dockerfile = findText(files, dockerfileName);
  const compose = findText(files, composeName);
  const manifests = textsOf(files, row.kubernetes);
  const { runtime, front } = plan;
  const open = front ?? runtime;
  const label = row.name ? name : usual.name;
  assert.ok(dockerfile.includes(`image.title="${label}"`), `${said}: title`);
  if (compose !== '') assert.match(compose, new RegExp(`^name: "?${label}"?$`, 'm'), said);
  if (manifests !== '') assert.match(manifests, new RegExp(`^  name: "?${label}"?$`, 'm'), said);
  assert.equal(runtime.port === undefined, open.port === undefined, said);
  const refused = plan.notes.some((note) => note.includes(`The port ${port} was not taken`));
  assert.equal(refused, row.port && open.port !== port, `${said}: a port that is not taken`);
  if (runtime.port === undefined) return;

  const served = open.port ?? 0;
  const before = usual.front?.port ?? usual.runtime.port;
  assert.equal(served, row.port && !refused ? port : before, `${said}: port`);
  assert.match(dockerfile, new RegExp(`^EXPOSE ${served}$`, 'm'), said);
  assert.match(compose, new RegExp(`"127\\.0\\.0\\.1:${served}:${served}"`), said);
  if (manifests !== '') assert.match(manifests, new RegExp(`containerPort: ${served}\\b`), said);
  if (served === port && before !== undefined) {
    const old = new RegExp(`(?<![\\d.])${before}(?![\\d.])`);
    const left = files
      .flatMap(({ path, text }) => text.split('\n').map((line) => `${path}: ${line}`))
      .filter((line) => old.test(line) && !isOtherPort(line));
    assert.deepEqual(left, [], `${said}: the port ${before} is left over`);
    const told = JSON.stringify([runtime.environment, runtime.command, runtime.entrypoint]);
    const isTold =
      told.includes(String(port)) ||
      plan.files.some(({ text, path }) => text.includes(String(port)) && !/health/i.test(path)) ||
      plan.notes.some((note) => note.includes(String(port)));
    assert.ok(isTold, `${said}: nobody tells the program or the person of port ${port}`);
  }

  const { health } = open;
  if (row.healthPath) {
    const asked = open.health.test?.join(' ') ?? '';
    assert.equal(health.livePath, healthPath, `${said}: live`);
    // The program of a health check may be a file beside the Dockerfile.
    const isAsked = [asked, ...plan.files.map(({ text }) => text)].some((text) =>
      text.includes(healthPath),
    );
    assert.ok(health.test === undefined || isAsked, `${said}: ${asked}`);
    if (manifests !== '') assert.match(manifests, new RegExp(`path: "?${healthPath}"?$`, 'm'));
    const old = usual.front?.health.livePath ?? usual.runtime.health.livePath;
    const isKept = old === undefined || old === (health.readyPath ?? old);
    if (!isKept) assert.ok(!asked.includes(old), `${said}: ${old} is left over`);
  }
  if (row.readyPath) {
    assert.equal(health.readyPath, readyPath, `${said}: ready`);
    if (manifests !== '') assert.match(manifests, new RegExp(`path: "?${readyPath}"?$`, 'm'));
  }
}

/** Ports that are those of others: a forwarded one, a server beside the application. */
function isOtherPort(line: string): boolean {
  return /port-forward|postgres|mysql|redis|rabbitmq|mongodb|amqp/i.test(line);
}

function checkSyntax(files: readonly ProposedFile[], said: string): void {
  for (const { path, text } of files) {
    assert.ok(text.endsWith('\n') && !text.endsWith('\n\n'), `${said}: the end of ${path}`);
    assert.doesNotMatch(text, /undefined|\[object|NaN/, `${said}: ${path}`);
    if (path.endsWith('.json')) assert.doesNotThrow(() => JSON.parse(text) as unknown, path);
    if (!/\.ya?ml$/.test(path)) continue;
    for (const document of parseAllDocuments(text, { merge: true })) {
      assert.deepEqual(document.errors, [], `${said}: ${path}`);
      assert.deepEqual(document.warnings, [], `${said}: ${path}`);
      assert.doesNotThrow(() => document.toJS({ maxAliasCount: -1 }) as unknown, path);
    }
  }
}

/** A part alone is what it is among all: only the settings for updates tell what there is to update. */
function checkParts(
  recipeCase: RecipeCase,
  whole: Generation,
  row: Combination,
  said: string,
): void {
  const some = generateWith(recipeCase, toChoices(row), [...row.parts]);
  assert.deepEqual(
    [...new Set(some.files.map(({ part }) => part))].filter((part) => !row.parts.has(part)),
    [],
    said,
  );
  assert.equal(new Set(some.files.map(({ path }) => path)).size, some.files.length, said);
  if (row.digests) return;
  for (const file of some.files) {
    if (file.part === 'updates') continue;
    const same = whole.files.find(({ part, path }) => part === file.part && path === file.path);
    if (same !== undefined) assert.equal(file.text, same.text, `${said}: ${file.path}`);
  }
  checkSyntax(some.files, said);
}
