import type { FolderEntry } from '../project-reader/file-source';
import type { Registry } from '../registry/ask-digests';
import type { ScriptChecker } from '../shellcheck/script-checker';

/** What the language server needs from the machine it runs on. */
export interface Host {
  /** The text of a file by URI; undefined when there is none or it cannot be read. */
  readonly readFile: (uri: string) => Promise<string | undefined>;
  /** The entries of a folder by URI; undefined when there is none or it cannot be read. */
  readonly listFolder: (uri: string) => Promise<readonly FolderEntry[] | undefined>;
  /** The current day, ISO date. */
  readonly today: () => string;
  /** Milliseconds since some moment; never goes back. */
  readonly now: () => number;
  /** Resolves in a later turn of the event loop, so that waiting messages are read first. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Asked only where the setting allows it; closed: this host has no way to a registry. */
  readonly registry: 'closed' | Registry;
  /** Runs ShellCheck, at a path that is set or where it is found; absent: this host starts no programs. */
  readonly shellcheck: 'absent' | ((path: string | undefined) => ScriptChecker);
}
