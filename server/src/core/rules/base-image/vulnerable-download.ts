import { defineRule } from '../define-rule';
import { findVulnerableDownloads } from '../../model/vulnerable-downloads';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'vulnerable-download',
  code: 'IH125',
  category: 'base-image',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  summary: 'A download is a release with a hole that everybody knows.',
  why: 'What is built from sources gets no updates from the distribution, and scanners that read package databases do not see it. The list is short on purpose: OpenSSL, curl, XZ Utils, Log4j and OpenSSH, each with one famous hole. Packages of a distribution are not meant: their version stays the same when a hole is mended.',
  equivalents: { kics: '5fa731ea-e844-47a6-a1e8-abc25e95847e' },
  messages: {
    vulnerable: 'Version {{version}} of {{title}} has {{hole}}: use {{fixedIn}} or newer.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        ARG OPENSSL_VERSION=3.0.5
        ADD https://www.openssl.org/source/openssl-\${OPENSSL_VERSION}.tar.gz /src/
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ vulnerable-download
      `,
      good: dockerfile`
        FROM debian:13-slim
        ARG OPENSSL_VERSION=3.0.18
        ADD https://www.openssl.org/source/openssl-\${OPENSSL_VERSION}.tar.gz /src/
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const { releases, version, span } of findVulnerableDownloads(model, stage)) {
        const { title, hole, fixedIn } = releases;
        yield { message: 'vulnerable', data: { title, version, hole, fixedIn }, span };
      }
    }
  },
});
