import { defineRule, type Report } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import { collectPasswords, type PasswordSetting } from '../../model/passwords';
import { dropPassword } from '../../rewrite/drop-password';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'plaintext-password',
  code: 'IH220',
  category: 'privileges',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A build step sets the password of an account to a known text.',
  why: 'The command stands in the history of the image, which everybody who may pull it can read, and all containers share the password. The values of build arguments and environment variables are kept there as well. A container needs no passwords: `USER` and `docker exec` ask for none. Where people log in, use keys that are mounted, or read the password from a secret mount: `RUN --mount=type=secret,id=root_password …`.',
  fixNotes:
    'The commands or the option that set the password are removed, so that nobody can log in with it. There is no fix when the command does something else as well, or when the file sets up a server that people log in to.',
  equivalents: { checkov: 'CKV2_DOCKER_17' },
  messages: {
    plain: 'The password stands in the file and in the history of the image.',
    variable: 'The history of the image keeps this password: it comes from ARG or ENV.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN echo 'root:Chang3me' | chpasswd
        #        ^^^^^^^^^^^^^^^ plaintext-password
        COPY server /usr/local/bin/server
        CMD ["/usr/local/bin/server"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY server /usr/local/bin/server
        CMD ["/usr/local/bin/server"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        ARG PASSWORD
        RUN useradd --create-home dev && echo "dev:\${PASSWORD}" | chpasswd
        #                                     ^^^^^^^^^^^^^^^^^ plaintext-password
        USER dev
      `,
      good: dockerfile`
        FROM debian:13-slim
        ARG PASSWORD
        RUN useradd --create-home dev
        USER dev
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (!model.isShipped(stage)) continue;
      for (const setting of collectPasswords(model, stage)) {
        const report = toReport(model, setting);
        if (report !== undefined) yield report;
      }
    }
  },
});

function toReport(
  model: DockerfileModel,
  setting: PasswordSetting,
): Report<'plain' | 'variable'> | undefined {
  const { kind, span } = setting;
  if (kind === 'empty') return undefined;
  const report: Report<'plain' | 'variable'> = { message: kind, span };
  const edits = dropPassword(model, setting);
  if (typeof edits === 'string') return { ...report, refusal: edits };
  const title = 'Set no password';
  return { ...report, fixes: [{ title, applicability: 'unsafe', phase: 'instruction', edits }] };
}
