import { defineRule } from '../define-rule';
import { dropArgument } from '../../rewrite/drop-argument';
import { deleteInstruction } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'docker-socket-in-image',
  code: 'IH224',
  category: 'privileges',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The image brings the Docker socket along.',
  why: 'Who may write to the Docker socket starts containers with every right, and is root on the host. A `VOLUME` at its place tells everybody to mount it, and without a mount makes a folder there, so that clients fail in a confusing way. A socket cannot be copied at all. Where a tool really talks to Docker, write the mount down where the container is started, better with a proxy that allows the few calls it needs. A start command that names the socket is not reported: it says what the tool is for, and whoever starts the container decides.',
  fixNotes:
    'The volume or the copy is removed. Start the container with the mount if it needs one.',
  equivalents: {
    semgrep: 'dockerfile.security.dockerd-socket-mount.dockerfile-dockerd-socket-mount',
  },
  messages: {
    volume: 'This volume asks for the Docker socket, which makes the container root on the host.',
    copy: 'The Docker socket cannot be part of an image.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        COPY agent /usr/local/bin/agent
        VOLUME ["/data", "/var/run/docker.sock"]
        #                ^^^^^^^^^^^^^^^^^^^^^^ docker-socket-in-image
        CMD ["/usr/local/bin/agent"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY agent /usr/local/bin/agent
        VOLUME ["/data"]
        CMD ["/usr/local/bin/agent"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        ADD /var/run/docker.sock /var/run/docker.sock
        #   ^^^^^^^^^^^^^^^^^^^^ docker-socket-in-image
        CMD ["/bin/bash"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        CMD ["/bin/bash"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== 'VOLUME') continue;
        const words =
          instruction.json?.map(({ value, span }) => ({ text: value, span })) ?? instruction.words;
        for (const word of words) {
          if (!isSocket(model.expand(word, instruction))) continue;
          const edit = dropArgument(model, instruction, word.span);
          if (edit === undefined) {
            yield { message: 'volume', span: word.span, refusal: 'A comment stands beside it.' };
            continue;
          }
          yield {
            message: 'volume',
            span: word.span,
            fixes: [
              {
                title: 'Remove the volume',
                applicability: 'unsafe',
                phase: 'instruction',
                edits: [edit],
              },
            ],
          };
        }
      }
      for (const { instruction, sources, target } of model.copiesOf(stage)) {
        const source = sources.find(({ path }) => isSocket(`/${path ?? ''}`));
        if (source === undefined && !isSocket(target)) continue;
        yield {
          message: 'copy',
          span: (source ?? sources[0])?.word.span ?? instruction.keywordSpan,
          fixes: [
            {
              title: `Remove the ${instruction.keyword}`,
              applicability: 'unsafe',
              phase: 'instruction',
              edits: [deleteInstruction(model, instruction)],
            },
          ],
        };
      }
    }
  },
});

function isSocket(path: string | undefined): boolean {
  return path !== undefined && /^(?:\/var)?\/run\/docker\.sock\/?$/.test(path);
}
