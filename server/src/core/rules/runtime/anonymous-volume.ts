import { findAnonymousVolumes, type AnonymousVolume } from '../../model/anonymous-volumes';
import type { DockerfileModel } from '../../model/model';
import { dropArgument } from '../../rewrite/drop-argument';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'anonymous-volume',
  code: 'IH683',
  category: 'runtime',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'VOLUME gives every container of the application a volume without a name.',
  why: 'Unless somebody mounts something there, each container gets a volume of its own whose name is a number: the next container does not find the data, and the volume stays on the disk until somebody clears it away. No image that is built on this one can take it back. `docker compose up` carries such volumes over from the old container to the new one, so that a volume over the program shows the old program after an update. Name the volume where the container is started: `volumes` in Compose, `--mount`, a volume claim in Kubernetes.\n\nOnly images of an application on a language or runtime are reported; for databases and other stores, which exist to keep data, VOLUME is a safeguard.',
  fixNotes:
    'VOLUME is deleted where it covers the program or a folder for temporary files. What the container writes there then ends with the container, if nothing is mounted; for a container with a read-only root (`--read-only`) mount a tmpfs there. There is no fix for other folders: containers that mount nothing would lose data that `docker compose up` keeps today.',
  equivalents: {},
  messages: {
    code: '"{{path}}" holds the code: after an update, Compose still shows the old one.',
    temporary: 'Temporary files need no volume: every container leaves one behind.',
    data: 'Unless something is mounted at "{{path}}", each container has its own volume without a name.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        VOLUME /app
        #      ^^^^ anonymous-volume
        USER node
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        USER node
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM eclipse-temurin:25-jre-noble
        VOLUME /tmp
        #      ^^^^ anonymous-volume
        COPY target/app.jar /app.jar
        ENTRYPOINT ["java", "-jar", "/app.jar"]
      `,
      good: dockerfile`
        FROM eclipse-temurin:25-jre-noble
        COPY target/app.jar /app.jar
        ENTRYPOINT ["java", "-jar", "/app.jar"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined) return;
    for (const volume of findAnonymousVolumes(model, target)) {
      const { kind, path, span } = volume;
      yield { message: kind, data: { path }, span, ...findFix(model, volume) };
    }
  },
});

function findFix(
  model: DockerfileModel,
  { kind, instruction, span }: AnonymousVolume,
): Pick<Report, 'fixes' | 'refusal'> {
  if (kind === 'data') {
    return { refusal: 'Who mounts nothing would lose data: name a volume where it is started.' };
  }
  const edit = dropArgument(model, instruction, span);
  if (edit === undefined) return { refusal: 'A comment stands beside it.' };
  return {
    fixes: [
      {
        title: 'Delete the volume',
        applicability: 'unsafe',
        phase: 'instruction',
        edits: [edit],
      },
    ],
  };
}
