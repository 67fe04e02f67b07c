import { defineRule, type Report } from '../define-rule';
import type { Command, Execution } from '../../model/commands';
import type { DockerfileModel } from '../../model/model';
import { visibleText } from '../../model/package-line';
import { keyword, replaceInstruction } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';

type MessageId = 'linked';

export default defineRule({
  id: 'relinked-default-shell',
  code: 'IH780',
  category: 'correctness',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The shell of the image is exchanged behind the back of its packages.',
  why: 'With `ln -sf /bin/bash /bin/sh` every script of the distribution runs with another shell than it was written for, and the next update of a package may put the link back. A SHELL instruction changes the shell of this Dockerfile and leaves the image alone.',
  fixNotes:
    'A RUN that does nothing else becomes a SHELL instruction: from there on Bash runs every RUN, and every CMD, ENTRYPOINT and HEALTHCHECK in shell form. `/bin/sh` stays what it was, also for scripts that start with `#!/bin/sh`.',
  equivalents: {
    hadolint: 'DL4005',
    kics: '8a301064-c291-4b20-adcb-403fe7fd95fd',
    semgrep: 'dockerfile.best-practice.use-shell-instruction.use-shell-instruction',
  },
  messages: {
    linked:
      'This makes "{{shell}}" the /bin/sh of all programs; SHELL would choose it for this file.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN ln -sf /bin/bash /bin/sh
        #   ^^ relinked-default-shell
        RUN source /etc/os-release && echo "$ID"
      `,
      good: dockerfile`
        FROM debian:13-slim
        SHELL ["/bin/bash", "-c"]
        RUN source /etc/os-release && echo "$ID"
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (stage.mayBeWindows) continue;
      for (const execution of model.runsOf(stage)) {
        for (const command of execution.commands) {
          const shell = findLinkedShell(command);
          const [program] = command.words;
          if (shell === undefined || program === undefined) continue;
          yield {
            message: 'linked',
            data: { shell },
            span: program.span,
            ...chooseShell(model, execution, shell),
          };
        }
      }
    }
  },
});

/** `ln -sf /bin/bash /bin/sh`, `mv` and `cp` likewise: the shell that takes the place. */
function findLinkedShell({ name, words }: Command): string | undefined {
  if (name !== 'ln' && name !== 'mv' && name !== 'cp') return undefined;
  const [shell = '', target, ...more] = words
    .slice(1)
    .map(visibleText)
    .filter((text) => !text.startsWith('-'));
  const replaces = target === '/bin/sh' || target === '/usr/bin/sh';
  const isShell = /^(?:(?:\/usr)?\/bin\/)?(?:bash|zsh|ksh|dash|busybox)$/.test(shell);
  return replaces && isShell && more.length === 0 ? shell : undefined;
}

function chooseShell(
  model: DockerfileModel,
  { instruction, commands, complete, form }: Execution,
  shell: string,
): Pick<Report<MessageId>, 'fixes' | 'refusal'> {
  const program = shell.includes('/') ? shell : `/bin/${shell}`;
  if (!/\/(?:bash|zsh)$/.test(program))
    return { refusal: 'SHELL needs to know how this shell is told to run a command.' };
  if (!complete || commands.length !== 1 || form === 'heredoc' || instruction.flags.length > 0)
    return { refusal: 'The RUN does more than this.' };
  return {
    fixes: [
      {
        title: `Choose the shell with SHELL`,
        applicability: 'unsafe',
        phase: 'instruction',
        edits: [replaceInstruction(instruction, `${keyword(model, 'SHELL')} ["${program}", "-c"]`)],
      },
    ],
  };
}
