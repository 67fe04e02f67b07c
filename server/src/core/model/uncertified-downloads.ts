import { hasTool } from '../data/base-images';
import type { Command } from './commands';
import { hostOf, isPrivateHost, readDownload } from './downloads';
import type { DockerfileModel } from './model';
import { isApt } from './package-index';
import { hasOption, type PackageOperation } from './packages';
import { collectInheritance, type Stage } from './stage-graph';
import { runsAlways } from './unconditional';

/** A download over HTTPS in an image that surely has no certificates. */
export interface UncertifiedDownload {
  readonly command: Command;
  readonly host: string;
  /** The install that brings the program, in the same stage; undefined when it is another stage's. */
  readonly install: PackageOperation | undefined;
}

/**
 * Packages of Debian and Ubuntu that do not depend on `ca-certificates`, their own dependencies included. Source: the
 * Depends fields of Debian 13 as generally known, 2026-11-22; a package that is not in the list may bring them.
 */
const plain = new Set(
  (
    'curl wget git unzip zip xz-utils bzip2 tar gzip make gcc g++ libc6-dev build-essential pkg-config cmake jq procps ' +
    'tini dumb-init bash locales tzdata less vim nano openssl libssl-dev netcat-openbsd iputils-ping iproute2 gnupg ' +
    'gnupg2 dirmngr gosu sudo file patch rsync zlib1g-dev libffi-dev python3'
  ).split(' '),
);

/** The first download of a stage that must fail because nothing in the image says whom to trust. */
export function findUncertifiedDownload(
  model: DockerfileModel,
  stage: Stage,
): UncertifiedDownload | undefined {
  const { rootBase } = stage;
  const facts = rootBase.kind === 'image' ? rootBase.facts : undefined;
  if (facts === undefined || !['debian', 'ubuntu'].includes(facts.family.id)) return undefined;
  if (hasTool(facts.variant, 'curl') !== false) return undefined;
  for (const command of model.commandsOf(stage)) {
    const host = secureHostOf(model, command);
    if (host === undefined) continue;
    const { start } = command.shell.span;
    const isBare = collectInheritance(stage).every((part) => staysBare(model, part, start));
    if (!isBare || !runsAlways(model.executionOf(command.instruction), command)) return undefined;
    const install = model
      .packageOperationsOf(stage)
      .find(
        (operation) =>
          operation.command.shell.span.end <= start &&
          operation.packages.some(({ name }) => name === command.name),
      );
    return { command, host, install };
  }
  return undefined;
}

const trusting = /^(?:-k|--insecure|--no-check-certificate|--cacert|--capath|--ca-\w+|-\w*k\w*)$/;

/** The public host that curl, wget or git asks by HTTPS, with the certificates of the system. */
function secureHostOf(model: DockerfileModel, command: Command): string | undefined {
  if (command.wrappers.length !== 0 || command.shell.assignments.length !== 0) return undefined;
  const isClone = command.name === 'git' && command.words[1]?.value === 'clone';
  const download = readDownload(model, command);
  if (!isClone && download === undefined) return undefined;
  if (command.words.some(({ text }) => trusting.test(text))) return undefined;
  const texts =
    download?.addresses.map(({ text }) => text) ??
    command.words.map(({ value, text }) => value ?? text);
  const address = texts.find((text) => /^["']?https:\/\//i.test(text))?.replace(/^["']/, '');
  const host = address === undefined ? undefined : hostOf(address);
  return host === undefined || isPrivateHost(host) ? undefined : host;
}

/** True when nothing of a stage above a place can have brought certificates. */
function staysBare(model: DockerfileModel, stage: Stage, offset: number): boolean {
  const above = stage.instructions.filter(({ span }) => span.start < offset);
  if (
    above.some(({ span }) => isSuspect(model.text.slice(span.start, Math.min(span.end, offset))))
  ) {
    return false;
  }
  return (
    above.every(
      (each) =>
        each.keyword !== 'RUN' ||
        (model.executionOf(each).complete &&
          model.mountsOf(each).every(({ type }) => type === 'cache')),
    ) &&
    model
      .packageOperationsOf(stage)
      .filter(({ command }) => command.shell.span.start < offset)
      .every((operation) => operation.action !== 'install' || isPlain(operation)) &&
    model
      .copiesOf(stage)
      .filter(({ instruction }) => instruction.span.start < offset)
      .every(
        ({ target }) =>
          target !== undefined && !/^\/(?:$|etc|usr$|usr\/(?:share|lib))/.test(target),
      )
  );
}

/** Names of certificates and of their settings, and steps that may fetch what nobody can follow. */
function isSuspect(text: string): boolean {
  return /cert|ssl_|sslverify|\.pem\b|\.crt\b|curlrc|wgetrc|dpkg|\bCA\b/i.test(text);
}

function isPlain(operation: PackageOperation): boolean {
  if (operation.manager.kind !== 'system') return true;
  return (
    isApt(operation) &&
    operation.unread.length === 0 &&
    hasOption(operation, operation.manager.noRecommends ?? []) &&
    operation.packages.every(({ kind, name }) => kind === 'named' && plain.has(name ?? ''))
  );
}
