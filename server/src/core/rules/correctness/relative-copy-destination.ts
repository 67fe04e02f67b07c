import { joinPath } from '../../model/files';
import type { DockerfileModel } from '../../model/model';
import { collectInheritance, findRootBase, type Stage } from '../../model/stage-graph';
import { replaceWord } from '../../rewrite/words';
import type { Instruction, Word } from '../../syntax/instruction';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'relative-copy-destination',
  code: 'IH730',
  category: 'correctness',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A relative destination is copied to the root folder, because no WORKDIR was set.',
  why: 'Without WORKDIR, relative destinations begin at the working directory of the base image, which mostly is `/`: the files of the application lie between `bin` and `etc`, and `COPY . .` may even replace folders of the system. Set `WORKDIR /app` first, or write an absolute destination. Reported only where the base image is known to have no working directory of its own.',
  fixNotes: 'The fix writes the place where the files end up today, so the image stays the same.',
  equivalents: { hadolint: 'DL3045' },
  messages: {
    relative: 'No WORKDIR is set, so "{{path}}" means "{{target}}".',
  },
  examples: [
    {
      bad: dockerfile`
        FROM eclipse-temurin:25-jre
        COPY target/app.jar app.jar
        #                   ^^^^^^^ relative-copy-destination
        USER 10001
        ENTRYPOINT ["java", "-jar", "/app.jar"]
      `,
      good: dockerfile`
        FROM eclipse-temurin:25-jre
        COPY target/app.jar /app.jar
        USER 10001
        ENTRYPOINT ["java", "-jar", "/app.jar"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (!startsInRoot(stage)) continue;
      for (const copy of model.copiesOf(stage)) {
        const { instruction, destination } = copy;
        if (destination === undefined || hasWorkdirBefore(stage, instruction)) continue;
        const path = model.expand(destination, instruction);
        if (path === undefined || path === '' || /^["']?(?:[/\\$]|[A-Za-z]:)/.test(path)) continue;
        const folder = joinPath('/', path);
        if (folder === undefined) continue;
        const target = folder !== '/' && path.endsWith('/') ? `${folder}/` : folder;
        const isLiteral = path === destination.text;
        yield {
          message: 'relative',
          data: { path, target },
          span: firstLineOf(model, destination),
          ...(isLiteral
            ? {
                fixes: [
                  {
                    title: `Write "${target}"`,
                    applicability: 'safe',
                    phase: 'word',
                    edits: [writeDestination(instruction, destination, target)],
                  },
                ],
              }
            : { refusal: 'The destination holds a variable or quotes.' }),
        };
      }
    }
  },
});

/** True when the image under the stage is known to begin in the root folder. */
function startsInRoot(stage: Stage): boolean {
  const base = findRootBase(stage);
  if (base.kind === 'scratch') return true;
  if (base.kind !== 'image' || base.facts === undefined) return false;
  const { distribution, workdir = '/' } = base.facts.variant;
  return distribution !== 'windows' && workdir === '/';
}

function hasWorkdirBefore(stage: Stage, instruction: Instruction): boolean {
  return collectInheritance(stage).some((each) =>
    each.instructions.some(
      ({ keyword, span }) => keyword === 'WORKDIR' && span.start < instruction.span.start,
    ),
  );
}

function firstLineOf(model: DockerfileModel, { span }: Word): Word['span'] {
  const { line } = model.lines.placeAt(span.start);
  return { start: span.start, end: Math.min(span.end, model.lines.endOfLine(line)) };
}

function writeDestination(instruction: Instruction, word: Word, target: string): Edit {
  return replaceWord(word, instruction.json === undefined ? target : JSON.stringify(target));
}
