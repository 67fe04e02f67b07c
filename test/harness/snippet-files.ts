import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { expandSnippet } from './snippet';

/** One entry of a file in `snippets/`. */
export interface SnippetEntry {
  /** Name of the file without `.json`: the language or the kind of file it is for. */
  readonly file: string;
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly description: string;
  /** Offered by "Fill File with Snippet", too: it is a whole file. */
  readonly isFileTemplate: boolean;
  readonly body: readonly string[];
  /** What is left when every default is accepted; it ends without a line break. */
  readonly text: string;
}

const folder = path.join(process.cwd(), 'snippets');

/** The files in `snippets/`, without `.json`. */
export const snippetFiles: readonly string[] = readdirSync(folder)
  .map((name) => path.basename(name, '.json'))
  .sort();

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toLines(value: unknown, what: string): string[] {
  assert.ok(Array.isArray(value), `${what} is not an array`);
  return value.map((line: unknown) => {
    assert.ok(typeof line === 'string', `${what} holds something other than text`);
    return line;
  });
}

/** The entries of one file, in their order. */
export function readSnippets(file: string): readonly SnippetEntry[] {
  const content: unknown = JSON.parse(readFileSync(path.join(folder, `${file}.json`), 'utf8'));
  assert.ok(isRecord(content));
  return Object.entries(content).map(([name, value]) => {
    assert.ok(isRecord(value), name);
    const { prefix, description, body, isFileTemplate } = value;
    assert.ok(typeof description === 'string', `${name}: the description is missing`);
    const lines = toLines(body, `${name}: body`);
    return {
      file,
      name,
      prefixes: toLines(prefix, `${name}: prefix`),
      description,
      isFileTemplate: isFileTemplate === true,
      body: lines,
      text: expandSnippet(lines),
    };
  });
}
