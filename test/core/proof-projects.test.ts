import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { assists } from '../../server/src/core/assists/index';
import { resolveRules } from '../../server/src/core/config/resolve';
import { withChanges } from '../../server/src/core/engine/changed-files';
import { harden } from '../../server/src/core/engine/harden';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import type { ProjectFiles } from '../../server/src/core/project/project-files';
import { readProject } from '../../server/src/project-reader/read-project';
import { exampleDay } from '../harness/invariants';

const folder = path.join(process.cwd(), 'test/builds/projects');
const active = resolveRules({});

/** The files of a project of the proof tier, as a host reads them. */
async function projectOf(name: string): Promise<ProjectFiles> {
  const source = {
    list: async (location: string) => {
      const entries = await readdir(location, { withFileTypes: true });
      return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
    },
    read: (location: string) => readFile(location, 'utf8'),
    join: (location: string, entry: string) => path.join(location, entry),
  };
  const project = await readProject(source, path.join(folder, name), 'Dockerfile');
  assert.ok(project);
  return project;
}

function textOf(name: string): string {
  return readFileSync(path.join(folder, name, 'Dockerfile'), 'utf8');
}

for (const name of readdirSync(folder)) {
  describe(name, () => {
    test('hardening leaves no warning, no root, and nothing to do', async () => {
      const project = await projectOf(name);
      const plan = harden(textOf(name), active, { today: exampleDay, project });
      const model = new DockerfileModel(plan.text, withChanges(project, plan.files));
      const { findings } = lint(model, active, exampleDay);
      const serious = findings.filter(({ severity }) => ['error', 'warning'].includes(severity));
      assert.deepEqual(
        serious.map(({ message }) => message),
        [],
      );
      const { target } = model;
      assert.ok(target);
      assert.equal(model.usersOf(target).final.privilege, 'non-root');
      assert.equal(plan.after.letter, 'A');
    });

    test('every assist answers or refuses at every instruction', async () => {
      const project = await projectOf(name);
      const model = new DockerfileModel(textOf(name), project);
      for (const assist of assists) {
        for (const { span } of model.tree.instructions) {
          const selection = { start: span.start, end: span.start };
          const outcome = assist.run({ model, selection, today: exampleDay });
          if (outcome?.kind === 'refused') assert.match(outcome.reason, /^[A-Z"'`$\d][^]*\.$/);
          if (outcome?.kind === 'edits') assert.notEqual(outcome.edits.length, 0);
        }
      }
    });
  });
}
