import { findRecipeImage } from '../data/recipe-images';
import type { BaseChoices } from '../plan/choices';
import type { FrontServer, PlannedFile, PlannedStage, PlanOutcome } from '../plan/image-plan';
import { toLabel } from '../plan/node-packages';
import { collectNodeSecrets } from '../plan/node-stages';
import { findDocumentRoot, readPhpApplication, type PhpApplication } from '../plan/php-application';
import { choosePhp, describeApplication, noteWholeImage } from '../plan/php-frankenphp';
import { findPhpFramework, phpIgnored, readFrameworkPart } from '../plan/php-frameworks';
import { phpProbe } from '../plan/php-probe';
import { collectPhpSecrets, phpSettings, phpUser, planPhpStages } from '../plan/php-stages';
import { chooseCycle } from '../plan/supported-version';
import { saidIn } from '../plan/evidence';
import { readComposerJson } from '../project/composer-json';
import { below } from '../project/node-package-manager';
import { defineRecipe, refuse } from './define-recipe';

/** Settings of nginx that hand requests to PHP-FPM: the project has decided for it. */
const handsOver = /^\s*fastcgi_pass\s/m;

export default defineRecipe<PhpApplication>({
  id: 'php-fpm',
  title: 'PHP with PHP-FPM behind nginx',
  detect: ({ context, folder }) => {
    if (findDocumentRoot(context, folder) === undefined) return undefined;
    const prefix = below(folder, '');
    const file = context.visiblePaths.find(
      (path) =>
        path.startsWith(prefix) &&
        path.endsWith('.conf') &&
        !/(?:^|\/)vendor\//.test(path) &&
        handsOver.test(context.text(path) ?? ''),
    );
    return file === undefined
      ? undefined
      : [saidIn(context, file, handsOver, 'nginx hands requests to PHP-FPM.')];
  },
  read: ({ context, folder }) => {
    const names = new Set(readComposerJson(context, folder)?.packages);
    const framework = findPhpFramework(context, folder, names);
    const part = readFrameworkPart(context, folder, framework);
    const application = readPhpApplication(context, folder, framework, part);
    if (typeof application === 'string') return refuse(application);
    return application.documentRoot === ''
      ? refuse(
          'index.php lies beside the rest of the project: move what may be served into a folder "public".',
        )
      : application;
  },
  bases: () => ['slim', 'alpine'],
  plan: planFpm,
});

const poolPath = 'docker/php-fpm.conf';

/** What a request for this path gets from PHP-FPM itself, however the project answers. */
const pingPath = '/readyz';

function planPool(port: number): PlannedFile {
  return {
    path: poolPath,
    purpose: 'Where PHP-FPM listens, and how many requests it answers at a time.',
    text: `[www]
listen = ${String(port)}
; Asked through nginx, whether a request gets to PHP.
ping.path = ${pingPath}
; What the program logs comes out as it is.
catch_workers_output = yes
decorate_workers_output = no
pm = dynamic
pm.max_children = 20
pm.start_servers = 4
pm.min_spare_servers = 2
pm.max_spare_servers = 6
pm.max_requests = 1000
`,
  };
}

