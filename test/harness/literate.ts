import { readFileSync, writeFileSync } from 'node:fs';

/** One case of a literate page. */
export interface LiterateCase {
  readonly title: string;
  readonly source: string;
  /** The block marked `fixed`; undefined when there is none. */
  readonly fixed: string | undefined;
  /** The day of `today: 2026-01-01`, when the prose names one. */
  readonly today: string | undefined;
  /** The blocks marked `file PATH`: files around the Dockerfile; undefined when there is none. */
  readonly files: Readonly<Record<string, string>> | undefined;
  /** The block marked `json options`: options of the rule. */
  readonly options: Readonly<Record<string, unknown>> | undefined;
}

const fence = /^```dockerfile( fixed)?\n([^]*?)^```$/gm;
const optionsFence = /^```json options\n([^]*?)^```$/m;
const fileFence = /^```file (\S+)\n([^]*?)^```$/gm;

/**
 * Reads a page: a `##` heading per case, prose, a `dockerfile` block, maybe a `dockerfile fixed` block, and
 * `file PATH` blocks for the project around it; options of the rule in a `json options` block.
 */
export function readPage(path: string): readonly LiterateCase[] {
  const page = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  return page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const title = section.slice(0, section.indexOf('\n')).trim();
      const blocks = [...section.matchAll(fence)];
      const [source, ...others] = textsOf(blocks, false);
      const [fixed, ...othersFixed] = textsOf(blocks, true);
      if (source === undefined || others.length + othersFixed.length !== 0) {
        throw new Error(
          `${path}: "${title}" must have one dockerfile block, and one fixed at most.`,
        );
      }
      return {
        title,
        source,
        fixed,
        files: readFiles(section),
        options: readOptions(section),
        today: /\btoday: (\d{4}-\d{2}-\d{2})/.exec(section)?.[1],
      };
    });
}

function textsOf(blocks: readonly RegExpExecArray[], fixed: boolean): readonly string[] {
  return blocks
    .filter((block) => (block[1] !== undefined) === fixed)
    .map(([, , text = '']) => text);
}

function readOptions(section: string): Readonly<Record<string, unknown>> | undefined {
  const text = optionsFence.exec(section)?.[1];
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error('Options are an object.');
  return { ...value };
}

function readFiles(section: string): Readonly<Record<string, string>> | undefined {
  const files = [...section.matchAll(fileFence)].map(
    ([, path = '', text = '']): [string, string] => [path, text],
  );
  return files.length === 0 ? undefined : Object.fromEntries(files);
}

/** With `UPDATE_SNAPSHOTS=1`: replaces the `fixed` block of a case by what the fix gives. */
export function updateFixed(path: string, title: string, fixed: string): void {
  const page = readFileSync(path, 'utf8');
  const sections = page.split(/^(?=## )/m).map((section) => {
    if (!section.startsWith(`## ${title}\n`)) return section;
    return section.replace(
      /^```dockerfile fixed\n[^]*?^```$/m,
      () => `\`\`\`dockerfile fixed\n${fixed}\`\`\``,
    );
  });
  writeFileSync(path, sections.join(''));
}
