import { findSeveralProcesses } from '../../model/main-processes';
import { markStarted } from '../../rewrite/edit-start-script';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'several-main-processes',
  code: 'IH631',
  category: 'runtime',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'never',
  summary: 'The container runs several programs, and Docker watches only one of them.',
  why: 'Docker watches the main process: when one of the others ends, nobody notices, restarts it or reads its exit code, and a stop signal reaches only the first. Their logs are mixed, they cannot be scaled or updated alone, and one can use up the memory of the other. Run each in a container of its own: services of Compose that share a network or a volume, or containers of one Pod. A supervisor at least restarts what ends; then silence the rule. Programs that belong together, such as PHP-FPM behind nginx, are a case for that as well.',
  equivalents: {},
  messages: {
    background: 'Nobody notices when "{{hidden}}" ends, because another program follows it.',
    supervisor: 'Docker watches "{{program}}", and not the programs that it runs.',
    hidden: '"{{program}}" keeps the container running when "{{hidden}}" has ended.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        CMD node worker.js & node server.js
        #   ^^^^ several-main-processes
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        CMD ["node", "server.js"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    const found =
      target === undefined || target.mayBeWindows ? undefined : findSeveralProcesses(model, target);
    if (found === undefined) return;
    yield {
      message: found.kind,
      data: {
        program: found.started.command.name ?? '',
        hidden: found.kind === 'supervisor' ? '' : found.hidden,
      },
      span: markStarted(model, found.started),
    };
  },
});
