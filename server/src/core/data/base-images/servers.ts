import type { Account, ImageFamily, ImageVariant } from '../image-facts';
import type { Sourced } from '../sourced';
import {
  alpine,
  debian,
  debianNames,
  enterpriseLinux,
  enterpriseLinuxMinimal,
  tags,
  ubuntu,
  wwwDataOnDebian,
} from './systems';

const onAlpine = 'alpine(?:3\\.\\d+)?';
const debianName = `(?:buster|${debianNames})`;

const nginxAccount: Account = { name: 'nginx', uid: 101, group: 'nginx', gid: 101 };
const nginx: Sourced & Pick<ImageVariant, 'accounts' | 'entrypoint' | 'command'> = {
  accounts: [nginxAccount],
  entrypoint: ['/docker-entrypoint.sh'],
  command: ['nginx', '-g', 'daemon off;'],
  source: 'nginx/docker-nginx: mainline/{debian,alpine,alpine-slim}/Dockerfile',
  checked: '2026-04-14',
};
const unprivileged: Sourced & Pick<ImageVariant, 'accounts' | 'entrypoint' | 'command'> = {
  ...nginx,
  source: 'nginx/docker-nginx-unprivileged: mainline/{debian,alpine,alpine-slim}/Dockerfile',
  checked: '2026-07-15',
};
/** Before 1.19 the image had no entrypoint, and curl came some releases later. */
const newNginx = '(?:1\\.(?:2[1-9]|[3-9]\\d)(?:\\.\\d+)?|1|stable|mainline)';
const oldNginx = '1\\.(?:19|20)(?:\\.\\d+)?';
const module = '(?:-(?:perl|otel))?';

const httpd: Sourced & Pick<ImageVariant, 'command' | 'workdir'> = {
  command: ['httpd-foreground'],
  workdir: '/usr/local/apache2',
  source: 'docker-library/httpd: 2.4/{,alpine/}Dockerfile',
  checked: '2026-06-10',
};

const haproxy: Sourced &
  Pick<ImageVariant, 'defaultUser' | 'accounts' | 'entrypoint' | 'command' | 'workdir'> = {
  defaultUser: 'haproxy',
  accounts: [{ name: 'haproxy', uid: 99, group: 'haproxy', gid: 99, home: '/var/lib/haproxy' }],
  entrypoint: ['docker-entrypoint.sh'],
  command: ['haproxy', '-f', '/usr/local/etc/haproxy/haproxy.cfg'],
  workdir: '/var/lib/haproxy',
  source: 'docker-library/haproxy: 3.2/{,alpine/}Dockerfile',
  checked: '2026-07-22',
};
/** From 2.4 on the image runs as `haproxy`. */
const haproxyVersion = '(?:2\\.(?:[4-9]|\\d\\d)|3\\.\\d+)(?:\\.\\d+)?(?:-dev\\d*)?|lts';

const tomcatVersion = '(?:9|1[01])(?:\\.\\d+){0,2}';

const jenkins: Sourced & Pick<ImageVariant, 'defaultUser' | 'accounts'> = {
  defaultUser: 'jenkins',
  accounts: [
    { name: 'jenkins', uid: 1000, group: 'jenkins', gid: 1000, home: '/var/jenkins_home' },
  ],
  source: 'jenkinsci/docker: {debian,alpine,rhel}/Dockerfile',
  checked: '2026-08-18',
};
const jenkinsVersion = '(?:\\d+\\.\\d+(?:\\.\\d+)?|lts)';

const wwwDataOnAlpine: Account = {
  name: 'www-data',
  uid: 82,
  group: 'www-data',
  gid: 82,
  home: '/home/www-data',
};
const phpOnDebian: Pick<ImageVariant, 'accounts' | 'tools'> = {
  accounts: [wwwDataOnDebian],
  tools: ['bash', 'curl', 'gcc', 'make', 'perl'],
};
const phpOnAlpine: Pick<ImageVariant, 'accounts' | 'tools'> = {
  accounts: [wwwDataOnAlpine],
  tools: ['curl', 'nc', 'wget'],
};
const php = '(?:-php[5-9]\\.\\d)?';

