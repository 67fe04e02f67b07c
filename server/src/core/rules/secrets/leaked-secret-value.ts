import { findLiteralSecrets } from '../../model/literal-secrets';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

const plainText = {
  kics: 'c3e1b6ae-d92c-44b3-8ed5-1f5442bab6a4',
  sonar: 'S6437',
  dockle: 'CIS-DI-0010',
} as const;

export default defineRule({
  id: 'leaked-secret-value',
  code: 'IH310',
  category: 'secrets',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  summary: 'A credential stands in plain text in the Dockerfile.',
  why: 'Everyone who can read the repository has the credential, and so has everyone who can pull the image: the text of each RUN, LABEL, CMD and HEALTHCHECK is in its history (`docker history --no-trunc`). Replace the credential at its issuer, because the history of the repository keeps the old one. A build step gets the new one from a secret mount (`RUN --mount=type=secret,…`), a container when it starts. Reported are the formats of well-known issuers, private keys, passwords in addresses, and passwords that a login gets as an argument; placeholders such as `changeme` or `EXAMPLE` are left alone, and so are values in variables.',
  equivalents: { ...plainText, trivy: 'DS-0031' },
  messageEquivalents: {
    token: plainText,
    url: plainText,
    argument: { ...plainText, trivy: 'DS-0031' },
  },
  messages: {
    token: 'This looks like {{kind}}, in plain text in this file and in the history of the image.',
    url: 'This address holds a password, in plain text in this file and in the history of the image.',
    argument:
      'The credential that {{kind}} gets here stands in plain text in this file and in the history of the image.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        RUN pip install --no-cache-dir --index-url https://ci:Tq7wPz9kLm@pypi.acme.io/simple shop==4.2
        #                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ leaked-secret-value
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM python:3.14-slim
        RUN --mount=type=secret,id=PIP_INDEX_URL,env=PIP_INDEX_URL,required=true pip install --no-cache-dir shop==4.2
      `,
    },
    {
      bad: dockerfile`
        FROM docker:29-cli
        RUN docker login -u robot -p Tq7wPz9kLm registry.acme.io && docker pull registry.acme.io/base:4
        #                            ^^^^^^^^^^ leaked-secret-value
      `,
      good: dockerfile`
        FROM docker:29-cli
        RUN docker pull registry.acme.io/base:4
      `,
    },
  ],
  *check(model) {
    for (const { form, kind, span } of findLiteralSecrets(model)) {
      yield {
        message: form,
        data: { kind },
        span,
        refusal: 'Which step needs it is for a person to say; replace it at its issuer as well.',
      };
    }
  },
});
