import { findFlag } from '../syntax/instruction';
import type { Command, Execution } from './commands';
import type { DockerfileModel } from './model';
import { shellOptionsAt } from './shell-options';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';

/** A command of a RUN that asks for a GPU. */
export interface GpuQuery {
  /** `fails`: the RUN ends with an error where there is no GPU; `answers`: it says that there is none. */
  readonly kind: 'fails' | 'answers';
  /** What asks: `nvidia-smi`, `torch.cuda.is_available()`. */
  readonly name: string;
  readonly command: Command;
}

/** Images for Jetson boards, which are built there with the runtime of NVIDIA as the default one. General knowledge. */
const jetson = /l4t|jetson|tegra|dustynv/;

/** Commands of a stage that do nothing but ask for a GPU, of RUNs that get no devices. */
export function findGpuQueries(model: DockerfileModel, stage: Stage): readonly GpuQuery[] {
  const base = findRootBase(stage);
  if (stage.mayBeWindows || base.kind === 'unknown') return [];
  if (base.kind === 'image' && jetson.test(base.reference.repository)) return [];
  return model
    .runsOf(stage)
    .filter(({ instruction }) =>
      ['device', 'security'].every((flag) => findFlag(instruction, flag) === undefined),
    )
    .flatMap((run) =>
      run.commands.flatMap((command): readonly GpuQuery[] => {
        const query = readQuery(command);
        if (query === undefined || !isPlain(run, command) || isLookedFor(run)) return [];
        const isSure =
          query.kind === 'fails'
            ? endsRun(run, command) && !bringsProgram(model, stage, run.instruction.span.start)
            : command.shell.redirects.length === 0;
        return isSure ? [{ ...query, command }] : [];
      }),
    );
}

function readQuery(command: Command): Omit<GpuQuery, 'command'> | undefined {
  const { name = '', words, wrappers } = command;
  if (wrappers.includes('command')) return undefined;
  const rest = words.slice(1).map(({ text }) => text);
  if (name === 'nvidia-smi') {
    const asksForHelp = rest.some((word) => /^-(?:h|-help|-version)$/.test(word));
    return asksForHelp ? undefined : { kind: 'fails', name };
  }
  if (!/^python[\d.]*$/.test(name) || words.length !== 3 || rest[0] !== '-c') return undefined;
  return readProgram(words[2]?.value ?? '');
}

/** Calls that say no without a GPU, and calls that throw. Source: documentation of PyTorch and TensorFlow, general knowledge. */
const asking = String.raw`torch\.cuda\.(?:is_available|device_count)\(\)|(?:tf|tensorflow)\.(?:test\.is_gpu_available\(\)|config(?:\.experimental)?\.list_physical_devices\(["']GPU["']\))`;
const throwing = String.raw`torch\.cuda\.(?:current_device|init|get_device_name|get_device_properties|get_device_capability)\(\d*\)`;

const imports = /^(?:import [\w. ,]+|from [\w.]+ import [\w ,]+)$/;
const quoted = String.raw`f?"[^"{}]*"|f?'[^'{}]*'`;
const printed = new RegExp(
  String.raw`^print\((?:(?:${quoted})\s*,\s*)?(${asking}|${throwing})\s*\)$`,
);
const asserted = new RegExp(
  String.raw`^assert(?:\s+|\s*\()(${asking}|${throwing})\)?(?:\s*,\s*(?:${quoted}))?$`,
);
const formatted = new RegExp(
  String.raw`^print\(f(["'])[^"'{}]*\{(${asking}|${throwing})\}[^"'{}]*\1\)$`,
);
const called = new RegExp(`^(${asking}|${throwing})$`);

/** Reads a program that imports modules and asks; undefined for one that does anything else. */
function readProgram(program: string): Omit<GpuQuery, 'command'> | undefined {
  const lines = program
    .split(/[;\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !imports.test(line));
  let query: Omit<GpuQuery, 'command'> | undefined;
  for (const line of lines) {
    const assertion = asserted.exec(line)?.[1];
    const name =
      assertion ?? printed.exec(line)?.[1] ?? formatted.exec(line)?.[2] ?? called.exec(line)?.[1];
    if (name === undefined) return undefined;
    const fails = assertion !== undefined || new RegExp(`^(?:${throwing})$`).test(name);
    if (query === undefined || (fails && query.kind === 'answers')) {
      query = { kind: fails ? 'fails' : 'answers', name };
    }
  }
  return query;
}

/** True when another command looks whether there is a GPU: `which nvidia-smi && …`. */
function isLookedFor({ commands }: Execution): boolean {
  return commands.some(
    (command) =>
      readQuery(command) === undefined &&
      [command.name, ...command.words.map(({ text }) => text)].includes('nvidia-smi'),
  );
}

/** True for a part of a chain of `&&`, alone between them. */
function isPlain({ form, scripts }: Execution, { shell }: Command): boolean {
  if (form === 'exec') return true;
  const statement = scripts
    .flatMap(({ statements }) => statements)
    .find(({ pipelines }) => pipelines.some(({ commands }) => commands.includes(shell)));
  const pipeline = statement?.pipelines.find(({ commands }) => commands.includes(shell));
  return (
    statement?.background === false &&
    statement.operators.every((operator) => operator === '&&') &&
    pipeline?.commands.length === 1 &&
    !pipeline.negated
  );
}

/** True when its failure ends the RUN: nothing follows the chain, or the shell stops at errors and it is not in front of `&&`. */
function endsRun(run: Execution, { shell }: Command): boolean {
  if (run.form === 'exec') return true;
  const [script, ...others] = run.scripts;
  if (script === undefined || others.length !== 0) return false;
  const last = script.statements.at(-1);
  const isLast = (statement: typeof last): boolean =>
    statement?.pipelines.some(({ commands }) => commands.includes(shell)) === true;
  if (isLast(last)) return true;
  const own = script.statements.find((statement) => isLast(statement));
  return (
    own?.pipelines.at(-1)?.commands.includes(shell) === true &&
    shellOptionsAt(run, script, shell.span.start).errexit
  );
}

/** True when a step up to a place names a file `nvidia-smi`: it may be one that is made up for the build. */
function bringsProgram(model: DockerfileModel, stage: Stage, offset: number): boolean {
  return collectInheritance(stage)
    .flatMap(({ instructions }) => instructions)
    .some(({ keyword, span }) => {
      if (offset < span.start) return false;
      const text = model.text.slice(span.start, span.end);
      return keyword === 'RUN'
        ? text.includes('/nvidia-smi')
        : /^(?:COPY|ADD)$/.test(keyword) && text.includes('nvidia-smi');
    });
}
