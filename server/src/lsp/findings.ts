import type { CancellationToken } from 'vscode-languageserver';
import { lintInSteps, type LintResult, type RuleFailure } from '../core/service';
import type { Documents, OpenDocument } from './documents';
import { throwIfCancelled } from './guard';
import type { Host } from './host';
import type { Projects } from './projects';
import type { DocumentSettings, SettingsStore } from './settings';
import { runInSlices } from './slices';

/** One version of a document with what was found in it. */
export interface CheckedDocument {
  readonly document: OpenDocument;
  readonly settings: DocumentSettings;
  readonly today: string;
  readonly result: LintResult;
}

type CheckableDocuments = Pick<Documents, 'find' | 'isCurrent' | 'onDidClose' | 'textOf'>;

/** Length from which a text waits: checking it takes long enough to keep other requests waiting. */
const longText = 100_000;

/** How long such a text waits, for requests that have come with it and for the next keystroke. */
const longTextPauseMs = 50;

/** How long a first check waits for the files around the document. */
const projectPauseMs = 250;

/** A check that has begun. */
interface RunningCheck {
  readonly document: OpenDocument;
  readonly settings: DocumentSettings;
  readonly checked: Promise<CheckedDocument | undefined>;
}

/** Checks documents, each version once for the same settings and day. */
export class Findings {
  readonly #documents: CheckableDocuments;
  readonly #settings: Pick<SettingsStore, 'settingsFor'>;
  readonly #host: Pick<Host, 'today' | 'wait'>;
  readonly #projects: Pick<Projects, 'ready'>;
  readonly #reportFailure: (failure: RuleFailure, document: OpenDocument) => void;
  readonly #kept = new Map<string, CheckedDocument>();
  readonly #running = new Map<string, RunningCheck>();

  constructor(
    documents: CheckableDocuments,
    settings: Pick<SettingsStore, 'settingsFor'>,
    host: Pick<Host, 'today' | 'wait'>,
    projects: Pick<Projects, 'ready'>,
    reportFailure: (failure: RuleFailure, document: OpenDocument) => void,
  ) {
    this.#documents = documents;
    this.#settings = settings;
    this.#host = host;
    this.#projects = projects;
    this.#reportFailure = reportFailure;
    documents.onDidClose((uri) => this.#kept.delete(uri));
  }

  /**
   * Checks the current version of a document; undefined when it is not open.
   *
   * @throws ResponseError when the request was cancelled before the check began
   */
  async check(uri: string, token?: CancellationToken): Promise<CheckedDocument | undefined> {
    const settings = await this.#settings.settingsFor(uri);
    await Promise.race([this.#projects.ready(uri), this.#host.wait(projectPauseMs)]);
    const fresh = this.#find(uri, settings);
    if (fresh !== undefined) return fresh;
    // A cancellation, a newer text or a short document's request must be read before the work begins.
    const isLong = longText < (this.#documents.textOf(uri)?.length ?? 0);
    await this.#host.wait(isLong ? longTextPauseMs : 0);
    throwIfCancelled(token);
    return this.#find(uri, settings) ?? this.#share(uri, settings);
  }

  #find(uri: string, settings: DocumentSettings): CheckedDocument | undefined {
    const kept = this.#kept.get(uri);
    if (kept === undefined || !this.#documents.isCurrent(kept.document)) {
      return undefined;
    }
    const same = isSame(kept.settings, settings) && kept.today === this.#host.today();
    return same ? kept : undefined;
  }

  /** Joins a running check of the same text and settings, or begins one. */
  async #share(uri: string, settings: DocumentSettings): Promise<CheckedDocument | undefined> {
    const document = this.#documents.find(uri);
    if (document === undefined) return undefined;
    const running = this.#running.get(uri);
    if (running?.document === document && isSame(running.settings, settings)) {
      return running.checked;
    }
    const begun = { document, settings, checked: this.#run(document, settings) };
    this.#running.set(uri, begun);
    try {
      return await begun.checked;
    } finally {
      if (this.#running.get(uri) === begun) this.#running.delete(uri);
    }
  }

  /** Checks in slices; begins anew when the text changes meanwhile. */
  async #run(
    document: OpenDocument,
    settings: DocumentSettings,
  ): Promise<CheckedDocument | undefined> {
    const today = this.#host.today();
    const steps = lintInSteps(document.model, settings.active, today);
    const isWanted = (): boolean => this.#documents.find(document.uri) === document;
    const result = await runInSlices(this.#host, steps, isWanted);
    if (result === undefined) return this.check(document.uri);
    for (const failure of result.failures) this.#reportFailure(failure, document);
    const checked = { document, settings, today, result };
    this.#kept.set(document.uri, checked);
    return checked;
  }
}

/** The language features have no part in a check, but whoever gets it looks at the rest of its settings. */
function isSame(left: DocumentSettings, right: DocumentSettings): boolean {
  return (
    left.active === right.active &&
    left.registry === right.registry &&
    left.shellcheck.isOn === right.shellcheck.isOn &&
    left.shellcheck.path === right.shellcheck.path
  );
}
