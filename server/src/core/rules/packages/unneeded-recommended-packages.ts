import { companions, compiler, compilingInstallers } from '../../data/recommended-packages';
import { defineRule, type Fix } from '../define-rule';
import { memoize } from '../../model/memoize';
import type { DockerfileModel } from '../../model/model';
import { mayBeConfigured } from '../../model/package-settings';
import { hasOption, type PackageArgument, type PackageOperation } from '../../model/packages';
import { collectInheritance, type Stage } from '../../model/stage-graph';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';

/** Options with which nothing is installed, and the one that asks for recommended packages. */
const settled = ['--install-recommends', '-s', '--simulate', '--dry-run', '--print-uris'];

export default defineRule({
  id: 'unneeded-recommended-packages',
  code: 'IH501',
  category: 'packages',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'An apt install also brings recommended packages, which the image may not need.',
  why: 'Debian and Ubuntu install what a package *recommends* as if it were needed: documentation tools, mail servers, fonts, whole desktop libraries. Each makes the image larger and is one more program to patch. With `--no-install-recommends` only real dependencies come along; name what you miss.',
  fixNotes:
    'Some packages work only in part without those they recommend, so build and try the image after the fix. The fix adds those that most often go missing: `ca-certificates` to `curl`, `wget` and `git`, `libc6-dev` to `gcc`, `make` to `cmake` and to the headers of PHP.',
  equivalents: {
    hadolint: 'DL3015',
    trivy: 'DS-0029',
    kics: '7384dfb2-fcd1-4fbf-91cd-6c44c318c33c',
    sonar: 'S6500',
    semgrep: 'dockerfile.best-practice.missing-no-install-recommends.missing-no-install-recommends',
  },
  messages: {
    recommends: 'This {{manager}} install also brings every package that these recommend.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y openssh-client
        #                             ^^^^^^^ unneeded-recommended-packages
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends openssh-client
      `,
    },
    {
      bad: dockerfile`
        FROM ubuntu:24.04
        RUN apt-get update && \
            apt-get install -y \
        #           ^^^^^^^ unneeded-recommended-packages
              build-essential \
              curl \
              jq && \
            rm -rf /var/lib/apt/lists/*
      `,
      good: dockerfile`
        FROM ubuntu:24.04
        RUN apt-get update && \
            apt-get install -y --no-install-recommends \
              build-essential \
              ca-certificates \
              curl \
              jq && \
            rm -rf /var/lib/apt/lists/*
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      for (const operation of model.packageOperationsOf(stage)) {
        if (!bringsRecommended(model, operation)) continue;
        const lost = findLostCompiler(model, stage, operation);
        yield {
          message: 'recommends',
          data: { manager: operation.manager.id },
          span: operation.verbWord.span,
          ...(lost === undefined
            ? { fixes: [leaveOut(model, stage, operation)] }
            : { refusal: lost }),
        };
      }
    }
  },
});

function leaveOut(model: DockerfileModel, stage: Stage, operation: PackageOperation): Fix {
  return {
    title: 'Add --no-install-recommends',
    applicability: 'unsafe',
    phase: 'word',
    edits: [insertOption(model, operation), ...addCompanions(model, stage, operation)],
  };
}

/** Why the installs of another package manager could fail without what it recommends. */
function findLostCompiler(
  model: DockerfileModel,
  stage: Stage,
  { packages }: PackageOperation,
): string | undefined {
  const installer = packages.find(({ name }) => compilingInstallers.test(name ?? ''));
  return installer === undefined || isInstalled(model, stage, compiler)
    ? undefined
    : `The package ${installer.word.text} recommends the compiler that some installs need: name build-essential where they do.`;
}

function bringsRecommended(model: DockerfileModel, operation: PackageOperation): boolean {
  const { manager, verbWord, packages, unread } = operation;
  if (!['apt-get', 'apt'].includes(manager.id) || verbWord.value !== 'install') return false;
  if (packages.length === 0 || 0 < unread.length) return false;
  if (hasOption(operation, [...(manager.noRecommends ?? []), ...settled])) return false;
  return !mayBeConfigured(model, operation, 'noRecommends');
}

/** Behind the options that follow the verb on its line. */
function insertOption(model: DockerfileModel, operation: PackageOperation): Edit {
  const { verbWord, command } = operation;
  let { end } = verbWord.span;
  for (const word of command.words) {
    if (word.span.start < end) continue;
    const isNext = /^[ \t]+$/.test(model.text.slice(end, word.span.start));
    const option = operation.options.find((each) => each.word === word);
    if (!isNext || option === undefined || option.valueWord !== undefined) break;
    ({ end } = word.span);
  }
  return { span: { start: end, end }, text: ' --no-install-recommends' };
}

/** Packages that only come along as recommended ones and are needed. */
function addCompanions(
  model: DockerfileModel,
  stage: Stage,
  operation: PackageOperation,
): readonly Edit[] {
  const added = new Map<PackageArgument, string[]>();
  for (const { name: companion, of, providers } of companions) {
    const client = operation.packages.find(({ name }) => of.test(name ?? ''));
    if (client === undefined || isInstalled(model, stage, providers)) continue;
    added.set(client, [...(added.get(client) ?? []), companion]);
  }
  return [...added].map(([client, names]) => insertPackages(model, client, names));
}

/** True when an install of the stage, or of one under it, names such a package. */
function isInstalled(model: DockerfileModel, stage: Stage, pattern: RegExp): boolean {
  return installedNames(model, stage).some((name) => pattern.test(name));
}

const installedNames = memoize((model, stage: Stage): readonly string[] =>
  collectInheritance(stage)
    .flatMap((each) => model.packageOperationsOf(each))
    .flatMap((each) => each.packages.flatMap(({ name }) => name ?? [])),
);

/** On a line of its own when the package stands so. */
function insertPackages(
  model: DockerfileModel,
  client: PackageArgument,
  names: readonly string[],
): Edit {
  const { start, end } = client.word.span;
  const { line } = model.lines.placeAt(start);
  const lineStart = model.lines.startOfLine(line);
  const before = model.text.slice(lineStart, start);
  const after = model.text.slice(end, model.lines.endOfLine(line));
  const isAlone = /^[ \t]*$/.test(before) && /^[ \t]*([\\`][ \t]*|&&.*)?$/.test(after);
  const { escape, lineEnding } = model.layout;
  const gap = isAlone && 0 < line ? ` ${escape}${lineEnding}${before}` : ' ';
  return { span: { start, end: start }, text: names.map((name) => `${name}${gap}`).join('') };
}
