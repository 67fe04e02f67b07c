import { findKeyRequests } from '../../model/key-requests';
import { visibleText } from '../../model/package-line';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'short-key-id',
  code: 'IH164',
  category: 'base-image',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  summary: 'A key is fetched by a number that anybody can forge.',
  why: 'A short key id has eight digits. Another key with the same ones is made in seconds on a laptop: in 2014 somebody did it for every key of the strong set of the web of trust (evil32.com). The server sends every key with that id, and what a stranger signed then counts as signed. Write the whole fingerprint, 40 digits, which `gpg --fingerprint` shows.',
  equivalents: {},
  messages: {
    short: 'Anybody can make a key with the id {{id}}: write the fingerprint, which has 40 digits.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN gpg --batch --keyserver hkps://keyserver.ubuntu.com --recv-keys DBE9B9C5
        #                                                                   ^^^^^^^^ short-key-id
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN gpg --batch --keyserver hkps://keyserver.ubuntu.com --recv-keys 94AE36675C464D64BAFA68DD7434390BDBE9B9C5
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const { command, keys } of findKeyRequests(model, stage)) {
        for (const word of keys) {
          const id = model.valueOf(word, command.instruction) ?? visibleText(word);
          if (!/^(?:0x)?[0-9a-f]{8}$/i.test(id)) continue;
          yield { message: 'short', data: { id }, span: word.span };
        }
      }
    }
  },
});
