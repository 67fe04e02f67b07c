import { findLiteralSecrets, type LiteralSecret } from '../../model/literal-secrets';
import type { DockerfileModel } from '../../model/model';
import { dropAssignment } from '../../rewrite/drop-argument';
import { mountLiteralSecret } from '../../rewrite/mount-literal-secret';
import type { Assignment } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { containsSpan } from '../../text/span';
import { defineRule, type Report } from '../define-rule';

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
  fixable: 'sometimes',
  summary: 'A credential stands in plain text in the Dockerfile.',
  why: 'Everyone who can read the repository has the credential, and so has everyone who can pull the image: the text of each RUN, LABEL, CMD and HEALTHCHECK is in its history (`docker history --no-trunc`). Replace the credential at its issuer, because the history of the repository keeps the old one. A build step gets the new one from a secret mount (`RUN --mount=type=secret,…`), a container when it starts. Reported are the formats of well-known issuers, private keys, passwords in addresses, and passwords that a login gets as an argument; placeholders such as `changeme` or `EXAMPLE` are left alone, and so are values in variables.',
  fixNotes:
    'In the place of the credential the RUNs get a variable from a secret mount: `docker build --secret id=GITLAB_TOKEN,env=GITLAB_TOKEN .`; it needs `# syntax=docker/dockerfile:1` (or 1.10 and later). A label with a credential is deleted. Refused where the value would stay in the image all the same: a program that keeps it in a file or in its settings (`docker login`, `git clone`, `npm config set`), CMD and HEALTHCHECK, private keys, and words that no POSIX shell reads.',
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
      fixed: dockerfile`
        FROM python:3.14-slim
        RUN pip install --no-cache-dir --index-url https://ci:Tq7wPz9kLm@pypi.acme.io/simple shop==4.2
      `,
    },
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1
        FROM alpine:3.23
        RUN wget -q --header 'PRIVATE-TOKEN: glpat-Xk29dJq0ZmPw7LrT5vBn' -O /model.bin https://git.acme.io/api/v4/files/1
        #                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ leaked-secret-value
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM alpine:3.23
        RUN --mount=type=secret,id=GITLAB_TOKEN,env=GITLAB_TOKEN,required=true wget -q --header "PRIVATE-TOKEN: \${GITLAB_TOKEN}" -O /model.bin https://git.acme.io/api/v4/files/1
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
      fixed: dockerfile`
        FROM docker:29-cli
        RUN docker login -u robot -p Tq7wPz9kLm registry.acme.io && docker pull registry.acme.io/base:4
      `,
    },
  ],
  *check(model) {
    for (const secret of findLiteralSecrets(model)) {
      const { form, kind, span } = secret;
      yield { message: form, data: { kind }, span, ...remedy(model, secret) };
    }
  },
});

function remedy(model: DockerfileModel, secret: LiteralSecret): Pick<Report, 'fixes' | 'refusal'> {
  const label = findLabel(secret);
  if (label !== undefined) {
    const edit = dropAssignment(model, secret.instruction, label);
    return edit === undefined
      ? { refusal: 'A comment would be deleted with the label.' }
      : { fixes: [{ ...fix, title: 'Delete the label', edits: [edit] }] };
  }
  const outcome = mountLiteralSecret(model, secret);
  if (outcome.kind === 'refused') return { refusal: outcome.reason };
  const { name, edits } = outcome;
  const title = `Mount it as a secret (docker build --secret id=${name},env=${name})`;
  return { fixes: [{ ...fix, title, edits }] };
}

const fix = { applicability: 'unsafe', phase: 'structure' } as const;

function findLabel({ instruction, span }: LiteralSecret): Assignment | undefined {
  if (instruction.keyword !== 'LABEL') return undefined;
  return instruction.assignments.find((each) => containsSpan(each.span, span));
}
