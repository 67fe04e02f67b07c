import type { Finding, LineIndex } from '../../core/service';

/** The outcome of one file: its findings, or why there are none. */
export type FileReport =
  | {
      /** `configuration` for a file with settings, whose mistakes are findings as well. */
      readonly kind: 'checked' | 'configuration';
      readonly path: string;
      readonly lines: LineIndex;
      readonly findings: readonly Finding[];
      /** What comments silence. */
      readonly silenced: readonly Finding[];
    }
  | { readonly kind: 'failed'; readonly path: string; readonly message: string };

/** Turns reports into output; gets those of the files in their order, then the end. */
export interface Reporter {
  add(report: FileReport): void;
  finish(): void;
}
