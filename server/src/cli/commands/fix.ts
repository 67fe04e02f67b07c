import {
  DockerfileModel,
  fixAll,
  lint,
  type AppliedFix,
  type ProjectFiles,
} from '../../core/service';
import { isGiven, valueOf, type Arguments } from '../args';
import { writeAtomically } from '../atomic-write';
import { findTargets } from '../files';
import { Projects } from '../project';
import { readTargets, standardInputPath, type Input } from '../read-targets';
import { RuleSelection } from '../settings';
import { describeSystemError } from '../source';
import { describeDefect, exitCodes, Terminal } from '../terminal';
import { readToday } from '../today';
import { createUnifiedDiff } from '../unified-diff';

/** `ironhull fix`: applies fixes in place, or shows what they would change. */
export async function runFix(parsed: Arguments): Promise<number> {
  const job = createJob(parsed);
  const { terminal } = job;
  const targets = findTargets(parsed.operands, (message) => {
    terminal.note(message);
  });
  const stdinPath = valueOf(parsed, 'stdin-filename');
  let fixes = 0;
  let files = 0;
  for await (const input of readTargets(targets, stdinPath ?? standardInputPath, terminal)) {
    if (input.kind === 'failed') continue;
    const project = await job.projects.read(input.path, input.text);
    const applied = fixInput(input, project, job);
    fixes += applied.length;
    if (0 < applied.length) files++;
  }
  terminal.note(summarize(fixes, files, job));
  return terminal.failed ? exitCodes.failure : exitCodes.clean;
}

/** What is the same for all files of one run. */
interface FixJob {
  readonly terminal: Terminal;
  readonly selection: RuleSelection;
  readonly today: string;
  readonly levels: readonly ('safe' | 'unsafe')[];
  readonly diff: boolean;
  readonly projects: Projects;
}

type TextInput = Extract<Input, { kind: 'text' }>;

function createJob(parsed: Arguments): FixJob {
  const terminal = new Terminal(isGiven(parsed, 'quiet'));
  return {
    terminal,
    selection: new RuleSelection(parsed, terminal),
    today: readToday(parsed),
    levels: isGiven(parsed, 'unsafe') ? ['safe', 'unsafe'] : ['safe'],
    diff: isGiven(parsed, 'diff'),
    projects: new Projects(parsed),
  };
}

/** The fixes that were applied, or would be; none when something failed. */
function fixInput(
  input: TextInput,
  project: ProjectFiles | undefined,
  job: FixJob,
): readonly AppliedFix[] {
  const { path, text, bom } = input;
  const { terminal } = job;
  const fixed = computeFix(input, project, job);
  const after = fixed?.text ?? text;
  try {
    if (job.diff) terminal.print(createUnifiedDiff(path, bom + text, bom + after));
    else if (input.origin === 'stdin') terminal.print(bom + after);
    else if (after !== text) writeAtomically(path, bom + after);
  } catch (error) {
    terminal.fail(`${path}: not changed: ${describeSystemError(error)}`);
    return [];
  }
  if (fixed === undefined || fixed.applied.length === 0) return [];
  terminal.note(`${path}:`);
  for (const line of describeFixes(fixed.applied)) terminal.note(`  ${line}`);
  return fixed.applied;
}

/** The fixed text; undefined, and reported, when a defect of a rule makes it unfit to be written. */
function computeFix(
  { path, text }: TextInput,
  project: ProjectFiles | undefined,
  { terminal, selection, today, levels }: FixJob,
): { readonly text: string; readonly applied: readonly AppliedFix[] } | undefined {
  const active = selection.rulesFor(path);
  try {
    const result = fixAll(text, active, today, levels, project);
    const { failures } = lint(
      new DockerfileModel(result.text, project, active.settings?.images),
      active,
      today,
    );
    for (const { rule, error } of failures) {
      terminal.fail(`${path}: the rule ${rule} failed, a defect of Ironhull: ${error}`);
    }
    if (result.converged) return result;
    const rules = [...new Set(result.applied.slice(-10).map((fix) => fix.rule))].join(', ');
    terminal.fail(`${path}: not changed: fixes do not settle (${rules}), a defect of Ironhull`);
  } catch (error) {
    terminal.fail(`${path}: not changed: a defect of Ironhull: ${describeDefect(error)}`);
  }
  return undefined;
}

/** One line for each kind of fix, in the order of their first use. */
function describeFixes(applied: readonly AppliedFix[]): readonly string[] {
  const times = new Map<string, number>();
  for (const { rule, title } of applied) {
    const line = `${rule}: ${title}`;
    times.set(line, (times.get(line) ?? 0) + 1);
  }
  return Array.from(times, ([line, count]) =>
    count === 1 ? line : `${line} (${String(count)} times)`,
  );
}

function summarize(fixes: number, files: number, { diff, terminal }: FixJob): string {
  if (fixes === 0) return terminal.failed ? 'Nothing was fixed.' : 'Nothing to fix.';
  const what = `${String(fixes)} ${fixes === 1 ? 'fix' : 'fixes'}`;
  const where = `${String(files)} ${files === 1 ? 'file' : 'files'}`;
  return `${diff ? 'Would apply' : 'Applied'} ${what} in ${where}.`;
}
