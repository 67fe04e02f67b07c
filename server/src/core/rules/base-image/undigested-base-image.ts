import { defineRule } from '../define-rule';
import { collectImageUses } from '../../model/images';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'undigested-base-image',
  code: 'IH127',
  category: 'base-image',
  severity: 'information',
  profile: 'optional',
  since: 'next',
  fixable: 'never',
  remedies: ['pin-base-digest'],
  summary: 'An image is named by a tag, which its owner can move.',
  why: 'A tag such as `24-slim` gets new images every few weeks, and whoever holds the account can point it to anything. A digest (`node:24-slim@sha256:…`) names one image for ever: builds repeat, and a changed image is not taken unseen. The price is that security fixes do not come by themselves either: pin only with a program that updates the digests, such as Renovate or Dependabot, and keep the tag for it. That is why the rule is off unless it is asked for.',
  equivalents: {
    sonar: 'S7023',
    semgrep: 'dockerfile.audit.dockerfile-source-not-pinned.dockerfile-source-not-pinned',
    dockle: 'CIS-DI-0005',
  },
  messages: { undigested: 'The image "{{image}}" has no digest: its tag can be moved.' },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-slim
        #    ^^^^^^^^^^^^ undigested-base-image
        USER node
      `,
      good: dockerfile`
        FROM node:24-slim@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        USER node
      `,
    },
  ],
  *check(model) {
    for (const { reference, literal, word, place } of collectImageUses(model)) {
      // The name behind `--from` can be a build context of the command line, which has no digest.
      const isImage = place === 'from' || reference.tag !== undefined;
      if (reference.digest !== undefined || !literal || !isImage) continue;
      yield { message: 'undigested', data: { image: reference.text }, span: word.span };
    }
  },
});
