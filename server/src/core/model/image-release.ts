import { debianNumbers, defaultReleases } from '../data/default-releases';
import { findRootBase, type BaseImage, type Stage } from './stage-graph';

/** The number of the Debian release under a stage; undefined for other systems and when not known. */
export function findDebianRelease(stage: Stage): number | undefined {
  const base = findRootBase(stage);
  return base.kind === 'image' ? debianOf(base) : undefined;
}

function debianOf({ reference, tag, facts }: BaseImage): number | undefined {
  const inName = /-debian(\d+)$/.exec(reference.repository)?.[1];
  if (inName !== undefined) return Number(inName);
  if (tag === undefined || facts?.variant.distribution !== 'debian') return undefined;
  for (const [name, number] of debianNumbers) {
    if (new RegExp(`(?:^|-)${name}(?:-|$)`).test(tag)) return number;
  }
  if (facts.family.id === 'debian') {
    const written = /^(\d+)(?:\.\d+)?(?:-slim)?$/.exec(tag)?.[1];
    return written === undefined ? undefined : Number(written);
  }
  const plain = tag.replace(/^slim$/, 'latest').replace(/-slim$/, '');
  return defaultReleases.find((each) => each.family === facts.family.id && each.tag.test(plain))
    ?.debian;
}

/** Languages whose version decides what an installed dependency fits. */
export type Language = 'python' | 'node' | 'php' | 'ruby' | 'java';

export interface LanguageVersion {
  readonly language: Language;
  /** What has to be equal: `3.13` for Python, PHP and Ruby, `24` for Node.js, `21` for Java. */
  readonly version: string;
}

const patterns: ReadonlyMap<string, readonly [Language, RegExp]> = new Map([
  ['python', ['python', /^(3\.\d+)(?:\.\d+)?(?:-|$)/]],
  ['node', ['node', /^(\d+)(?:\.\d+){0,2}(?:-|$)/]],
  ['php', ['php', /^(\d\.\d+)(?:\.\d+)?(?:-|$)/]],
  ['ruby', ['ruby', /^(\d\.\d+)(?:\.\d+)?(?:-|$)/]],
  ['eclipse-temurin', ['java', /^(\d+)(?:[.u]\S*)?(?:-|$)/]],
  ['amazoncorretto', ['java', /^(\d+)(?:[.u]\S*)?(?:-|$)/]],
  ['openjdk', ['java', /^(\d+)(?:[.u]\S*)?(?:-|$)/]],
  ['maven', ['java', /(?:eclipse-temurin|amazoncorretto|openjdk)-(\d+)(?:-|$)/]],
  ['gradle', ['java', /(?:^|-)jdk(\d+)(?:-|$)/]],
]);

/** The language that the image under a stage is made for; undefined when its version is not known. */
export function findLanguageVersion(stage: Stage): LanguageVersion | undefined {
  const base = findRootBase(stage);
  if (base.kind !== 'image' || base.tag === undefined || base.facts === undefined) return undefined;
  const found = patterns.get(base.facts.family.id);
  const version = found?.[1].exec(base.tag)?.[1];
  return found === undefined || version === undefined ? undefined : { language: found[0], version };
}
