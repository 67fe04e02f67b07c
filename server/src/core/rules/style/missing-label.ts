import { inheritedLabelsOf } from '../../model/labels';
import { dockerfile } from '../../text/dockerfile-tag';
import { textsOption } from '../define-option';
import { defineRule } from '../define-rule';

const labels = textsOption('labels', 'Keys of labels that every image must have.');

export default defineRule({
  id: 'missing-label',
  code: 'IH830',
  category: 'style',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  remedies: ['add-oci-labels'],
  summary: 'A label that the configuration asks for is not set.',
  why: 'Labels tell who looks after an image and where it comes from; a team that relies on them says so with the option `labels`. Without it this rule is silent. Stages that the shipped one starts from count; labels of the base image are not known, and what the file sets itself does not depend on them.',
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
      };
    }
  },
});
