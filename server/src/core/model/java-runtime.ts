import { findImageVariant } from '../data/base-images';
import type { ImageVariant } from '../data/image-facts';
import type { Stage } from './stage-graph';

/** The image that runs Java classes. */
export interface JavaRuntime {
  /** As written in FROM. */
  readonly image: string;
  readonly variant: ImageVariant;
  /** True when it has no compiler and no build tool. */
  readonly isRuntime: boolean;
}

const suffix = '((?:-(?:alpine(?:-3\\.\\d+)?|focal|jammy|noble|resolute|ubi\\d+-minimal))?)';

interface Move {
  readonly family: string;
  readonly tag: RegExp;
  /** Repository and tag, with `$1` for the version and `$2` for the system. */
  readonly image: string;
  readonly isRuntime: boolean;
}

const version = '((?:\\d+)(?:[.u][\\d._+b-]*\\d)?)';

/** From an image with a compiler to one of the same vendor, major version and system without it. */
const moves: readonly Move[] = [
  {
    family: 'eclipse-temurin',
    tag: new RegExp(`^${version}(?:-jdk)?${suffix}$`),
    image: 'eclipse-temurin:$1-jre$2',
    isRuntime: true,
  },
  {
    family: 'maven',
    tag: new RegExp(`^(?:[\\d.]+(?:-rc-\\d+)?-)?eclipse-temurin-(\\d+)${suffix}$`),
    image: 'eclipse-temurin:$1-jre$2',
    isRuntime: true,
  },
  {
    family: 'gradle',
    tag: new RegExp(`^(?:[\\d.]+-)?jdk(\\d+)${suffix}$`),
    image: 'eclipse-temurin:$1-jre$2',
    isRuntime: true,
  },
  // Corretto has no runtime images: its own JDK at least leaves Maven behind.
  {
    family: 'maven',
    tag: /^(?:[\d.]+-)?amazoncorretto-(\d+)((?:-(?:alpine|al2023))?)$/,
    image: 'amazoncorretto:$1$2',
    isRuntime: false,
  },
  {
    family: 'openjdk',
    tag: /^((?:8|11)[\du.]*?)(?:-jdk)?((?:-slim)?(?:-(?:buster|bullseye))?)$/,
    image: 'openjdk:$1-jre$2',
    isRuntime: true,
  },
];

/** The image that runs what a stage builds; a sentence when none is known that fits. */
export function findJavaRuntime(stage: Stage): JavaRuntime | string {
  const { base } = stage;
  if (base.kind !== 'image' || base.facts === undefined || base.tag === undefined) {
    return 'What the base image holds is not known.';
  }
  const { tag, facts } = base;
  const move = moves.find((each) => each.family === facts.family.id && each.tag.test(tag));
  if (move === undefined) {
    return `No runtime image of the same Java and system is known for "${base.reference.text}".`;
  }
  const image = tag.replace(move.tag, move.image);
  const [name = '', newTag = ''] = image.split(':');
  const found = findImageVariant(`docker.io/library/${name}`, newTag);
  if (found === undefined) return `The image "${image}" is not known to exist.`;
  const registry = base.reference.name.text.replace(/[^/]+$/, '');
  return { image: `${registry}${image}`, variant: found.variant, isRuntime: move.isRuntime };
}
