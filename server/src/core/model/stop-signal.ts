import { fixedSignals, usualSignals } from '../data/signal-numbers';
import type { Instruction, Word } from '../syntax/instruction';
import { isSignal } from '../syntax/refusals';
import type { DockerfileModel } from './model';

/** What a STOPSIGNAL says. */
export interface StopSignalText {
  readonly word: Word;
  /** Variables replaced, quotes removed: both are done by the builder, before it looks at the signal. */
  readonly value: string;
  /** `SIGTERM`, `SIGRTMIN+3`; undefined for a number that is no sure name. */
  readonly name: string | undefined;
  /** `usual`: a number that means this signal on most processors only. */
  readonly form: 'name' | 'number' | 'usual';
  /** True when the word holds no variable and stands on one line, so that it can be replaced. */
  readonly literal: boolean;
}

/**
 * Reads a STOPSIGNAL; undefined where it is not known, or no signal. Docker takes names in any case, with or without
 * `SIG`, and numbers.
 *
 * Source: BuildKit, StopSignalCommand (words are expanded); moby/sys, signal.ParseSignal; 2026-11.
 */
export function readStopSignal(
  model: DockerfileModel,
  instruction: Instruction,
): StopSignalText | undefined {
  const [word] = instruction.words;
  const value = word === undefined ? undefined : model.expand(word, instruction);
  if (word === undefined || value === undefined || !isSignal(value)) return undefined;
  const literal = !word.text.includes('$') && word.span.end - word.span.start === word.text.length;
  if (!/^\d+$/.test(value)) {
    const name = `SIG${value.toUpperCase().replace(/^SIG/, '')}`;
    return { word, value, name, form: 'name', literal };
  }
  const fixed = fixedSignals.names.get(Number(value));
  return fixed === undefined
    ? { word, value, name: usualSignals.names.get(Number(value)), form: 'usual', literal }
    : { word, value, name: fixed, form: 'number', literal };
}
