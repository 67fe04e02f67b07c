/** What the language server needs from the machine it runs on. */
export interface Host {
  /** The text of a file by URI; undefined when there is none or it cannot be read. */
  readonly readFile: (uri: string) => Promise<string | undefined>;
  /** The current day, ISO date. */
  readonly today: () => string;
  /** Resolves in a later turn of the event loop, so that waiting messages are read first. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** No host opens the network. */
  readonly network: 'closed';
}
