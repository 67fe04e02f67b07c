import type { ShellStatement } from '../syntax/shell';
import { baseName, type Command } from './commands';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';
import { findStartScripts, type StartScript } from './start-scripts';

/** A command that a container runs at every start, before its program. */
export interface EarlyStep {
  readonly script: StartScript;
  readonly command: Command;
  /** The statement of the script that holds it, and the place of its pipeline there. */
  readonly statement: ShellStatement;
  readonly index: number;
}

/**
 * The commands of the start scripts of a stage that run at every start, whatever happens, and that another program
 * follows.
 */
export function findEarlySteps(model: DockerfileModel, stage: Stage): readonly EarlyStep[] {
  return findStartScripts(model, stage).flatMap((script) => {
    const { statements, complete } = script.script;
    if (!complete) return [];
    return statements.flatMap((statement, position) =>
      statement.pipelines.flatMap((pipeline, index): readonly EarlyStep[] => {
        const shell = pipeline.commands[0];
        const command = script.commands.find((each) => each.shell === shell);
        if (shell === undefined || command === undefined || pipeline.negated) return [];
        if (isConditional(statement, index)) return [];
        const isFollowed =
          followers(statement, index).some((each) => isWork(each)) ||
          statements
            .slice(position + 1)
            .some((each) => followers(each, -1).some((name) => isWork(name)));
        return isFollowed ? [{ script, command, statement, index }] : [];
      }),
    );
  });
}

/** True behind a test or `||`, and in the background. */
function isConditional(
  { pipelines, operators, background }: ShellStatement,
  index: number,
): boolean {
  if (background || operators.slice(0, index).includes('||')) return true;
  return pipelines
    .slice(0, index)
    .some(
      ({ commands, negated }) =>
        negated || /^(?:\[\[?|test|false|grep)$/.test(commands[0]?.program?.value ?? ''),
    );
}

/** Programs of a statement behind a place; an empty name for what is no simple command. */
function followers({ pipelines }: ShellStatement, index: number): readonly string[] {
  return pipelines.slice(index + 1).flatMap(({ commands }) => {
    const [command] = commands;
    if (command === undefined) return [''];
    return [baseName(command.program?.value ?? command.program?.text ?? ':')];
  });
}

const idle =
  /^(?::|true|false|echo|printf|exit|return|sleep|date|set|cd|export|rm|touch|wait|fi|done)$/;

function isWork(name: string): boolean {
  return !idle.test(name);
}

/** Starters in front of a program: `python manage.py`, `bundle exec`, `npx`, `php bin/console`; `php -S` is a server. */
export function withoutStarters(words: readonly string[]): readonly string[] {
  let rest = words.map((word, index) => (index === 0 ? baseName(word) : word));
  for (;;) {
    const [first = '', second = ''] = rest;
    const count = /^(?:bundle|uv|poetry|pipenv|pdm|hatch|rye)$/.test(first)
      ? /^(?:exec|run)$/.test(second)
        ? 2
        : 0
      : /^(?:npm|pnpm|yarn|bun)$/.test(first)
        ? /^(?:exec|dlx|x)$/.test(second)
          ? 2
          : /^(?:prisma|knex|typeorm|sequelize|sequelize-cli|drizzle-kit|mikro-orm)$/.test(second)
            ? 1
            : 0
        : /^(?:npx|bunx|pnpx|uvx|ruby|php|node)$/.test(first) &&
            !(first === 'php' && second === '-S')
          ? 1
          : /^python[\d.]*$/.test(first)
            ? second === '-m'
              ? 2
              : 1
            : 0;
    let next = rest.slice(count);
    while (0 < count && /^--?[\w-]*$/.test(next[0] ?? '')) next = next.slice(1);
    if (count === 0 || next.length === 0) return rest;
    rest = next.map((word, index) => (index === 0 ? baseName(word) : word));
  }
}
