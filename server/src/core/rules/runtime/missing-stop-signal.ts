import { findMissingStopSignal, type MissingStopSignal } from '../../model/missing-stop-signal';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { markStarted } from '../../rewrite/edit-start-script';
import { insertBefore, keyword } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'missing-stop-signal',
  code: 'IH630',
  category: 'runtime',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The server does not end its work in order on SIGTERM, which it gets.',
  why: 'Docker stops a container with SIGTERM unless STOPSIGNAL names another signal. nginx and PHP-FPM break off the requests that they answer on SIGTERM and finish them on SIGQUIT, Apache on SIGWINCH; systemd stops the system on SIGRTMIN+3. The official images of nginx, httpd and PHP name these signals already, so only images are reported that install the server on a bare system.',
  fixNotes:
    'STOPSIGNAL is put above the command. The stop then lasts until the last request is answered, at most for the time that the platform allows (10 s with Docker).',
  equivalents: {},
  messages: {
    missing: 'SIGTERM {{otherwise}}; "{{program}}" ends in order on {{signal}}.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache nginx
        CMD ["nginx", "-g", "daemon off;"]
        #     ^^^^^ missing-stop-signal
      `,
      good: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache nginx
        STOPSIGNAL SIGQUIT
        CMD ["nginx", "-g", "daemon off;"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    const found = target === undefined ? undefined : findMissingStopSignal(model, target);
    if (target === undefined || found === undefined) return;
    const { facts, started } = found;
    yield {
      message: 'missing',
      data: {
        program: started.command.name ?? '',
        signal: facts.signal,
        otherwise: facts.otherwise,
      },
      span: markStarted(model, started),
      ...findFix(model, target, found),
    };
  },
});

function findFix(
  model: DockerfileModel,
  stage: Stage,
  { instruction, facts }: MissingStopSignal,
): Pick<Report, 'fixes' | 'refusal'> {
  if (model.stageOf(instruction) !== stage)
    return { refusal: 'The command stands in another stage.' };
  const line = `${keyword(model, 'STOPSIGNAL')} ${facts.signal}`;
  return {
    fixes: [
      {
        title: `Stop with ${facts.signal}`,
        applicability: 'unsafe',
        phase: 'instruction',
        edits: [insertBefore(model, instruction, [line])],
      },
    ],
  };
}
