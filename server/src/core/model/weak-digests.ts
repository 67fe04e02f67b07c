import type { ShellWord } from '../syntax/shell';
import { comparesDigest } from './download-verification';
import { downloadsOf } from './downloads';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** A check of a download that somebody who wants to can get around. */
export interface WeakDigest {
  readonly word: ShellWord;
  readonly algorithm: 'MD5' | 'SHA-1';
}

/** Checks of a stage with MD5 or SHA-1 in a RUN that downloads and compares nothing better. */
export function findWeakDigests(model: DockerfileModel, stage: Stage): readonly WeakDigest[] {
  const downloading = new Set(downloadsOf(model, stage).map(({ command }) => command.instruction));
  return model.commandsOf(stage).flatMap((command): readonly WeakDigest[] => {
    const { name = '', words, instruction } = command;
    const [word, ...rest] = words;
    const algorithm = algorithmOf(name, rest);
    if (algorithm === undefined || word === undefined || !downloading.has(instruction)) return [];
    const checks = rest.some(({ text }) => /^(?:--check|-[a-z]*c[a-z]*)$/.test(text));
    return checks && !comparesDigest(model, instruction) ? [{ word, algorithm }] : [];
  });
}

function algorithmOf(
  name: string,
  words: readonly ShellWord[],
): WeakDigest['algorithm'] | undefined {
  if (name === 'md5sum') return 'MD5';
  if (name === 'sha1sum') return 'SHA-1';
  const chosen = words.findIndex(({ text }) => text === '-a' || text === '--algorithm');
  const isDefault = !words.some(({ text }) => /^(?:-a|--algorithm)/.test(text));
  return name === 'shasum' && (isDefault || words[chosen + 1]?.text === '1') ? 'SHA-1' : undefined;
}
