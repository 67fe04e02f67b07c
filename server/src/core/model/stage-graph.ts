import { findImageVariant } from '../data/base-images';
import type { ImageFamily, ImageVariant } from '../data/image-facts';
import { parseImageReference, type ImageReference } from '../syntax/image-reference';
import type { Instruction, SyntaxTree, Word } from '../syntax/instruction';
import { findFlag } from '../syntax/instruction';
import { factsOfStated, findStatedImage, type StatedImage } from './stated-images';

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
  const stages: Stage[] = [];
  for (const [position, start] of starts.entries()) {
    const from = tree.instructions[start];
    if (from === undefined) continue;
    const instructions = tree.instructions.slice(start + 1, starts[position + 1]);
    stages.push(toStage(from, instructions, stages, resolve, images));
  }
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

function toStage(
  from: Instruction,
  instructions: readonly Instruction[],
  earlier: readonly Stage[],
  resolve: ResolveFrom,
  images: readonly StatedImage[],
): Stage {
  const [imageWord, as, nameWord] = from.words;
  const named = as?.text.toLowerCase() === 'as' ? nameWord : undefined;
  const base = findBase(imageWord, from, earlier, resolve, images);
  return {
    index: earlier.length,
    name: named?.text.toLowerCase(),
    nameWord: named,
    from,
    imageWord,
    base,
    rootBase: base.kind === 'stage' ? base.stage.rootBase : base,
    instructions,
  };
}

function findBase(
  word: Word | undefined,
  from: Instruction,
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
  const platform = findFlag(from, 'platform')?.value?.text ?? '';
  const stated = findStatedImage(images, reference);
  const known =
    tag === undefined || platform.startsWith('windows')
      ? undefined
      : findImageVariant(reference.repository, tag);
  const facts = (stated && factsOfStated(stated)) ?? known;
  return { kind: 'image', reference, literal: text === word.text, tag, facts, stated };
}
