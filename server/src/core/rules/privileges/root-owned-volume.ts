import { defineRule } from '../define-rule';
import { staysRoot } from '../../model/stays-root';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'root-owned-volume',
  code: 'IH211',
  category: 'privileges',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'never',
  summary: 'A container that runs as root writes data that outlives it.',
  why: 'What the process writes to a volume belongs to root, also in a folder of the host that is mounted there: nobody else can change or delete the files, and a later image that runs as another account cannot write. Setting a user before there is data costs one line; changing the owner of every volume in use costs an evening. Images whose start changes the user, or may do so, are not meant.',
  remedies: ['add-non-root-user'],
  equivalents: {},
  messages: {
    found: 'What the container writes to {{path}} belongs to root, on the host as well.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        COPY . .
        VOLUME /data
        #      ^^^^^ root-owned-volume
        CMD ["python", "-m", "app"]
      `,
      good: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        RUN useradd --system --uid 10001 app && mkdir /data && chown app /data
        COPY . .
        VOLUME /data
        USER app
        CMD ["python", "-m", "app"]
      `,
      fixed: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        COPY . .
        VOLUME /data
        CMD ["python", "-m", "app"]
      `,
    },
  ],
  *check(model) {
    const stage = model.target;
    if (stage === undefined || stage.mayBeWindows || !staysRoot(model, stage)) return;
    for (const { text, span } of model.processOf(stage).volumes) {
      if (/^\/(?:var\/)?(?:tmp|run)\/?$/.test(text)) continue;
      yield { message: 'found', data: { path: text }, span };
    }
  },
});
