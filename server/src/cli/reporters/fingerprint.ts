import { createHash } from 'node:crypto';
import type { Finding, LineIndex } from '../../core/service';

/**
 * Tells findings of one file apart, and knows them again when lines above them come and go: by rule and text of the
 * line; the same on an equal line again is counted.
 */
export class Fingerprints {
  readonly #path: string;
  readonly #lines: LineIndex;
  readonly #seen = new Map<string, number>();

  /** @param path of the file, as it is reported */
  constructor(path: string, lines: LineIndex) {
    this.#path = path;
    this.#lines = lines;
  }

  /** 32 hexadecimal digits; to be asked once for each finding, in source order. */
  of(finding: Finding): string {
    const { line } = this.#lines.placeAt(finding.span.start);
    const key = [this.#path, finding.rule, this.#lines.textOfLine(line).trim()].join('\n');
    const count = this.#seen.get(key) ?? 0;
    this.#seen.set(key, count + 1);
    return createHash('sha256')
      .update(`${key}\n${String(count)}`)
      .digest('hex')
      .slice(0, 32);
  }
}
