import type { Instruction } from '../syntax/instruction';
import { baseName } from './commands';
import { findManagerStart } from './manager-start';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';
import { startWrappers } from '../data/start-programs';

/** What a container of a stage starts, without a package manager. */
export interface NodeStart {
  /** The program and its arguments, wrappers included; every word of all commands in shell form. */
  readonly words: readonly string[];
  /** Words of CMD or ENTRYPOINT where a package manager stands there now. */
  readonly changed:
    { readonly instruction: Instruction; readonly words: readonly string[] } | undefined;
  /** Working directory of the program where it is not that of the stage. */
  readonly workdir: string | undefined;
  /** Variables that a script sets for the program. */
  readonly environment: ReadonlyMap<string, string>;
  readonly evidence: readonly string[];
}

const known: ReadonlySet<string> = new Set([
  ...startWrappers,
  ...['node', 'nodejs', 'docker-entrypoint.sh', 'exec', 'env', 'sh', 'bash'],
]);

/** Works out what a container of a stage with a Node.js project starts; a sentence when that is not known. */
export function findNodeStart(model: DockerfileModel, stage: Stage): NodeStart | string {
  const managed = findManagerStart(model, stage);
  if (managed !== undefined) {
    const { started, prefix, instruction } = managed;
    if (started.kind === 'unknown') return started.reason;
    const words = [...prefix, ...started.words];
    return {
      words,
      changed: { instruction, words },
      workdir: managed.workdir,
      environment: started.environment,
      evidence: started.evidence,
    };
  }
  const { entrypoint, command } = model.processOf(stage);
  const words: string[] = [];
  for (const start of [entrypoint, command]) {
    if (start.kind !== 'instruction') continue;
    if (!start.execution.complete) return 'What the container starts could not be read.';
    for (const each of start.execution.commands) {
      const own = each.words.map(({ value, text }) => value ?? text);
      const problem =
        start === command && entrypoint.kind === 'instruction' && start.execution.form === 'exec'
          ? undefined
          : findProblem(model, stage, own);
      if (problem !== undefined) return problem;
      words.push(...own);
    }
  }
  if (words.length === 0) return 'Neither CMD nor ENTRYPOINT says which program the image starts.';
  return { words, changed: undefined, workdir: undefined, environment: new Map(), evidence: [] };
}

/** Why a started command may need more than the files of the project; undefined when it does not. */
function findProblem(
  model: DockerfileModel,
  stage: Stage,
  words: readonly string[],
): string | undefined {
  const [program = ''] = words;
  const script = words
    .slice(0, 2)
    .map((word) => traceContextFile(model, stage, toAbsolute(model, stage, word)))
    .find((path) => path !== undefined && /\.sh$|(?:^|\/)[^.]+$/.test(path));
  if (script !== undefined) {
    const text = model.context?.text(script);
    if (text === undefined) return `The script ${script} could not be read.`;
    const tool = /\b(?:npm|npx|yarn|pnpm|bun|tsc|ts-node|tsx|nodemon|prisma)\b/.exec(text)?.[0];
    return tool === undefined ? undefined : `The script ${script} runs ${tool}.`;
  }
  if (known.has(baseName(program))) return undefined;
  return /\.[cm]?js$/.test(program) ? undefined : `What "${program}" starts is not known.`;
}

function toAbsolute(model: DockerfileModel, stage: Stage, path: string): string {
  if (path.startsWith('/')) return path;
  return `${model.workdirAtEnd(stage) ?? ''}/${path.replace(/^\.\//, '')}`.replace('//', '/');
}

/**
 * The file that Node.js runs, relative to the folder of the project; undefined when none is named.
 *
 * @param main what `node .` runs
 */
export function findEntryFile(
  words: readonly string[],
  workdir: string,
  main: string | undefined,
): string | undefined {
  const start = words.findIndex((word) => /^node(?:js)?$/.test(baseName(word)));
  const rest = words.slice(start + 1);
  const valueOptions = new Set([
    '-r',
    '--require',
    '--import',
    '--loader',
    '--experimental-loader',
    '-C',
  ]);
  const file = rest.find(
    (word, index) => !word.startsWith('-') && !valueOptions.has(rest[index - 1] ?? ''),
  );
  const named = file === '.' || file === './' ? main : file;
  return named?.replace(`${workdir}/`, '').replace(/^\.\//, '');
}
