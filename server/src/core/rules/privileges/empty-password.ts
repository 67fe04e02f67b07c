import { defineRule, type Fix, type Report } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import { collectPasswords, type PasswordSetting } from '../../model/passwords';
import { dropPassword } from '../../rewrite/drop-password';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'empty-password',
  code: 'IH221',
  category: 'privileges',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'An account gets an empty password.',
  why: 'With an empty password every process of the container becomes that account without being asked: `su` is enough, and for root that is all it takes to have every right. An account without a password that works is a locked one: new accounts are, and `passwd -l` locks others. `USER`, `docker exec` and `gosu` do not care.',
  fixNotes:
    '`passwd -d` becomes `passwd -l`, and an option or command that sets nothing but the empty password is removed. Logins without a password, also by some SSH servers with a key, stop working.',
  equivalents: { dockle: 'DKL-LI-0001' },
  messages: { empty: 'Everybody in the container can become this account: its password is empty.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN useradd --create-home dev && passwd -d dev
        #                                       ^^ empty-password
        USER dev
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN useradd --create-home dev && passwd -l dev
        USER dev
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN useradd --create-home --password '' dev
        #                                    ^^ empty-password
        USER dev
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN useradd --create-home dev
        USER dev
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (!model.isShipped(stage)) continue;
      for (const setting of collectPasswords(model, stage)) {
        if (setting.kind === 'empty') yield toReport(model, setting);
      }
    }
  },
});

function toReport(model: DockerfileModel, setting: PasswordSetting): Report<'empty'> {
  const report: Report<'empty'> = { message: 'empty', span: setting.span };
  const fix = findFix(model, setting);
  return typeof fix === 'string' ? { ...report, refusal: fix } : { ...report, fixes: [fix] };
}

function findFix(model: DockerfileModel, setting: PasswordSetting): Fix | string {
  const { command, option, span } = setting;
  const base = { applicability: 'unsafe', phase: 'instruction' } as const;
  if (option === undefined && command.name === 'passwd') {
    const text = model.text.slice(span.start, span.end);
    const locking = new Map([
      ['-d', '-l'],
      ['--delete', '--lock'],
    ]).get(text);
    if (locking === undefined) return 'The option stands in one word with others.';
    return { ...base, title: 'Lock the account', edits: [replaceWord(setting, locking)] };
  }
  const edits = dropPassword(model, setting);
  return typeof edits === 'string' ? edits : { ...base, title: 'Set no password', edits };
}
