import { joinPath, type CopyFacts } from '../../model/files';
import { findShellOperator } from '../../model/misread-words';
import type { DockerfileModel } from '../../model/model';
import { collectInheritance } from '../../model/stage-graph';
import { findFlag, type Word } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'destination-without-slash',
  code: 'IH744',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  summary: 'Several sources are copied to something that is not written as a folder.',
  why: 'A destination without a slash at its end may be a file. Where no folder of that name is there yet, BuildKit writes one source over the other, so that only the last one is left (moby/buildkit#1853); the classic builder and Kaniko stop. `.` is a folder in any case.',
  fixNotes:
    'The fix adds the slash, which is `safe` for a folder that a WORKDIR has made. Else, where the folder was not there, the image now has it with all the files, in place of one file of that name.',
  equivalents: {
    hadolint: 'DL3021',
    trivy: 'DS-0011',
    kics: '6db6e0c2-32a3-4a2e-93b5-72c35f4119db',
  },
  messages: {
    file: 'With several sources, a destination must end with "/": "{{path}}" may be taken for a file.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        COPY app.conf users.conf /etc/app
        #                        ^^^^^^^^ destination-without-slash
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY app.conf users.conf /etc/app/
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const copy of model.stages.flatMap((stage) => model.copiesOf(stage))) {
      const { instruction, destination, sources } = copy;
      if (destination === undefined || sources.length < 2) continue;
      const path = model.expand(destination, instruction)?.replace(/^(["'])(.*)\1$/, '$2');
      if (path === undefined || path === '' || /[/\\]$|(?:^|[/\\])\.{1,2}$/.test(path)) continue;
      if (findFlag(instruction, 'parents') !== undefined) continue;
      if (findShellOperator(instruction) !== undefined) continue;
      const { line } = model.lines.placeAt(destination.span.start);
      const end = Math.min(destination.span.end, model.lines.endOfLine(line));
      yield {
        message: 'file',
        data: { path },
        span: { start: destination.span.start, end },
        fixes: [addSlash(model, copy, destination, path)],
      };
    }
  },
});

function addSlash(
  model: DockerfileModel,
  copy: CopyFacts,
  { text, span }: Word,
  path: string,
): Fix {
  const isQuoted = copy.instruction.json !== undefined || /["']$/.test(text);
  const place = isQuoted ? span.end - 1 : span.end;
  return {
    title: 'Add the slash of a folder',
    applicability: isMadeBefore(model, copy, path) ? 'safe' : 'unsafe',
    phase: 'word',
    edits: [{ span: { start: place, end: place }, text: '/' }],
  };
}

/** True when a WORKDIR above has made the folder, so that nothing is copied to a file of that name. */
function isMadeBefore(model: DockerfileModel, { instruction }: CopyFacts, path: string): boolean {
  const stage = model.stageOf(instruction);
  const folder = joinPath(model.workdirAt(instruction), path);
  if (stage === undefined || folder === undefined) return false;
  return collectInheritance(stage)
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword, span }) => keyword === 'WORKDIR' && span.start < instruction.span.start)
    .some((each) => {
      const [word] = each.words;
      const value = word === undefined ? undefined : model.expand(word, each);
      const made = value === undefined ? undefined : joinPath(model.workdirAt(each), value);
      return made === folder || made?.startsWith(`${folder}/`) === true;
    });
}
