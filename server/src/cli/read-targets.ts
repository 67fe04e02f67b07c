import type { Target } from './files';
import { readSource, readStandardInput } from './source';
import type { Terminal } from './terminal';

/** What standard input is called when it was given no name. */
export const standardInputPath = '<stdin>';

/** One input of a command. */
export type Input =
  | {
      readonly kind: 'text';
      readonly origin: 'stdin' | 'file';
      readonly path: string;
      readonly text: string;
      readonly bom: string;
    }
  | { readonly kind: 'failed'; readonly path: string; readonly message: string };

/**
 * Reads the targets one by one. What cannot be read is reported, and given as failed; a file without
 * text that nobody named is left out.
 */
export async function* readTargets(
  targets: readonly Target[],
  stdinPath: string,
  terminal: Terminal,
): AsyncIterable<Input> {
  for (const target of targets) {
    const input = await readTarget(target, stdinPath, terminal);
    if (input?.kind === 'failed') terminal.fail(`${input.path}: ${input.message}`);
    if (input !== undefined) yield input;
  }
}

async function readTarget(
  target: Target,
  stdinPath: string,
  terminal: Terminal,
): Promise<Input | undefined> {
  if (target.kind === 'problem') {
    return { kind: 'failed', path: target.path, message: target.message };
  }
  const origin = target.kind;
  const path = target.kind === 'file' ? target.path : stdinPath;
  const source = target.kind === 'file' ? readSource(target.path) : await readStandardInput();
  if (source.kind === 'text') {
    return { kind: 'text', origin, path, text: source.text, bom: source.bom };
  }
  if (source.kind === 'not-text' && target.kind === 'file' && !target.named) {
    terminal.note(`Skipped ${path}: ${source.message}.`);
    return undefined;
  }
  return { kind: 'failed', path, message: source.message };
}
