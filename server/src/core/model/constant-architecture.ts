import { findFlag, type Instruction } from '../syntax/instruction';
import type { Span } from '../text/span';
import { downloadsOf } from './downloads';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** A download of machine code for one processor, in a file that is built for several. */
export interface ConstantArchitecture {
  /** As written in the address: `amd64`, `x86_64`. */
  readonly name: string;
  /** The place of the name; one of several in the address. */
  readonly span: Span;
  /** All places of names in the address. */
  readonly places: readonly Span[];
  readonly instruction: Instruction;
  readonly stage: Stage;
}

const names = /(?<![A-Za-z0-9])(amd64|x86_64|x86-64|x64|arm64|aarch64)(?![A-Za-z0-9])/g;

/** What says that a file is built for several platforms: BuildKit sets these variables for nothing else. */
const several = /\b(?:TARGET|BUILD)(?:ARCH|PLATFORM|VARIANT)\b/;

/** Downloads of a stage that bring code for one processor whatever is built for. */
export function findConstantArchitectures(
  model: DockerfileModel,
  stage: Stage,
): readonly ConstantArchitecture[] {
  if (!several.test(model.text) || stage.mayBeWindows || isForOne(stage)) return [];
  const commands = downloadsOf(model, stage).flatMap(({ command, addresses }) =>
    addresses.flatMap(({ word }) => read(model, stage, command.instruction, word.span)),
  );
  const added = model
    .copiesOf(stage)
    .flatMap(({ instruction, sources }) =>
      sources
        .filter(({ kind }) => kind === 'url')
        .flatMap(({ word }) => read(model, stage, instruction, word.span)),
    );
  return [...commands, ...added].sort((left, right) => left.span.start - right.span.start);
}

/** A stage whose platform FROM says runs there alone; its name may say it too. */
function isForOne(stage: Stage): boolean {
  return (
    findFlag(stage.from, 'platform') !== undefined ||
    /amd64|arm|x86|x64|aarch/.test(stage.name ?? '') ||
    (stage.base.kind === 'stage' && isForOne(stage.base.stage))
  );
}

function read(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  { start, end }: Span,
): readonly ConstantArchitecture[] {
  const written = model.text.slice(instruction.span.start, instruction.span.end);
  if (/ARCH\b|PLATFORM\b|uname|--print-architecture|apk --print|\barch\b/i.test(written)) return [];
  const places = [...model.text.slice(start, end).matchAll(names)].map((match) => ({
    name: match[0],
    span: { start: start + match.index, end: start + match.index + match[0].length },
  }));
  const [first] = places;
  const isOne = new Set(places.map(({ name }) => name)).size === 1;
  if (first === undefined || !isOne) return [];
  return [{ ...first, places: places.map(({ span }) => span), instruction, stage }];
}
