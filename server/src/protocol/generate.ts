/** Command of `workspace/executeCommand`; takes one {@link GenerateArgument}, answers nothing. */
export const generateCommand = 'ironhull.server.generate';

export interface GenerateArgument {
  /** The folder of the project. */
  readonly uri: string;
  /** Ids of the parts that are asked for; the others are offered too. */
  readonly parts: readonly string[];
}

/** Sent by the server to let a person choose; clients that do not know it get what is ticked. */
export const pickRequest = 'ironhull/pick';

export interface PickParams {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly PickItem[];
  /** True where several can be chosen. */
  readonly many: boolean;
}

export interface PickItem {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly ticked: boolean;
  /** Shown while the item has the focus. */
  readonly preview?: PickPreview;
}

export interface PickPreview {
  /** Name to show it under; its extension tells the language. */
  readonly path: string;
  readonly text: string;
  /** The file it would replace. */
  readonly replaces?: string;
}

/** Ids of what was chosen; null when the person turned away. */
export type PickResult = readonly string[] | null;