function planFpm(application: PhpApplication, choices: BaseChoices): PlanOutcome {
  const { packages, assets } = application;
  const chosen = choosePhp(application, choices);
  if (typeof chosen === 'string') return refuse(chosen);
  const { cycle: version } = chosen;
  const image = findRecipeImage('php-fpm', choices.base, version);
  if (image === undefined) {
    return refuse(`There is no image of PHP-FPM ${version} in the family "${choices.base}".`);
  }
  const web = planWebServer(application, choices);
  if (typeof web === 'string') return refuse(web);
  // Containers of a pod have one set of ports.
  const port = web.front.port === 9000 ? 9001 : 9000;
  const stages = planPhpStages(
    application,
    {
      image,
      php: version,
      programs: ['/usr/local/sbin/php-fpm', '/usr/local/bin/php'],
      settings: [],
      commands: [],
      files: [[poolPath, '/usr/local/etc/php-fpm.d/zzz-app.conf']],
      hasInstaller: false,
    },
    choices,
  );
  if (typeof stages === 'string') return refuse(stages);
  const name = choices.name ?? toLabel(packages.name?.replace(/^.*\//, ''));
  return {
    kind: 'plan',
    plan: {
      recipe: 'php-fpm',
      name,
      ...describeApplication(application),
      stages: [...stages.slice(0, -1), web.stage, ...stages.slice(-1)],
      runtime: {
        user: phpUser,
        environment: [
          ...application.environment.filter(([variable]) => !/FRANKENPHP|RUNTIME/.test(variable)),
          ['SSL_CERT_FILE', '/etc/ssl/certs/ca-certificates.crt'],
        ],
        port,
        command: ['php-fpm'],
        health: { test: phpProbe(port, undefined), startPeriod: 10 },
        writablePaths: application.writablePaths,
        needsInit: false,
        stopSignal: 'SIGQUIT',
        resources: { cpus: 1, memory: 512, processes: 200 },
        tmpWithoutPrograms: true,
        services: application.services,
        ...(application.migration === undefined ? {} : { migration: application.migration }),
        secretVariables: application.secrets,
      },
      front: web.front,
      files: [phpSettings, planPool(port), planNginx(application, web, port)],
      ignored: [packages.vendorFolder, ...phpIgnored, ...application.ignored],
      needed: application.needed,
      buildSecrets: [
        ...collectPhpSecrets(application),
        ...(assets === undefined ? [] : collectNodeSecrets(assets.browser.packages)),
      ],
      ...(packages.usesComposer ? { ecosystem: 'composer' } : {}),
      notes: [
        `PHP-FPM speaks FastCGI, not HTTP: the image of the web server (docker build --target web --tag ${name}-web .) takes the requests on port ${String(web.front.port)}, and finds PHP-FPM by the name app.`,
        ...application.notes,
        ...noteWholeImage(application),
      ],
      evidence: application.evidence,
    },
  };
}

interface WebServer {
  readonly stage: PlannedStage;
  readonly front: FrontServer;
  /** Whether nginx and PHP-FPM themselves answer the paths of the health checks, and not the project. */
  readonly answersLive: boolean;
  readonly answersReady: boolean;
}

/** A second target of the same Dockerfile: nginx with the files that PHP does not make. */
function planWebServer(
  { documentRoot, health }: PhpApplication,
  choices: BaseChoices,
): WebServer | string {
  const cycle = chooseCycle('nginx', undefined, choices.today);
  const nginx = cycle === undefined ? undefined : findRecipeImage('nginx', 'alpine', cycle.cycle);
  if (nginx?.user === undefined) return 'There is no image of nginx with support.';
  const port = choices.port ?? 8080;
  // A path that the project answers stays its own.
  const own = health?.value === '/healthz' ? '/livez' : '/healthz';
  const livePath = choices.healthPath ?? own;
  return {
    stage: {
      name: 'web',
      comment: 'The web server, an image of its own: docker build --target web',
      from: { kind: 'image', image: nginx.run },
      steps: [
        { kind: 'copy', sources: ['docker/nginx.conf'], target: '/etc/nginx/conf.d/default.conf' },
        {
          kind: 'copy',
          from: 'build',
          sources: [`/app/${documentRoot}`],
          target: `/app/${documentRoot}`,
        },
      ],
    },
    front: {
      name: 'web',
      title: 'nginx',
      user: nginx.user,
      port,
      entrypoint: ['nginx'],
      command: ['-e', 'stderr', '-g', 'daemon off;'],
      health: {
        test: ['wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${String(port)}${livePath}`],
        livePath,
        readyPath: choices.readyPath ?? health?.value ?? pingPath,
        startPeriod: 5,
      },
      stopSignal: 'SIGQUIT',
      resources: { cpus: 0.5, memory: 64, processes: 50 },
    },
    answersLive: choices.healthPath === undefined,
    answersReady: choices.readyPath === undefined && health === undefined,
  };
}

function planNginx(
  { documentRoot }: PhpApplication,
  { front: { port, health }, answersLive, answersReady }: WebServer,
  program: number,
): PlannedFile {
  const live = answersLive
    ? `    # Whether nginx answers.
    location = ${health.livePath ?? ''} {
        access_log off;
        default_type text/plain;
        return 200 "ok\\n";
    }

`
    : '';
  const ready = answersReady
    ? `    # Whether PHP-FPM answers, which it does itself.
    location = ${pingPath} {
        access_log off;
        fastcgi_pass app:${String(program)};
        include fastcgi_params;
        fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
    }

`
    : '';
  return {
    path: 'docker/nginx.conf',
    purpose: 'Serves files, and hands the rest to PHP-FPM.',
    text: `server {
    listen ${String(port)};
    server_tokens off;
    root /app/${documentRoot};
    index index.php;
    client_max_body_size 10m;

${live}${ready}    location / {
        try_files $uri $uri/ /index.php$is_args$args;
    }

    location ~ \\.php$ {
        try_files $uri =404;
        fastcgi_pass app:${String(program)};
        include fastcgi_params;
        fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
        fastcgi_param HTTP_PROXY "";
    }

    location ~ /\\. {
        deny all;
    }
}
`,
  };
}
