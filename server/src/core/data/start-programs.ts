/**
 * What programs that start containers need from their user.
 * Source: manual pages and official images of the programs; checked 2026-11-21.
 */

/** Programs that start as root and run the rest as somebody else. */
export const privilegeDroppers: ReadonlySet<string> = new Set([
  'gosu',
  'su-exec',
  'setpriv',
  's6-setuidgid',
  's6-applyuidgid',
  's6-envuidgid',
  'setuidgid',
  'chpst',
  'runuser',
  'su',
  'start-stop-daemon',
  'capsh',
  'fixuid',
  'matchhostfsowner',
  'setuser',
  'my_init',
]);

/** Init systems and daemons whose containers are meant to run as root. */
export const rootDaemons: ReadonlySet<string> = new Set([
  'init',
  'systemd',
  'openrc-init',
  's6-svscan',
  'dockerd',
  'dockerd-entrypoint.sh',
  'containerd',
  'buildkitd',
  'k3s',
  'kubelet',
]);

/** Programs that fail, or lose their purpose, when they start without root rights. */
export const rootPrograms: ReadonlyMap<string, string> = new Map([
  ...entries('it changes to other users for its jobs', 'cron crond anacron fcron'),
  ...entries(
    'it changes to the users who log in',
    'sshd dropbear vsftpd proftpd pure-ftpd in.telnetd',
  ),
  ...entries(
    'its programs may ask for other users',
    'supervisord runsvdir runit runsv s6-overlay monit',
  ),
  ...entries(
    'it starts as root and hands its work to an account of its own',
    'nginx openresty tengine apache2 apache2ctl apachectl apache2-foreground httpd httpd-foreground php-fpm php-fpm8 php-fpm7 lighttpd haproxy squid varnishd named unbound dnsmasq dovecot postfix master exim exim4 opensmtpd smtpd smbd nmbd slapd privoxy tor redsocks icecast2 memcached mysqld mysqld_safe mariadbd postgres chronyd ntpd rsyslogd syslog-ng collectd freeradius radiusd asterisk freeswitch murmurd passenger uwsgi-emperor',
  ),
  ...entries(
    'it sets up the network or devices',
    'openvpn wg wg-quick strongswan ipsec charon xl2tpd pppd iptables ip6tables ip nft tc ifconfig route brctl keepalived pptpd ocserv zerotier-one tailscaled ss-redir dhcpd dhcrelay hostapd udevd dsvpn tcpdump iftop nethogs arp-scan masscan mount umount modprobe sysctl rpc.nfsd nfsd rpcbind mdadm losetup smartctl smartd',
  ),
  ...entries(
    'it changes the system at start',
    'service systemctl rc-service apt-get apt apk yum dnf microdnf chown chgrp useradd adduser usermod groupadd addgroup groupmod update-ca-certificates update-alternatives ldconfig dpkg-reconfigure a2enmod ulimit',
  ),
]);

/** Programs that write to their home directory while they run. */
export const homePrograms: ReadonlySet<string> = new Set(
  (
    'npm npx yarn pnpm bun bunx corepack pm2 pm2-runtime bundle bundler rails rake gem uv poetry pipenv pdm pip hatch ' +
    'streamlit jupyter jupyter-lab jupyter-notebook airflow mlflow conda mamba micromamba ' +
    'dotnet mvn mvnw gradle gradlew sbt lein clojure clj cargo go deno mix iex rebar3 ' +
    'chromium chromium-browser google-chrome google-chrome-stable firefox Xvfb xvfb-run soffice libreoffice ' +
    'R Rscript julia composer ansible ansible-playbook git ssh terraform helm kubectl aws gcloud az'
  ).split(' '),
);

/** Programs that run code of the image and need no rights of their own. */
export const plainPrograms: ReadonlySet<string> = new Set(
  (
    'node nodejs npm npx yarn pnpm bun bunx deno tsx ts-node pm2 pm2-runtime next nuxt nest serve http-server ' +
    'python pypy gunicorn uvicorn hypercorn daphne waitress-serve granian uwsgi flask fastapi django-admin ' +
    'sanic celery alembic streamlit chainlit locust jupyter uv poetry pipenv pdm hatch conda ' +
    'java ruby rackup puma unicorn thin falcon bundle rails rake sidekiq artisan dotnet go mix elixir iex ' +
    'erl Rscript R julia perl plackup hypnotoad dart swift racket sbcl guile lua luajit rdmd'
  ).split(' '),
);

/** Commands of a start line that change nothing. */
export const startNeutralCommands: ReadonlySet<string> = new Set(
  'cd sleep echo printf export set exec test [ [[ wait true false : trap env cat ls pwd date source . umask read shift until while sh bash ash dash zsh nc curl wget pg_isready nproc grep awk cut head hostname uname seq expr tr'.split(
    ' ',
  ),
);

