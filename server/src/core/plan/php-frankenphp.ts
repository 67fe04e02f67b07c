import { findRecipeImage } from '../data/recipe-images';
import type { BaseChoices } from './choices';
import type { Environment, PlanOutcome } from './image-plan';
import { toLabel } from './node-packages';
import { collectNodeSecrets } from './node-stages';
import type { PhpApplication } from './php-application';
import { phpIgnored } from './php-frameworks';
import { phpProbe } from './php-probe';
import {
  collectPhpSecrets,
  needsWholeImage,
  phpSettings,
  phpUser,
  planPhpStages,
} from './php-stages';
import { chooseCycle, type ChosenCycle } from './supported-version';

const port = 8080;

/** The image of an application behind FrankenPHP: one process that serves files and runs PHP. */
export function planFrankenphp(
  recipe: string,
  application: PhpApplication,
  choices: BaseChoices,
): PlanOutcome {
  const { packages, documentRoot, health, assets } = application;
  const chosen = choosePhp(application, choices);
  if (typeof chosen === 'string') return { kind: 'refused', reason: chosen };
  const { cycle: version } = chosen;
  const image = findRecipeImage('frankenphp', choices.base, version);
  if (image === undefined) {
    return {
      kind: 'refused',
      reason: `There is no image of FrankenPHP with PHP ${version} in the family "${choices.base}".`,
    };
  }
  const stages = planPhpStages(
    application,
    {
      image,
      php: version,
      programs: ['/usr/local/bin/frankenphp', '/usr/local/bin/php'],
      settings: ['/etc/frankenphp/Caddyfile'],
      // A capability of the file would keep it from starting where capabilities are dropped, and the image has a
      // page of its own.
      commands: ['setcap -r /usr/local/bin/frankenphp', 'rm -r /app/public'],
      files: [],
      hasInstaller: true,
    },
    choices,
  );
  if (typeof stages === 'string') return { kind: 'refused', reason: stages };
  const served = choices.port ?? port;
  const healthPath = choices.healthPath ?? health?.value;
  return {
    kind: 'plan',
    plan: {
      recipe,
      name: choices.name ?? toLabel(packages.name?.replace(/^.*\//, '')),
      ...describeApplication(application),
      stages,
      runtime: {
        user: phpUser,
        environment: [
          ...application.environment,
          ...planCaddy(documentRoot, packages.vendorFolder, served),
        ],
        port: served,
        command: ['frankenphp', 'run', '--config', '/etc/frankenphp/Caddyfile'],
        health: {
          test: phpProbe(served, healthPath),
          ...(healthPath === undefined ? {} : { livePath: healthPath }),
          ...(choices.readyPath === undefined ? {} : { readyPath: choices.readyPath }),
          startPeriod: 15,
        },
        writablePaths: application.writablePaths,
        needsInit: false,
        resources: { cpus: 1, memory: 512, processes: 200 },
        tmpWithoutPrograms: true,
        services: application.services,
        ...(application.migration === undefined ? {} : { migration: application.migration }),
        secretVariables: application.secrets,
      },
      files: [phpSettings],
      ignored: [packages.vendorFolder, ...phpIgnored, ...application.ignored],
      needed: application.needed,
      buildSecrets: [
        ...collectPhpSecrets(application),
        ...(assets === undefined ? [] : collectNodeSecrets(assets.browser.packages)),
      ],
      ...(packages.usesComposer ? { ecosystem: 'composer' } : {}),
      notes: [...application.notes, ...noteWholeImage(application)],
      evidence: [...application.evidence, ...(health === undefined ? [] : [health.evidence])],
    },
  };
}

/** The release line of PHP, or a sentence that says why none fits. */
export function choosePhp(
  { packages }: PhpApplication,
  { today }: BaseChoices,
): ChosenCycle | string {
  const { value: range = '*' } = packages.range;
  const cycle = chooseCycle('php', range, today);
  if (cycle === undefined) return `Which PHP "${range}" allows is not known.`;
  return cycle.supported
    ? cycle
    : `PHP ${cycle.cycle} gets no more security fixes: allow a newer version in composer.json.`;
}

/** What the manifest says for the labels of the image. */
export function describeApplication({ packages }: PhpApplication): {
  readonly description?: string;
  readonly licence?: string;
} {
  const { description, licence } = packages;
  return {
    ...(description === undefined || description === '' ? {} : { description }),
    ...(licence === undefined ? {} : { licence }),
  };
}

/** Why the image is larger than others. */
export function noteWholeImage(application: PhpApplication): readonly string[] {
  return needsWholeImage(application)
    ? [
        'An extension loads modules besides its libraries, so the whole image of PHP is shipped, compilers included.',
      ]
    : [];
}

/** Source: the Caddyfile of php/frankenphp and https://caddyserver.com/docs/conventions */
function planCaddy(documentRoot: string, vendorFolder: string, served: number): Environment {
  return [
    ['SERVER_NAME', `:${String(served)}`],
    ['SERVER_ROOT', documentRoot === '' ? '/app' : `/app/${documentRoot}`],
    ['CADDY_GLOBAL_OPTIONS', 'admin off'],
    ...(documentRoot === ''
      ? [['CADDY_SERVER_EXTRA_DIRECTIVES', `error /${vendorFolder}/* 404`] as const]
      : []),
    ['XDG_CONFIG_HOME', '/tmp'],
    ['XDG_DATA_HOME', '/tmp'],
    ['SSL_CERT_FILE', '/etc/ssl/certs/ca-certificates.crt'],
    ['GODEBUG', 'cgocheck=0'],
  ];
}
