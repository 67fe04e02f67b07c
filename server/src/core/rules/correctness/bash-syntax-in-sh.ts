import { defineRule, type Fix, type Report } from '../define-rule';
import type { Execution } from '../../model/commands';
import type { DockerfileModel } from '../../model/model';
import { collectUnknownToDash, mayExchangeShell } from '../../model/dash-scripts';
import { shellOptionsAt } from '../../model/shell-options';
import type { Stage } from '../../model/stage-graph';
import { runsAlways } from '../../model/unconditional';
import { planBash } from '../../rewrite/choose-bash';
import type { BashSyntax } from '../../syntax/bash-syntax';
import { dockerfile } from '../../text/dockerfile-tag';
import { containsSpan } from '../../text/span';

type MessageId = 'fails' | 'differs';

export default defineRule({
  id: 'bash-syntax-in-sh',
  code: 'IH781',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A script uses what only Bash knows, and another shell runs it.',
  why: 'In images of Debian and Ubuntu `/bin/sh` is dash, which runs every RUN in shell form. It knows the shell language of POSIX and not what Bash adds: `[[ … ]]`, arrays, `<( … )`, `source`, `${name//a/b}`, `set -o pipefail` stop it with an error, `{a,b}` stays as it is, and `&>` means something else.',
  fixNotes:
    'What POSIX can say as well is written so: `source ./file` becomes `. ./file`, `[ a == b ]` becomes `[ a = b ]`, `&> file` becomes `> file 2>&1`. That is `safe` where the build stops at it today; elsewhere the script goes on without it now, and does another thing afterwards. Else a SHELL instruction is put in front where the image is known to have Bash: from there on Bash runs every RUN, and every CMD, ENTRYPOINT and HEALTHCHECK in shell form.',
  equivalents: {
    hadolint: [
      'SC3001',
      'SC3005',
      'SC3009',
      'SC3010',
      'SC3011',
      'SC3014',
      'SC3020',
      'SC3024',
      'SC3029',
      'SC3030',
      'SC3039',
      'SC3040',
      'SC3044',
      'SC3046',
      'SC3051',
      'SC3053',
      'SC3054',
      'SC3057',
      'SC3059',
      'SC3060',
    ],
  },
  messages: {
    fails: '"{{text}}" is Bash; the shell of this RUN is dash, which fails here.',
    differs: '"{{text}}" is Bash; the shell of this RUN is dash, which reads it otherwise.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN . /etc/os-release; if [[ $ID == debian ]]; then touch /debian; fi
        #                         ^^ bash-syntax-in-sh
      `,
      good: dockerfile`
        FROM debian:13-slim
        SHELL ["/bin/bash", "-c"]
        RUN . /etc/os-release; if [[ $ID == debian ]]; then touch /debian; fi
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN source /opt/env.sh && make
        #   ^^^^^^ bash-syntax-in-sh
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN . /opt/env.sh && make
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (mayExchangeShell(model, stage)) continue;
      let isMended = false;
      for (const execution of model.runsOf(stage)) {
        const found = collectUnknownToDash(execution);
        const needsBash = found.some(({ posix }) => posix === undefined);
        for (const [index, each] of found.entries()) {
          const outcome =
            needsBash && (index > 0 || isMended)
              ? { refusal: 'The SHELL instruction that mends the first place mends this one too.' }
              : mend(model, stage, execution, each, needsBash);
          yield { ...toReport(each), ...outcome };
        }
        isMended ||= needsBash;
      }
    }
  },
});

/** What ShellCheck says of each, from its wiki (https://www.shellcheck.net/wiki/); general knowledge, 2026-11-22. */
const shellCheckIds: Readonly<Record<BashSyntax['kind'], readonly string[]>> = {
  test: ['SC3010'],
  array: ['SC3030', 'SC3054'],
  'process-substitution': ['SC3001'],
  'here-string': ['SC3011'],
  'output-redirect': ['SC3020'],
  'error-pipe': ['SC3029'],
  'brace-expansion': ['SC3009'],
  expansion: ['SC3053', 'SC3054', 'SC3057', 'SC3059', 'SC3060'],
  append: ['SC3024'],
  loop: ['SC3005'],
  builtin: ['SC3039', 'SC3044'],
  source: ['SC3046', 'SC3051'],
  equality: ['SC3014'],
  option: ['SC3040'],
};

function toReport({ kind, text, span }: BashSyntax): Report<MessageId> {
  const differs = kind === 'brace-expansion' || kind === 'output-redirect';
  return {
    message: differs ? 'differs' : 'fails',
    data: { text },
    equivalents: { hadolint: shellCheckIds[kind] },
    span,
  };
}

function mend(
  model: DockerfileModel,
  stage: Stage,
  execution: Execution,
  found: BashSyntax,
  needsBash: boolean,
): Pick<Report<MessageId>, 'fixes' | 'refusal'> {
  const posix = needsBash ? undefined : found.posix;
  if (posix !== undefined) {
    const fix: Fix = {
      title: `Write "${posix}"`,
      applicability: stopsBuild(execution, found) ? 'safe' : 'unsafe',
      phase: 'word',
      edits: [{ span: found.span, text: posix }],
    };
    return { fixes: [fix] };
  }
  const choice = planBash(model, stage, execution, []);
  if (choice.refusal !== undefined) return { refusal: choice.refusal };
  const fix: Fix = {
    title: 'Run the commands with Bash (SHELL)',
    applicability: 'unsafe',
    phase: 'instruction',
    edits: [choice.edit],
  };
  return { fixes: [fix] };
}

/** True when the command fails in dash and nothing goes on behind it. */
function stopsBuild(execution: Execution, { kind, span }: BashSyntax): boolean {
  if (kind !== 'source' && kind !== 'equality') return false;
  const [script, ...others] = execution.scripts;
  const command = execution.commands.findLast(({ shell }) => containsSpan(shell.span, span));
  if (script === undefined || others.length !== 0 || command === undefined) return false;
  const last = script.statements.at(-1);
  const isLast = last !== undefined && containsSpan(last.span, span);
  return (
    runsAlways(execution, command) &&
    (isLast || shellOptionsAt(execution, script, span.start).errexit)
  );
}
