import type { KnownPort } from '../data/exposed-ports';
import type { Instruction, Word } from '../syntax/instruction';
import { baseName } from './commands';
import type { DockerfileModel } from './model';
import { collectInheritance } from './stage-graph';
import { startedProgramsOf } from './started-programs';

/** A word of EXPOSE that names the port of a known service. */
export interface ExposedService {
  readonly known: KnownPort;
  readonly word: Word;
  readonly instruction: Instruction;
  /** False for a range that holds other ports, too. */
  readonly alone: boolean;
}

/**
 * The known ports that the shipped stage exposes. Left out are ports of another protocol, wide ranges, and images
 * whose only program is the server of that port.
 */
export function findExposedServices(
  model: DockerfileModel,
  ports: readonly KnownPort[],
  protocol: (port: KnownPort) => 'tcp' | 'udp' = () => 'tcp',
): readonly ExposedService[] {
  const stage = model.target;
  if (stage === undefined) return [];
  const [program, ...programs] = startedProgramsOf(model, stage);
  const instructionOf = new Map(
    collectInheritance(stage)
      .flatMap(({ instructions }) => instructions)
      .filter(({ keyword }) => keyword === 'EXPOSE')
      .flatMap((instruction) => instruction.words.map((word) => [word, instruction])),
  );
  return model.processOf(stage).ports.flatMap(({ word, first, last, ...port }) => {
    const known = ports.find(
      (each) =>
        first !== undefined &&
        last !== undefined &&
        first <= each.port &&
        each.port <= last &&
        last - first < 100 &&
        port.protocol === protocol(each),
    );
    const instruction = instructionOf.get(word);
    if (known === undefined || instruction === undefined) return [];
    const words = [program?.name ?? '', ...(program?.arguments ?? [])];
    if (programs.length === 0 && words.some((word) => known.programs.test(baseName(word))))
      return [];
    return [{ known, word, instruction, alone: first === last }];
  });
}
