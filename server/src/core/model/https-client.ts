import type { BuildContext } from '../project/build-context';
import { findGoModules } from '../project/go-module';
import type { Command } from './commands';
import type { CopyFacts } from './files';
import { readGoCommand } from './go-build';
import type { DockerfileModel } from './model';
import { hasOption } from './packages';
import { collectInheritance, type Stage } from './stage-graph';

/** A Go program that asks a server by HTTPS, in an image that has no certificates. */
export interface UncheckedClient {
  /** The COPY that brings the program. */
  readonly copy: CopyFacts;
  /** The stage that builds it. */
  readonly from: Stage;
  /** The file of the build context that asks. */
  readonly source: string;
}

/** Such a program in the shipped image; undefined when there is none, or that is not known. */
export function findUncheckedClient(model: DockerfileModel): UncheckedClient | undefined {
  const { context, target } = model;
  if (context?.project.complete !== true || target === undefined) return undefined;
  const source = findCaller(context);
  if (source === undefined || mayHaveCertificates(model, target)) return undefined;
  for (const stage of collectInheritance(target)) {
    for (const copy of model.copiesOf(stage)) {
      const from = copy.origin.kind === 'stage' ? copy.origin.stage : undefined;
      if (from === undefined || !bringsProgram(model, from, copy)) continue;
      return { copy, from, source };
    }
  }
  return undefined;
}

/** Calls of the standard library with an address as it is. Source: https://pkg.go.dev/net/http */
const call =
  /\bhttp\.(?:Get|Head|Post|PostForm)\(\s*"https:\/\/|\bhttp\.NewRequest(?:WithContext)?\([^)"]*"[A-Z]*",\s*"https:\/\/|\bhttp\.NewRequest(?:WithContext)?\([^)"]*http\.Method\w+,\s*"https:\/\//;

/** Roots inside the program, or none asked for. */
const ownRoots =
  /x509roots\/fallback|InsecureSkipVerify|RootCAs|gwatts\/rootcerts|embed.*\.(?:pem|crt)/;

/** A source that asks; undefined where the project makes several programs, or brings certificates. */
function findCaller(context: BuildContext): string | undefined {
  return context.fact('https-caller', () => {
    if (findGoModules(context).length !== 1) return undefined;
    const files = context.visiblePaths.filter(
      (path) => path.endsWith('.go') && !/_test\.go$|(?:^|\/)(?:testdata|vendor)\//.test(path),
    );
    const texts = files.map((path) => ({ path, text: context.text(path) }));
    if (texts.some(({ text }) => text === undefined || ownRoots.test(text))) return undefined;
    const mains = new Set(
      texts
        .filter(({ text = '' }) => /^package main\b/m.test(text))
        .map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/')))),
    );
    return mains.size === 1 ? texts.find(({ text = '' }) => call.test(text))?.path : undefined;
  });
}

/** Images of systems that come without certificates; Alpine has them. General knowledge, 2026-11-22. */
const bare = new Set(['debian', 'ubuntu', 'busybox']);

function mayHaveCertificates(model: DockerfileModel, target: Stage): boolean {
  const base = target.rootBase;
  const isBare =
    base.kind === 'scratch' ||
    (base.kind === 'image' && base.facts !== undefined && bare.has(base.facts.family.id));
  if (!isBare) return true;
  return collectInheritance(target).some(
    (stage) =>
      stage.instructions.some(({ span }) =>
        /cert|ssl|\.pem\b|\.crt\b/i.test(model.text.slice(span.start, span.end)),
      ) ||
      model.runsOf(stage).some(({ complete }) => !complete) ||
      model
        .packageOperationsOf(stage)
        .some(
          (each) =>
            each.action === 'install' &&
            (each.unread.length !== 0 || !hasOption(each, each.manager.noRecommends ?? [])),
        ) ||
      model
        .copiesOf(stage)
        .some(
          ({ target: place, sources }) =>
            place === undefined ||
            place.startsWith('/etc') ||
            sources.some(({ path }) => path === undefined || path === '.' || path === 'etc'),
        ),
  );
}

function bringsProgram(model: DockerfileModel, from: Stage, copy: CopyFacts): boolean {
  const commands = collectInheritance(from).flatMap((stage) => model.commandsOf(stage));
  const outputs = commands.flatMap((command: Command) => {
    const go = readGoCommand(model, command);
    const output = go?.verb === 'build' ? go.options.get('o') : undefined;
    return output === undefined ? [] : [output.replace(/\/$/, '').replace(/^.*\//, '')];
  });
  return copy.sources.some(
    ({ path }) => path !== undefined && outputs.includes(path.replace(/^.*\//, '')),
  );
}
