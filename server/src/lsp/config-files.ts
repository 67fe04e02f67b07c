import type { Diagnostic } from 'vscode-languageserver';
import {
  chooseSettings,
  configFileName,
  configSourceNames,
  LineIndex,
  parseConfigSource,
  isIgnoreList,
  settingsForFile,
  shadowedProblem,
  unreadableConfigSource,
  type ConfigSource,
  type Settings,
} from '../core/service';
import type { FolderEntry } from '../project-reader/file-source';
import { toConfigDiagnostic } from './convert';

/** The files whose changes have to be told: those that hold settings. */
export const configFileGlob = `**/{${configSourceNames.join(',')}}`;

/** What reading configuration files needs. */
export interface ConfigFilesHost {
  readonly readFile: (uri: string) => Promise<string | undefined>;
  readonly listFolder: (uri: string) => Promise<readonly FolderEntry[] | undefined>;
  readonly publish: (uri: string, diagnostics: Diagnostic[]) => void;
  /** Whether a change of a file is told; files are read anew each time otherwise. */
  readonly watched: boolean;
  readonly today: () => string;
}

/** Finds and reads configuration files, and shows their mistakes in them. */
export class ConfigFiles {
  readonly #host: ConfigFilesHost;
  readonly #kept = new Map<string, Promise<ConfigSource | undefined>>();
  readonly #names = new Map<string, Promise<readonly string[]>>();
  /** Folder and name of the files with mistakes, by their URI. */
  readonly #withMistakes = new Map<string, readonly [folder: string, name: string]>();

  constructor(host: ConfigFilesHost) {
    this.#host = host;
  }

  /** The settings that files in the folder of a document or above give it; none for one outside folders. */
  async settingsFor(documentUri: string): Promise<Settings> {
    const folders = configFilesAbove(documentUri).map((uri) =>
      uri.slice(0, -configFileName.length),
    );
    const names = await Promise.all(folders.map((each) => this.#namesIn(each)));
    const found: (readonly ConfigSource[])[] = [];
    for (const [index, each] of folders.entries()) {
      // What is further up than a file of ours does not count, but for lists of ids.
      const hasOwn = found.flat().some(({ kind }) => kind === 'own');
      const wanted = (names[index] ?? []).filter((name) => !hasOwn || isIgnoreList(name));
      const sources = await Promise.all(wanted.map((name) => this.#sourceOf(each, name)));
      found.push(sources.filter((source) => source !== undefined));
    }
    const { settings, folder } = chooseSettings(found);
    const base = folders[folder ?? 0] ?? '';
    const path = documentUri.slice(base.length).replace(/[?#].*$/, '');
    return settingsForFile(settings, decode(path));
  }

  /** Forgets what was read, and looks at the files with mistakes again. */
  async invalidate(): Promise<void> {
    this.#kept.clear();
    this.#names.clear();
    const again = [...this.#withMistakes.values()];
    await Promise.all(again.map(([folder, name]) => this.#sourceOf(folder, name)));
  }

  /** The files of a folder that may hold settings; where it cannot be listed, ours alone is looked for. */
  #namesIn(folder: string): Promise<readonly string[]> {
    const kept = this.#names.get(folder);
    if (kept !== undefined) return kept;
    const listing = this.#host.listFolder(folder.slice(0, -1)).then((entries) => {
      if (entries === undefined) return [configFileName];
      const names = new Set(entries.map(({ name }) => name));
      return configSourceNames.filter((name) => names.has(name));
    });
    if (this.#host.watched) this.#names.set(folder, listing);
    return listing;
  }

  #sourceOf(folder: string, name: string): Promise<ConfigSource | undefined> {
    const uri = `${folder}${name}`;
    const kept = this.#kept.get(uri);
    if (kept !== undefined) return kept;
    const reading = this.#read(folder, name);
    if (this.#host.watched) this.#kept.set(uri, reading);
    return reading;
  }

  async #read(folder: string, name: string): Promise<ConfigSource | undefined> {
    const text = await this.#textOf(`${folder}${name}`);
    const source = await this.#parse(folder, name, text);
    const isShadowed =
      source?.kind === 'own' &&
      name !== configFileName &&
      (await this.#namesIn(folder)).includes(configFileName);
    const problems = [...(source?.problems ?? []), ...(isShadowed ? [shadowedProblem] : [])];
    const lines = new LineIndex(text ?? '');
    this.#show(
      folder,
      name,
      problems.map((problem) => toConfigDiagnostic(problem, lines)),
    );
    return source;
  }

  async #parse(
    folder: string,
    name: string,
    text: string | undefined,
  ): Promise<ConfigSource | undefined> {
    if (text !== undefined) return parseConfigSource(name, text, this.#host.today());
    // A host does not say why it has no text: the file is there where the folder lists it.
    const entries = await this.#host.listFolder(folder.slice(0, -1));
    const entry = entries?.find((each) => each.name === name);
    if (entry === undefined) return undefined;
    return unreadableConfigSource(name, entry.isFolder ? 'is a folder' : 'closed, or no text');
  }

  async #textOf(uri: string): Promise<string | undefined> {
    return (await this.#host.readFile(uri))?.replace(/^\uFEFF/, '');
  }

  #show(folder: string, name: string, diagnostics: Diagnostic[]): void {
    const uri = `${folder}${name}`;
    if (diagnostics.length === 0 && !this.#withMistakes.delete(uri)) return;
    if (diagnostics.length !== 0) this.#withMistakes.set(uri, [folder, name]);
    this.#host.publish(uri, diagnostics);
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
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
