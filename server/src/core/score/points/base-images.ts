import { findDistributionCycle } from '../../data/end-of-life';
import { collectImageUses, type ImageUse } from '../../model/images';
import { collectInheritance, type Stage } from '../../model/stage-graph';
import { definePoint, half, judge, type Point, type Problem } from '../point';
import type { ScoreFacts } from '../score-facts';

const group = 'Base and structure';

/** Points about the images that a Dockerfile names. */
export const baseImagePoints: readonly Point[] = [
  definePoint({
    id: 2,
    group,
    title: 'Exact tags',
    asks: 'Every image has a tag that names at least a minor version, or a main version and the release of its distribution; none is `latest`, none of an official image leaves the release of Debian open.',
    check: (facts) => judge(collectImageUses(facts.model).flatMap((use) => judgeTag(facts, use))),
  }),
  definePoint({
    id: 3,
    group,
    title: 'Images pinned by digest',
    asks: 'Every image has a digest. Half a point for tags that Dependabot or Renovate keeps up to date.',
    check: (facts) => {
      const { dependabot, renovate } = facts.companions;
      const problems = collectImageUses(facts.model)
        .filter(({ reference }) => !/^sha256:[0-9a-f]{64}$/.test(reference.digest?.text ?? ''))
        .map(({ word }) =>
          facts.at(
            word.span,
            `"${word.text}" has no digest.`,
            'Run "ironhull pin", or let Renovate pin it',
          ),
        );
      const isUpdated =
        renovate !== undefined ||
        dependabot
          ?.at('updates')
          ?.items.some((update) => update.textAt('package-ecosystem') === 'docker') === true;
      return isUpdated ? half(problems) : judge(problems);
    },
  }),
  definePoint({
    id: 4,
    group,
    title: 'Supported versions',
    asks: 'No image belongs to a release line that gets no security fixes any more.',
    check: (facts) => judge(facts.findings('eol-base-image')),
  }),
  definePoint({
    id: 6,
    group,
    title: 'Minimal final image',
    asks: 'The last stage starts from an image made to run programs: distroless, hardened, chiseled, slim, Alpine, `nginx-unprivileged` or `scratch`. Half a point for a full system with a runtime alone (JRE, ASP.NET).',
    check: (facts) => {
      const { rootBase } = facts.target;
      const isRuntime = rootBase.kind === 'image' && runtimeImages.test(rootBase.reference.text);
      const problems = judgeFinalBase(facts);
      return isRuntime ? half(problems) : judge(problems);
    },
  }),
  definePoint({
    id: 7,
    group,
    title: 'Matching C libraries',
    asks: 'What one stage compiles runs with the C library and the interpreter of the stage that ships it.',
    check: (facts) =>
      judge(facts.findings('libc-mismatch', 'version-mismatch', 'moved-virtual-environment')),
  }),
  definePoint({
    id: 8,
    group,
    title: 'Builders of the right platform',
    asks: 'Stages of compilers that build for other processors run on that of the machine (`--platform=$BUILDPLATFORM`); no platform is constant.',
    check: (facts) => judge(judgePlatforms(facts)),
  }),
  definePoint({
    id: 10,
    group,
    title: 'Nothing unchecked from the network',
    asks: 'No ADD of an address without a checksum, no script piped into a shell, no upgrade of all packages, no `sudo`, nothing that everybody may write to.',
    check: (facts) => {
      const { model } = facts;
      const upgrades = model.stages
        .flatMap((stage) => model.packageOperationsOf(stage))
        .filter(({ manager, action }) => manager.kind === 'system' && action === 'upgrade')
        .map(({ verbWord }) =>
          facts.at(
            verbWord.span,
            'An upgrade of all packages gives other results with every build.',
            'Build on a newer base image instead',
          ),
        );
      const commands = model.stages
        .flatMap((stage) => model.commandsOf(stage))
        .filter(({ name, words }) => name === 'chmod' && words.some(isOpenMode))
        .map(({ shell }) => facts.at(shell.span, openMode, 'Give write access to the owner only'));
      const copies = model.stages
        .flatMap((stage) => model.copiesOf(stage))
        .flatMap(({ chmod }) => (chmod !== undefined && isOpenMode(chmod) ? [chmod] : []))
        .map(({ span }) => facts.at(span, openMode, 'Give write access to the owner only'));
      return judge([
        ...facts.findings('remote-add', 'piped-remote-script', 'sudo-in-build'),
        ...upgrades,
        ...commands,
        ...copies,
      ]);
    },
  }),
];

const openMode = 'Everybody may write to these files.';

function isOpenMode({ text }: { readonly text: string }): boolean {
  return /^0?[0-7]?[0-7]{2}[2367]$|^a\+[rx]*w/.test(text);
}

/**
 * Images of Debian whose tags come with and without the name of its release.
 * Source: docker-library/official-images, library/*; docker-hardened-images/catalog; checked 2026-11-22.
 */
const namesDebianReleases =
  /\/library\/(?:node|python|golang|rust|ruby|php|perl|gcc|debian|buildpack-deps|postgres|mariadb|redis|nginx|httpd|erlang|haskell|openjdk)$|^dhi\.io\//;

