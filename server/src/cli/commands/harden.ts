import path from 'node:path';
import {
  assists,
  collectPinnableImages,
  DockerfileModel,
  harden,
  hardenSteps,
  lint,
  rules,
  type BaseChoice,
  type HardeningPlan,
  type HardenRequest,
  type ProjectFiles,
} from '../../core/service';
import { isGiven, UsageError, valueOf, type Arguments } from '../args';
import { createAtomically, writeAtomically } from '../atomic-write';
import { findCommand } from '../command-table';
import { resolveDigests } from '../digests';
import type { Target } from '../files';
import { suggestion } from '../nearest';
import { Projects } from '../project';
import { readTargets, standardInputPath, type Input } from '../read-targets';
import { describePlan, describePlanAsJson } from '../reporters/plan';
import { RuleSelection } from '../settings';
import { describeSystemError } from '../source';
import { describeDefect, exitCodes, Terminal } from '../terminal';
import { readToday } from '../today';
import { createUnifiedDiff } from '../unified-diff';

/** `ironhull harden`: plans all that makes one Dockerfile better, and does it with `--write`. */
export async function runHarden(parsed: Arguments): Promise<number> {
  const terminal = new Terminal(isGiven(parsed, 'quiet'));
  const target = readTarget(parsed);
  const selection = new RuleSelection(withoutSteps(parsed), terminal);
  const request = readRequest(parsed);
  const projects = new Projects(parsed);
  const stdinPath = valueOf(parsed, 'stdin-filename') ?? standardInputPath;
  for await (const input of readTargets([target], stdinPath, terminal)) {
    if (input.kind === 'failed') continue;
    const project = await projects.read(input.path, input.text);
    const offline = computePlan(input, { ...request, project }, selection, terminal);
    const plan =
      offline === undefined || !isGiven(parsed, 'online')
        ? offline
        : await pinPlan(input, offline, { ...request, project }, selection, terminal);
    if (plan === undefined) continue;
    if (isGiven(parsed, 'write')) writePlan(input, plan, project, parsed, terminal);
    terminal.print(showPlan(input, plan, parsed));
  }
  return terminal.failed ? exitCodes.failure : exitCodes.clean;
}

type TextInput = Extract<Input, { kind: 'text' }>;

/** @throws UsageError when there is not one file, or options exclude each other */
function readTarget(parsed: Arguments): Target {
  const [operand = 'Dockerfile', ...others] = parsed.operands;
  if (others.length !== 0) throw new UsageError(`Usage: ${findCommand('harden')?.usage ?? ''}`);
  if (isGiven(parsed, 'diff') && isGiven(parsed, 'json')) {
    throw new UsageError('The options "--diff" and "--json" exclude each other.');
  }
  if (operand !== '-') return { kind: 'file', path: operand, named: true };
  if (isGiven(parsed, 'write')) {
    throw new UsageError('The option "--write" needs a file: standard input cannot be written.');
  }
  return { kind: 'stdin' };
}

/** `--only` names steps here; to the selection of rules it would mean something else. */
function withoutSteps({ operands, options }: Arguments): Arguments {
  return { operands, options: new Map([...options].filter(([name]) => name !== 'only')) };
}

function readRequest(parsed: Arguments): HardenRequest {
  const bases: readonly BaseChoice[] = ['slim', 'alpine', 'distroless'];
  return {
    today: readToday(parsed),
    base: bases.find((base) => base === valueOf(parsed, 'base')),
    only: readNames(parsed, 'only'),
    skip: readNames(parsed, 'skip'),
  };
}

/** @throws UsageError when a name is not that of a step, an assist or a rule */
function readNames(parsed: Arguments, option: string): readonly string[] | undefined {
  const names = parsed.options.get(option)?.flatMap((value) => value.split(','));
  const known = new Set([...hardenSteps, ...assists, ...rules].map(({ id }) => id));
  for (const name of names ?? []) {
    if (known.has(name)) continue;
    const hint = suggestion(name, [...known]) || ' docs/harden.md lists all steps.';
    throw new UsageError(`There is no step "${name}".${hint}`);
  }
  return names;
}

function computePlan(
  { path: file, text }: TextInput,
  request: HardenRequest,
  selection: RuleSelection,
  terminal: Terminal,
): HardeningPlan | undefined {
  const active = selection.rulesFor(file);
  try {
    const plan = harden(text, active, request);
    const model = new DockerfileModel(plan.text, request.project, active.settings?.images);
    for (const { rule, error } of lint(model, active, request.today).failures) {
      terminal.fail(`${file}: the rule ${rule} failed, a defect of Ironhull: ${error}`);
    }
    return plan;
  } catch (error) {
    terminal.fail(`${file}: not changed: a defect of Ironhull: ${describeDefect(error)}`);
    return undefined;
  }
}

/** Asks for the digests of the images that the plan ends with, and plans anew with them. */
async function pinPlan(
  input: TextInput,
  { text }: HardeningPlan,
  request: HardenRequest,
  selection: RuleSelection,
  terminal: Terminal,
): Promise<HardeningPlan | undefined> {
  const images = collectPinnableImages(new DockerfileModel(text, request.project));
  const digests = await resolveDigests(images, terminal);
  return computePlan(input, { ...request, digests }, selection, terminal);
}

function showPlan(
  { path: file, text, bom }: TextInput,
  plan: HardeningPlan,
  parsed: Arguments,
): string {
  if (isGiven(parsed, 'json')) return describePlanAsJson(file, plan);
  if (!isGiven(parsed, 'diff')) return describePlan(file, plan);
  const others = plan.files.map(({ path: other, before, after }) =>
    createUnifiedDiff(other, before ?? '', after),
  );
  return [createUnifiedDiff(file, bom + text, bom + plan.text), ...others].join('');
}

/** Other files first: an ignore file alone does no harm, a Dockerfile without its ignore file might. */
function writePlan(
  { path: file, text, bom }: TextInput,
  plan: HardeningPlan,
  project: ProjectFiles | undefined,
  parsed: Arguments,
  terminal: Terminal,
): void {
  const context = valueOf(parsed, 'context');
  const folder =
    context === undefined
      ? path.resolve(file, ...(project?.dockerfile ?? '').split('/').map(() => '..'))
      : path.resolve(context);
  const changes = plan.files.map((change) => ({ ...change, file: path.join(folder, change.path) }));
  for (const { file: other, before, after, path: shown } of changes) {
    const write = before === undefined ? createAtomically : writeAtomically;
    if (
      !attempt(
        () => {
          write(other, after);
        },
        shown,
        terminal,
      )
    )
      return;
  }
  if (plan.text === text) return;
  attempt(
    () => {
      writeAtomically(file, bom + plan.text);
    },
    file,
    terminal,
  );
}

/** Reports a failure of writing; false when there was one. */
function attempt(write: () => void, file: string, terminal: Terminal): boolean {
  try {
    write();
    terminal.note(`Wrote ${file}.`);
    return true;
  } catch (error) {
    terminal.fail(`${file}: not changed: ${describeSystemError(error)}`);
    return false;
  }
}
