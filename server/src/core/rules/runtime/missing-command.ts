import { findMissingCommand } from '../../model/missing-command';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'missing-command',
  code: 'IH684',
  category: 'runtime',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'never',
  summary: 'An image that is meant to be a server does not say what to start.',
  why: 'EXPOSE or HEALTHCHECK says that a server runs in the image, but neither CMD nor ENTRYPOINT starts one, and the base image has only a shell or a prompt, which ends at once when nobody types, or nothing at all. The container is gone as soon as it starts, unless everybody who runs it knows the command. Images for others to build on, stages whose names say that they are for building or development, and projects whose Compose file may name the command are not reported. There is no fix: which program is meant is not known.',
  equivalents: {},
  messages: {
    shell: 'No CMD or ENTRYPOINT starts the server: only "{{program}}" of the base image runs.',
    nothing: 'No CMD or ENTRYPOINT starts the server: a container cannot start.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        ^^^^ missing-command
        COPY server /usr/local/bin/
        EXPOSE 8080
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY server /usr/local/bin/
        EXPOSE 8080
        CMD ["server"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    const found = target === undefined ? undefined : findMissingCommand(model, target);
    if (target === undefined || found === undefined) return;
    const { program, sign } = found;
    yield {
      message: program === undefined ? 'nothing' : 'shell',
      data: { program: program ?? '' },
      span: target.from.keywordSpan,
      related: [{ span: sign.keywordSpan, message: 'This says that a server is meant.' }],
    };
  },
});
