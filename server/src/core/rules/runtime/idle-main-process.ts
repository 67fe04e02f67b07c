import { findIdleProcess } from '../../model/main-processes';
import { markStarted } from '../../rewrite/edit-start-script';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'idle-main-process',
  code: 'IH632',
  category: 'runtime',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'never',
  summary: 'The container only waits: nothing that it runs could end or fail.',
  why: '`tail -f /dev/null` and `sleep infinity` keep a container open for people who look around in it with `docker exec`. Shipped like this it is always "running", whatever its program does, takes ten seconds to stop because neither ends on SIGTERM as the main process, and invites to start the program by hand. Start the program; for tools, let the caller name the command (`docker run --rm IMAGE tool …`). A stage that its name says is for development is not reported. There is no fix: which program is meant is not known, and without CMD that of the base image would start.',
  equivalents: {},
  messages: { idle: '"{{words}}" runs for ever and does nothing.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        COPY tool /usr/local/bin/
        CMD ["sleep", "infinity"]
        #     ^^^^^ idle-main-process
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY tool /usr/local/bin/
        CMD ["tool", "--help"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    const found =
      target === undefined || target.mayBeWindows ? undefined : findIdleProcess(model, target);
    if (found === undefined) return;
    const words = found.command.words.map(({ value, text }) => value ?? text);
    yield {
      message: 'idle',
      data: { words: words.slice(0, 3).join(' ') },
      span: markStarted(model, found),
    };
  },
});
