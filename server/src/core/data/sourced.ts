/** Where a data row comes from and when it was read: every row of `data/` carries both. */
export interface Sourced {
  /** A public document a reader can open: repository and path, or page address. */
  readonly source: string;
  /** ISO date (`YYYY-MM-DD`) on which the source said so. */
  readonly checked: string;
}
