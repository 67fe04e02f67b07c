import { escapePattern } from '../text/escape-pattern';
import { isGlob, splitGlob, globToRegExp } from '../text/glob';
import type { Command } from './commands';
import { baseName } from './commands';
import { curlCallsOf, type CurlCall } from './curl-calls';
import { mayVerify } from './download-verification';
import type { DockerfileModel } from './model';
import { memoize } from './memoize';
import { isMounted } from './mounts';
import { visibleText } from './package-line';
import type { Stage } from './stage-graph';

/** A file that is kept as it comes, also when the server answers with an error. */
export interface IgnoredHttpError {
  readonly call: CurlCall;
  /** Absolute. */
  readonly path: string;
}

const failOption = /^(?:-f|--fail|--fail-with-body)$/;

/** The files that a stage loads with curl, where an error page would be kept and nothing would notice. */
export function findIgnoredHttpErrors(
  model: DockerfileModel,
  stage: Stage,
): readonly IgnoredHttpError[] {
  return curlCallsOf(model, stage).flatMap((call) => {
    const { download, output } = call;
    const { instruction } = download.command;
    if (output.kind === 'stream' || output.path === undefined) return [];
    if (download.options.some(({ name }) => failOption.test(name))) return [];
    const { path } = output;
    const isKept =
      !/^\/(?:tmp|var\/tmp|dev|proc|run)\//.test(path) &&
      !isMounted(model.mountsOf(instruction), path);
    if (!isKept || isBuildInput(path) || mayVerify(model, stage, instruction)) return [];
    return isNoticed(model, download.command, path) ? [] : [{ call, path }];
  });
}

/**
 * Programs to which it is all the same what a file holds. Every other one that names the file is taken to fail on an
 * error page, or to take it away. Source: general knowledge, 2026-11-22.
 */
const blindPrograms = new Set(
  'chmod chown chgrp mv cp ln install touch mkdir echo printf ls sed setcap tee test [ dos2unix'.split(
    ' ',
  ),
);

/** Those that give the file another name. */
const movers = new Set(['mv', 'cp', 'ln', 'install']);

/** Programs that read archives, packages or scripts: a variable among their words may be the file. */
const readers =
  /^(?:tar|bsdtar|unzip|gunzip|gzip|bzip2|xz|unxz|zstd|7z|dpkg|rpm|apt|apt-get|dnf|yum|microdnf|zypper|apk|pip3?|sh|bash|ash|dash|source|\.|python[\d.]*|java|patch|jq|rm)$/;

/** Folders whose files the package manager reads at its next call. */
const packageSettings = /^\/etc\/(?:apt|apk|yum|yum\.repos\.d|dnf|zypp|pki)\/|\/keyrings?\//;

/**
 * Files that a build reads without naming them, and that it fails on when they hold something else: manifests, scripts
 * of build tools, sources. Source: general knowledge, 2026-11-22.
 */
const buildFiles = new Set(
  (
    'package.json npm-shrinkwrap.json package-lock.json composer.json pom.xml build.xml go.mod go.sum Cargo.toml ' +
    'pyproject.toml setup.py setup.cfg Pipfile requirements.txt Makefile GNUmakefile makefile Gemfile Rakefile ' +
    'CMakeLists.txt mix.exs configure config.guess config.sub'
  ).split(' '),
);
const buildExtensions =
  /\.(?:c|cc|cpp|cxx|h|hpp|go|rs|java|kt|scala|cs|fs|ts|proto|m4|ac|am|in|mk|cmake|patch|diff|lock|csproj|sln|gemspec|cabal|gradle|kts)$/;

function isBuildInput(path: string): boolean {
  return buildFiles.has(baseName(path)) || buildExtensions.test(path);
}

/** True when a later command reads the file, deletes it, or may do so. */
function isNoticed(model: DockerfileModel, download: Command, path: string): boolean {
  const later = model.stages
    .flatMap((stage) => model.runsOf(stage))
    .filter(({ instruction }) => download.instruction.span.start <= instruction.span.start);
  if (later.some(({ complete }) => !complete)) return true;
  const commands = later
    .flatMap((run) => run.commands)
    .filter(({ shell }) => download.shell.span.end <= shell.span.start);
  const names = new Set([baseName(path)]);
  for (const command of commands) {
    const { name = '' } = command;
    const texts = textsOf(model, command);
    const isNamed = texts.some((text) => [...names].some((each) => mayName(text, each, path)));
    if (blindPrograms.has(name)) {
      const last = baseName(texts.at(-1) ?? '');
      if (isNamed && movers.has(name) && /[^.]/.test(last)) names.add(last);
    } else if (
      isNamed ||
      (name === 'rm' && texts.some((text) => isAbove(text, path))) ||
      (readers.test(name) && texts.some((text) => /[$`]/.test(text)))
    ) {
      return true;
    }
  }
  return (
    (packageSettings.test(path) && installsLater(model, download)) ||
    isReplacedAtStart(model, baseName(path))
  );
}

/** True when a container loads the file anew before it uses it. */
function isReplacedAtStart(model: DockerfileModel, name: string): boolean {
  return model.stages
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT')
    .flatMap((instruction) => model.executionOf(instruction).commands)
    .filter((command) => command.name === 'curl' || command.name === 'wget')
    .some((command) => textsOf(model, command).some((text) => text.includes(name)));
}

/** The words of a command, wrappers such as `gosu` included, and the files that it reads and writes. */
const textsOf = memoize((model, { shell, instruction }: Command): readonly string[] => {
  const words = [shell.program, ...shell.arguments, ...shell.redirects.map(({ target }) => target)];
  return words
    .flatMap((word) => word ?? [])
    .map((word) => model.valueOf(word, instruction) ?? visibleText(word));
});

/** True for the name itself, a path that ends with it, a pattern that fits it, and an option that holds it. */
function mayName(text: string, name: string, path: string): boolean {
  if (text.includes(name)) {
    if (new RegExp(`(?<![\\w.-])${escapePattern(name)}(?![\\w.-])`).test(text)) return true;
  }
  if (!isGlob(text)) return false;
  const { folder, pattern } = splitGlob(text);
  const isEverything = folder.startsWith('/') && /^[*?]+$/.test(pattern);
  return globToRegExp(isEverything ? text : pattern).test(isEverything ? path : name);
}

/** True for a folder that the path may be in, and for all files of one. */
function isAbove(text: string, path: string): boolean {
  const folder = text.replace(/\/\*?$/, '');
  return folder.startsWith('/')
    ? path.startsWith(`${folder}/`)
    : path.split('/').includes(baseName(folder));
}

function installsLater(model: DockerfileModel, download: Command): boolean {
  return model.stages
    .flatMap((stage) => model.packageOperationsOf(stage))
    .some(
      ({ manager, command }) =>
        manager.kind === 'system' && download.shell.span.end <= command.shell.span.start,
    );
}
