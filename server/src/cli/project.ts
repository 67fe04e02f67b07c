import { existsSync } from 'node:fs';
import path from 'node:path';
import { DockerfileModel, type ProjectFiles } from '../core/service';
import { listFolder, readText } from '../disk/read-disk';
import type { FileSource, FolderEntry } from '../project-reader/file-source';
import { findContext } from '../project-reader/find-context';
import { readProject } from '../project-reader/read-project';
import { standardInputPath } from './read-targets';
import { isGiven, UsageError, valueOf, type Arguments } from './args';

/** Reads the build contexts of Dockerfiles; each folder once. */
export class Projects {
  readonly #context: string | undefined;
  readonly #listings = new Map<string, Promise<readonly FolderEntry[] | undefined>>();
  readonly #contexts = new Map<string, Promise<ProjectFiles | undefined>>();
  readonly #source: FileSource = {
    list: (folder) => {
      const kept = this.#listings.get(folder) ?? listFolder(folder);
      this.#listings.set(folder, kept);
      return kept;
    },
    read: readText,
    join: (folder, name) => path.join(folder, name),
  };

  readonly #closed: boolean;

  /** Obeys `--context` and `--no-context`. */
  constructor(parsed: Arguments) {
    const context = valueOf(parsed, 'context');
    this.#context = context === undefined ? undefined : path.resolve(context);
    this.#closed = isGiven(parsed, 'no-context');
    if (context !== undefined && !existsSync(context)) {
      throw new UsageError(`There is no folder "${context}".`);
    }
  }

  /** The files below a folder; undefined when it cannot be listed. */
  readFolder(folder: string): Promise<ProjectFiles | undefined> {
    return readProject(this.#source, path.resolve(folder), 'Dockerfile');
  }

  /**
   * The files of the build context of a Dockerfile; undefined for standard input without a name.
   *
   * @returns undefined when its folder cannot be told
   */
  async read(dockerfile: string, text: string): Promise<ProjectFiles | undefined> {
    if (this.#closed || dockerfile === standardInputPath) return undefined;
    const file = path.resolve(dockerfile);
    const model = new DockerfileModel(text);
    const folder = this.#context ?? (await findContext(this.#source, model, candidates(file)));
    if (folder === undefined) return undefined;
    const reading = this.#contexts.get(folder) ?? readProject(this.#source, folder, '');
    this.#contexts.set(folder, reading);
    const files = await reading;
    const relative = path.relative(folder, file).split(path.sep).join('/');
    return files === undefined ? undefined : { ...files, dockerfile: relative };
  }
}

/** The folder of the file and those above it, up to the repository or to where the command was called. */
function candidates(file: string): readonly string[] {
  const folders = [path.dirname(file)];
  for (let folder = path.dirname(file); path.dirname(folder) !== folder;) {
    if (existsSync(path.join(folder, '.git')) || folder === process.cwd()) return folders;
    folder = path.dirname(folder);
    folders.push(folder);
  }
  return folders.slice(0, 1);
}
