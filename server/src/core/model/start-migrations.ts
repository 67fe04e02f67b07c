import { migrationCommands, migrationScripts } from '../data/migrations';
import type { Command } from './commands';
import { findEarlySteps, withoutStarters, type EarlyStep } from './early-steps';
import type { DockerfileModel } from './model';
import { readPackageOperation } from './packages';
import type { Stage } from './stage-graph';

/** The steps of a start that change the schema of a database. */
export function findStartMigrations(model: DockerfileModel, stage: Stage): readonly EarlyStep[] {
  return findEarlySteps(model, stage).filter(({ command }) => isMigration(command));
}

function isMigration(command: Command): boolean {
  const script = readPackageOperation(command)?.script;
  if (script !== undefined && migrationScripts.test(script)) return true;
  const texts = command.words.map(({ value, text }) => value ?? text);
  const [program = '', ...words] = withoutStarters(texts);
  if (words.some((word) => /^--(?:check|plan|dry-run|pretend|help|version)$/.test(word)))
    return false;
  return migrationCommands.some(
    (each) =>
      each.program.test(program) &&
      (each.words === undefined || words.some((word) => each.words?.test(word) === true)) &&
      (each.also === undefined || words.some((word) => each.also?.test(word) === true)),
  );
}
