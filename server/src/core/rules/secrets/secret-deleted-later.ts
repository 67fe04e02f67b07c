import type { DockerfileModel } from '../../model/model';
import {
  findStoredSecrets,
  holdsSecret,
  type SecretRemoval,
  type StoredSecret,
} from '../../model/secret-files';
import { mountSecretFile, secretId } from '../../rewrite/mount-secret-file';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'secret-deleted-later',
  code: 'IH304',
  category: 'secrets',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A secret file deleted by a later RUN is still in the image.',
  why: 'Every instruction makes a layer, and a layer never loses a file: the `rm` only hides it in the layers above. Anyone who can pull the image can unpack the earlier layer and read the file. A secret mount shows the file to one RUN and leaves it in no layer. Replace the credential when such an image was pushed.',
  fixNotes:
    'The fix deletes the file from the COPY, mounts it as a secret at the same path in the RUNs that read it, and deletes the `rm`. The build command changes: `docker build --secret id=npmrc,src=.npmrc .`. It is refused when the RUNs that read the file are not known, change it, or do not run as root, when the file is written by a RUN, and when the `rm` is not a plain part of its RUN.',
  equivalents: {},
  messages: {
    copied:
      'Deleting "{{name}}" ({{kind}}) here does not take it out of the image: the layer of the {{keyword}} keeps it.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json .npmrc ./
        RUN npm ci --omit=dev
        RUN rm .npmrc
        #      ^^^^^^ secret-deleted-later
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN --mount=type=secret,id=npmrc,target=/app/.npmrc,required=true npm ci --omit=dev
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM maven:3.9-eclipse-temurin-25
        WORKDIR /build
        COPY settings.xml /root/.m2/settings.xml
        COPY pom.xml .
        RUN mvn --batch-mode dependency:go-offline \
            && rm -f /root/.m2/settings.xml
        #            ^^^^^^^^^^^^^^^^^^^^^^ secret-deleted-later
      `,
      good: dockerfile`
        FROM maven:3.9-eclipse-temurin-25
        WORKDIR /build
        COPY pom.xml .
        RUN --mount=type=secret,id=settings.xml,target=/root/.m2/settings.xml,required=true mvn --batch-mode dependency:go-offline
      `,
    },
  ],
  *check(model) {
    for (const secret of findStoredSecrets(model)) {
      const [removal] = secret.removals;
      if (removal === undefined || secret.file.certainty === 'history') continue;
      if (holdsSecret(model, secret)) {
        yield reportRemoval(model, secret, removal);
      }
    }
  },
});

function reportRemoval(
  model: DockerfileModel,
  secret: StoredSecret,
  removal: SecretRemoval,
): Report<'copied'> {
  const { file, name, instruction } = secret;
  const outcome = mountSecretFile(model, secret);
  return {
    message: 'copied',
    data: { name, kind: file.kind, keyword: instruction.keyword },
    span: removal.word.span,
    related: [{ span: secret.span, message: 'This puts the file into a layer.' }],
    ...(outcome.kind === 'refused'
      ? { refusal: outcome.reason }
      : {
          fixes: [
            {
              title: `Mount it as a secret (docker build --secret id=${secretId(secret)},src=…)`,
              applicability: 'unsafe',
              phase: 'structure',
              edits: outcome.edits,
            },
          ],
        }),
  };
}
