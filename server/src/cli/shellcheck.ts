import {
  collectScripts,
  joinFindings,
  type ActiveRules,
  type DockerfileModel,
  type LintResult,
  type Script,
  type ShellcheckReport,
} from '../core/service';
import { findShellcheck } from '../shellcheck/find-program';
import { createStartProgram } from '../shellcheck/run-program';
import { ScriptChecker } from '../shellcheck/script-checker';
import { isGiven, UsageError, type Arguments } from './args';
import type { Terminal } from './terminal';

/** Processes at a time. */
const width = 4;

/** Runs ShellCheck on the scripts of files, where the command line asks for it. */
export class Shellcheck {
  readonly #checker: ScriptChecker | undefined;
  readonly #terminal: Terminal;
  #isMissing = false;

  /** @throws UsageError where `--only` says that nothing else is wanted */
  constructor(parsed: Arguments, terminal: Terminal) {
    const isWanted = isGiven(parsed, 'shellcheck');
    if (isWanted && isGiven(parsed, 'only')) {
      throw new UsageError('The options "--only" and "--shellcheck" exclude each other.');
    }
    this.#terminal = terminal;
    this.#checker = isWanted
      ? new ScriptChecker(() => findShellcheck({}), createStartProgram())
      : undefined;
  }

  /** Adds the findings of ShellCheck to those of a file; what goes wrong is reported to the terminal. */
  async add(
    path: string,
    model: DockerfileModel,
    result: LintResult,
    active: ActiveRules,
    today: string,
  ): Promise<LintResult> {
    if (this.#checker === undefined || this.#isMissing) return result;
    const scripts = collectScripts(model);
    const reports = new Map<Script, ShellcheckReport>();
    const waiting = scripts[Symbol.iterator]();
    const work = async (checker: ScriptChecker): Promise<void> => {
      for (const script of waiting) await this.#check(checker, path, script, reports);
    };
    const { length } = scripts;
    const checker = this.#checker;
    await Promise.all(Array.from({ length: Math.min(width, length) }, () => work(checker)));
    return joinFindings(model, result, reports, active, today);
  }

  async #check(
    checker: ScriptChecker,
    path: string,
    script: Script,
    reports: Map<Script, ShellcheckReport>,
  ): Promise<void> {
    if (this.#isMissing) return;
    const answer = await checker.check(script).answer;
    if (answer.kind === 'checked') reports.set(script, answer.report);
    if (answer.kind === 'failed') {
      this.#terminal.fail(`${path}: ShellCheck failed on a script: ${answer.reason}.`);
    }
    if (answer.kind === 'missing') this.#tellMissing();
  }

  #tellMissing(): void {
    if (this.#isMissing) return;
    this.#isMissing = true;
    this.#terminal.fail('The option "--shellcheck" needs ShellCheck, which is not in PATH.');
  }
}
