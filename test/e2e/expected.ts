/** What the runner computes with the CLI and the core before VS Code starts: expected.json. */
export interface Expected {
  readonly findings: readonly ExpectedFinding[];
  readonly quickFixes: readonly ExpectedQuickFix[];
  /** The Dockerfile after `ironhull fix`. */
  readonly fixed: string;
  readonly snippets: readonly ExpectedSnippet[];
  readonly harden: ExpectedHardening;
  readonly generated: readonly ExpectedGeneration[];
}

/** What `ironhull generate` makes of a project in a folder of the workspace. */
export interface ExpectedGeneration {
  readonly folder: string;
  /** Title of the recipe. */
  readonly title: string;
  readonly dockerfile: string;
}

export interface ExpectedHardening {
  /** Of the first step of each of the first groups. */
  readonly titles: readonly string[];
  /** The title of the group that a user takes out. */
  readonly unticked: string;
  /** The Dockerfile with all groups. */
  readonly hardened: string;
  /** The Dockerfile without that group. */
  readonly withoutUnticked: string;
}

export interface ExpectedFinding {
  readonly rule: string;
  /** Start line, start column, end line, end column; from 0, as the editor counts. */
  readonly range: readonly [number, number, number, number];
}

export interface ExpectedQuickFix {
  readonly rule: string;
  readonly title: string;
  /** The Dockerfile after this fix alone. */
  readonly text: string;
}

export interface ExpectedSnippet {
  readonly prefix: string;
  /** A line it inserts. */
  readonly line: string;
}

export const expectedFile = 'expected.json';
