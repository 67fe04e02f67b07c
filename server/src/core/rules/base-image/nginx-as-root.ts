import { planUnprivilegedNginx } from '../../rewrite/use-unprivileged-nginx';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'nginx-as-root',
  code: 'IH111',
  category: 'base-image',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  remedies: ['use-unprivileged-nginx'],
  summary:
    'The server nginx runs as root though an image of the same version runs without root rights.',
  why: 'In the image `nginx` the main process is root: it opens port 80 and hands requests to workers with another account. `nginxinc/nginx-unprivileged`, made by the same vendor with the same tags, runs as user 101 from the start: it listens on port 8080 and keeps its files in `/tmp`, so that it also works with a read-only file system, without capabilities and under the restricted policy of Kubernetes.',
  fixNotes:
    'The port changes from 80 to 8080 in EXPOSE, in the health check and in the settings of the project (`listen 80`): map it outside, `-p 80:8080`, or `targetPort: 8080` in a Service. With settings of the project, redirects to folders name no port, as before; with those of the image they name port 8080. RUN instructions keep running as root. There is no fix when the settings are not known, when the file brings its own `nginx.conf`, start scripts or certificates, and when nginx listens on other ports below 1024 or writes to other folders.',
  equivalents: {},
  messages: {
    root: 'The main process of nginx is root; "{{image}}" runs as user 101 and listens on port 8080.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM nginx:1.30-alpine
        #    ^^^^^^^^^^^^^^^^^ nginx-as-root
        COPY site /usr/share/nginx/html
        EXPOSE 80
      `,
      good: dockerfile`
        FROM nginxinc/nginx-unprivileged:1.30-alpine
        COPY site /usr/share/nginx/html
        EXPOSE 8080
      `,
    },
    {
      bad: dockerfile`
        FROM nginx:1.30
        #    ^^^^^^^^^^ nginx-as-root
        COPY site /usr/share/nginx/html
        COPY <<'EOF' /etc/nginx/conf.d/default.conf
        server {
            listen 80;
            root /usr/share/nginx/html;
        }
        EOF
        RUN chmod -R a+rX /usr/share/nginx/html
        EXPOSE 80
        CMD ["nginx", "-g", "daemon off;"]
      `,
      good: dockerfile`
        FROM nginxinc/nginx-unprivileged:1.30
        COPY site /usr/share/nginx/html
        COPY <<'EOF' /etc/nginx/conf.d/default.conf
        server {
            listen 8080;
            port_in_redirect off;
            root /usr/share/nginx/html;
        }
        EOF
        USER root
        RUN chmod -R a+rX /usr/share/nginx/html
        USER 101
        EXPOSE 8080
        CMD ["nginx", "-g", "daemon off;"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    const plan = target === undefined ? undefined : planUnprivilegedNginx(model, target);
    if (target?.imageWord === undefined || plan === undefined) return;
    const report = {
      message: 'root',
      data: { image: plan.image },
      span: target.imageWord.span,
    } as const;
    if (plan.kind === 'refused') {
      yield { ...report, refusal: plan.reason };
      return;
    }
    const { edits, files, movesPort } = plan;
    const port = movesPort ? ' and serve on port 8080' : '';
    yield {
      ...report,
      fixes: [
        {
          title: `Start from "${plan.image}"${port}`,
          applicability: 'unsafe',
          phase: 'structure',
          edits,
          ...(files.length === 0 ? {} : { files }),
        },
      ],
    };
  },
});
