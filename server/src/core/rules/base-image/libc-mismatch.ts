import { findImageVariant } from '../../data/base-images';
import { debianNumbers } from '../../data/default-releases';
import type { Libc } from '../../data/image-facts';
import { findNativePackage } from '../../data/native-packages';
import { findDebianRelease, findLanguageVersion } from '../../model/image-release';
import { findInstalledNames } from '../../model/installed-dependencies';
import { findCgoNeed } from '../../model/go-build';
import { findLinkingCommand, findLinkingCompiler } from '../../model/linked-programs';
import type { DockerfileModel } from '../../model/model';
import { collectStageCopies, type StageCopy } from '../../model/stage-copies';
import { collectInheritance, findRootBase, type Stage } from '../../model/stage-graph';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'libc-mismatch',
  code: 'IH108',
  category: 'base-image',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary:
    'Machine code that was linked with one C library is copied into an image that has another, or an older one.',
  why: 'A program that is not linked statically asks for the C library it was built with. Debian, Ubuntu and most others have glibc, Alpine has musl, and neither takes the place of the other: the container ends with "no such file or directory" though the file is there. A glibc program also needs at least the version it was built with, so what was built on Debian 13 may ask for symbols that Debian 12 does not have. The same holds for native modules in `node_modules`, in a virtual environment and in a folder of gems.',
  fixNotes:
    'For a Go program in an image without a C library the fix sets `CGO_ENABLED=0` where no source and no module needs C. Otherwise it changes the tag of the stage that runs: the slim variant for Alpine, the same release for an older Debian. It is refused when that stage installs packages, creates accounts or runs programs of its system, which would have to change too.',
  equivalents: {},
  messages: {
    none: '{{compiler}} links {{path}} with {{made}}, but this image has no C library.',
    program: '{{compiler}} links {{path}} with {{made}}, but this image has {{here}}.',
    older:
      '{{compiler}} links {{path}} with the C library of Debian {{made}}; that of Debian {{here}} is older.',
    packages:
      'The package "{{package}}" in {{path}} holds code for {{made}}, but this image has {{here}}.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM gcc:14 AS build
        COPY server.c .
        RUN gcc -O2 -o /server server.c

        FROM alpine:3.23
        COPY --from=build /server /server
        #                 ^^^^^^^ libc-mismatch
        USER 10001
        ENTRYPOINT ["/server"]
      `,
      good: dockerfile`
        FROM gcc:14 AS build
        COPY server.c .
        RUN gcc -O2 -static -o /server server.c

        FROM alpine:3.23
        COPY --from=build /server /server
        USER 10001
        ENTRYPOINT ["/server"]
      `,
      fixed: dockerfile`
        FROM gcc:14 AS build
        COPY server.c .
        RUN gcc -O2 -o /server server.c

        FROM alpine:3.23
        COPY --from=build /server /server
        #                 ^^^^^^^ libc-mismatch
        USER 10001
        ENTRYPOINT ["/server"]
      `,
    },
    {
      bad: dockerfile`
        FROM node:24 AS deps
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev

        FROM node:24-alpine
        WORKDIR /app
        COPY --from=deps /app/node_modules ./node_modules
        #                ^^^^^^^^^^^^^^^^^ libc-mismatch
        COPY server.js ./
        USER node
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24 AS deps
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev

        FROM node:24-slim
        WORKDIR /app
        COPY --from=deps /app/node_modules ./node_modules
        COPY server.js ./
        USER node
        CMD ["node", "server.js"]
      `,
      files: {
        'package.json': '{ "dependencies": { "better-sqlite3": "^12.0.0" } }',
        'package-lock.json': '{}',
        'server.js': '',
      },
    },
  ],
  *check(model) {
    for (const stageCopy of collectStageCopies(model)) {
      const problem = findProblem(model, stageCopy);
      if (problem === undefined) continue;
      const fix =
        problem.message === 'none'
          ? linkStatically(model, stageCopy)
          : findFix(model, stageCopy.to, findDebianRelease(stageCopy.from));
      yield {
        message: problem.message,
        data: { path: stageCopy.path, ...problem.data },
        span: stageCopy.source.word.span,
        ...(typeof fix === 'string' ? { refusal: fix } : { fixes: [fix] }),
      };
    }
  },
});

interface Problem {
  readonly message: 'none' | 'program' | 'older' | 'packages';
  readonly data: Readonly<Record<string, string>>;
}

const languages = ['node', 'python', 'ruby'] as const;

function findProblem(model: DockerfileModel, stageCopy: StageCopy): Problem | undefined {
  const { from, to, path } = stageCopy;
  const made = findLibc(from);
  const here = findLibc(to);
  if (made !== undefined && hasNoLibrary(to)) {
    const compiler = findLinkingCompiler(model, from, path);
    if (compiler === undefined || bringsLibrary(model, to)) return undefined;
    return { message: 'none', data: { compiler, made: titles[made] } };
  }
  if (made === undefined || here === undefined) return undefined;
  if (made !== here) {
    if (bringsLibrary(model, to)) return undefined;
    const names = { made: titles[made], here: titles[here] };
    const compiler = findLinkingCompiler(model, from, path);
    if (compiler !== undefined) return { message: 'program', data: { compiler, ...names } };
    const name = findNative(model, stageCopy);
    return name === undefined
      ? undefined
      : { message: 'packages', data: { package: name, ...names } };
  }
  const release = findDebianRelease(from);
  const older = findDebianRelease(to);
  if (release === undefined || older === undefined || release <= older) return undefined;
  const compiler = findLinkingCompiler(model, from, path);
  if (compiler === undefined || bringsLibrary(model, to)) return undefined;
  return { message: 'older', data: { compiler, made: String(release), here: String(older) } };
}

const titles: Readonly<Record<'glibc' | 'musl', string>> = { glibc: 'glibc', musl: 'musl' };

function findLibc(stage: Stage): Exclude<Libc, 'none'> | undefined {
  const base = findRootBase(stage);
  const libc = base.kind === 'image' ? base.facts?.variant.libc : undefined;
  return libc === 'none' ? undefined : libc;
}

/** True for `scratch` and for images that are made for static programs. */
function hasNoLibrary({ rootBase }: Stage): boolean {
  if (rootBase.kind === 'scratch') return true;
  return rootBase.kind === 'image' && rootBase.facts?.variant.libc === 'none';
}

/** Go without C, where no source and no module asks for it. */
function linkStatically(model: DockerfileModel, { from, path }: StageCopy): Fix | string {
  const { context } = model;
  const found = findLinkingCommand(model, from, path);
  if (found?.compiler !== 'Go' || context === undefined) {
    return 'How this compiler links everything into the program is for its settings to say.';
  }
  if (!context.project.complete) return 'Not all sources are known, and one of them may need C.';
  const need = findCgoNeed(context);
  if (need !== undefined) return `Without C it would not build: ${need}`;
  const { shell, instruction, wrappers } = found.command;
  const isSet = shell.assignments.some(({ name }) => name === 'CGO_ENABLED');
  if (model.executionOf(instruction).form === 'exec' || isSet || wrappers.length !== 0) {
    return 'CGO_ENABLED cannot be set in front of this command.';
  }
  const { start } = shell.span;
  return {
    title: 'Build it without C: CGO_ENABLED=0',
    applicability: 'unsafe',
    phase: 'word',
    edits: [{ span: { start, end: start }, text: 'CGO_ENABLED=0 ' }],
  };
}

/** Packages that let a glibc program run on musl. */
const bridges = /^(?:gcompat|libc6-compat|glibc.*|sgerrand.*|musl|libc6)$/;

/** True when the stage may have the other C library too. */
function bringsLibrary(model: DockerfileModel, stage: Stage): boolean {
  return collectInheritance(stage).some(
    (each) =>
      model.runsOf(each).some(({ complete }) => !complete) ||
      model
        .packageOperationsOf(each)
        .some(({ manager, packages }) =>
          packages.some(
            ({ kind, name }) =>
              manager.kind === 'system' && (kind !== 'named' || bridges.test(name ?? '')),
          ),
        ) ||
      model
        .commandsOf(each)
        .some(({ name, words }) =>
          [name ?? '', ...words.map(({ text }) => text)].some((text) =>
            /glibc|ld-linux|ld-musl/.test(text),
          ),
        ) ||
      model
        .copiesOf(each)
        .some(({ target }) => target === undefined || /^\/(?:$|lib|usr$|usr\/lib)/.test(target)),
  );
}

/** A package that holds code for one C library among those that a copied folder surely has. */
function findNative(model: DockerfileModel, { from, to, path }: StageCopy): string | undefined {
  const own = collectInheritance(to).some((stage) =>
    model.packageOperationsOf(stage).some(({ manager }) => manager.kind === 'language'),
  );
  if (own) return undefined;
  for (const language of languages) {
    if (findLanguageVersion(from)?.language !== language) continue;
    const names = findInstalledNames(model, from, language, path) ?? [];
    const name = names.find((each) => findNativePackage(language, each)?.boundToLibc === true);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** The tag of the receiving stage on the system of the other, or why it cannot simply be changed. */
function findFix(model: DockerfileModel, stage: Stage, release: number | undefined): Fix | string {
  const { base } = stage;
  const word = base.kind === 'image' && base.literal ? base.reference.tag : undefined;
  if (base.kind !== 'image') return 'The system is that of a stage below; change it there.';
  if (word === undefined) return 'The tag does not name the system, or comes from an ARG.';
  if (base.reference.digest !== undefined) {
    return 'The digest pins the image; it must be changed with the tag.';
  }
  if (usesSystem(model, stage)) {
    return 'The stage uses its own system, so more than the tag would have to change.';
  }
  const tag = alignTag(word.text, release);
  if (tag === undefined || findImageVariant(base.reference.repository, tag) === undefined) {
    return 'No tag of the same image on the other system is known.';
  }
  return {
    title: `Use the tag "${tag}"`,
    applicability: 'unsafe',
    phase: 'word',
    edits: [replaceWord(word, tag)],
  };
}

/** `24-alpine` becomes `24-slim`; a Debian release becomes the other one. */
function alignTag(tag: string, release: number | undefined): string | undefined {
  if (/(?:^|-)alpine[\d.]*$/.test(tag)) return tag.replace(/alpine[\d.]*$/, 'slim');
  const name = [...debianNumbers].find(([, number]) => number === release)?.[0];
  if (release === undefined || name === undefined) return undefined;
  const names = [...debianNumbers.keys()].join('|');
  const renamed = tag.replace(new RegExp(`(^|-)(?:${names})(?=-|$)`), `$1${name}`);
  if (renamed !== tag) return renamed;
  return /^\d+(?:-slim)?$/.test(tag) ? tag.replace(/^\d+/, String(release)) : undefined;
}

/** True when the stage, or one that starts from it, runs anything of its system when it is built or checked. */
function usesSystem(model: DockerfileModel, stage: Stage): boolean {
  const stages = model.stages.filter((each) => collectInheritance(each).includes(stage));
  return stages.some((each) => {
    const { healthCheck, entrypoint, command } = model.processOf(each);
    const starts = [entrypoint, command].some(
      (start) => start.kind === 'instruction' && start.execution.form !== 'exec',
    );
    return starts || healthCheck?.kind === 'command' || model.runsOf(each).length !== 0;
  });
}
