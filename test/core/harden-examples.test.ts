import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assists } from '../../server/src/core/assists/index';
import { resolveRules } from '../../server/src/core/config/resolve';
import { harden, type HardeningPlan } from '../../server/src/core/engine/harden';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import type { ProjectFiles } from '../../server/src/core/project/project-files';
import { rules } from '../../server/src/core/rules/index';
import { applyEdits } from '../../server/src/core/text/edit';
import { exampleDay } from '../harness/invariants';
import { readMarks } from '../harness/marked-source';
import { createRandom, mutate } from '../harness/mutate';
import { toProject } from '../harness/project';
import { variants } from '../harness/variants';

const active = resolveRules({ profile: 'strict' });
const mutations = 150;

/** The project with the files that a plan writes. */
function withFiles(project: ProjectFiles | undefined, plan: HardeningPlan): typeof project {
  if (project === undefined) return undefined;
  const texts = new Map(project.texts);
  for (const { path, after } of plan.files) texts.set(path, after);
  return { ...project, texts, paths: [...new Set([...project.paths, ...texts.keys()])].sort() };
}

function errorsOf(text: string, project: ProjectFiles | undefined): ReadonlyMap<string, number> {
  const { findings } = lint(new DockerfileModel(text, project), active, exampleDay);
  const counts = new Map<string, number>();
  for (const { rule, severity } of findings) {
    if (severity === 'error') counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}

/** What must hold for every file. */
function checkPlan(text: string, project: ProjectFiles | undefined): void {
  const request = { today: exampleDay, project };
  const plan = harden(text, active, request);
  assert.ok(plan.before.points <= plan.after.points, 'the grade does not fall');
  const after = withFiles(project, plan);
  const again = harden(plan.text, active, { today: exampleDay, project: after });
  assert.deepEqual(
    again.steps.map(({ id, title }) => `${id}: ${title}`),
    [],
    'hardening twice is hardening once',
  );
  assert.deepEqual(harden(text, active, request), plan, 'the same file gives the same plan');
  const inSteps = plan.steps.reduce((current, { edits }) => applyEdits(current, edits), text);
  assert.equal(inSteps, plan.text, 'the edits of the steps give the text');
  checkGroups(text, after, plan);
}

function checkGroups(
  text: string,
  project: ProjectFiles | undefined,
  { grouped, files, text: hardened }: HardeningPlan,
): void {
  const { groups, edits } = grouped;
  assert.equal(applyEdits(text, edits), hardened, 'all groups give the text');
  for (const file of grouped.files) {
    const wanted = files.find(({ path }) => path === file.path)?.after;
    assert.equal(applyEdits(file.before ?? '', file.edits), wanted, `all groups give ${file.path}`);
  }
  const [before, behind] = [errorsOf(text, project), errorsOf(hardened, project)];
  const problems = (each: string): number => new DockerfileModel(each).syntaxProblems.length;
  for (const left of groups.keys()) {
    const partial = applyEdits(
      text,
      edits.filter(({ group }) => group !== left),
    );
    assert.ok(problems(partial) <= Math.max(problems(text), problems(hardened)), partial);
    for (const [rule, count] of errorsOf(partial, project)) {
      const most = Math.max(before.get(rule) ?? 0, behind.get(rule) ?? 0);
      assert.ok(count <= most, `without one group there is a new error of ${rule}\n${partial}`);
    }
  }
}

describe('hardening the examples of', () => {
  for (const rule of rules) {
    test(rule.id, () => {
      for (const { bad, files } of rule.examples) {
        checkPlan(readMarks(bad).text, files === undefined ? undefined : toProject(files));
      }
    });
  }
  for (const assist of assists) {
    test(assist.id, () => {
      for (const { before, files } of assist.examples) {
        const text = before.replace('<CURSOR>', '');
        checkPlan(text, files === undefined ? undefined : toProject(files));
      }
    });
  }
});

describe('hardening a file that is written with', () => {
  const project = toProject({
    'package.json': '{ "scripts": { "start": "node server.js" } }',
    'package-lock.json': '{ "lockfileVersion": 3, "packages": {} }',
    'server.js': "require('node:http').createServer().listen(3000);\n",
  });
  const naive = [
    '# A naive file.',
    'FROM node:18',
    'MAINTAINER me',
    'WORKDIR /app',
    'COPY . .',
    '# Install.',
    'RUN npm install',
    'EXPOSE 3000',
    'CMD npm start',
    '',
  ].join('\n');

  for (const variant of variants) {
    const written = variant.apply(naive);
    if (written === undefined) continue;
    test(variant.name, () => {
      checkPlan(written, project);
    });
  }
});

test(`hardening ${String(mutations)} mutated examples`, () => {
  const seeds = rules.flatMap(({ examples }) => examples.map(({ bad }) => readMarks(bad).text));
  const random = createRandom(20_261_122);
  for (let index = 0; index < mutations; index++) {
    const text = mutate(seeds[Math.floor(random() * seeds.length)] ?? '', random);
    try {
      checkPlan(text, undefined);
    } catch (error) {
      throw new Error(`failed on ${JSON.stringify(text)}`, { cause: error });
    }
  }
});
