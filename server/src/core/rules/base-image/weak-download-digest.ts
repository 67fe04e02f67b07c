import { defineRule } from '../define-rule';
import { findWeakDigests } from '../../model/weak-digests';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'weak-download-digest',
  code: 'IH123',
  category: 'base-image',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  summary: 'A download is compared with a digest that can be forged.',
  why: 'For MD5 and SHA-1, two files with the same digest can be made on purpose: the check finds a broken download, not a changed one. Use SHA-256 or better. When the publisher gives only the old digest, compute the new one of the file that you tested: `sha256sum file`. Checks of files that are not downloaded in the same RUN are not reported.',
  equivalents: { sonar: 'S4790' },
  messages: {
    weak: '{{algorithm}} does not tell a changed file from the real one: compare a SHA-256.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.23
        RUN wget -q https://example.com/tool.tar.gz \
            && echo "d41d8cd98f00b204e9800998ecf8427e  tool.tar.gz" | md5sum -c - \
            #                                                         ^^^^^^ weak-download-digest
            && tar -xzf tool.tar.gz -C /opt
      `,
      good: dockerfile`
        FROM alpine:3.23
        RUN wget -q https://example.com/tool.tar.gz \
            && echo "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  tool.tar.gz" | sha256sum -c - \
            && tar -xzf tool.tar.gz -C /opt
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const { word, algorithm } of findWeakDigests(model, stage)) {
        yield { message: 'weak', data: { algorithm }, span: word.span };
      }
    }
  },
});
