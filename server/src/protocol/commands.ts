/** Commands of `workspace/executeCommand`; each takes one {@link DocumentCommandArgument}. */
export const serverCommands = {
  /** Answers with the facts of the document as text: {@link ExplainModelResult}. */
  explainModel: 'ironhull.server.explainModel',
  /** Sends the edit of all safe fixes through `workspace/applyEdit`. */
  fixAll: 'ironhull.server.fixAll',
} as const;

export interface DocumentCommandArgument {
  readonly uri: string;
}

/** What the rules believe about the document; null when the document is not open. */
export type ExplainModelResult = string | null;
