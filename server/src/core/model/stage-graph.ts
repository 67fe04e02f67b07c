import { findImageVariant } from '../data/base-images';
import type { ImageFamily, ImageVariant } from '../data/image-facts';
import { parseImageReference, type ImageReference } from '../syntax/image-reference';
import type { Instruction, SyntaxTree, Word } from '../syntax/instruction';
import { factsOfStated, findStatedImage, type StatedImage } from './stated-images';
import { namesLinux, namesWindows, readWindowsMark, type WindowsMark } from './windows-marks';

/** The image a stage starts from. */
export interface BaseImage {
  readonly kind: 'image';
  /** The reference with variables replaced by their defaults. */
  readonly reference: ImageReference;
  /** True when FROM holds no variable, so that spans of `reference` are places in the document. */
  readonly literal: boolean;
  /** Tag, `latest` when neither tag nor digest is written; undefined for a digest without tag. */
  readonly tag: string | undefined;
  /** Known facts about that tag. */
  readonly facts: { readonly family: ImageFamily; readonly variant: ImageVariant } | undefined;
  /** What the team says of it. */
  readonly stated: StatedImage | undefined;
}

export type StageBase =
  | BaseImage
  | { readonly kind: 'stage'; readonly stage: Stage }
  | { readonly kind: 'scratch' }
  | { readonly kind: 'unknown' };

export type RootBase = Exclude<StageBase, { kind: 'stage' }>;

export interface Stage {
  readonly index: number;
  /** Lower case, as references compare it. */
  readonly name: string | undefined;
  readonly nameWord: Word | undefined;
  readonly from: Instruction;
  /** The image or stage word of FROM. */
  readonly imageWord: Word | undefined;
  readonly base: StageBase;
  /** What lies under the stage and its parent stages: never another stage. */
  readonly rootBase: RootBase;
  /** True when the stage, or one that it inherits from or that inherits from it, is or may be built for Windows. */
  readonly mayBeWindows: boolean;
  /** Instructions behind FROM, up to the next FROM. */
  readonly instructions: readonly Instruction[];
}

/** Finds out what the word of a FROM means with the defaults of the ARGs above the first FROM. */
export type ResolveFrom = (word: Word) => string | undefined;

export interface StageGraph {
  readonly stages: readonly Stage[];
  /** Instructions above the first FROM. */
  readonly preamble: readonly Instruction[];
  /** The stage that is built when no target is chosen: the last one. */
  readonly target: Stage | undefined;
  /** The target and the stages it inherits from through FROM. */
  readonly shipped: ReadonlySet<Stage>;
}

/** @param images what the team says of base images of its own */
export function buildStageGraph(
  tree: SyntaxTree,
  resolve: ResolveFrom,
  images: readonly StatedImage[] = [],
): StageGraph {
  const starts = tree.instructions.flatMap((instruction, index) =>
    instruction.keyword === 'FROM' ? [index] : [],
  );
  const parts = starts.flatMap((start, position) => {
    const from = tree.instructions[start];
    const instructions = tree.instructions.slice(start + 1, starts[position + 1]);
    return from === undefined ? [] : [{ from, instructions }];
  });
  const marks = findWindowsMarks(parts);
  const stages: Stage[] = [];
  for (const part of parts)
    stages.push(toStage(part, marks.get(part) ?? 'none', stages, resolve, images));
  const target = stages.at(-1);
  return {
    stages,
    preamble: tree.instructions.slice(0, starts[0]),
    target,
    shipped: new Set(target === undefined ? [] : collectInheritance(target)),
  };
}

/** The stage and the stages it inherits from, nearest first. */
export function collectInheritance(stage: Stage): readonly Stage[] {
  const chain = [stage];
  for (let { base } = stage; base.kind === 'stage'; { base } = base.stage) chain.push(base.stage);
  return chain;
}

/** What lies under the stage and its parent stages: never another stage. */
export function findRootBase(stage: Stage): RootBase {
  return stage.rootBase;
}

