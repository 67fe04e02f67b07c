import { hasTool } from '../data/base-images';
import { trackedTools, type ImageVariant } from '../data/image-facts';
import { packagesWithSystemNeeds } from '../data/node-build-tools';
import { findSaying, startsPrograms, type SourceText } from '../project/node-sources';
import { findDebianRelease } from './image-release';
import { findInstalledPackages, findRuntimePackages } from './installed-packages';
import type { DockerfileModel } from './model';
import type { NodeStage } from './node-stage';
import { findSlimImage } from './slim-image';
import type { BaseImage, Stage } from './stage-graph';

/** The image that runs a Node.js program, and what it needs of the system. */
export interface NodeRuntime {
  /** As FROM writes it. */
  readonly image: string;
  /** True when it has fewer packages than the image of the stage. */
  readonly isSlimmer: boolean;
  /** True when system packages stay behind that only build. */
  readonly dropsPackages: boolean;
  readonly manager: 'apt-get' | 'apk';
  /** System packages that have to be installed in it. */
  readonly packages: readonly string[];
  readonly evidence: readonly string[];
}

const namesSystemFiles = /['"`]\/(?:usr\/(?:share|lib|bin|sbin|libexec)|bin|sbin|lib)\//;

/**
 * The image of a runtime stage behind a stage that installs a Node.js project: same version, distribution and
 * C library, the slim variant where nothing shows that more is needed. A sentence when that is not known.
 */
export function findNodeRuntime(
  model: DockerfileModel,
  stage: Stage,
  node: NodeStage,
  sources: readonly SourceText[],
): NodeRuntime | string {
  const { base, imageWord } = stage;
  if (base.kind !== 'image' || base.facts?.family.id !== 'node' || imageWord === undefined) {
    return 'The base is not a known image of Node.js.';
  }
  const need = findSystemNeed(model, stage, node, sources, base);
  const packages = findNeededPackages(model, stage, base.facts.variant, need !== undefined);
  if (typeof packages === 'string') return packages;
  const installed = findInstalledPackages(model, stage);
  const dropsPackages = installed.some(({ name }) => !packages.includes(name ?? ''));
  const manager = base.facts.variant.packageManager === 'apk' ? 'apk' : 'apt-get';
  const same = {
    image: imageWord.text,
    isSlimmer: false,
    dropsPackages,
    manager,
    packages,
  } as const;
  const slim = findSlimImage(stage);
  if (slim.kind === 'unknown' || !slim.slimmer) return { ...same, evidence: [] };
  if (need !== undefined) return { ...same, evidence: [need] };
  const { reference } = slim;
  const evidence = [`The image ${reference} is ${imageWord.text} with fewer system packages.`];
  return { ...same, image: reference, isSlimmer: true, evidence };
}

/** Why the program may need what slim images leave out; undefined when nothing shows it. */
function findSystemNeed(
  model: DockerfileModel,
  stage: Stage,
  { manifest }: NodeStage,
  sources: readonly SourceText[],
  base: BaseImage,
): string | undefined {
  const names = [...manifest.dependencies.keys(), ...manifest.optionalDependencies.keys()];
  const needy = names.find((name) => packagesWithSystemNeeds.has(name));
  if (needy !== undefined)
    return `The package ${needy} may need programs or libraries of the full image.`;
  const starter = findSaying(sources, startsPrograms);
  if (starter !== undefined)
    return `${starter} starts programs, which the full image may have brought.`;
  const reader = findSaying(sources, namesSystemFiles);
  if (reader !== undefined) return `${reader} names files of the operating system.`;
  const variant = base.facts?.variant;
  const tool = variant === undefined ? undefined : findStartTool(model, stage, variant);
  return tool === undefined ? undefined : `A start command or health check uses ${tool}.`;
}

/** A tracked program other than Node.js that ENTRYPOINT, CMD or HEALTHCHECK calls. */
function findStartTool(
  model: DockerfileModel,
  stage: Stage,
  variant: ImageVariant,
): string | undefined {
  const { entrypoint, command, healthCheck } = model.processOf(stage);
  const starts = [entrypoint, command].flatMap((start) =>
    start.kind === 'instruction' ? [start.instruction] : [],
  );
  const checks = healthCheck?.kind === 'command' ? [healthCheck.instruction] : [];
  const text = [...starts, ...checks]
    .map(({ span }) => model.text.slice(span.start, span.end))
    .join('\n');
  return trackedTools.find(
    (tool) =>
      tool !== 'node' &&
      tool !== 'bash' &&
      hasTool(variant, tool) !== false &&
      new RegExp(`(?:^|[\\s"'/;&|(])${tool}(?=$|[\\s"';&|)])`, 'm').test(text),
  );
}

/** System packages of the builder that the program may need; a sentence when that is not known. */
function findNeededPackages(
  model: DockerfileModel,
  stage: Stage,
  { packageManager }: ImageVariant,
  startsPrograms: boolean,
): readonly string[] | string {
  const packages = findInstalledPackages(model, stage);
  if (packages.length === 0) return [];
  if (packageManager === 'apk') {
    const odd = packages.find(({ role }) => role === 'unknown' || role === 'headers');
    if (odd !== undefined) {
      return `Whether the program needs the package "${odd.text}" when it runs is not known.`;
    }
    const kept = packages.flatMap(({ role, name }) =>
      role === 'build' || (role === 'program' && !startsPrograms) ? [] : (name ?? []),
    );
    return [...new Set(kept)].sort();
  }
  const release = findDebianRelease(stage);
  if (release !== 12 && release !== 13)
    return 'Which release of Debian the image has is not known.';
  const needed = findRuntimePackages(packages, release === 12 ? '12' : '13', startsPrograms);
  return needed.kind === 'unknown' ? needed.reason : needed.names;
}
