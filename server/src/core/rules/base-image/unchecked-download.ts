import { defineRule, type Report } from '../define-rule';
import { findUncheckedDownloads, type ArchiveDownload } from '../../model/archive-downloads';
import { hostOf } from '../../model/downloads';
import type { DockerfileModel } from '../../model/model';
import { planDigestCheck } from '../../rewrite/check-download';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'unchecked-download',
  code: 'IH124',
  category: 'base-image',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A downloaded archive or program is used without a look at what came.',
  why: 'The file behind an address can change: by its owner, by who took over the account, by a mistake of a mirror. Compare the digest of the file that you tested (`echo "<digest>  file" | sha256sum -c -`), or its signature, in the RUN that downloads it; or let `ADD --checksum=sha256:… https://…` do it. Package managers check what they load themselves.',
  fixNotes:
    'The fix compares a digest behind the download, which you must fill in: until then the build stops. There is none where the file goes straight into another program, where its name is not known, or where the step goes on after a failure.',
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
      for (const found of findUncheckedDownloads(model, stage)) yield toReport(model, found);
    }
  },
});

function toReport(
  model: DockerfileModel,
  { download, address }: ArchiveDownload,
): Report<'unchecked'> {
  const report: Report<'unchecked'> = {
    message: 'unchecked',
    data: { host: hostOf(address.text) ?? 'the server' },
    span: address.word.span,
  };
  if (download.addresses.length !== 1) {
    return { ...report, refusal: 'The command downloads several files.' };
  }
  const edit = planDigestCheck(model, download.command);
  if (typeof edit === 'string') return { ...report, refusal: edit };
  return {
    ...report,
    fixes: [
      {
        title: 'Compare the digest of the file',
        applicability: 'placeholder',
        phase: 'instruction',
        edits: [edit],
      },
    ],
  };
}
