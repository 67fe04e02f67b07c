import { deleteWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'privileged-run-label',
  code: 'IH261',
  category: 'privileges',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'always',
  summary: 'A label tells whoever starts the image to give it every right.',
  why: '`podman container runlabel` and the older `atomic run` start an image with the command in its label `RUN`, `INSTALL` or `UNINSTALL`. With `--privileged` the container has all capabilities and devices, and is root of the host. People run what the label says without a look. Name the few rights that the program needs: `--cap-add`, `--device`, a mount.',
  fixNotes:
    'The option is taken out of the label. A program that needs rights of the host fails until the label names them.',
  equivalents: {},
  messages: { found: 'The label "{{name}}" starts the container with every right on the host.' },
  examples: [
    {
      bad: dockerfile`
        FROM quay.io/centos/centos:stream10
        LABEL RUN="podman run -d --privileged --name \${NAME} \${IMAGE}"
        #                        ^^^^^^^^^^^^ privileged-run-label
      `,
      good: dockerfile`
        FROM quay.io/centos/centos:stream10
        LABEL RUN="podman run -d --name \${NAME} \${IMAGE}"
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (!model.isShipped(stage)) continue;
      for (const { keyword, assignments } of stage.instructions) {
        if (keyword !== 'LABEL') continue;
        for (const { name, value } of assignments) {
          if (value === undefined || !/^["']?(?:RUN|INSTALL|UNINSTALL)["']?$/i.test(name.text)) {
            continue;
          }
          const text = model.text.slice(value.span.start, value.span.end);
          for (const match of text.matchAll(/(?<=[\s"'])--privileged(?:=true)?(?=[\s"'\\]|$)/g)) {
            const start = value.span.start + match.index;
            const span = { start, end: start + match[0].length };
            yield {
              message: 'found',
              data: { name: name.text.replace(/["']/g, '') },
              span,
              fixes: [
                {
                  title: 'Take the option out',
                  applicability: 'unsafe',
                  phase: 'word',
                  edits: [deleteWord(model.text, { span })],
                },
              ],
            };
          }
        }
      }
    }
  },
});
