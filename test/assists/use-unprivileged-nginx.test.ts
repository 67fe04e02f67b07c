import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import useUnprivilegedNginx from '../../server/src/core/assists/use-unprivileged-nginx';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { testAssistCases } from '../harness/assist-cases';
import { runAssist } from '../harness/assists';

const own = dockerfile`
  FROM nginx:1.30
  COPY site.conf /etc/nginx/conf.d/default.conf
`;

/** What the assist answers with a text of settings. */
function answer(text: string): ReturnType<typeof runAssist> {
  return runAssist(useUnprivilegedNginx, own, 0, { files: { 'site.conf': text } });
}

function changed(text: string): string | undefined {
  const outcome = answer(text);
  return outcome?.kind === 'edits' ? outcome.files?.[0]?.after : undefined;
}

testAssistCases(useUnprivilegedNginx, [
  {
    title: 'steps keep running as root, in the case of the file',
    before: dockerfile`
      from nginx:1.30<CURSOR>
      copy site /usr/share/nginx/html
      # Everybody may read it.
      run chmod -R 777 /usr/share/nginx/html
      run ls -l
      expose 80
      cmd nginx -g 'daemon off;'
    `,
    after: dockerfile`
      from nginxinc/nginx-unprivileged:1.30
      copy site /usr/share/nginx/html
      user root
      # Everybody may read it.
      run chmod -R 777 /usr/share/nginx/html
      run ls -l
      user 101
      expose 8080
      cmd nginx -g 'daemon off;'
    `,
    outcome: {
      title: 'Start from nginxinc/nginx-unprivileged:1.30 and serve on port 8080',
      evidence: ['The settings of nginx-unprivileged listen on port 8080.'],
    },
  },
  {
    title: 'not in another stage',
    before: dockerfile`
      FROM nginx:1.30<CURSOR>
      COPY site /usr/share/nginx/html
      FROM node:24-slim
    `,
  },
  {
    title: 'an account that is set already',
    before: dockerfile`
      FROM nginx:1.30<CURSOR>
      COPY site /usr/share/nginx/html
      USER 101
    `,
  },
  {
    title: 'settings that are not known',
    before: dockerfile`
      FROM nginx:1.30<CURSOR>
      COPY site.conf /etc/nginx/conf.d/default.conf
    `,
    reason: /not among the files that are known/,
  },
  {
    title: 'start scripts',
    before: dockerfile`
      FROM nginx:1.30<CURSOR>
      COPY 50-site.sh /docker-entrypoint.d/
    `,
    reason: /start scripts/,
  },
  {
    title: 'settings outside of conf.d',
    before: dockerfile`
      FROM nginx:1.30<CURSOR>
      COPY site.template /etc/nginx/templates/default.conf.template
    `,
    reason: /outside of conf\.d/,
  },
  {
    title: 'all settings at once',
    before: dockerfile`
      FROM nginx:1.30<CURSOR>
      COPY etc /etc/nginx
    `,
    reason: /may replace nginx\.conf/,
  },
  {
    title: 'a port below 1024 that stays',
    before: dockerfile`
      FROM nginx:1.30<CURSOR>
      COPY site /usr/share/nginx/html
      EXPOSE 80 443
    `,
    reason: /EXPOSE names port 443/,
  },
  {
    title: 'another high port beside the settings of the image',
    files: { 'site.conf': 'server { listen 8080; }' },
    before: dockerfile`
      FROM nginx:1.30<CURSOR>
      COPY site.conf /etc/nginx/conf.d/
    `,
    reason: /listen on port 8080 too/,
  },
]);

describe('settings of nginx', () => {
  test('redirects to folders name no port, as before', () => {
    assert.equal(
      changed('server {\n\tlisten 80;\n\tlisten [::]:80;\n}\n'),
      'server {\n\tlisten 8080;\n\tlisten [::]:8080;\n\tport_in_redirect off;\n}\n',
    );
  });

  test('what redirects do is settled already', () => {
    assert.equal(
      changed('server { listen *:80 default_server; absolute_redirect off; }'),
      'server { listen *:8080 default_server; absolute_redirect off; }',
    );
  });

  test('comments, quotes and variables', () => {
    assert.equal(
      changed(
        'server {\r\n  # listen 80;\r\n  listen 80;\r\n  location ~ "^/a{2}$" { return 200 "x; }${uri}"; }\r\n}\r\n',
      ),
      'server {\r\n  # listen 80;\r\n  listen 8080;\r\n  port_in_redirect off;\r\n  location ~ "^/a{2}$" { return 200 "x; }${uri}"; }\r\n}\r\n',
    );
  });

  for (const [text, reason] of [
    ['server { listen 443 ssl; }', /port 443/],
    ['server { listen 80; listen 8081; }', /several ports/],
    ['server { listen unix:/run/x.sock; }', /a port is not known/],
    ['server { root /x; }', /names no port/],
    ['user root; server { listen 80; }', /"user" is set/],
    ['server { listen 80; include /etc/nginx/sites/*.conf; }', /included/],
    ['server { listen 80; access_log /srv/log; }', /logs go to/],
    ['proxy_cache_path /data/cache; server { listen 80; }', /files are written/],
    ['server { listen 80; ssl_certificate /x.pem; }', /certificates/],
    ['server { listen 80; ', /not understood/],
    ['server { listen 80; } }', /not understood/],
    ['server { listen 80; content_by_lua_block { x } }', /not understood/],
  ] as const) {
    test(`refused: ${text}`, () => {
      const outcome = answer(text);
      assert.match(outcome?.kind === 'refused' ? outcome.reason : 'not refused', reason);
    });
  }
});
