import { defineRule } from '../define-rule';
import { findUncheckedDownloads } from '../../model/archive-downloads';
import { hostOf } from '../../model/downloads';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'unchecked-download',
  code: 'IH124',
  category: 'base-image',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'never',
  summary: 'A downloaded archive or program is used without a look at what came.',
  why: 'The file behind an address can change: by its owner, by who took over the account, by a mistake of a mirror. Compare the digest of the file that you tested (`echo "<digest>  file" | sha256sum -c -`), or its signature, in the RUN that downloads it; or let `ADD --checksum=sha256:… https://…` do it. Package managers check what they load themselves. Not in the recommended rules, because many accept the risk for hosts they trust.',
  equivalents: { sonar: 'S6474' },
  messages: {
    unchecked: 'Nothing compares what {{host}} sends with a digest or a signature.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.23
        RUN wget -q https://example.com/tool-1.2.3.tar.gz \
        #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unchecked-download
            && tar -xzf tool-1.2.3.tar.gz -C /opt
      `,
      good: dockerfile`
        FROM alpine:3.23
        RUN wget -q https://example.com/tool-1.2.3.tar.gz \
            && echo "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  tool-1.2.3.tar.gz" | sha256sum -c - \
            && tar -xzf tool-1.2.3.tar.gz -C /opt
      `,
    },
    {
      bad: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache curl \
            && curl -fsSL -o /usr/local/bin/tool https://example.com/releases/tool \
            #                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unchecked-download
            && chmod +x /usr/local/bin/tool
      `,
      good: dockerfile`
        FROM alpine:3.23
        ADD --checksum=sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --chmod=755 https://example.com/releases/tool /usr/local/bin/tool
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const { address } of findUncheckedDownloads(model, stage)) {
        yield {
          message: 'unchecked',
          data: { host: hostOf(address.text) ?? 'the server' },
          span: address.word.span,
        };
      }
    }
  },
});
