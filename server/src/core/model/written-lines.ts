import type { ShellCommand } from '../syntax/shell';
import type { Instruction } from '../syntax/instruction';
import type { Span } from '../text/span';
import { memoize } from './memoize';
import { visibleText } from './package-line';
import type { Stage } from './stage-graph';

/** Text that a step of a stage writes to a file, as `echo`, `printf` and here-documents do. */
export interface WrittenText {
  readonly text: string;
  /** The file as written; undefined when it is not known. */
  readonly file: string | undefined;
  readonly instruction: Instruction;
  /** The place of a part of `text`, inside one line. */
  readonly placeOf: (index: number, length: number) => Span;
}

/** Everything that the RUN, COPY and ADD instructions of a stage write as text of the Dockerfile. */
export const collectWrittenTexts = memoize((model, stage: Stage): readonly WrittenText[] => {
  const copied = model.copiesOf(stage).flatMap(({ instruction, sources, target, intoFolder }) =>
    instruction.heredocs.map(({ name, bodySpan }): WrittenText => {
      const text = model.text.slice(bodySpan.start, bodySpan.end);
      const isFolder = intoFolder && sources.some(({ kind }) => kind === 'heredoc');
      const file = isFolder ? `${target ?? ''}/${name}` : target;
      return { text, file, instruction, placeOf: placeIn(text, bodySpan.start) };
    }),
  );
  return [
    ...model.runsOf(stage).flatMap(({ instruction, scripts }) =>
      scripts
        .flatMap(({ allStatements }) => allStatements)
        .flatMap(({ pipelines }) => pipelines)
        .flatMap(({ commands }) =>
          commands.flatMap((command, index) =>
            command === undefined
              ? []
              : readCommand(instruction, command, commands.slice(index + 1)),
          ),
        ),
    ),
    ...copied,
  ];
});

function readCommand(
  instruction: Instruction,
  command: ShellCommand,
  later: readonly (ShellCommand | undefined)[],
): readonly WrittenText[] {
  const name = command.program?.value;
  if (name === undefined || !/^(?:echo|printf|cat|tee|sudo)$/.test(name)) return [];
  const file = targetOf(command) ?? teeTarget([command, ...later]);
  const bodies = command.redirects.flatMap(({ body }) => body ?? []);
  const [first] = command.arguments;
  const words: readonly WrittenText[] =
    first === undefined || !/^(?:echo|printf)$/.test(name)
      ? []
      : [
          {
            text: command.arguments
              .map(visibleText)
              .filter((word) => !/^-[neE]+$/.test(word))
              .join(name === 'echo' ? ' ' : '\n')
              .replaceAll('\\n', '\n'),
            file,
            instruction,
            placeOf: () => command.program?.span ?? command.span,
          },
        ];
  return [
    ...words,
    ...bodies.map(({ text, span }) => ({
      text,
      file,
      instruction,
      placeOf: placeIn(text, span.start),
    })),
  ];
}

/** The file behind `>` or `>>`. */
function targetOf({ redirects }: ShellCommand): string | undefined {
  const word = redirects.findLast(({ operator }) => /^(?:>|>>|>\|)$/.test(operator))?.target;
  return word === undefined ? undefined : visibleText(word);
}

/** The file that `tee` writes in the same pipeline. */
function teeTarget(commands: readonly (ShellCommand | undefined)[]): string | undefined {
  for (const command of commands) {
    const words = command === undefined ? [] : [command.program, ...command.arguments];
    const tee = words.findIndex((word) => word?.value === 'tee');
    if (tee < 0) continue;
    const file = words.slice(tee + 1).find((word) => word?.text.startsWith('-') === false);
    if (file !== undefined) return visibleText(file);
  }
  return undefined;
}

function placeIn(text: string, start: number): (index: number, length: number) => Span {
  return (index, length) => {
    const part = text.slice(index, index + length);
    const skipped = /^\s*/.exec(part)?.[0].length ?? 0;
    const line = /^[^\r\n]*/.exec(part.slice(skipped))?.[0].trimEnd() ?? '';
    return { start: start + index + skipped, end: start + index + skipped + line.length };
  };
}
