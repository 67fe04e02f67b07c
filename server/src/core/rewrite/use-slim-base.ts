import { findImageVariant } from '../data/base-images';
import type { ImageVariant } from '../data/image-facts';
import { findAlpineImage } from '../model/alpine-image';
import type { DockerfileModel } from '../model/model';
import { findSlimImage } from '../model/slim-image';
import { findFullImageNeed, type FullImageNeed } from '../model/slim-needs';
import type { BaseImage, Stage } from '../model/stage-graph';
import type { Edit } from '../text/edit';
import { nodeAsker, pythonAsker, swapProbeTool, type Asker } from './swap-probe-tool';
import { replaceWord } from './words';

/** How a stage starts from a smaller image of the same version, or why it cannot. */
export type SlimBasePlan =
  | {
      readonly kind: 'plan';
      /** As FROM writes it. */
      readonly image: string;
      readonly tag: string;
      readonly edits: readonly Edit[];
      readonly evidence: readonly string[];
    }
  | { readonly kind: 'refused'; readonly tag: string; readonly reason: string };

/** Plans the slim image of the same version and distribution; undefined where there is none. */
export function planSlimBase(model: DockerfileModel, stage: Stage): SlimBasePlan | undefined {
  const { base, imageWord } = stage;
  if (base.kind !== 'image' || base.facts === undefined || imageWord === undefined)
    return undefined;
  const { family, variant } = base.facts;
  const slim = findSlim(base);
  if (slim === undefined || (family.kind !== 'application' && family.id !== 'debian'))
    return undefined;
  const { tag } = slim;
  const need = findFullImageNeed(model, stage, variant, slim.variant);
  const probe = need?.kind === 'probe' ? swapProbe(model, base, need) : undefined;
  if (need !== undefined && probe === undefined)
    return { kind: 'refused', tag, reason: need.reason };
  const found = findSlimImage(stage);
  if (found.kind === 'unknown') return { kind: 'refused', tag, reason: found.reason };
  const image = found.reference;
  const evidence = [
    `The image ${image} has the same version and distribution as ${imageWord.text}.`,
    ...(probe === undefined ? [] : [`${need?.reason ?? ''} Another program asks instead.`]),
  ];
  const tagWord = base.literal ? base.reference.tag : undefined;
  const edit = tagWord === undefined ? replaceWord(imageWord, image) : replaceWord(tagWord, tag);
  return { kind: 'plan', image, tag, edits: [edit, ...(probe ?? [])], evidence };
}

function findSlim(
  base: BaseImage,
): { readonly tag: string; readonly variant: ImageVariant } | undefined {
  const rule = base.facts?.variant.slimTag;
  if (rule === undefined || base.tag === undefined || base.tag === 'latest') return undefined;
  const tag = base.tag.replace(rule.pattern, rule.replacement);
  const variant = findImageVariant(base.reference.repository, tag)?.variant;
  return variant === undefined || tag === base.tag ? undefined : { tag, variant };
}

/** The health check with the runtime of the image; undefined when it cannot ask the same. */
function swapProbe(
  model: DockerfileModel,
  base: BaseImage,
  { probe }: FullImageNeed,
): readonly Edit[] | undefined {
  const { target } = model;
  const check = target === undefined ? undefined : model.processOf(target).healthCheck;
  if (target === undefined || probe === undefined || check?.kind !== 'command') return undefined;
  const { execution } = check;
  const swap = swapProbeTool(model, target, { ...probe, execution }, askersOf(base));
  return swap.kind === 'edits' ? swap.edits : undefined;
}

function askersOf({ tag = '', facts }: BaseImage): readonly Asker[] {
  const major = Number(/^\d+/.exec(tag)?.[0]);
  const family = facts?.family.id;
  if (family === 'node') return [nodeAsker('node', 18 <= major)];
  return family === 'python' ? [pythonAsker('python')] : [];
}

/** Plans the Alpine image of the same version. */
export function planAlpineBase(model: DockerfileModel, stage: Stage): SlimBasePlan {
  const found = findAlpineImage(model, stage);
  const tag = 'alpine';
  if (found.kind === 'refused') return { ...found, tag };
  const { imageWord } = stage;
  if (imageWord === undefined) return { kind: 'refused', tag, reason: 'FROM names no image.' };
  const { reference } = found;
  return {
    kind: 'plan',
    image: reference,
    tag,
    edits: [replaceWord(imageWord, reference)],
    evidence: ['Nothing in the stage depends on the C library or the packages of Debian.'],
  };
}
