import { isForDevelopment } from '../../model/development-stage';
import { findIdleProcess } from '../../model/main-processes';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { startedProgramsOf, startsSomething } from '../../model/started-programs';
import { readStopSignal, type StopSignalText } from '../../model/stop-signal';
import { stopSignals } from '../../data/stop-signals';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'ungraceful-stop-signal',
  code: 'IH680',
  category: 'runtime',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The stop signal is one that no program can answer.',
  why: 'STOPSIGNAL is what `docker stop`, Compose and Kubernetes send so that a program can end its work: finish requests, write what is in memory, give up locks. No program gets to see SIGKILL and SIGSTOP. With SIGKILL it is gone in the middle of what it does; with SIGSTOP it is only frozen, until Docker kills it after ten seconds. Whoever wants to kill a container has `docker kill`. Stages for development, and containers that only wait, are not reported: a bare `sleep` answers no other signal.',
  fixNotes:
    'The container is stopped with SIGTERM, or with the signal on which its server (nginx, Apache, PHP-FPM, systemd) ends in order. A program that does not answer it is killed after the time that the platform allows (10 s with Docker): as the main process it needs a handler, or `docker run --init`. There is no fix where a variable holds the signal, or where it is not known which init system starts.',
  equivalents: {},
  messages: {
    kill: 'SIGKILL ends the program in the middle of its work: it cannot clean up.',
    stop: 'SIGSTOP only freezes the program, until it is killed.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        COPY server /usr/local/bin/
        STOPSIGNAL SIGKILL
        #          ^^^^^^^ ungraceful-stop-signal
        CMD ["server"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY server /usr/local/bin/
        STOPSIGNAL SIGTERM
        CMD ["server"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined || target.mayBeWindows || isForDevelopment(target)) return;
    const { stopSignal } = model.processOf(target);
    const signal = stopSignal === undefined ? undefined : readStopSignal(model, stopSignal);
    if (signal?.name !== 'SIGKILL' && signal?.name !== 'SIGSTOP') return;
    if (!startsSomething(model, target) || findIdleProcess(model, target) !== undefined) return;
    yield {
      message: signal.name === 'SIGKILL' ? 'kill' : 'stop',
      span: markWord(model, signal),
      ...findFix(model, target, signal),
    };
  },
});

function markWord(model: DockerfileModel, { word: { span } }: StopSignalText): Report['span'] {
  const { line } = model.lines.placeAt(span.start);
  return { start: span.start, end: Math.min(span.end, model.lines.endOfLine(line)) };
}

function findFix(
  model: DockerfileModel,
  stage: Stage,
  { word, literal }: StopSignalText,
): Pick<Report, 'fixes' | 'refusal'> {
  if (!literal) return { refusal: 'A variable holds the signal.' };
  const names = startedProgramsOf(model, stage).map(({ name }) => name);
  if (names.some((name) => /^init$|^runit|^runsvdir/.test(name))) {
    return { refusal: 'It is not known on which signal the init system ends.' };
  }
  const wanted = stopSignals.find(({ program }) =>
    names.some((name) => program.test(name.replace(/-foreground$/, ''))),
  );
  const signal = wanted?.signal ?? 'SIGTERM';
  return {
    fixes: [
      {
        title: `Stop with ${signal}`,
        applicability: 'unsafe',
        phase: 'word',
        edits: [replaceWord(word, signal)],
      },
    ],
  };
}
