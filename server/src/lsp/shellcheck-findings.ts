import type { CancellationToken } from 'vscode-languageserver';
import {
  collectScripts,
  joinFindings,
  type LintResult,
  type Script,
  type ShellcheckReport,
} from '../core/service';
import type { ScriptAnswer, ScriptChecker } from '../shellcheck/script-checker';
import type { CheckedDocument, Findings } from './findings';

/** What a document waits for. */
interface Session {
  readonly checked: CheckedDocument;
  readonly checker: ScriptChecker;
  readonly scripts: readonly Script[];
  /** Our findings and those of ShellCheck that are known by now. */
  result: LintResult;
  stop: () => void;
}

/** What was wrong with ShellCheck; `set` is the path it was looked for at. */
export type ShellcheckProblem =
  | { readonly kind: 'missing'; readonly set: string | undefined }
  | { readonly kind: 'failed'; readonly uri: string; readonly reason: string };

/**
 * Our findings, and where a person wants them those of ShellCheck. It is never waited for: what it says of scripts that
 * it has seen before is there at once, the rest is told later.
 */
export class ShellcheckFindings {
  readonly #findings: Pick<Findings, 'check'>;
  readonly #createChecker: (path: string | undefined) => ScriptChecker;
  readonly #report: (problem: ShellcheckProblem) => void;
  readonly #checkers = new Map<string | undefined, ScriptChecker>();
  readonly #sessions = new Map<string, Session>();
  readonly #listeners: ((uri: string) => Promise<void>)[] = [];

  constructor(
    findings: Pick<Findings, 'check'>,
    createChecker: (path: string | undefined) => ScriptChecker,
    report: (problem: ShellcheckProblem) => void,
  ) {
    this.#findings = findings;
    this.#createChecker = createChecker;
    this.#report = report;
  }

  /** Tells when more is known of a document than its last check gave. */
  onDidChange(listener: (uri: string) => Promise<void>): void {
    this.#listeners.push(listener);
  }

  /** As {@link Findings.check}. */
  async check(uri: string, token?: CancellationToken): Promise<CheckedDocument | undefined> {
    const checked = await this.#findings.check(uri, token);
    if (checked?.settings.shellcheck.isOn !== true) {
      this.forget(uri);
      return checked;
    }
    return { ...checked, result: this.#sessionOf(uri, checked).result };
  }

  /** The text has changed or is closed: nobody waits for an answer about it. */
  stop(uri: string): void {
    this.#sessions.get(uri)?.stop();
  }

  forget(uri: string): void {
    this.stop(uri);
    this.#sessions.delete(uri);
  }

  #sessionOf(uri: string, checked: CheckedDocument): Session {
    const kept = this.#sessions.get(uri);
    if (kept?.checked === checked) return kept;
    kept?.stop();
    const checker = this.#checkerFor(checked.settings.shellcheck.path);
    const scripts = collectScripts(checked.document.model);
    const session: Session = {
      checked,
      checker,
      scripts,
      result: join(checked, checker, scripts),
      stop: () => undefined,
    };
    this.#sessions.set(uri, session);
    this.#complete(uri, session).catch((error: unknown) => {
      this.#report({ kind: 'failed', uri, reason: String(error) });
    });
    return session;
  }

  #checkerFor(path: string | undefined): ScriptChecker {
    const checker = this.#checkers.get(path) ?? this.#createChecker(path);
    this.#checkers.set(path, checker);
    return checker;
  }

  /** Checks what is not known, one script after the other, and tells it in the end. */
  async #complete(uri: string, session: Session): Promise<void> {
    const { checked, checker, scripts } = session;
    const unknown = scripts.filter((script) => checker.known(script) === undefined);
    for (const script of unknown) {
      const { answer, stop } = checker.check(script);
      session.stop = stop;
      const ended = await answer;
      if (ended.kind === 'stopped' || this.#sessions.get(uri) !== session) return;
      if (ended.kind === 'missing') {
        this.#report({ kind: 'missing', set: checked.settings.shellcheck.path });
        return;
      }
      if (ended.kind === 'failed') this.#report({ kind: 'failed', uri, reason: ended.reason });
    }
    if (unknown.length === 0) return;
    const before = describe(session.result);
    session.result = join(checked, checker, scripts);
    if (describe(session.result) === before) return;
    await Promise.all(this.#listeners.map((listener) => listener(uri)));
  }
}

/** Equal for results that look the same. */
function describe({ findings }: LintResult): string {
  return findings.map(({ rule, span }) => `${rule} ${String(span.start)}`).join('\n');
}

function join(
  { document, result, settings, today }: CheckedDocument,
  checker: ScriptChecker,
  scripts: readonly Script[],
): LintResult {
  const reports = new Map<Script, ShellcheckReport>();
  for (const script of scripts) {
    const answer: ScriptAnswer | undefined = checker.known(script);
    if (answer?.kind === 'checked') reports.set(script, answer.report);
  }
  if (reports.size === 0) return result;
  return joinFindings(document.model, result, reports, settings.active, today);
}
