import { planUnprivilegedNginx } from '../rewrite/use-unprivileged-nginx';
import { dockerfile } from '../text/dockerfile-tag';
import { touchesSpan } from '../text/span';
import { defineAssist } from './define-assist';

export default defineAssist({
  id: 'use-unprivileged-nginx',
  title: 'Use nginx without root rights',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Starts from nginxinc/nginx-unprivileged of the same tag: nginx runs as user 101 and listens on port 8080. EXPOSE, the health check and the settings in the project follow.',
  examples: [
    {
      files: {
        'site.conf': 'server {\n    listen 80;\n    root /usr/share/nginx/html;\n}\n',
        'site/index.html': '',
      },
      before: dockerfile`
        FROM nginx:1.30<CURSOR>
        RUN rm /etc/nginx/conf.d/default.conf
        COPY site.conf /etc/nginx/conf.d/
        COPY site /usr/share/nginx/html
        EXPOSE 80
        HEALTHCHECK CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1/"]
      `,
      after: dockerfile`
        FROM nginxinc/nginx-unprivileged:1.30
        USER root
        RUN rm /etc/nginx/conf.d/default.conf
        USER 101
        COPY site.conf /etc/nginx/conf.d/
        COPY site /usr/share/nginx/html
        EXPOSE 8080
        HEALTHCHECK CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/"]
      `,
    },
  ],
  run({ model, selection }) {
    const { target } = model;
    if (target === undefined || !touchesSpan(target.from.span, selection)) return undefined;
    const plan = planUnprivilegedNginx(model, target);
    if (plan === undefined) return undefined;
    if (plan.kind === 'refused') return { kind: 'refused', reason: plan.reason };
    const { image, edits, files, movesPort, evidence } = plan;
    return {
      kind: 'edits',
      title: `Start from ${image}${movesPort ? ' and serve on port 8080' : ''}`,
      edits,
      files,
      evidence,
    };
  },
});
