import type { Instruction, Word } from '../syntax/instruction';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** One word of an EXPOSE that names a port. */
export interface ExposedPort {
  readonly word: Word;
  readonly instruction: Instruction;
  readonly stage: Stage;
  /** The port in the container; `last` is `first` where no range is written. */
  readonly container: PortRange;
  /** The port of the host, which an image cannot choose; undefined when none is written. */
  readonly host: PortRange | undefined;
  /** True when an address of the host is written: `127.0.0.1:80:80`. */
  readonly hasAddress: boolean;
  /** As written; undefined when none is. */
  readonly protocol: string | undefined;
  /** True when the word holds no variable or quote, so that its letters are places in the document. */
  readonly literal: boolean;
}

const portPattern =
  /^(?:(?<address>\[[0-9A-Fa-f:.]+\]|\d{1,3}(?:\.\d{1,3}){3}):(?=[\d:]))?(?:(?<host>\d*(?:-\d+)?):)?(?<container>\d+(?:-\d+)?)(?:\/(?<protocol>[A-Za-z]+))?$/;

/** The ports of every EXPOSE; words that are none, or whose variables are not known, are left out. */
export function readExposedPorts(model: DockerfileModel): readonly ExposedPort[] {
  return model.stages.flatMap((stage) =>
    stage.instructions
      .filter(({ keyword }) => keyword === 'EXPOSE')
      .flatMap((instruction) =>
        instruction.words.flatMap((word): readonly ExposedPort[] => {
          const text = model.expand(word, instruction);
          const groups = portPattern.exec(text ?? '')?.groups;
          if (groups === undefined) return [];
          const { host } = groups;
          return [
            {
              word,
              instruction,
              stage,
              container: toRange(groups['container'] ?? ''),
              host: host === undefined || host === '' ? undefined : toRange(host),
              hasAddress: groups['address'] !== undefined,
              protocol: groups['protocol'],
              literal: text === word.text && word.span.end - word.span.start === word.text.length,
            },
          ];
        }),
      ),
  );
}

function toRange(text: string): PortRange {
  const [first = '', last = first] = text.split('-');
  return { first: Number(first), last: Number(last) };
}