/** Words of a start line that install, build or collect files beside the code. */
export const writingArguments: ReadonlySet<string> = new Set(
  'collectstatic makemigrations compilemessages assets:precompile build install ci sync beat'.split(
    ' ',
  ),
);

/** Scripts of `package.json` that by custom start a development server, which writes beside the code. */
export const developmentScripts: ReadonlySet<string> = new Set(
  'dev develop development start:dev start:debug start-dev start:watch watch serve dev:server hot'.split(
    ' ',
  ),
);

/** Programs that are development servers, or are with the argument. */
export const developmentServers: ReadonlyMap<string, readonly string[] | undefined> = new Map([
  ['nodemon', undefined],
  ['ts-node-dev', undefined],
  ['react-scripts', ['start']],
  ['vue-cli-service', ['serve']],
  ['vite', undefined],
  ['ng', ['serve']],
  ['next', ['dev']],
  ['nuxt', ['dev']],
  ['nuxi', ['dev']],
  ['astro', ['dev']],
  ['gatsby', ['develop']],
  ['webpack-dev-server', undefined],
  ['webpack', ['serve']],
  ['parcel', undefined],
  ['air', undefined],
  ['dotnet', ['watch', 'run']],
  ['cargo', ['run', 'watch']],
  ['go', ['run']],
  ['mvn', ['spring-boot:run']],
  ['mvnw', ['spring-boot:run']],
  ['gradle', ['bootRun', 'run']],
  ['gradlew', ['bootRun', 'run']],
  ['mix', ['phx.server', 'run']],
  ['jekyll', undefined],
  ['hugo', undefined],
  ['nest', ['start']],
  ['expo', undefined],
  ['python', ['runserver']],
  ['python3', ['runserver']],
  ['manage.py', ['runserver']],
  ['django-admin', ['runserver']],
]);

/** Servers of base images that run on without their command line being written. */
export const serviceCommands: ReadonlySet<string> = new Set([
  'apache2-foreground',
  'httpd-foreground',
  'php-fpm',
  'nginx',
  'catalina.sh',
]);

/** Commands that only keep a container open for people or tools. */
export const idleCommands: ReadonlySet<string> = new Set(
  'bash sh ash dash zsh fish tail sleep true cat top tmux'.split(' '),
);

/** Programs that without arguments are a prompt or a help text: images that end so are made for others. */
export const interactivePrograms: ReadonlySet<string> = new Set(
  'node python python3 pypy pypy3 irb php jshell julia R iex erl ghci lua racket mvn gradle bun deno composer docker pwsh'.split(
    ' ',
  ),
);

/** Shells and interpreters whose first argument is a script. */
export const scriptRunners: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash', 'zsh']);

/** Small programs that start another one and pass its exit code on. */
export const startWrappers: ReadonlySet<string> = new Set([
  'tini',
  'tini-static',
  'docker-init',
  'dumb-init',
  'catatonit',
  'wait-for-it.sh',
  'opentelemetry-instrument',
  'ddtrace-run',
  'newrelic-admin',
]);

/** Entrypoints of base images that only prepare the program behind them. */
export const baseWrappers: ReadonlySet<string> = new Set([
  'docker-entrypoint.sh',
  'docker-php-entrypoint',
  '__cacert_entrypoint.sh',
]);

/** Folders that programs and frameworks write to, by the program that gives them away. */
export const frameworkFolders: readonly {
  readonly program: string;
  readonly argument: string | undefined;
  readonly folders: readonly string[];
}[] = [
  { program: 'next', argument: 'start', folders: ['.next/cache'] },
  { program: 'rails', argument: undefined, folders: ['log', 'storage', 'tmp'] },
  { program: 'artisan', argument: undefined, folders: ['bootstrap/cache', 'storage'] },
];

function entries(reason: string, names: string): readonly (readonly [string, string])[] {
  return names.split(' ').map((name) => [name, reason] as const);
}

/** Parts of installer addresses whose programs go to the home directory of the user who runs them. */
export const homeInstallers: readonly string[] = [
  'astral.sh/uv',
  'sh.rustup.rs',
  'install.python-poetry.org',
  'bun.sh/install',
  'deno.land/install',
  'nvm-sh/nvm',
  'get.sdkman.io',
  'pyenv.run',
  'pyenv-installer',
  'get.volta.sh',
  'fnm.vercel.app',
  'get.pnpm.io',
  'foundry.paradigm.xyz',
];

/** System packages of images that set up networks, which takes root rights. */
export const rootPackages: ReadonlySet<string> = new Set(
  'iptables nftables ipset iproute2 bridge-utils wireguard-tools openvpn strongswan libpcap0.8 keepalived'.split(
    ' ',
  ),
);
