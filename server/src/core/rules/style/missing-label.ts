import { inheritedLabelsOf, labelsOf } from '../../model/labels';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { insertAfter, keyword } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';
import { textsOption } from '../define-option';
import { defineRule, type Fix } from '../define-rule';

const labels = textsOption('labels', 'Keys of labels that every image must have.');

export default defineRule({
  id: 'missing-label',
  code: 'IH830',
  category: 'style',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  remedies: ['add-oci-labels'],
  summary: 'A label that the configuration asks for is not set.',
  why: 'Labels tell who looks after an image and where it comes from; a team that relies on them says so with the option `labels`. Without it this rule is silent. Stages that the shipped one starts from count; labels of the base image are not known, and what the file sets itself does not depend on them.',
  fixNotes:
    'The fix adds the label with a place for its value, which only you know; it is never applied in bulk. The labels of the Open Container Initiative are added with their values by the refactoring below.',
  equivalents: { hadolint: 'DL3049', sonar: 'S7028' },
  messages: { missing: 'No LABEL sets "{{label}}", which the configuration asks for.' },
  options: [labels],
  examples: [
    {
      options: { labels: ['org.opencontainers.image.source'] },
      bad: dockerfile`
        FROM debian:13-slim
        #    ^^^^^^^^^^^^^^ missing-label
        LABEL org.opencontainers.image.title="shop"
      `,
      good: dockerfile`
        FROM debian:13-slim
        LABEL org.opencontainers.image.title="shop" \
            org.opencontainers.image.source="https://github.com/example/shop"
      `,
    },
  ],
  *check(model, { option }) {
    const { target } = model;
    if (target === undefined) return;
    const set = inheritedLabelsOf(target).map(({ key }) => key);
    // A key from a variable may be any of them.
    if (set.includes(undefined)) return;
    for (const label of option(labels)) {
      if (set.includes(label)) continue;
      yield {
        message: 'missing',
        data: { label },
        span: target.imageWord?.span ?? target.from.keywordSpan,
        fixes: [addLabel(model, target, label)],
      };
    }
  },
});

/** Below the labels of the stage, or below its FROM. */
function addLabel(model: DockerfileModel, stage: Stage, label: string): Fix {
  const place = labelsOf(stage).at(-1)?.instruction ?? stage.from;
  return {
    title: `Add the label "${label}", for you to fill in`,
    applicability: 'placeholder',
    phase: 'instruction',
    edits: [insertAfter(model, place, [`${keyword(model, 'LABEL')} ${label}="<${label}>"`])],
  };
}
