/** Commands of `workspace/executeCommand`; each takes one {@link DocumentCommandArgument}. */
export const serverCommands = {
  /** Sends the edit that adds a health check; answers whether it was applied. */
  addHealthcheck: 'ironhull.server.addHealthcheck',
  /** Answers with the facts of the document as text: {@link ExplainModelResult}. */
  explainModel: 'ironhull.server.explainModel',
  /** Sends the edit of all safe fixes through `workspace/applyEdit`. */
  fixAll: 'ironhull.server.fixAll',
  /** Sends the edit of all that hardens the document, each step with a note: {@link HardenResult}. */
  harden: 'ironhull.server.harden',
  /** Asks registries for digests, where the settings allow it, and sends the edit; answers whether it was applied. */
  pinBaseDigests: 'ironhull.server.pinBaseDigests',
} as const;

export interface DocumentCommandArgument {
  readonly uri: string;
}

/** What the rules believe about the document; null when the document is not open. */
export type ExplainModelResult = string | null;

/** The label of the `workspace/applyEdit` that hardens a document. */
export const hardenLabel = 'Ironhull: harden';

/** What has come of hardening; null when the document is not open or has changed meanwhile. */
export type HardenResult = {
  readonly outcome: 'done' | 'declined' | 'nothing-to-do';
  /** One sentence for the person, with the grades. */
  readonly message: string;
  /** What is needed to build the result, and what could not be done, with the reason. */
  readonly details: readonly string[];
} | null;