/** `26-trixie-slim`, `3.24`, `nonroot` of a repository that names the release itself. */
function judgeTag(
  facts: ScoreFacts,
  { reference, tag = '', word, stage, place }: ImageUse,
): readonly Problem[] {
  if (reference.digest !== undefined) return [];
  const { repository } = reference;
  const problem = (says: string, mend: string): readonly Problem[] => [
    facts.at(word.span, says, mend),
  ];
  if (tag === 'latest') {
    return problem(
      `"${reference.name.text}" has no version, so every build may get another one.`,
      'Name a version',
    );
  }
  const hasRelease = findDistributionCycle(tag) !== undefined || /-debian\d+$/.test(repository);
  if (hasRelease || /(?:^|[-_])ubi\d/.test(repository + tag)) return [];
  const variant =
    place === 'from' && stage.base.kind === 'image' ? stage.base.facts?.variant : undefined;
  const isOpen = namesDebianReleases.test(repository) && variant?.distribution === 'debian';
  if (isOpen) {
    return problem(
      `"${word.text}" leaves the release of Debian open, which changes with time.`,
      'Name the release in the tag, such as "-trixie-slim"',
    );
  }
  return /\d+\.\d+/.test(tag)
    ? []
    : problem(`"${word.text}" names no minor version.`, 'Name at least MAJOR.MINOR in the tag');
}

/**
 * Repositories all of whose tags are minimal; those of Deno start from `debian:…-slim`, `alpine` and distroless.
 * Source: denoland/deno_docker and general knowledge, checked 2026-11-22.
 */
const minimalRepositories =
  /^gcr\.io\/distroless\/|^cgr\.dev\/|^docker\.io\/chainguard\/|\/denoland\/deno$|\/nginx-unprivileged$|\/busybox$/;

/** Images of a whole system that have a runtime and no tools for building. */
const runtimeImages = /:[\w.]*-jre(?:-|$)|\/dotnet\/(?:aspnet|runtime):/;

function judgeFinalBase(facts: ScoreFacts): readonly Problem[] {
  const { target, shipped } = facts;
  const findings = facts.findings('debug-image-shipped');
  const { rootBase } = target;
  if (rootBase.kind !== 'image') return findings;
  const { tag = '' } = rootBase;
  const { repository } = rootBase.reference;
  const isDevelopment = /(?:^|-)(?:dev|sdk|devel)$/.test(tag);
  const isMinimal =
    !isDevelopment &&
    (minimalRepositories.test(repository) ||
      repository.startsWith('dhi.io/') ||
      /(?:^|[-_])(?:slim|alpine|chiseled|distroless|micro|minimal)/.test(tag) ||
      /\/alpine$|(?:ubi\d*-(?:micro|minimal))$/.test(repository) ||
      rootBase.facts?.variant.shell === 'none');
  if (isMinimal) return findings;
  const says = `"${rootBase.reference.text}" brings much that no program needs.`;
  const [{ from } = target] = shipped.slice(-1);
  return [...findings, facts.at(from, says, 'Ship a slim, Alpine, distroless or hardened image')];
}

/** Images whose compilers build for other processors by an option. */
const crossCompilers = /\/(?:golang|dotnet\/sdk|maven|gradle)$/;

function judgePlatforms(facts: ScoreFacts): readonly Problem[] {
  const { model, shipped } = facts;
  return model.stages.flatMap((stage): readonly Problem[] => {
    const flag = stage.from.flags.find(({ name }) => name === 'platform');
    const value = flag?.value?.text;
    if (value !== undefined && !value.includes('$')) {
      const says = `The platform ${value} holds on every machine.`;
      return [facts.at(stage.from, says, 'Delete --platform, or write $BUILDPLATFORM')];
    }
    const { base } = stage;
    if (value !== undefined || base.kind !== 'image' || shipped.includes(stage)) return [];
    if (!crossCompilers.test(base.reference.repository) || needsTarget(facts, stage)) {
      return [];
    }
    return [
      facts.at(
        stage.from,
        'The compiler of this stage builds for every processor, and is emulated for others.',
        'Write FROM --platform=$BUILDPLATFORM, and hand TARGETARCH to the compiler',
      ),
    ];
  });
}

/** True when Go builds with C, in the stage or in one that starts from it: C needs the compiler of the processor it builds for. */
function needsTarget({ model }: ScoreFacts, origin: Stage): boolean {
  const stages = model.stages.filter((stage) => collectInheritance(stage).includes(origin));
  return stages.some((stage) => {
    const builds = model
      .packageOperationsOf(stage)
      .some(({ manager, action }) => manager.id === 'go' && action === 'build');
    const binding = model.variables.atEnd(stage).get('CGO_ENABLED')?.value;
    const own = model
      .commandsOf(stage)
      .some(({ shell }) =>
        shell.assignments.some(({ name, value }) => name === 'CGO_ENABLED' && value?.value === '0'),
      );
    return builds && binding !== '0' && !own;
  });
}
