import { defineRule } from '../define-rule';
import { isForDevelopment } from '../../model/development-stage';
import { collectShippedPackages, isMentionedElsewhere } from '../../model/shipped-packages';
import { dropPackage } from '../../rewrite/drop-package';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'installed-sudo',
  code: 'IH218',
  category: 'privileges',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The image ships a program that makes root of other accounts.',
  why: '`sudo` and `doas` are setuid programs with a long list of holes. In an image they mostly stay behind from the build, and turn an account without rights into root with one line of configuration. Build steps are root anyway, or say so with `USER root`; a container that must change its user at the start does it once with `gosu`, `su-exec` or `setpriv`.',
  fixNotes: 'The package is taken out of the list when nothing else in the file names it.',
  equivalents: {},
  messages: { found: 'The image keeps {{name}}: every account it serves can become root.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update \
            && apt-get install -y --no-install-recommends \
                ca-certificates \
                sudo \
        #       ^^^^ installed-sudo
            && rm -rf /var/lib/apt/lists/*
        USER nobody
        CMD ["/usr/local/bin/server"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update \
            && apt-get install -y --no-install-recommends \
                ca-certificates \
            && rm -rf /var/lib/apt/lists/*
        USER nobody
        CMD ["/usr/local/bin/server"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined || isForDevelopment(target)) return;
    for (const each of collectShippedPackages(model)) {
      if (each.name !== 'sudo' && each.name !== 'doas') continue;
      const report = {
        message: 'found',
        data: { name: each.name },
        span: each.argument.word.span,
      } as const;
      const edit = dropPackage(model, each);
      if (isMentionedElsewhere(model, each, new RegExp(each.name))) {
        yield { ...report, refusal: `Other lines use ${each.name}.` };
      } else if (edit === undefined) {
        yield { ...report, refusal: 'The command installs nothing else.' };
      } else {
        const title = `Do not install ${each.name}`;
        yield {
          ...report,
          fixes: [{ title, applicability: 'unsafe', phase: 'word', edits: [edit] }],
        };
      }
    }
  },
});
