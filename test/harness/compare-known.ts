import { createHash } from 'node:crypto';

import type { Disagreement, Side } from './compare-match';

/** What is known about the place of a disagreement. */
export interface PlaceFacts {
  readonly file: string;
  readonly keyword: string;
  /** Source of the instruction. */
  readonly text: string;
  /** `shipped`: part of the image; `builder`: of no other stage but builds; `none`: before the first FROM. */
  readonly stage: 'shipped' | 'builder' | 'none';
  /** The image below all stages that this one starts from, or what its FROM says where that is not known. */
  readonly base: string;
  /** Whether its system is known; `windows` where it is. */
  readonly image: 'known' | 'unknown' | 'windows' | 'none';
  /** Source of the whole file. */
  readonly document: string;
}

export interface PlacedDisagreement extends Disagreement {
  readonly facts: PlaceFacts;
  /** The peer could not read the file. */
  readonly unread: boolean;
}

/** What has to hold for a class to explain a disagreement; all that is given must hold. */
export interface Condition {
  /** Patterns, in the syntax of JavaScript, with the flags `im`. */
  readonly text?: string;
  readonly notText?: string;
  readonly message?: string;
  readonly base?: string;
  readonly document?: string;
  readonly notDocument?: string;
  readonly stage?: PlaceFacts['stage'];
  readonly image?: PlaceFacts['image'];
  readonly silenced?: boolean;
  /** The peer could not read the file, or gave up in it. */
  readonly unread?: boolean;
  /** Each pipe of the instruction, `left | right` on one line, matches one of these. */
  readonly pipes?: readonly string[];
  /** Instances that were read one by one: {@link fingerprintOf}. */
  readonly fingerprints?: readonly string[];
}

/** Why both tools may differ: a cause, never a whole id. */
export interface KnownClass {
  /** Ids of the peer that it is about. */
  readonly ids: readonly string[];
  readonly side: Side;
  readonly class: string;
  readonly reason: string;
  /** A few lines of a Dockerfile where both differ for this reason. */
  readonly example: string;
  readonly when: Condition;
}

/** Names an instance without its text: the same instruction has the same one in every file. */
export function fingerprintOf({ side, id, facts }: PlacedDisagreement): string {
  const text = facts.text.replace(/\s+/g, ' ').trim();
  return createHash('sha256').update(`${side}\n${id}\n${text}`).digest('hex').slice(0, 12);
}

/** The first class that explains a disagreement. */
export function classify(
  disagreement: PlacedDisagreement,
  classes: readonly KnownClass[],
): KnownClass | undefined {
  return classes.find(
    ({ ids, side, when }) =>
      side === disagreement.side && ids.includes(disagreement.id) && holds(when, disagreement),
  );
}

function holds(when: Condition, disagreement: PlacedDisagreement): boolean {
  const { facts } = disagreement;
  const fits = (pattern: string | undefined, text: string): boolean =>
    pattern === undefined || new RegExp(pattern, 'im').test(text);
  const avoids = (pattern: string | undefined, text: string): boolean =>
    pattern === undefined || !new RegExp(pattern, 'im').test(text);
  return (
    fits(when.text, facts.text) &&
    avoids(when.notText, facts.text) &&
    fits(when.message, disagreement.message) &&
    fits(when.base, facts.base) &&
    fits(when.document, facts.document) &&
    avoids(when.notDocument, facts.document) &&
    (when.stage === undefined || when.stage === facts.stage) &&
    (when.image === undefined || when.image === facts.image) &&
    (when.silenced === undefined || when.silenced === disagreement.silenced) &&
    (when.unread === undefined || when.unread === disagreement.unread) &&
    (when.pipes === undefined || everyPipe(facts.text, when.pipes)) &&
    (when.fingerprints === undefined || when.fingerprints.includes(fingerprintOf(disagreement)))
  );
}

/** Comments inside the instruction and broken lines are no part of a pipe; what stands in case patterns looks like one. */
function everyPipe(text: string, patterns: readonly string[]): boolean {
  const line = text.replace(/^\s*#.*\n/gm, '').replace(/\\\n/g, ' ');
  const pipes = line.match(/[^|;&\n]*(?<!\|)\|(?!\|)[^|;&\n]*/g) ?? [];
  return (
    pipes.length > 0 &&
    pipes.every((pipe) => patterns.some((pattern) => new RegExp(pattern, 'i').test(pipe)))
  );
}

/** A mistake of a class of the data files, as a sentence; undefined when it is in form. */
export function findMistake(known: KnownClass): string | undefined {
  const name = `${known.ids.join(', ')} ${known.side} ${known.class}`;
  if (known.ids.length === 0) return `${name}: no id`;
  if (!/^[a-z][a-z0-9-]+$/.test(known.class)) return `${name}: the class is not kebab-case`;
  if (!/^[A-Z`].*\.$/s.test(known.reason)) return `${name}: the reason is not a sentence`;
  if (known.example.trim() === '') return `${name}: no example`;
  if (Object.keys(known.when).length === 0) return `${name}: explains a whole id`;
  return undefined;
}
