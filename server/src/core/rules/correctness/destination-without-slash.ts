import type { CopyFacts } from '../../model/files';
import { findShellOperator } from '../../model/misread-words';
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
    'The fix adds the slash. Where the folder was not there, the image now has it with all the files, in place of one file of that name.',
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
        fixes: [addSlash(copy, destination)],
      };
    }
  },
});

function addSlash(copy: CopyFacts, { text, span }: Word): Fix {
  const isQuoted = copy.instruction.json !== undefined || /["']$/.test(text);
  const place = isQuoted ? span.end - 1 : span.end;
  return {
    title: 'Add the slash of a folder',
    applicability: 'unsafe',
    phase: 'word',
    edits: [{ span: { start: place, end: place }, text: '/' }],
  };
}