/** The stage a `--from` or FROM value names, by name or index, among those before `before`. */
export function findStage(
  stages: readonly Stage[],
  reference: string,
  before: number,
): Stage | undefined {
  const name = reference.toLowerCase();
  const earlier = stages.slice(0, before);
  const named = earlier.findLast((stage) => stage.name === name);
  if (named !== undefined) return named;
  return /^\d+$/.test(reference) ? earlier[Number(reference)] : undefined;
}

interface StagePart {
  readonly from: Instruction;
  readonly instructions: readonly Instruction[];
}

/** The marks of the parts; those of a part hold for the one whose name it starts from. */
function findWindowsMarks(parts: readonly StagePart[]): ReadonlyMap<StagePart, WindowsMark> {
  const found = new Map<StagePart, WindowsMark>();
  const names = new Map<string, WindowsMark>();
  for (const part of parts.toReversed()) {
    const [imageWord, , nameWord] = part.from.words;
    const own = readWindowsMark(part.from, part.instructions);
    const below = names.get(nameWord?.text.toLowerCase() ?? '') ?? 'none';
    const mark = own === 'none' ? below : own;
    if (mark === 'none') continue;
    found.set(part, mark);
    if (imageWord !== undefined) names.set(imageWord.text.toLowerCase(), mark);
  }
  return found;
}

function toStage(
  { from, instructions }: StagePart,
  mark: WindowsMark,
  earlier: readonly Stage[],
  resolve: ResolveFrom,
  images: readonly StatedImage[],
): Stage {
  const [imageWord, as, nameWord] = from.words;
  const named = as?.text.toLowerCase() === 'as' ? nameWord : undefined;
  const base = findBase(imageWord, mark, earlier, resolve, images);
  return {
    index: earlier.length,
    name: named?.text.toLowerCase(),
    nameWord: named,
    from,
    imageWord,
    base,
    rootBase: base.kind === 'stage' ? base.stage.rootBase : base,
    mayBeWindows: mayBeWindows(base, mark),
    instructions,
  };
}

function mayBeWindows(base: StageBase, mark: WindowsMark): boolean {
  if (base.kind === 'stage') return mark !== 'none' || base.stage.mayBeWindows;
  if (base.kind !== 'image') return mark !== 'none';
  const { facts, reference } = base;
  if (facts !== undefined) return facts.variant.distribution === 'windows';
  return mark !== 'none' || namesWindows(reference.text);
}

/** True when the facts about an image hold for a stage with such a mark. */
function holds(
  { family, variant }: NonNullable<BaseImage['facts']>,
  mark: WindowsMark,
  tag = '',
): boolean {
  if (mark === 'none' || variant.distribution === 'windows') return true;
  return mark === 'pwsh' && (family.kind === 'os' || namesLinux(tag));
}

function findBase(
  word: Word | undefined,
  mark: WindowsMark,
  earlier: readonly Stage[],
  resolve: ResolveFrom,
  images: readonly StatedImage[],
): StageBase {
  if (word === undefined) return { kind: 'unknown' };
  const text = resolve(word);
  if (text === undefined || text === '') return { kind: 'unknown' };
  const stage = earlier.findLast((candidate) => candidate.name === text.toLowerCase());
  if (stage !== undefined) return { kind: 'stage', stage };
  if (text === 'scratch') return { kind: 'scratch' };
  const reference = parseImageReference({ text, span: word.span });
  if (reference === undefined) return { kind: 'unknown' };
  const tag = reference.tag?.text ?? (reference.digest === undefined ? 'latest' : undefined);
  const stated = findStatedImage(images, reference);
  const found = tag === undefined ? undefined : findImageVariant(reference.repository, tag);
  const known = found !== undefined && holds(found, mark, tag) ? found : undefined;
  const facts = (stated && factsOfStated(stated)) ?? known;
  return { kind: 'image', reference, literal: text === word.text, tag, facts, stated };
}
