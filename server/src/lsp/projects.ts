import { DockerfileModel, type ProjectFiles } from '../core/service';
import { findContext } from '../project-reader/find-context';
import { readProject } from '../project-reader/read-project';
import type { Host } from './host';
import { createSource } from './project-source';

/** How long what was read counts as fresh. */
const freshMs = 15_000;

interface Reading {
  readonly begun: number;
  readonly files: Promise<ProjectFiles | undefined>;
}

type ProjectHost = Pick<Host, 'listFolder' | 'readFile' | 'now'>;

/** The build contexts of the open Dockerfiles: read once, and anew when they have been looked at a while ago. */
export class Projects {
  readonly #host: ProjectHost;
  readonly #workspaceFolders: () => readonly string[];
  readonly #textOf: (uri: string) => string | undefined;
  readonly #readings = new Map<string, Reading>();
  readonly #known = new Map<string, ProjectFiles | undefined>();
  readonly #listeners: ((uri: string) => Promise<void>)[] = [];

  /**
   * @param workspaceFolders URIs of the open folders: no file outside them is read
   * @param textOf the current text of a document
   */
  constructor(
    host: ProjectHost,
    workspaceFolders: () => readonly string[],
    textOf: (uri: string) => string | undefined,
  ) {
    this.#host = host;
    this.#workspaceFolders = workspaceFolders;
    this.#textOf = textOf;
  }

  /** Tells when other files are known for a document than before. */
  onDidChange(listener: (uri: string) => Promise<void>): void {
    this.#listeners.push(listener);
  }

  /** What is known of the project of a document now; begins to read it when that is missing or old. */
  known(uri: string): ProjectFiles | undefined {
    const reading = this.#readings.get(uri);
    if (reading === undefined || freshMs < this.#host.now() - reading.begun) void this.get(uri);
    return this.#known.get(uri);
  }

  /** The project of a document as it is now; undefined when its build context is not known. */
  get(uri: string): Promise<ProjectFiles | undefined> {
    const reading: Reading = {
      begun: this.#host.now(),
      files: this.#read(uri).then((read) =>
        this.#readings.get(uri) === reading ? this.#keep(uri, read) : read,
      ),
    };
    this.#readings.set(uri, reading);
    return reading.files;
  }

  /** Resolves when the first reading for a document is done. */
  async ready(uri: string): Promise<void> {
    await (this.#readings.get(uri)?.files ?? this.get(uri));
  }

  forget(uri: string): void {
    this.#readings.delete(uri);
    this.#known.delete(uri);
  }

  async #read(uri: string): Promise<ProjectFiles | undefined> {
    const text = this.#textOf(uri);
    const top = this.#workspaceFolders().find((folder) => uri.startsWith(`${folder}/`));
    if (text === undefined || top === undefined) return undefined;
    const source = createSource(this.#host);
    const candidates = foldersAbove(uri, top);
    const folder = await findContext(source, new DockerfileModel(text), candidates);
    if (folder === undefined) return undefined;
    return readProject(source, folder, decodeURIComponent(uri.slice(folder.length + 1)));
  }

  /** Keeps the old value when nothing changed, so that what was computed from it stays. */
  #keep(uri: string, read: ProjectFiles | undefined): ProjectFiles | undefined {
    const before = this.#known.get(uri);
    if (isSame(before, read)) return before;
    this.#known.set(uri, read);
    for (const listener of this.#listeners) void listener(uri);
    return read;
  }
}

/** The folder of a file and those above it up to `top`. */
function foldersAbove(uri: string, top: string): readonly string[] {
  const below = uri
    .slice(top.length + 1)
    .split('/')
    .slice(0, -1);
  return [
    ...below.map((_, index) => [top, ...below.slice(0, below.length - index)].join('/')),
    top,
  ];
}

function isSame(left: ProjectFiles | undefined, right: ProjectFiles | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return (
    left.complete === right.complete &&
    left.dockerfile === right.dockerfile &&
    left.paths.join('\n') === right.paths.join('\n') &&
    left.texts.size === right.texts.size &&
    [...left.texts].every(([path, text]) => right.texts.get(path) === text) &&
    [...(left.plainScripts ?? [])].join() === [...(right.plainScripts ?? [])].join()
  );
}
