import type { DockerfileModel } from '../../model/model';
import { findStoredSecrets, holdsSecret, type StoredSecret } from '../../model/secret-files';
import { mountSecretFile, secretId } from '../../rewrite/mount-secret-file';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

type Message = 'copied' | 'history';

export default defineRule({
  id: 'copied-secret-file',
  code: 'IH303',
  category: 'secrets',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A file that holds secrets is copied into the image.',
  why: 'Whoever can pull the image can read every file of it, also without starting a container. Give a file that the program needs to the container when it starts (a volume, a Compose or Kubernetes secret); give one that only the build needs to the RUN that needs it, with a secret mount. Add the file to `.dockerignore`, so that `COPY . .` does not bring it back. Only files that hold secrets by convention are reported: no certificates, no public keys, no `.env.example`, and a `.npmrc` only in the home folder of a user.',
  fixNotes:
    'The fix deletes the file from the COPY and mounts it as a secret at the same path in the RUNs that read it. The build command changes: `docker build --secret id=npmrc,src=.npmrc .`. It is offered only for files that just a build needs, and refused when the RUNs that read it are not known, change it, or do not run as root.',
  equivalents: { trivy: 'DS-0031', dockle: 'CIS-DI-0010' },
  messages: {
    copied: '"{{name}}" ({{kind}}) goes into the image, where everyone can read it.',
    history: '"{{name}}" ({{kind}}) goes into the image, with every secret once committed.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        COPY .netrc /root/.netrc
        #    ^^^^^^ copied-secret-file
        COPY requirements.txt .
        RUN pip install --no-cache-dir -r requirements.txt
      `,
      good: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        COPY requirements.txt .
        RUN --mount=type=secret,id=netrc,target=/root/.netrc,required=true pip install --no-cache-dir -r requirements.txt
      `,
    },
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json .env ./
        #                                   ^^^^ copied-secret-file
        RUN npm ci --omit=dev
        COPY src ./src
        CMD ["node", "src/server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        COPY src ./src
        CMD ["node", "src/server.js"]
      `,
    },
  ],
  *check(model) {
    for (const secret of findStoredSecrets(model)) {
      if (secret.copy === undefined) continue;
      const isDeleted = secret.removals.length !== 0 && secret.file.certainty !== 'history';
      if (!isDeleted && holdsSecret(model, secret)) yield reportCopy(model, secret);
    }
  },
});

function reportCopy(model: DockerfileModel, secret: StoredSecret): Report<Message> {
  const { file, name, span } = secret;
  const base: Report<Message> = {
    message: file.certainty === 'history' ? 'history' : 'copied',
    data: { name, kind: file.kind },
    span,
  };
  if (file.buildOnly !== true) {
    return { ...base, refusal: 'Whether the container needs the file is not known.' };
  }
  const outcome = mountSecretFile(model, secret);
  if (outcome.kind === 'refused') return { ...base, refusal: outcome.reason };
  return {
    ...base,
    fixes: [
      {
        title: `Mount it as a secret (docker build --secret id=${secretId(secret)},src=…)`,
        applicability: 'unsafe',
        phase: 'structure',
        edits: outcome.edits,
      },
    ],
  };
}