const elastic: Sourced &
  Pick<ImageVariant, 'defaultUser' | 'accounts' | 'entrypoint' | 'command' | 'workdir'> = {
  defaultUser: '1000:0',
  accounts: [
    {
      name: 'elasticsearch',
      uid: 1000,
      group: 'elasticsearch',
      gid: 1000,
      home: '/usr/share/elasticsearch',
    },
  ],
  entrypoint: ['/bin/tini', '--', '/usr/local/bin/docker-entrypoint.sh'],
  command: ['eswrapper'],
  workdir: '/usr/share/elasticsearch',
  source: 'elastic/dockerfiles: elasticsearch/Dockerfile on branches 8.19 and 9.2',
  checked: '2026-01-13',
};

export const serverImages: readonly ImageFamily[] = [
  {
    id: 'nginx',
    repositories: ['docker.io/library/nginx', 'public.ecr.aws/nginx/nginx'],
    kind: 'server',
    product: 'nginx',
    variants: [
      { ...alpine, ...nginx, tag: tags(`(?:${newNginx}-)?${onAlpine}-slim`) },
      {
        ...alpine,
        ...nginx,
        tag: tags(`(?:${newNginx}-)?${onAlpine}(?:-otel)?`),
        tools: ['curl', 'nc', 'wget'],
      },
      {
        ...alpine,
        ...nginx,
        tag: tags(`(?:${newNginx}-)?${onAlpine}-perl`),
        tools: ['curl', 'nc', 'perl', 'wget'],
      },
      {
        ...alpine,
        ...nginx,
        tag: tags(`${oldNginx}-alpine(?:-perl)?`),
        uncertainTools: ['curl', 'perl'],
      },
      {
        ...debian,
        ...nginx,
        tag: tags(`latest|perl|otel|${newNginx}${module}|(?:${newNginx}-)?${debianName}${module}`),
        tools: ['bash', 'curl', 'perl'],
      },
      {
        ...debian,
        ...nginx,
        tag: tags(`${oldNginx}(?:-perl)?`),
        uncertainTools: ['curl'],
      },
    ],
  },
  {
    id: 'nginx-unprivileged',
    repositories: [
      'docker.io/nginxinc/nginx-unprivileged',
      'ghcr.io/nginx/nginx-unprivileged',
      'ghcr.io/nginxinc/nginx-unprivileged',
      'public.ecr.aws/nginx/nginx-unprivileged',
    ],
    kind: 'server',
    product: 'nginx',
    variants: [
      {
        ...alpine,
        ...unprivileged,
        defaultUser: '101',
        tag: tags(`(?:${newNginx}-)?${onAlpine}-slim`),
      },
      {
        ...alpine,
        ...unprivileged,
        defaultUser: '101',
        tag: tags(`(?:${newNginx}-)?${onAlpine}(?:-otel)?`),
        tools: ['curl', 'nc', 'wget'],
      },
      {
        ...alpine,
        ...unprivileged,
        defaultUser: '101',
        tag: tags(`(?:${newNginx}-)?${onAlpine}-perl`),
        tools: ['curl', 'nc', 'perl', 'wget'],
      },
      {
        ...debian,
        ...unprivileged,
        defaultUser: '101',
        tag: tags(`latest|perl|otel|${newNginx}${module}|(?:${newNginx}-)?${debianName}${module}`),
        tools: ['bash', 'curl', 'perl'],
      },
    ],
  },
  {
    id: 'httpd',
    repositories: ['docker.io/library/httpd'],
    kind: 'server',
    product: 'httpd',
    variants: [
      {
        ...alpine,
        ...httpd,
        tag: tags(`(?:2(?:\\.4(?:\\.\\d+)?)?-)?${onAlpine}`),
        accounts: [wwwDataOnAlpine],
        tools: ['nc', 'perl', 'wget'],
      },
      {
        ...debian,
        ...httpd,
        tag: tags(`latest|2(?:\\.4(?:\\.\\d+)?)?(?:-${debianName})?|${debianName}`),
        accounts: [wwwDataOnDebian],
      },
    ],
  },
  {
    id: 'caddy',
    repositories: ['docker.io/library/caddy'],
    kind: 'server',
    variants: [
      {
        ...alpine,
        tag: tags('(?:2(?:\\.\\d+){0,2}-)?builder(?:-alpine)?'),
        tools: ['git', 'nc', 'wget'],
        uncertainTools: ['curl'],
        workdir: '/usr/bin',
        command: ['/bin/sh'],
        source: 'caddyserver/caddy-docker: 2.11/builder/Dockerfile',
        checked: '2026-03-05',
      },
      {
        ...alpine,
        tag: tags('latest|alpine|2(?:-alpine)?', '2\\.(?:1[1-9]|[2-9]\\d)(?:\\.\\d+)?(?:-alpine)?'),
        tools: ['curl', 'nc', 'wget'],
        workdir: '/srv',
        command: ['caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile'],
        source: 'caddyserver/caddy-docker: 2.11/alpine/Dockerfile',
        checked: '2026-03-05',
      },
      {
        ...alpine,
        tag: tags('2\\.(?:\\d|10)(?:\\.\\d+)?(?:-alpine)?'),
        workdir: '/srv',
        command: ['caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile'],
        source: 'caddyserver/caddy-docker: 2.10/alpine/Dockerfile (until 2.11 brought curl)',
        checked: '2026-01-16',
      },
    ],
  },
  {
    id: 'traefik',
    repositories: ['docker.io/library/traefik'],
    kind: 'server',
    product: 'traefik',
    variants: [
      {
        ...alpine,
        tag: tags('latest|v?[23](?:\\.\\d+){0,2}'),
        entrypoint: ['/entrypoint.sh'],
        command: ['traefik'],
        source: 'traefik/traefik-library-image: v3.2/alpine/Dockerfile',
        checked: '2026-08-19',
      },
    ],
  },
  {
    id: 'haproxy',
    repositories: ['docker.io/library/haproxy'],
    kind: 'server',
    product: 'haproxy',
    variants: [
      { ...alpine, ...haproxy, tag: tags(`(?:(?:${haproxyVersion})-)?${onAlpine}`) },
      {
        ...debian,
        ...haproxy,
        tag: tags(`latest|${haproxyVersion}|(?:(?:${haproxyVersion})-)?${debianName}`),
      },
    ],
  },
  {
    id: 'tomcat',
    repositories: ['docker.io/library/tomcat'],
    kind: 'server',
    product: 'tomcat',
    variants: [
      {
        ...ubuntu,
        tag: tags(
          `(?:${tomcatVersion}-)?(?:jdk|jre)\\d+(?:-temurin)?(?:-(?:focal|jammy|noble))?`,
          'latest|(?:9|1[01])(?:\\.\\d)?',
        ),
        tools: ['bash', 'curl', 'perl', 'wget'],
        workdir: '/usr/local/tomcat',
        command: ['catalina.sh', 'run'],
        source: 'docker-library/tomcat: 10.1/{jdk21,jre21}/temurin-noble/Dockerfile',
        checked: '2026-08-20',
      },
    ],
  },
  {
    id: 'rabbitmq',
    repositories: ['docker.io/library/rabbitmq'],
    kind: 'server',
    product: 'rabbitmq',
    variants: [
      {
        ...alpine,
        tag: tags(
          '(?:(?:3\\.(?:[89]|1\\d)|4(?:\\.\\d)?)(?:\\.\\d+)?-|[34]-)?(?:management-)?alpine',
        ),
        accounts: [
          { name: 'rabbitmq', uid: 100, group: 'rabbitmq', gid: 101, home: '/var/lib/rabbitmq' },
        ],
        tools: ['bash', 'nc', 'wget'],
        uncertainTools: ['python3'],
        entrypoint: ['docker-entrypoint.sh'],
        command: ['rabbitmq-server'],
        dropsPrivileges: true,
        source: 'docker-library/rabbitmq: 4.1/alpine/Dockerfile',
        checked: '2026-06-15',
      },
      {
        ...ubuntu,
        tag: tags(
          'latest|management',
          '(?:(?:3\\.(?:[89]|1\\d)|4(?:\\.\\d)?)(?:\\.\\d+)?|[34])(?:-management)?',
        ),
        accounts: [
          { name: 'rabbitmq', uid: 999, group: 'rabbitmq', gid: 999, home: '/var/lib/rabbitmq' },
        ],
        uncertainTools: ['python3'],
        entrypoint: ['docker-entrypoint.sh'],
        command: ['rabbitmq-server'],
        dropsPrivileges: true,
        source: 'docker-library/rabbitmq: 4.1/ubuntu/Dockerfile',
        checked: '2026-06-15',
      },
    ],
  },
  {
    id: 'elasticsearch',
    repositories: [
      'docker.io/library/elasticsearch',
      'docker.elastic.co/elasticsearch/elasticsearch',
      'docker.io/elastic/elasticsearch',
    ],
    kind: 'server',
    product: 'elasticsearch',
    variants: [
      {
        ...ubuntu,
        ...elastic,
        tag: tags('8\\.\\d+\\.\\d+'),
        uncertainTools: ['curl', 'nc'],
      },
      {
        ...enterpriseLinuxMinimal,
        ...elastic,
        tag: tags('9\\.\\d+\\.\\d+'),
        accountTool: 'shadow',
        uncertainTools: ['curl', 'nc', 'wget'],
      },
    ],
  },
  {
    id: 'jenkins',
    repositories: ['docker.io/jenkins/jenkins'],
    kind: 'server',
    variants: [
      {
        ...alpine,
        ...jenkins,
        tag: tags(`(?:${jenkinsVersion}-)?alpine(?:3\\.\\d+)?(?:-jdk\\d+)?`),
        tools: ['bash', 'curl', 'git', 'nc', 'wget'],
        entrypoint: ['/sbin/tini', '--', '/usr/local/bin/jenkins.sh'],
      },
      {
        ...enterpriseLinux,
        ...jenkins,
        tag: tags(`(?:${jenkinsVersion}-)?rhel-ubi9(?:-jdk\\d+)?`),
        tools: ['bash', 'curl', 'git', 'python3'],
        uncertainTools: ['perl'],
        entrypoint: ['/sbin/tini', '--', '/usr/local/bin/jenkins.sh'],
      },
      {
        ...debian,
        ...jenkins,
        tag: tags(
          'latest',
          `${jenkinsVersion}|(?:${jenkinsVersion}-)?(?:slim-)?jdk\\d+`,
          `(?:${jenkinsVersion}-)?slim`,
          'latest-jdk\\d+',
        ),
        tools: ['bash', 'curl', 'git', 'perl'],
        entrypoint: ['/usr/bin/tini', '--', '/usr/local/bin/jenkins.sh'],
      },
    ],
  },
  {
    id: 'wordpress',
    repositories: ['docker.io/library/wordpress'],
    kind: 'server',
    variants: [
      {
        ...alpine,
        ...phpOnAlpine,
        tag: tags(`(?:cli|cli-2(?:\\.\\d+){0,2})${php}`),
        defaultUser: 'www-data',
        tools: ['bash', 'curl', 'nc', 'wget'],
        workdir: '/var/www/html',
        entrypoint: ['docker-entrypoint.sh'],
        command: ['wp', 'shell'],
        source: 'docker-library/wordpress: cli/php8.4/alpine/Dockerfile',
        checked: '2026-08-19',
      },
      {
        ...alpine,
        ...phpOnAlpine,
        tag: tags(`(?:[4-9](?:\\.\\d+){0,2}-)?(?:php[5-9]\\.\\d-)?fpm-alpine`),
        tools: ['bash', 'curl', 'nc', 'wget'],
        workdir: '/var/www/html',
        entrypoint: ['docker-entrypoint.sh'],
        command: ['php-fpm'],
        source: 'docker-library/wordpress: latest/php8.4/fpm-alpine/Dockerfile',
        checked: '2026-08-19',
      },
      {
        ...debian,
        ...phpOnDebian,
        tag: tags(`(?:[4-9](?:\\.\\d+){0,2}-)?(?:php[5-9]\\.\\d-)?fpm`),
        workdir: '/var/www/html',
        entrypoint: ['docker-entrypoint.sh'],
        command: ['php-fpm'],
        source: 'docker-library/wordpress: latest/php8.4/fpm/Dockerfile',
        checked: '2026-08-19',
      },
      {
        ...debian,
        ...phpOnDebian,
        tag: tags(
          `latest|[4-9](?:\\.\\d+){0,2}${php}(?:-apache)?|php[5-9]\\.\\d(?:-apache)?|apache`,
        ),
        workdir: '/var/www/html',
        entrypoint: ['docker-entrypoint.sh'],
        command: ['apache2-foreground'],
        source: 'docker-library/wordpress: latest/php8.4/apache/Dockerfile',
        checked: '2026-08-19',
      },
    ],
  },
  {
    id: 'drupal',
    repositories: ['docker.io/library/drupal'],
    kind: 'server',
    product: 'drupal',
    variants: [
      {
        ...alpine,
        ...phpOnAlpine,
        tag: tags(`(?:(?:9|1[01])(?:\\.\\d+){0,2}-)?(?:php8\\.\\d-)?fpm-${onAlpine}`),
        workdir: '/opt/drupal',
        entrypoint: ['docker-php-entrypoint'],
        command: ['php-fpm'],
        source: 'docker-library/drupal: 11.3/php8.4/fpm-alpine3.24/Dockerfile',
        checked: '2026-07-22',
      },
      {
        ...debian,
        ...phpOnDebian,
        tag: tags(`(?:(?:9|1[01])(?:\\.\\d+){0,2}-)?(?:php8\\.\\d-)?fpm(?:-${debianName})?`),
        workdir: '/opt/drupal',
        entrypoint: ['docker-php-entrypoint'],
        command: ['php-fpm'],
        source: 'docker-library/drupal: 11.3/php8.4/fpm-trixie/Dockerfile',
        checked: '2026-07-22',
      },
      {
        ...debian,
        ...phpOnDebian,
        tag: tags(
          'latest|php8\\.\\d|(?:9|1[01])(?:\\.\\d+){0,2}(?:-php8\\.\\d)?',
          `(?:(?:9|1[01])(?:\\.\\d+){0,2}-)?(?:php8\\.\\d-)?apache(?:-${debianName})?`,
        ),
        workdir: '/opt/drupal',
        entrypoint: ['docker-php-entrypoint'],
        command: ['apache2-foreground'],
        source: 'docker-library/drupal: 11.3/php8.4/apache-trixie/Dockerfile',
        checked: '2026-07-22',
      },
    ],
  },
  {
    id: 'nextcloud',
    repositories: ['docker.io/library/nextcloud'],
    kind: 'server',
    product: 'nextcloud',
    variants: [
      {
        ...alpine,
        ...phpOnAlpine,
        tag: tags('(?:(?:2\\d|3\\d)(?:\\.\\d+){0,2}-|stable-|production-)?fpm-alpine'),
        workdir: '/var/www/html',
        entrypoint: ['/entrypoint.sh'],
        command: ['php-fpm'],
        source: 'nextcloud/docker: 33/fpm-alpine/Dockerfile',
        checked: '2026-07-23',
      },
      {
        ...debian,
        ...phpOnDebian,
        tag: tags('(?:(?:2\\d|3\\d)(?:\\.\\d+){0,2}-|stable-|production-)?fpm'),
        workdir: '/var/www/html',
        entrypoint: ['/entrypoint.sh'],
        command: ['php-fpm'],
        source: 'nextcloud/docker: 33/fpm/Dockerfile',
        checked: '2026-07-23',
      },
      {
        ...debian,
        ...phpOnDebian,
        tag: tags(
          'latest|stable|production|apache',
          '(?:2\\d|3\\d)(?:\\.\\d+){0,2}(?:-apache)?',
          '(?:stable|production)-apache',
        ),
        workdir: '/var/www/html',
        entrypoint: ['/entrypoint.sh'],
        command: ['apache2-foreground'],
        source: 'nextcloud/docker: 33/apache/Dockerfile',
        checked: '2026-07-23',
      },
    ],
  },
  {
    id: 'ghost',
    repositories: ['docker.io/library/ghost'],
    kind: 'server',
    variants: [
      {
        ...alpine,
        tag: tags(`(?:[56](?:\\.\\d+){0,2}-)?${onAlpine}`),
        accounts: [{ name: 'node', uid: 1000, group: 'node', gid: 1000, home: '/home/node' }],
        tools: ['bash', 'nc', 'node', 'wget'],
        workdir: '/var/lib/ghost',
        entrypoint: ['docker-entrypoint.sh'],
        command: ['node', 'current/index.js'],
        dropsPrivileges: true,
        source: 'docker-library/ghost: 6/alpine3.23/Dockerfile',
        checked: '2026-06-12',
      },
      {
        ...debian,
        tag: tags(`latest|[56](?:\\.\\d+){0,2}(?:-${debianName})?|${debianName}`),
        accounts: [{ name: 'node', uid: 1000, group: 'node', gid: 1000, home: '/home/node' }],
        tools: ['bash', 'node', 'perl'],
        workdir: '/var/lib/ghost',
        entrypoint: ['docker-entrypoint.sh'],
        command: ['node', 'current/index.js'],
        dropsPrivileges: true,
        source: 'docker-library/ghost: 6/bookworm/Dockerfile',
        checked: '2026-06-12',
      },
    ],
  },
];
