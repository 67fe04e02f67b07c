import { findOtherProtocol } from '../../data/ports';
import { findHttpProbe } from '../../model/http-probe';
import { collectMainCommands } from '../../model/main-command';
import type { DockerfileModel } from '../../model/model';
import type { ProcessFacts } from '../../model/process';
import { collectInheritance, findRootBase, type Stage } from '../../model/stage-graph';
import { insertAfter, insertBefore, keyword } from '../../rewrite/instructions';
import type { Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'missing-healthcheck',
  code: 'IH603',
  category: 'runtime',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Without a HEALTHCHECK nobody notices a server that hangs.',
  why: 'Docker sees that a process runs, not that it answers. With a HEALTHCHECK, `docker ps`, Compose (`condition: service_healthy`) and Swarm know the difference. Kubernetes ignores the instruction and has probes of its own: switch the rule off for images that only run there.',
  fixNotes:
    'The fix asks for `/` with a program that the image is known to have. Which path answers without a login is not known: a wrong one makes a healthy container unhealthy, so put in the right one.',
  equivalents: {
    hadolint: 'DL3057',
    trivy: 'DS-0026',
    checkov: 'CKV_DOCKER_2',
    kics: 'b03a748a-542d-44f4-bb86-9199ab4fd2d5',
    dockle: 'CIS-DI-0006',
  },
  messages: {
    missing: 'No HEALTHCHECK asks whether port {{port}} answers.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        EXPOSE 3000
        #      ^^^^ missing-healthcheck
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        EXPOSE 3000
        HEALTHCHECK --timeout=5s --start-period=30s \
            CMD ["node", "-e", "fetch('http://127.0.0.1:3000/').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM alpine:3.23
        COPY server /usr/local/bin/
        EXPOSE 8080/tcp
        #      ^^^^^^^^ missing-healthcheck
        ENTRYPOINT ["server"]
      `,
      good: dockerfile`
        FROM alpine:3.23
        COPY server /usr/local/bin/
        EXPOSE 8080/tcp
        HEALTHCHECK CMD wget -q -O /dev/null http://127.0.0.1:8080/healthz || exit 1
        ENTRYPOINT ["server"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined || mayHaveOne(target)) return;
    const process = model.processOf(target);
    const [port] = process.ports.filter(
      ({ first, protocol }) => first !== undefined && protocol === 'tcp',
    );
    if (port?.first === undefined || process.healthCheck !== undefined || !startsItself(process))
      return;
    yield {
      message: 'missing',
      data: { port: String(port.first) },
      span: port.word.span,
      ...findFix(model, target, port.first),
    };
  },
});

/** An image that is not known may bring a HEALTHCHECK; a ready server has its own probe. */
function mayHaveOne(stage: Stage): boolean {
  const base = findRootBase(stage);
  if (base.kind === 'scratch') return false;
  if (base.kind !== 'image' || base.facts === undefined) return true;
  return base.facts.family.kind === 'server' || base.facts.variant.distribution === 'windows';
}

function startsItself({ entrypoint, command }: ProcessFacts): boolean {
  return entrypoint.kind === 'instruction' || command.kind === 'instruction';
}

function findFix(
  model: DockerfileModel,
  target: Stage,
  port: number,
): { readonly fixes: readonly Fix[] } | { readonly refusal: string } {
  const protocol = isFastCgi(model, target, port) ? 'FastCGI' : findOtherProtocol(port);
  if (protocol !== undefined) {
    return {
      refusal: `Port ${String(port)} speaks ${protocol} as a rule, which needs a probe of its own.`,
    };
  }
  const operations = collectInheritance(target).flatMap((stage) =>
    model.packageOperationsOf(stage),
  );
  const probe = findHttpProbe(target, operations, port);
  if (probe === undefined) {
    return { refusal: 'No program that could ask for a page is known to be in the image.' };
  }
  const lines = [
    `${keyword(model, 'HEALTHCHECK')} --timeout=5s --start-period=30s ${model.layout.escape}`,
    `${model.layout.indent}CMD ${probe.command}`,
  ];
  const before = findCommandBlock(target);
  const last = target.instructions.at(-1) ?? target.from;
  return {
    fixes: [
      {
        title: `Ask port ${String(port)} with ${probe.tool}`,
        applicability: 'placeholder',
        phase: 'instruction',
        edits: [
          before === undefined
            ? insertAfter(model, last, lines)
            : insertBefore(model, before, lines),
        ],
      },
    ],
  };
}

/** PHP-FPM shares its port with many web applications. */
function isFastCgi(model: DockerfileModel, target: Stage, port: number): boolean {
  const commands = collectMainCommands(model.processOf(target));
  return port === 9000 && commands.some(({ name }) => name?.startsWith('php-fpm') === true);
}

/** The first of the ENTRYPOINT and CMD that end the stage. */
function findCommandBlock(stage: Stage): Instruction | undefined {
  return stage.instructions.find(({ keyword: name }) => name === 'ENTRYPOINT' || name === 'CMD');
}
