/** How files are handed out. */
export interface FileServing {
  readonly port: number;
  /** Paths that answer while the server lives, whatever the site holds. */
  readonly healthPaths: readonly string[];
  /** Folder that the site lies in, without slashes at its ends: `''` for the root. */
  readonly base: string;
  /** What answers for addresses without a file: a file of the site, from its root; undefined: 404. */
  readonly fallback: string | undefined;
  /** The page for addresses that are not there, from the root of the site; undefined: that of nginx. */
  readonly notFound: string | undefined;
  /** Folders whose files have a digest in their names, from the root of the site: `assets/`. */
  readonly hashed: readonly string[];
  /** A pattern of paths that have a digest in their names, as nginx writes it. */
  readonly hashedPattern: string | undefined;
}

/** Where the files lie in the image. */
export const siteFolder = '/usr/share/nginx/html';

/**
 * Settings of nginx for files, as a whole: nothing of what an image brings is left but the types of files.
 * Sources: https://nginx.org/en/docs/ and https://github.com/nginx/docker-nginx-unprivileged
 */
export function writeNginxSettings(serving: FileServing): string {
  const { port, base } = serving;
  const root = base === '' ? '/' : `/${base}/`;
  const lines = [
    'worker_processes 2;',
    'pid /tmp/nginx.pid;',
    'error_log stderr notice;',
    '',
    'events {',
    '    worker_connections 1024;',
    '}',
    '',
    'http {',
    '    include /etc/nginx/mime.types;',
    '    default_type application/octet-stream;',
    '    charset utf-8;',
    '    server_tokens off;',
    '    sendfile on;',
    '',
    '    # The file system is read-only but for /tmp.',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `    ${name}_temp_path /tmp/${name};`,
    ),
    '',
    '    log_format json escape=json',
    `        '{"time":"$time_iso8601","client":"$remote_addr","method":"$request_method","uri":"$request_uri",'`,
    `        '"status":$status,"bytes":$body_bytes_sent,"seconds":$request_time,"agent":"$http_user_agent"}';`,
    '    access_log /dev/stdout json;',
    '',
    '    gzip on;',
    '    gzip_vary on;',
    '    gzip_min_length 1024;',
    '    gzip_types text/css text/javascript application/javascript application/json application/manifest+json application/wasm image/svg+xml;',
    '',
    ...writeCaching(serving, root),
    '',
    '    server {',
    `        listen ${String(port)};`,
    `        listen [::]:${String(port)};`,
    `        root ${siteFolder};`,
    '        absolute_redirect off;',
    '',
    '        add_header Cache-Control $cache_control;',
    '        add_header X-Content-Type-Options nosniff always;',
    '        add_header X-Frame-Options DENY always;',
    '        add_header Referrer-Policy strict-origin-when-cross-origin always;',
    '        add_header Permissions-Policy "camera=(), geolocation=(), microphone=()" always;',
    '        # Allow what the site loads from elsewhere, then switch it on:',
    `        # add_header Content-Security-Policy "default-src 'self'; object-src 'none'; frame-ancestors 'none'" always;`,
    '',
    ...writeLocations(serving, root),
    '    }',
    '}',
    '',
  ];
  return lines.join('\n');
}

function writeCaching({ hashed, hashedPattern }: FileServing, root: string): readonly string[] {
  const patterns = [
    ...hashed.map((folder) => `^${escape(root)}${escape(folder)}`),
    ...(hashedPattern === undefined ? [] : [hashedPattern]),
  ];
  return [
    ...(patterns.length === 0
      ? []
      : ['    # Names with a digest never mean another file; all others are asked for again.']),
    '    map $uri $cache_control {',
    '        default "no-cache";',
    ...patterns.map((pattern) => `        "~${pattern}" "public, max-age=31536000, immutable";`),
    '    }',
  ];
}

function writeLocations(serving: FileServing, root: string): readonly string[] {
  const { fallback, notFound, hashed, base, healthPaths } = serving;
  const last = fallback === undefined ? '=404' : `${root}${fallback}`;
  return [
    ...(notFound === undefined ? [] : [`        error_page 404 ${root}${notFound};`, '']),
    ...healthPaths.flatMap((path) => [
      `        location = ${path} {`,
      '            access_log off;',
      '            default_type text/plain;',
      '            return 200 "ok\\n";',
      '        }',
      '',
    ]),
    ...(base === ''
      ? []
      : ['        location = / {', `            return 302 ${root};`, '        }', '']),
    ...(fallback === undefined
      ? []
      : hashed.flatMap((folder) => [
          `        location ${root}${folder} {`,
          '            try_files $uri =404;',
          '        }',
          '',
        ])),
    `        location ${root} {`,
    `            try_files ${fallback === undefined ? '$uri $uri.html $uri/' : '$uri $uri/index.html'} ${last};`,
    '        }',
    '',
    '        # Hidden files are none of the site.',
    '        location ~ /\\.(?!well-known/) {',
    '            return 404;',
    '        }',
  ];
}

function escape(text: string): string {
  return text.replace(/[.+*?()[\]{}|^$\\]/g, '\\$&');
}
