import { defineRule, type Report } from '../define-rule';
import {
  findForeignAccountTools,
  type ForeignAccountTool,
} from '../../model/foreign-account-tools';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { translateAccountTool } from '../../rewrite/translate-account-tool';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'foreign-account-tool',
  code: 'IH232',
  category: 'privileges',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Accounts are made with the tools of another distribution.',
  why: 'Alpine has the `adduser` and `addgroup` of BusyBox, and no `useradd` unless the package `shadow` brings it. On Debian and Ubuntu `adduser` is a script with long options, which stops at `-D` and `-S` because they may stand for several. A file that was moved from one to the other fails to build: "useradd: not found", "Option d is ambiguous". The tools and options of the distribution do the same.',
  equivalents: {},
  messages: {
    missing:
      'The build fails here: "{{image}}" has no {{text}}, Alpine makes accounts with adduser and addgroup.',
    option:
      'The build fails here: {{text}} is an option of Alpine; "{{image}}" makes accounts with useradd and groupadd.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-alpine3.23
        RUN groupadd -r app && useradd -r -g app -s /sbin/nologin app
        #   ^^^^^^^^ foreign-account-tool
        #                      ^^^^^^^ foreign-account-tool
        USER app
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-alpine3.23
        RUN addgroup -S app && adduser -D -H -S -G app -s /sbin/nologin app
        USER app
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM python:3.14-slim
        RUN addgroup -S -g 10001 app && adduser -S -D -H -u 10001 -G app app
        #   ^^^^^^^^ foreign-account-tool
        #                               ^^^^^^^ foreign-account-tool
        USER app
        CMD ["python", "-m", "app"]
      `,
      good: dockerfile`
        FROM python:3.14-slim
        RUN groupadd --system --gid 10001 app && useradd --system --uid 10001 --gid app app
        USER app
        CMD ["python", "-m", "app"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const found of findForeignAccountTools(model, stage)) {
        yield toReport(model, stage, found);
      }
    }
  },
});

function toReport(
  model: DockerfileModel,
  stage: Stage,
  found: ForeignAccountTool,
): Report<'missing' | 'option'> {
  const { kind, text, command } = found;
  const [word] = command.words;
  const report: Report<'missing' | 'option'> = {
    message: kind,
    data: { text, image: stage.imageWord?.text ?? '' },
    span: word?.span ?? command.shell.span,
  };
  const edit = translateAccountTool(model, found);
  if (edit === undefined) {
    const refusal = 'One of the options has no counterpart, or the command spans lines.';
    return { ...report, refusal };
  }
  const title = 'Write it for this distribution';
  return {
    ...report,
    fixes: [{ title, applicability: 'safe', phase: 'instruction', edits: [edit] }],
  };
}
