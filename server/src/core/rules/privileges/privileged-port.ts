import { defineRule } from '../define-rule';
import { collectInheritance, type Stage } from '../../model/stage-graph';
import type { DockerfileModel } from '../../model/model';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'privileged-port',
  code: 'IH206',
  category: 'privileges',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  summary: 'A process without root rights cannot open a port below 1024 everywhere.',
  why: 'Docker lets every process of a container open ports below 1024 since version 20.10. Elsewhere only root may: CRI-O and older containerd in Kubernetes, `--network host`, some rootless engines. Let the program listen on a port from 1024 on, such as 8080, and map it outside: `-p 80:8080`, or `targetPort: 8080` in a Service.',
  equivalents: {},
  messages: {
    low: 'Port {{port}} is below 1024: the user "{{user}}" can open it in Docker since 20.10, but not with every Kubernetes runtime or with the host network.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        USER node
        EXPOSE 80
        #      ^^ privileged-port
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        USER node
        EXPOSE 8080
        CMD ["node", "server.js"]
      `,
      fixed: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        USER node
        EXPOSE 80
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM gcr.io/distroless/static-debian13:nonroot
        COPY server /server
        EXPOSE 443/tcp 8443
        #      ^^^^^^^ privileged-port
        ENTRYPOINT ["/server"]
      `,
      good: dockerfile`
        FROM gcr.io/distroless/static-debian13:nonroot
        COPY server /server
        EXPOSE 8443
        ENTRYPOINT ["/server"]
      `,
      fixed: dockerfile`
        FROM gcr.io/distroless/static-debian13:nonroot
        COPY server /server
        EXPOSE 443/tcp 8443
        ENTRYPOINT ["/server"]
      `,
    },
  ],
  *check(model) {
    const stage = model.target;
    if (stage === undefined) return;
    const { final } = model.usersOf(stage);
    if (final.privilege !== 'non-root' || isWindows(model, stage) || givesPort(model, stage))
      return;
    for (const port of model.processOf(stage).ports) {
      if (port.first === undefined || port.first === 0 || 1024 <= port.first) continue;
      yield {
        message: 'low',
        data: { port: String(port.first), user: final.name ?? '' },
        span: port.word.span,
      };
    }
  },
});

function isWindows(model: DockerfileModel, stage: Stage): boolean {
  return ['cmd', 'powershell', 'unknown'].includes(model.shellAtEnd(stage).program);
}

/** `setcap cap_net_bind_service` gives a program the right to open low ports. */
function givesPort(model: DockerfileModel, stage: Stage): boolean {
  return collectInheritance(stage)
    .flatMap((part) => model.commandsOf(part))
    .some((command) => command.name === 'setcap');
}
