import type { ShellWord } from '../syntax/shell';
import type { Span } from '../text/span';
import type { Command } from './commands';
import { findInstalledPackages } from './installed-packages';
import type { DockerfileModel } from './model';
import { visibleText } from './package-line';
import { collectInheritance, type Stage } from './stage-graph';

/** A line that is given to a check of digests, and that the one of BusyBox does not understand. */
export interface MalformedLine {
  /** The command that writes the line. */
  readonly echo: Command;
  /** The words of the line. */
  readonly words: readonly ShellWord[];
  /** The line as the check reads it. */
  readonly text: string;
  readonly span: Span;
}

/** Programs of BusyBox that check digests. Source: https://busybox.net/downloads/BusyBox.html */
const checks = /^(?:md5|sha(?:1|3|256|384|512))sum$/;

/** A digest, or a variable with one, and a name behind a single blank. */
const malformed = /^(?:[0-9a-f]{32,128}|\$\w+|\$\{\w+\}) (?![ *])\S+$/i;

/**
 * The lines of a stage that stand in front of `sha256sum -c` of BusyBox with one blank between digest and name. It looks
 * for two blanks, or a blank and an asterisk, and counts every other line as failed; GNU's takes one as well.
 * Source: coreutils/md5_sha1_sum.c of BusyBox, read 2026-11-22.
 */
export function findMalformedLines(model: DockerfileModel, stage: Stage): readonly MalformedLine[] {
  const { rootBase } = stage;
  const system = rootBase.kind === 'image' ? rootBase.facts?.variant.distribution : undefined;
  if ((system !== 'alpine' && system !== 'busybox') || mayBringTools(model, stage)) return [];
  return model.runsOf(stage).flatMap((run) => {
    const commandOf = new Map(run.commands.map((command) => [command.shell, command]));
    return run.scripts
      .flatMap(({ allStatements }) => allStatements)
      .flatMap(({ pipelines }) => pipelines)
      .flatMap(({ commands }) => {
        const [first, second, ...others] = commands.map((shell) => shell && commandOf.get(shell));
        if (first === undefined || second === undefined || others.length !== 0) return [];
        return isCheck(second) ? readLine(first) : [];
      });
  });
}

/** True when the check may be the one of GNU, or a file may have taken its place. */
function mayBringTools(model: DockerfileModel, stage: Stage): boolean {
  const isOther = findInstalledPackages(model, stage).some(
    ({ name }) => name === undefined || /coreutils|build-base|busybox/.test(name),
  );
  return (
    isOther ||
    collectInheritance(stage).some((part) =>
      model
        .copiesOf(part)
        .some(({ target }) => target === undefined || /^\/(?:(?:usr\/)?s?bin)?$/.test(target)),
    )
  );
}

function isCheck({ name, words }: Command): boolean {
  const options = words.slice(1).map(visibleText);
  return (
    checks.test(name ?? '') &&
    options.some((text) => /^-[sw]*c[sw]*$/.test(text)) &&
    options.every((text) => /^-[a-z]*$/.test(text))
  );
}

function readLine(echo: Command): readonly MalformedLine[] {
  const words = echo.words.slice(1).filter(({ text }) => text !== '-n');
  const [first, last] = [words[0], words.at(-1)];
  if (echo.name !== 'echo' || first === undefined || last === undefined) return [];
  if (echo.wrappers.length !== 0 || words.some(({ text }) => text.startsWith('-'))) return [];
  const text = words.map(visibleText).join(' ');
  if (!malformed.test(text)) return [];
  return [{ echo, words, text, span: { start: first.span.start, end: last.span.end } }];
}
