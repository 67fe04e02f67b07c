import type { Diagnostic } from 'vscode-languageserver';
import { LineIndex, parseConfig, type Settings } from '../core/service';
import { toConfigDiagnostic } from './convert';

/** The file that sets rules for its folder and those below. */
export const configFileName = '.ironhull.json';

/** What reading configuration files needs. */
export interface ConfigFilesHost {
  readonly readFile: (uri: string) => Promise<string | undefined>;
  readonly publish: (uri: string, diagnostics: Diagnostic[]) => void;
  /** Whether a change of a file is told; files are read anew each time otherwise. */
  readonly watched: boolean;
}

/** Finds and reads configuration files, and shows their mistakes in them. */
export class ConfigFiles {
  readonly #host: ConfigFilesHost;
  readonly #kept = new Map<string, Promise<Settings | undefined>>();
  readonly #withMistakes = new Set<string>();

  constructor(host: ConfigFilesHost) {
    this.#host = host;
  }

  /** The settings of the nearest configuration file above a document; none for one outside folders. */
  async settingsFor(documentUri: string): Promise<Settings> {
    for (const uri of configFilesAbove(documentUri)) {
      const settings = await this.#settingsOf(uri);
      if (settings !== undefined) return settings;
    }
    return {};
  }

  /** Forgets what was read, and looks at the files with mistakes again. */
  async invalidate(): Promise<void> {
    this.#kept.clear();
    await Promise.all([...this.#withMistakes].map((uri) => this.#settingsOf(uri)));
  }

  #settingsOf(uri: string): Promise<Settings | undefined> {
    const kept = this.#kept.get(uri);
    if (kept !== undefined) return kept;
    const reading = this.#read(uri);
    if (this.#host.watched) this.#kept.set(uri, reading);
    return reading;
  }

  async #read(uri: string): Promise<Settings | undefined> {
    const text = await this.#host.readFile(uri);
    if (text === undefined) {
      this.#show(uri, []);
      return undefined;
    }
    const { settings, problems } = parseConfig(text);
    const lines = new LineIndex(text);
    this.#show(
      uri,
      problems.map((problem) => toConfigDiagnostic(problem, lines)),
    );
    return settings;
  }

  #show(uri: string, diagnostics: Diagnostic[]): void {
    if (diagnostics.length === 0 && !this.#withMistakes.delete(uri)) return;
    if (diagnostics.length !== 0) this.#withMistakes.add(uri);
    this.#host.publish(uri, diagnostics);
  }
}

const hierarchicalUri = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(\/[^?#]*)/i;

/** URIs of the configuration files that could apply to a document, nearest first. */
export function configFilesAbove(documentUri: string): readonly string[] {
  const [, root, path] = hierarchicalUri.exec(documentUri) ?? [];
  if (root === undefined || path === undefined) return [];
  const folders = path.split('/').slice(0, -1);
  return folders.map((_, index) => {
    const folder = folders.slice(0, folders.length - index).join('/');
    return `${root}${folder}/${configFileName}`;
  });
}
