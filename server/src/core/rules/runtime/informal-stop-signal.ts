import { readStopSignal, type StopSignalText } from '../../model/stop-signal';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'informal-stop-signal',
  code: 'IH681',
  category: 'runtime',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The stop signal is not written by its full name.',
  why: 'The image format of the OCI names a signal as `SIGTERM` or `SIGRTMIN+3`, and the builder writes to the image what stands here. Docker understands `TERM`, `term` and `15` as well, and takes quotes away; other tools that read the image need not, and nobody knows all numbers by heart. Numbers of real-time signals (32 and above) are not reported: C libraries disagree on where these begin, so that no name is surely the same signal. A number that is another signal on some processors (10, 12 and 28 on MIPS) is reported, but left to you.',
  equivalents: {},
  messages: {
    name: 'The full name of this signal is "{{name}}".',
    number: '{{value}} is the number of {{name}}.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        STOPSIGNAL INT
        #          ^^^ informal-stop-signal
        CMD ["/usr/local/bin/server"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        STOPSIGNAL SIGINT
        CMD ["/usr/local/bin/server"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        STOPSIGNAL 3
        #          ^ informal-stop-signal
        CMD ["/usr/local/bin/server"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        STOPSIGNAL SIGQUIT
        CMD ["/usr/local/bin/server"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (stage.mayBeWindows) continue;
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== 'STOPSIGNAL') continue;
        const signal = readStopSignal(model, instruction);
        if (signal?.name === undefined || !signal.literal) continue;
        const { name, value, word, form } = signal;
        const isUngraceful = name === 'SIGKILL' || name === 'SIGSTOP';
        if (word.text === name || isUngraceful) continue;
        yield {
          message: form === 'name' ? 'name' : 'number',
          data: { name, value },
          span: word.span,
          ...findFix(signal, name),
        };
      }
    }
  },
});

function findFix({ word, form }: StopSignalText, name: string): Pick<Report, 'fixes' | 'refusal'> {
  if (form === 'usual') return { refusal: 'On some processors this number is another signal.' };
  return {
    fixes: [
      {
        title: `Write ${name}`,
        applicability: 'safe',
        phase: 'word',
        edits: [replaceWord(word, name)],
      },
    ],
  };
}
