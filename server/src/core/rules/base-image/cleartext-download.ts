import { httpsHosts } from '../../data/https-hosts';
import { defineRule, type Fix } from '../define-rule';
import { findCleartextDownloads, type CleartextDownload } from '../../model/cleartext-downloads';
import type { DockerfileModel } from '../../model/model';
import { hasCertificates } from '../../model/present-certificates';
import type { Stage } from '../../model/stage-graph';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'cleartext-download',
  code: 'IH122',
  category: 'base-image',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A download comes over a connection that anybody on the way can change.',
  why: 'What comes over `http`, `ftp` or `git` is neither encrypted nor checked: a proxy, a Wi-Fi or a provider on the way can send something else, and the build puts it into the image or runs it. Load over `https`, or compare a digest that you know. Downloads whose RUN compares a digest or a signature, hosts of a private network and the mirrors of package managers, which check signatures, are not reported.',
  fixNotes:
    'The fix writes `https` where the host is known to offer it under the same path. It is refused where the image may have no certificates to check with.',
  equivalents: { sonar: 'S5332' },
  messages: {
    cleartext: 'What {{host}} sends over {{scheme}} can be changed by anybody on the way.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.23
        RUN wget -q -O /tmp/maven.tar.gz http://archive.apache.org/dist/maven/maven-3/3.9.9/binaries/apache-maven-3.9.9-bin.tar.gz
        #                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cleartext-download
      `,
      good: dockerfile`
        FROM alpine:3.23
        RUN wget -q -O /tmp/maven.tar.gz https://archive.apache.org/dist/maven/maven-3/3.9.9/binaries/apache-maven-3.9.9-bin.tar.gz
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        ADD http://downloads.example.com/tool.tar.gz /opt/
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cleartext-download
      `,
      good: dockerfile`
        FROM debian:13-slim
        ADD --checksum=sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa https://downloads.example.com/tool.tar.gz /opt/
      `,
      fixed: dockerfile`
        FROM debian:13-slim
        ADD http://downloads.example.com/tool.tar.gz /opt/
      `,
    },
  ],
  inTriggers: true,
  *check(model) {
    for (const stage of model.stages) {
      for (const found of findCleartextDownloads(model, stage)) {
        yield {
          message: 'cleartext',
          data: { host: found.host, scheme: found.scheme },
          span: found.span,
          ...mend(model, stage, found),
        };
      }
    }
  },
});

function mend(
  model: DockerfileModel,
  stage: Stage,
  { host, span, instruction, byBuilder }: CleartextDownload,
): { readonly fixes: readonly Fix[] } | { readonly refusal: string } {
  const written = /(?:http|git):\/\//i.exec(model.text.slice(span.start, span.end));
  if (!httpsHosts.has(host) || written === null) {
    return { refusal: 'Whether the host offers the file over https is not known.' };
  }
  if (!byBuilder && !hasCertificates(model, stage, instruction)) {
    return {
      refusal: 'The image may have no certificates to check with: install ca-certificates first.',
    };
  }
  const start = span.start + written.index;
  return {
    fixes: [
      {
        title: 'Load over https',
        applicability: 'unsafe',
        phase: 'word',
        edits: [{ span: { start, end: start + written[0].length }, text: 'https://' }],
      },
    ],
  };
}
