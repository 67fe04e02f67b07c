import { defineRule, type Report } from '../define-rule';
import { collectModeChanges, type ModeChange } from '../../model/file-modes';
import type { DockerfileModel } from '../../model/model';
import { removeCommand } from '../../rewrite/remove-command';
import { dockerfile } from '../../text/dockerfile-tag';
import type { Edit } from '../../text/edit';

export default defineRule({
  id: 'added-setuid-bit',
  code: 'IH217',
  category: 'privileges',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A program gets the setuid or setgid bit.',
  why: 'A program with the setuid bit runs with the rights of its owner, mostly root, whoever starts it: an account without rights then is one hole in that program away from root. Give the process the one right that it needs (`setcap cap_net_raw+ep`, `--cap-add`), or do the work as root while the image is built.',
  fixNotes:
    'The bit is taken out of an octal mode; a command that does nothing else goes. Programs that other accounts start lose the rights that the bit gave them.',
  equivalents: { sonar: 'S2612' },
  messages: {
    setuid: 'Mode {{mode}} lets whoever starts the program act as its owner.',
    setgid: 'Mode {{mode}} lets whoever starts the program act for its group.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        COPY helper /usr/local/bin/helper
        RUN chmod 4755 /usr/local/bin/helper
        #         ^^^^ added-setuid-bit
        USER nobody
        CMD ["/usr/local/bin/helper"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY helper /usr/local/bin/helper
        RUN chmod 0755 /usr/local/bin/helper
        USER nobody
        CMD ["/usr/local/bin/helper"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends iputils-ping \
            && chmod u+s /usr/bin/ping \
        #            ^^^ added-setuid-bit
            && rm -rf /var/lib/apt/lists/*
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends iputils-ping \
            && rm -rf /var/lib/apt/lists/*
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (!model.isShipped(stage)) continue;
      for (const change of collectModeChanges(model, stage)) {
        const report = findReport(model, change);
        if (report !== undefined) yield report;
      }
    }
  },
});

function findReport(
  model: DockerfileModel,
  change: ModeChange,
): Report<'setuid' | 'setgid'> | undefined {
  const { mode, span, text } = change;
  const isSetgid = mode.setgid && isProgram(change);
  if (!mode.setuid && !isSetgid) return undefined;
  const report: Report<'setuid' | 'setgid'> = {
    message: mode.setuid ? 'setuid' : 'setgid',
    data: { mode: text },
    span,
  };
  const edit = takeBit(model, change);
  if (edit === undefined) return { ...report, refusal: 'The command does more than that.' };
  const title = 'Leave the bit out';
  return {
    ...report,
    fixes: [{ title, applicability: 'unsafe', phase: 'instruction', edits: [edit] }],
  };
}

/** On a folder the bit only says which group new files get. */
function isProgram({ kind, paths = [], command }: ModeChange): boolean {
  if (kind === 'mkdir') return false;
  const isDeep = command?.words.some(({ text }) => /^-[a-zA-Z]*R/.test(text)) === true;
  return !isDeep && paths.some((path) => /^\/(?:usr\/(?:local\/)?)?s?bin\/[^/]+$/.test(path));
}

function takeBit(model: DockerfileModel, change: ModeChange): Edit | undefined {
  const { text, span, command, kind, instruction } = change;
  if (/^[0-7]+$/.test(text)) {
    const bits = Number.parseInt(text, 8) & ~0o6000;
    return { span, text: bits.toString(8).padStart(text.length, '0') };
  }
  if (kind !== 'chmod' || command === undefined || !/^[ugoa]*\+s$/.test(text)) return undefined;
  return removeCommand(model, model.executionOf(instruction), command);
}
