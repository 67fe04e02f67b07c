import { defineRule, type Fix, type Report } from '../define-rule';
import {
  findIneffectiveDirectives,
  type IneffectiveDirective,
} from '../../model/ineffective-directives';
import type { DockerfileModel } from '../../model/model';
import { dockerfile } from '../../text/dockerfile-tag';
import type { Edit } from '../../text/edit';

export default defineRule({
  id: 'ineffective-directive',
  code: 'IH786',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A parser directive is misspelt or stands too far down, so it is a comment.',
  why: 'BuildKit reads `# syntax=`, `# escape=` and `# check=` only in the first lines of a file, each at most once. Below a comment, an empty line or an instruction they are comments, and so is one with a slip in its name: the build goes on without it and says nothing. `# check=skip=…` directly above an instruction counts for that instruction and is not reported, nor is a comment that only talks about a directive.',
  fixNotes:
    'The fix corrects the name, or moves the line to the top. It is `safe` for `# syntax=docker/dockerfile:1`, which builds the same image, and for `# check=skip=…`, which takes warnings away. Another frontend, another escape character and `error=true` change how the file is read, so these are `unsafe`.',
  equivalents: {},
  messages: {
    misspelt: 'This is a comment to Docker: the directive is named "{{name}}".',
    late: 'This is a comment to Docker: a directive stands in the first lines, above everything else.',
  },
  examples: [
    {
      bad: dockerfile`
        # sytnax=docker/dockerfile:1
          ^^^^^^ ineffective-directive
        FROM debian:13-slim
        USER 10001
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM debian:13-slim
        USER 10001
      `,
    },
    {
      bad: dockerfile`
        # The shop

        # syntax=docker/dockerfile:1
          ^^^^^^ ineffective-directive
        FROM debian:13-slim
        USER 10001
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        # The shop

        FROM debian:13-slim
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const found of findIneffectiveDirectives(model)) {
      const { comment, written, name, kind } = found;
      const start = comment.span.start + model.text.slice(comment.span.start).indexOf(written);
      const span = { start, end: start + written.length };
      yield { message: kind, data: { name }, span, ...mend(model, found, span) };
    }
  },
});

function mend(
  model: DockerfileModel,
  { name, value, comment, kind }: IneffectiveDirective,
  span: Edit['span'],
): Pick<Report<'misspelt' | 'late'>, 'fixes' | 'refusal'> {
  const { directives } = model.tree;
  if (directives.some((each) => each.name === name)) {
    return { refusal: 'The file has such a directive already, and two are an error.' };
  }
  const isHarmless =
    (name === 'syntax' && /^(?:docker\.io\/)?docker\/dockerfile:1$/.test(value)) ||
    (name === 'check' && /^skip=[\w,]+$/.test(value));
  const fix: Fix = {
    title: kind === 'misspelt' ? `Write "${name}"` : 'Move the directive to the top',
    applicability: isHarmless ? 'safe' : 'unsafe',
    phase: kind === 'misspelt' ? 'word' : 'structure',
    edits: kind === 'misspelt' ? [{ span, text: name }] : moveUp(model, comment.span),
  };
  return { fixes: [fix] };
}

/** Below the directives that are there. */
function moveUp(model: DockerfileModel, { start, end }: Edit['span']): readonly Edit[] {
  const { lines, text, layout } = model;
  const { line } = lines.placeAt(start);
  const top = lines.startOfLine(model.tree.directives.length);
  const place = top === 0 && text.startsWith('\uFEFF') ? 1 : top;
  return [
    {
      span: { start: place, end: place },
      text: `${text.slice(start, end)}${layout.lineEnding}`,
    },
    { span: { start: lines.startOfLine(line), end: lines.startOfLine(line + 1) }, text: '' },
  ];
}
