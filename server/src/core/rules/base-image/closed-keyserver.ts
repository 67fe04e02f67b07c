import { closedKeyServers, openKeyServer } from '../../data/key-servers';
import { findKeyRequests } from '../../model/key-requests';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'closed-keyserver',
  code: 'IH165',
  category: 'base-image',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Keys are fetched from a server that was closed.',
  why: 'The pool of SKS key servers ended in June 2021, and its names lead nowhere since: `gpg` stops with "keyserver receive failed: No name", and the build with it. `keyserver.ubuntu.com` has the same keys, `keys.openpgp.org` those whose owner confirmed an address. Better still, keep the key in the project and copy it: then no server has to answer.',
  fixNotes:
    'The name of the server is replaced by `keyserver.ubuntu.com`; scheme and port stay. A key that was never uploaded there is not found. There is no fix where a variable holds the name.',
  equivalents: {},
  messages: { closed: '{{title}} was closed in {{year}}: no key comes from {{host}} any more.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN gpg --batch --keyserver hkp://p80.pool.sks-keyservers.net:80 --recv-keys 94AE36675C464D64BAFA68DD7434390BDBE9B9C5
        #                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ closed-keyserver
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN gpg --batch --keyserver hkp://keyserver.ubuntu.com:80 --recv-keys 94AE36675C464D64BAFA68DD7434390BDBE9B9C5
      `,
    },
  ],
  *check(model, { today }) {
    for (const stage of model.stages) {
      for (const { server } of findKeyRequests(model, stage)) {
        const closed = closedKeyServers.find(
          (each) => each.closed <= today && each.host.test(server?.host ?? ''),
        );
        if (server === undefined || closed === undefined) continue;
        const { word, host } = server;
        const report = {
          message: 'closed',
          data: { title: closed.title, year: closed.closed.slice(0, 4), host },
          span: word.span,
        } as const;
        const index = model.text.slice(word.span.start, word.span.end).indexOf(host);
        if (index < 0) {
          yield { ...report, refusal: 'The name of the server comes from a variable.' };
          continue;
        }
        const start = word.span.start + index;
        const edit = { span: { start, end: start + host.length }, text: openKeyServer };
        yield {
          ...report,
          fixes: [
            {
              title: `Ask ${openKeyServer}`,
              applicability: 'unsafe',
              phase: 'word',
              edits: [edit],
            },
          ],
        };
      }
    }
  },
});
