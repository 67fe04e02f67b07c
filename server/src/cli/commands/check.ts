import {
  DockerfileModel,
  lint,
  severities,
  type ActiveRules,
  type Finding,
  type ProjectFiles,
} from '../../core/service';
import { isGiven, valueOf, type Arguments } from '../args';
import { findTargets } from '../files';
import { Projects } from '../project';
import { readTargets, standardInputPath } from '../read-targets';
import { createCheckstyleReporter } from '../reporters/checkstyle';
import { createGithubReporter } from '../reporters/github';
import { createGitlabReporter } from '../reporters/gitlab';
import { createJsonReporter } from '../reporters/json';
import { createJunitReporter } from '../reporters/junit';
import type { FileReport, Reporter } from '../reporters/report';
import { createSarifReporter } from '../reporters/sarif';
import { createTextReporter } from '../reporters/text';
import { RuleSelection } from '../settings';
import { Shellcheck } from '../shellcheck';
import { describeDefect, exitCodes, Terminal } from '../terminal';
import { readToday } from '../today';

/** `ironhull check`: reports what the rules find. */
export async function runCheck(parsed: Arguments): Promise<number> {
  const terminal = new Terminal(isGiven(parsed, 'quiet'));
  const selection = new RuleSelection(parsed, terminal);
  const today = readToday(parsed);
  const reporter = createReporter(parsed, terminal);
  const targets = findTargets(parsed.operands, (message) => {
    terminal.note(message);
  });
  const stdinPath = valueOf(parsed, 'stdin-filename');
  const projects = new Projects(parsed);
  const shellcheck = new Shellcheck(parsed, terminal);
  let hasFailing = false;
  for await (const input of readTargets(targets, stdinPath ?? standardInputPath, terminal)) {
    const project =
      input.kind === 'failed' ? undefined : await projects.read(input.path, input.text);
    const report =
      input.kind === 'failed'
        ? input
        : await checkText(
            input,
            { project, active: selection.rulesFor(input.path), today, shellcheck },
            terminal,
          );
    const threshold = valueOf(parsed, 'fail-on') ?? selection.failOnFor(input.path) ?? 'warning';
    for (const each of [...selection.takeReports(), report]) {
      if (each.kind !== 'failed') hasFailing ||= each.findings.some(findFailing(threshold));
      reporter.add(each);
    }
  }
  for (const each of selection.takeReports()) reporter.add(each);
  reporter.finish();
  if (terminal.failed) return exitCodes.failure;
  return hasFailing ? exitCodes.findings : exitCodes.clean;
}

interface Circumstances {
  readonly project: ProjectFiles | undefined;
  readonly active: ActiveRules;
  readonly today: string;
  readonly shellcheck: Shellcheck;
}

async function checkText(
  { path, text }: { readonly path: string; readonly text: string },
  { project, active, today, shellcheck }: Circumstances,
  terminal: Terminal,
): Promise<FileReport> {
  try {
    const model = new DockerfileModel(text, project, active.settings?.images);
    const own = lint(model, active, today);
    const { findings, silenced, failures } = await shellcheck.add(path, model, own, active, today);
    for (const { rule, error } of failures) {
      terminal.fail(`${path}: the rule ${rule} failed, a defect of Ironhull: ${error}`);
    }
    return { kind: 'checked', path, lines: model.lines, findings, silenced };
  } catch (error) {
    terminal.fail(`${path}: a defect of Ironhull: ${describeDefect(error)}`);
    return { kind: 'failed', path, message: 'a defect of Ironhull, described on stderr' };
  }
}

/** The formats for programs; the text for people needs more than a way to print. */
const reporters: ReadonlyMap<string, (print: (text: string) => void) => Reporter> = new Map([
  ['json', createJsonReporter],
  ['sarif', createSarifReporter],
  ['github', createGithubReporter],
  ['gitlab', createGitlabReporter],
  ['checkstyle', createCheckstyleReporter],
  ['junit', createJunitReporter],
]);

function createReporter(parsed: Arguments, terminal: Terminal): Reporter {
  const print = (text: string): void => {
    terminal.print(text);
  };
  const create = reporters.get(valueOf(parsed, 'format') ?? 'text');
  if (create !== undefined) return create(print);
  return createTextReporter(print, { color: wantsColor(parsed), brief: isGiven(parsed, 'quiet') });
}

/** Options win over the environment (https://no-color.org), that over what stdout is. */
function wantsColor(parsed: Arguments): boolean {
  if (isGiven(parsed, 'no-color')) return false;
  if (isGiven(parsed, 'color')) return true;
  const { NO_COLOR: never, FORCE_COLOR: always, TERM: terminal } = process.env;
  if (never !== undefined && never !== '') return false;
  if (always !== undefined && always !== '' && always !== '0') return true;
  return process.stdout.isTTY && terminal !== 'dumb';
}

function findFailing(threshold: string): (finding: Finding) => boolean {
  const failing = severities.slice(0, severities.findIndex((each) => each === threshold) + 1);
  return (finding) => failing.includes(finding.severity);
}
