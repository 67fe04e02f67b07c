import { isCoveredBy } from '../../model/covered-path';
import { joinPath } from '../../model/files';
import type { DockerfileModel } from '../../model/model';
import { collectInheritance, type Stage } from '../../model/stage-graph';
import type { Instruction } from '../../syntax/instruction';
import type { Span } from '../../text/span';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'write-behind-volume',
  code: 'IH743',
  category: 'correctness',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'never',
  summary: 'Files are put into a folder that VOLUME has already taken out of the image.',
  why: 'The classic builder of Docker throws away what is written to a volume after VOLUME declared it; BuildKit keeps it. The same file thus makes two different images, without a word. Put VOLUME below the last instruction that writes to the folder.',
  equivalents: {},
  messages: { written: '"{{path}}" belongs to a VOLUME above: some builders throw this away.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        VOLUME /var/lib/shop
        COPY seed.json /var/lib/shop/
        #              ^^^^^^^^^^^^^^ write-behind-volume
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY seed.json /var/lib/shop/
        VOLUME /var/lib/shop
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      const volumes = volumesOf(model, stage);
      if (volumes.length === 0) continue;
      for (const { instruction, path, span } of writesOf(model, stage)) {
        const volume = volumes.find(
          (each) =>
            each.instruction.span.start < instruction.span.start && isCoveredBy(path, each.path),
        );
        if (volume === undefined) continue;
        yield {
          message: 'written',
          data: { path },
          span,
          related: [
            { span: volume.instruction.keywordSpan, message: 'The volume is declared here.' },
          ],
        };
      }
    }
  },
});

interface Volume {
  readonly instruction: Instruction;
  readonly path: string;
}

/** The volumes that the file declares for a stage, its parents included. */
function volumesOf(model: DockerfileModel, stage: Stage): readonly Volume[] {
  return collectInheritance(stage)
    .flatMap((each) => each.instructions)
    .filter(({ keyword }) => keyword === 'VOLUME')
    .flatMap((instruction) => {
      const words =
        instruction.json?.map(({ value, span }) => ({ text: value, span })) ?? instruction.words;
      return words.flatMap((word) => {
        const value = model.expand(word, instruction);
        const path = value?.startsWith('/') === true ? joinPath('/', value) : undefined;
        return path === undefined || path === '/' ? [] : [{ instruction, path }];
      });
    });
}

/** Commands whose path arguments they make or change. */
const writers = new Set(['mkdir', 'touch', 'chown', 'chmod']);

function writesOf(
  model: DockerfileModel,
  stage: Stage,
): readonly (Volume & { readonly span: Span })[] {
  const copies = model.copiesOf(stage).flatMap(({ instruction, target, destination }) => {
    const { line } = model.lines.placeAt(destination?.span.start ?? 0);
    const end = Math.min(destination?.span.end ?? 0, model.lines.endOfLine(line));
    return target === undefined || destination === undefined
      ? []
      : [{ instruction, path: target, span: { start: destination.span.start, end } }];
  });
  const commands = model.commandsOf(stage).flatMap(({ name, words, instruction }) =>
    name === undefined || !writers.has(name)
      ? []
      : words.slice(1).flatMap((word) => {
          const path = word.value?.startsWith('/') === true ? joinPath('/', word.value) : undefined;
          return path === undefined ? [] : [{ instruction, path, span: word.span }];
        }),
  );
  return [...copies, ...commands];
}
