import { labelsOf, type Label } from '../../model/labels';
import { deletePair } from '../../rewrite/delete-pair';
import { deleteInstruction } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';
import type { Edit } from '../../text/edit';
import { textsOption } from '../define-option';
import { defineRule, type Fix } from '../define-rule';

const labels = textsOption(
  'labels',
  'Keys of labels that may be set; "*" stands for any characters.',
);

export default defineRule({
  id: 'superfluous-label',
  code: 'IH831',
  category: 'style',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A label is set that the configuration does not have.',
  why: 'A team that keeps a list of its labels finds misspelt and forgotten ones with the option `labels`. Without it this rule is silent.',
  fixNotes:
    'The fix deletes the label, which is what the list asks for; nothing else of the image changes.',
  equivalents: { hadolint: 'DL3050' },
  messages: { superfluous: 'The configuration has no label "{{label}}".' },
  options: [labels],
  examples: [
    {
      options: { labels: ['org.opencontainers.image.*'] },
      bad: dockerfile`
        FROM debian:13-slim
        LABEL org.opencontainers.image.title="shop"
        LABEL team="checkout"
        #     ^^^^ superfluous-label
      `,
      good: dockerfile`
        FROM debian:13-slim
        LABEL org.opencontainers.image.title="shop"
      `,
    },
  ],
  *check(model, { option }) {
    const allowed = option(labels).map(toExpression);
    if (allowed.length === 0) return;
    const isSuperfluous = ({ key }: Label): boolean =>
      key !== undefined && !allowed.some((each) => each.test(key));
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      const found = labelsOf(stage);
      for (const label of found.filter(isSuperfluous)) {
        const neighbors = found.filter(({ instruction }) => instruction === label.instruction);
        const edit = neighbors.every(isSuperfluous)
          ? deleteInstruction(model, label.instruction)
          : deletePair(model, label.instruction, label.assignment);
        const report = {
          message: 'superfluous' as const,
          data: { label: label.key ?? '' },
          span: label.assignment.name.span,
        };
        yield edit === undefined
          ? { ...report, refusal: 'A comment between this label and the next would be lost.' }
          : { ...report, fixes: [toFix(label, edit)] };
      }
    }
  },
});

function toFix({ key }: Label, edit: Edit): Fix {
  return {
    title: `Delete the label "${key ?? ''}"`,
    applicability: 'safe',
    phase: 'instruction',
    edits: [edit],
  };
}

function toExpression(pattern: string): RegExp {
  const source = pattern.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`);
}
