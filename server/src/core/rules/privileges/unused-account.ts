import { defineRule } from '../define-rule';
import { readAccountLine, type StageAccount } from '../../model/accounts';
import type { DockerfileModel } from '../../model/model';
import { findRuntimeAccount } from '../../model/runtime-account';
import { handlesPrivileges, startsSomething } from '../../model/started-programs';
import { planRunAs } from '../../rewrite/run-as';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'unused-account',
  code: 'IH210',
  category: 'privileges',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  summary: 'An account is made, and nothing uses it.',
  why: 'Making an account changes nothing about who runs the container: that needs `USER`. A file that makes an account for the application and forgets the line looks safe and runs as root. Where the base image is known to start as root, the rule for the missing user says so; this one speaks where it is not known, because only root could have made the account.',
  fixNotes:
    '`USER` with the account is added behind the last step that needs root. There is no finding when the start needs root or may need it: a start script whose content is not known, cron, sshd, nginx or Apache.',
  equivalents: {},
  messages: {
    found: 'The account "{{name}}" is made and never used: the container keeps running as root.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM registry.example.com/platform/python:3.14
        RUN groupadd -g 10001 app && useradd -u 10001 -g app app
        #                                                    ^^^ unused-account
        WORKDIR /app
        COPY . .
        ENTRYPOINT ["python", "main.py"]
      `,
      good: dockerfile`
        FROM registry.example.com/platform/python:3.14
        RUN groupadd -g 10001 app && useradd -u 10001 -g app app
        WORKDIR /app
        COPY . .
        USER app
        ENTRYPOINT ["python", "main.py"]
      `,
    },
  ],
  *check(model) {
    const stage = model.target;
    if (stage === undefined) return;
    const { final } = model.usersOf(stage);
    if (final.privilege !== 'unknown' || final.instruction !== undefined) return;
    if (!startsSomething(model, stage) || handlesPrivileges(model, stage)) return;
    const { entrypoint, command } = model.processOf(stage);
    if (entrypoint.kind !== 'instruction' && command.kind !== 'instruction') return;
    const account = findRuntimeAccount(model, stage);
    if (account.kind !== 'existing' || account.createdIn === undefined) return;
    const made = model.accountsOf(stage).accounts.findLast(({ name }) => name === account.name);
    const line = made?.createdBy === undefined ? undefined : readAccountLine(made.createdBy);
    const operand = line?.operands.at(-1)?.word;
    if (made?.createdBy === undefined || operand?.value === undefined) return;
    if (made.createdBy.wrappers.length !== 0 || isUsed(model, made)) return;
    const plan = planRunAs(model, stage);
    if (plan.refusal !== undefined) return;
    yield {
      message: 'found',
      data: { name: account.name },
      span: operand.span,
      fixes: [
        { title: plan.title, applicability: 'unsafe', phase: 'structure', edits: plan.edits },
      ],
    };
  },
});

/** True when anything behind the command that makes the account holds its name or number as a word. */
function isUsed(model: DockerfileModel, { name, uid, createdBy }: StageAccount): boolean {
  const wanted = new Set([name, ...(uid === undefined ? [] : [String(uid)])]);
  const from = createdBy?.shell.span.end ?? 0;
  return model.tree.instructions.some((instruction) => {
    const { start, end } = instruction.span;
    if (end <= from) {
      return instruction.assignments.some(({ value }) => wanted.has(value?.text ?? ''));
    }
    const text = model.text.slice(Math.max(start, from), end);
    return text.split(/[^\w./-]+/).some((part) => wanted.has(part));
  });
}
