import type { BuildContext } from '../project/build-context';
import { readGemfileLock, type GemfileLock } from '../project/gemfile-lock';
import type { DockerfileModel } from './model';
import { findRubyLine } from './ruby-image';
import { findRubyStart } from './ruby-start';
import { collectInheritance, type Stage } from './stage-graph';
import type { StartedCommand } from './start-scripts';
import { traceContextFile } from './stage-paths';

/** A server on a Ruby that could compile it while it runs. */
export interface DisabledYjit {
  readonly started: StartedCommand;
  /** The gem that serves. */
  readonly server: string;
}

/** Gems of servers and of workers, which run for long. */
const servers = ['puma', 'falcon', 'pitchfork', 'unicorn', 'iodine', 'thin', 'sidekiq'];

/** Gems that are known, or may be, to turn YJIT on themselves. */
const compiling = /^(?:rage-rb|hanami)/;

const settles = /yjit|zjit|mjit|--jit|RUBYOPT/i;

/** Processors that YJIT compiles for; the official images have it there. Source: docker-library/ruby, 2026-11-22. */
const fitting = /^linux\/(?:amd64|arm64)/;

/**
 * Finds the start of a server on an official image of Ruby 3.3 or later for which nothing in Dockerfile and sources
 * turns YJIT on or off. Rails does it itself since 7.2.
 */
export function findDisabledYjit(model: DockerfileModel, stage: Stage): DisabledYjit | undefined {
  const { context } = model;
  if (context === undefined || (findRubyLine(stage) ?? 0) < 303) return undefined;
  const chain = collectInheritance(stage);
  const platforms = chain.flatMap(({ from }) =>
    from.flags.filter(({ name }) => name === 'platform'),
  );
  if (platforms.some(({ value }) => !fitting.test(value?.text ?? ''))) return undefined;
  if (settles.test(model.text)) return undefined;
  const workdir = model.workdirAtEnd(stage);
  const path = workdir === undefined ? undefined : `${workdir}/Gemfile.lock`.replace('//', '/');
  const file = path === undefined ? undefined : traceContextFile(model, stage, path);
  if (file?.endsWith('Gemfile.lock') !== true) return undefined;
  const lock = readGemfileLock(context, file.replace(/\/?Gemfile\.lock$/, ''));
  const server = servers.find((name) => lock?.gems.has(name) === true);
  if (lock === undefined || server === undefined || mayCompile(lock)) return undefined;
  if (!isSilent(context)) return undefined;
  const started = findRubyStart(model, stage, settles);
  return started === undefined ? undefined : { started, server };
}

function mayCompile({ gems }: GemfileLock): boolean {
  const [major = 0, minor = 0] = gems.get('railties')?.split('.').map(Number) ?? [];
  return 702 <= major * 100 + minor || [...gems.keys()].some((name) => compiling.test(name));
}

/** True when every source of the project is known, and none of them speaks of YJIT. */
function isSilent(context: BuildContext): boolean {
  return context.fact('speaks-of-yjit', () =>
    context.visiblePaths
      .filter((path) => /\.(?:rb|ru|rake|sh)$|(?:^|\/)(?:Gemfile|Procfile[\w.]*)$/.test(path))
      .every((path) => {
        const text = context.text(path);
        return text !== undefined && !settles.test(text);
      }),
  );
}
