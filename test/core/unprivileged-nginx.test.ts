import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import useUnprivilegedNginx from '../../server/src/core/assists/use-unprivileged-nginx';
import { applyEdits } from '../../server/src/core/text/edit';
import { runAssist } from '../harness/assists';
import type { Files } from '../harness/split';

/** The whole file on nginx-unprivileged, or why it is not. */
function change(text: string, files: Files = {}): string {
  const outcome = runAssist(useUnprivilegedNginx, text, text.lastIndexOf('FROM'), { files });
  if (outcome === undefined) return 'not offered';
  if (outcome.kind === 'refused') return `refused: ${outcome.reason}`;
  return applyEdits(text, outcome.edits);
}

const site = 'COPY site /usr/share/nginx/html';

const nginx = (...lines: readonly string[]): string =>
  ['FROM nginx:1.30', site, ...lines, ''].join('\n');

describe('images that stand for nginx', () => {
  for (const [text, expected] of [
    [`FROM nginx\n${site}\n`, 'FROM nginxinc/nginx-unprivileged'],
    [`FROM nginx:1.30-alpine\n${site}\n`, 'FROM nginxinc/nginx-unprivileged:1.30-alpine'],
    [
      `FROM public.ecr.aws/nginx/nginx:1.30\n${site}\n`,
      'FROM public.ecr.aws/nginx/nginx-unprivileged:1.30',
    ],
    [`ARG V=1.30\nFROM nginx:$V\n${site}\n`, 'ARG V=1.30\nFROM nginxinc/nginx-unprivileged:$V'],
    [`ARG IMAGE=nginx:1.30\nFROM $IMAGE\n${site}\n`, 'not offered'],
    [`FROM nginx:1.30@sha256:${'0'.repeat(64)}\n${site}\n`, 'not offered'],
    [`FROM nginx:no-such-thing\n${site}\n`, 'not offered'],
    [`FROM example.org/nginx:1.30\n${site}\n`, 'not offered'],
    [`FROM node:24\n${site}\n`, 'not offered'],
    ['FROM nginx:1.30\nEXPOSE 80\n', 'not offered'],
    [nginx('ONBUILD COPY . .'), 'not offered'],
    [nginx('ENTRYPOINT ["/start"]'), 'not offered'],
  ] as const) {
    test(text.trim().replaceAll('\n', ' / '), () => {
      const actual = change(text);
      assert.equal(actual.split(`\n${site}`)[0], expected);
    });
  }
});

describe('what nginx starts with', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    [nginx('CMD ["nginx", "-g", "daemon off;"]'), /^FROM nginxinc/],
    [nginx('ENTRYPOINT ["nginx"]', 'CMD ["-g", "daemon off;"]'), /FROM nginxinc/],
    [nginx('CMD ["nginx-debug", "-g", "daemon off;"]'), /^FROM nginxinc/],
    [nginx('CMD ["nginx", "-c", "/srv/nginx.conf"]'), /^refused: The file starts nginx with/],
    [nginx('CMD nginx -g "daemon off;" && tail -f /x'), /^refused: The file starts nginx with/],
    [nginx('CMD if true; then nginx'), /^refused: The file starts nginx with/],
    [nginx('RUN if true; then'), /^refused: Not every RUN of the stage is understood/],
    [nginx('RUN rm -rf /etc/nginx/conf.d/default.conf'), /RUN rm -rf .*\nUSER 101\n$/],
    [nginx('RUN sed -i s/80/81/ /etc/nginx/nginx.conf'), /^refused: A RUN changes the settings/],
  ];
  for (const [text, expected] of cases) {
    test(text.split('\n').slice(2).join(' '), () => {
      assert.match(change(text), expected);
    });
  }
});

describe('ports of nginx', () => {
  for (const [lines, expected] of [
    ['EXPOSE 80/tcp', 'EXPOSE 8080/tcp'],
    ['EXPOSE 80/udp', 'refused: The port of EXPOSE comes from a variable.'],
    ['ENV PORT=80\nEXPOSE $PORT', 'refused: The port of EXPOSE comes from a variable.'],
    ['EXPOSE $PORT', 'refused: EXPOSE names ports that are not known.'],
    ['EXPOSE 8000-8010', 'refused: EXPOSE names ports that are not known.'],
    ['EXPOSE 80 9000', 'EXPOSE 8080 9000'],
    ['HEALTHCHECK NONE', 'HEALTHCHECK NONE'],
    [
      'HEALTHCHECK CMD curl -f http://localhost/ || exit 1',
      'HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1',
    ],
    [
      'HEALTHCHECK CMD curl -f http://127.0.0.1:80/',
      'HEALTHCHECK CMD curl -f http://127.0.0.1:8080/',
    ],
    ['HEALTHCHECK CMD wget -qO- localhost:80', 'HEALTHCHECK CMD wget -qO- localhost:8080'],
    [
      'HEALTHCHECK CMD curl -f http://localhost:9000/',
      'refused: Which port the health check asks is not known.',
    ],
    [
      'HEALTHCHECK CMD curl -f http://localhost/ && curl -f http://localhost/x',
      'refused: Which port the health check asks is not known.',
    ],
    ['HEALTHCHECK CMD /check', 'refused: Which port the health check asks is not known.'],
    [
      'HEALTHCHECK CMD \\\n  # Asks.\n  curl -f http://localhost/',
      'refused: Which port the health check asks is not known.',
    ],
  ] as const) {
    test(lines, () => {
      const actual = change(nginx(...lines.split('\n')));
      const last = actual.startsWith('refused') ? actual : actual.trimEnd().split('\n').at(-1);
      assert.equal(last, expected);
    });
  }

  test('nothing moves where the settings listen on a high port already', () => {
    const text = [
      'FROM nginx:1.30',
      'RUN rm /etc/nginx/conf.d/default.conf',
      'COPY site.conf /etc/nginx/conf.d/site.conf',
      'HEALTHCHECK CMD curl -f http://localhost:8080/',
      'EXPOSE 8080',
      '',
    ].join('\n');
    assert.equal(
      change(text, { 'site.conf': 'server { listen 8080; }' }),
      text
        .replace('nginx:1.30', 'nginxinc/nginx-unprivileged:1.30')
        .replace('RUN', 'USER root\nRUN')
        .replace('COPY', 'USER 101\nCOPY'),
    );
  });

  test('settings in the Dockerfile are changed there', () => {
    const text = [
      'FROM nginx:1.30',
      'COPY <<EOF /etc/nginx/conf.d/default.conf',
      'server { listen 80; absolute_redirect off; }',
      'EOF',
      '',
    ].join('\n');
    assert.equal(
      change(text),
      text.replace('nginx:', 'nginxinc/nginx-unprivileged:').replace('80;', '8080;'),
    );
  });
});
