import {
  DockerfileLanguageServiceFactory,
  type DockerfileLanguageService,
} from 'dockerfile-language-service';
import type { ClientCapabilities, CompletionItem } from 'vscode-languageserver';
import type { Documents } from './documents';
import type { SettingsStore } from './settings';

/**
 * Longest text, in characters, that is handed upstream. Its calls are synchronous and read the whole
 * text: 20 to 60 ms at this length (rename and highlight twice that), more than a second at 1 MB.
 */
const upstreamLimit = 50_000;

/** The language service of other hands: everything about Dockerfiles that is not a finding. */
export class Upstream {
  readonly #documents: Documents;
  readonly #settings: SettingsStore;
  readonly #service: DockerfileLanguageService;
  readonly #log: (message: string) => void;
  readonly #skipped = new Set<string>();

  constructor(
    documents: Documents,
    settings: SettingsStore,
    client: ClientCapabilities,
    log: (message: string) => void,
  ) {
    this.#documents = documents;
    this.#settings = settings;
    this.#log = log;
    this.#service = DockerfileLanguageServiceFactory.createLanguageService();
    this.#service.setLogger({ log });
    const { completion, foldingRange, hover } = client.textDocument ?? {};
    this.#service.setCapabilities({
      ...(completion === undefined ? {} : { completion }),
      ...(foldingRange === undefined ? {} : { foldingRange }),
      ...(hover === undefined ? {} : { hover }),
    });
    documents.onDidClose((uri) => this.#skipped.delete(uri));
  }

  /** Asks the service about a document; undefined when it is switched off or the text is too long. */
  async ask<Answer>(
    uri: string,
    call: (service: DockerfileLanguageService, text: string) => Answer | PromiseLike<Answer>,
  ): Promise<Answer | undefined> {
    const { languageFeatures } = await this.#settings.settingsFor(uri);
    const text = this.#documents.textOf(uri);
    if (!languageFeatures || text === undefined || this.#isTooLong(uri, text)) return undefined;
    return call(this.#service, text);
  }

  /** Adds the documentation of a completion item. */
  resolveCompletion(item: CompletionItem): CompletionItem {
    return this.#service.resolveCompletionItem(item);
  }

  #isTooLong(uri: string, text: string): boolean {
    if (text.length <= upstreamLimit) return false;
    if (!this.#skipped.has(uri)) {
      this.#skipped.add(uri);
      const length = `${String(text.length)} characters, the limit is ${String(upstreamLimit)}`;
      this.#log(`${uri} is too long for completion, outline and the like (${length}).`);
    }
    return true;
  }
}
