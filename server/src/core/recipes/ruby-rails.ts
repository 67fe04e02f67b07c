import { findServices, type ServiceKind } from '../data/service-clients';
import { planBrowserAssets, type BrowserAssets } from '../plan/browser-assets';
import type { BaseChoices } from '../plan/choices';
import { byDefault, fact, presence, saidIn, type Evidence, type Fact } from '../plan/evidence';
import type { PlannedStage, PlanOutcome, WritablePath } from '../plan/image-plan';
import { readNodeProject, toLabel } from '../plan/node-packages';
import { collectNodeSecrets } from '../plan/node-stages';
import { findPort, findSecretVariables } from '../plan/port';
import { chooseRubyImage, readRubyBundle, rubyBases, type RubyBundle } from '../plan/ruby-bundle';
import { rubyProbe } from '../plan/ruby-probe';
import { withoutFolders } from '../plan/own-files';
import {
  madeByRuby,
  planGemInstall,
  planRubyBase,
  planRubyRuntime,
  rubyIgnored,
  rubyUser,
} from '../plan/ruby-stages';
import { readGemfile } from '../project/gemfile';
import { below } from '../project/node-package-manager';
import { readRailsHealth } from '../project/rails-health';
import type { BuildContext } from '../project/build-context';
import { defineRecipe, refuse, type Place } from './define-recipe';

interface RailsFacts {
  readonly name: string;
  readonly bundle: RubyBundle;
  /** True where Rails makes files for browsers. */
  readonly hasAssets: boolean;
  /** What Node.js builds before Rails does its part; undefined when nothing. */
  readonly scripts: BrowserAssets | undefined;
  /** True where Thruster stands before the server. */
  readonly hasThruster: boolean;
  readonly port: Fact<number>;
  readonly health: Fact<string> | undefined;
  /** Where production sends away who did not come over TLS. */
  readonly forcesTls: Evidence | undefined;
  readonly hasDatabase: boolean;
  readonly services: readonly ServiceKind[];
  readonly secrets: readonly string[];
}

export default defineRecipe<RailsFacts>({
  id: 'ruby-rails',
  title: 'Ruby on Rails',
  before: ['ruby-rack', 'node-server', 'node-spa', 'static-site'],
  detect: ({ context, folder }) => {
    const file = below(folder, 'config/application.rb');
    if (readGemfile(context, folder) === undefined) return undefined;
    return (context.text(file) ?? '').includes('Rails::Application')
      ? [saidIn(context, file, /Rails::Application/, 'A Rails application is declared.')]
      : undefined;
  },
  read: readRails,
  bases: ({ bundle }) => rubyBases(bundle),
  plan: planRails,
});

/** Gems that run Node.js from within Rails while it makes files for browsers. */
const nodeInRails = ['vite_rails', 'vite_ruby', 'shakapacker', 'webpacker', 'react_on_rails'];

function readRails({ context: whole, folder }: Place): RailsFacts | ReturnType<typeof refuse> {
  const context = withoutFolders(whole, folder, madeByRuby);
  const bundle = readRubyBundle(context, folder);
  if (typeof bundle === 'string') return refuse(bundle);
  const { gems, named } = bundle;
  if (!gems.has('puma')) {
    return refuse('Gemfile.lock has no server that this recipe knows: add the gem puma.');
  }
  const wrapper = nodeInRails.find((name) => gems.has(name));
  if (wrapper !== undefined) {
    return refuse(
      `The gem ${wrapper} needs Node.js beside Ruby to build, which this recipe cannot.`,
    );
  }
  const scripts = readScripts(context, folder, gems);
  if (typeof scripts === 'string') return refuse(scripts);
  const { path, routes, production, forcesTls } = readRailsHealth(context, folder);
  const hasThruster = named.has('thruster') && context.has(below(folder, 'bin/thrust')) === 'yes';
  return {
    name: readName(context, folder),
    bundle,
    hasAssets: ['propshaft', 'sprockets-rails', 'importmap-rails'].some((name) => gems.has(name)),
    scripts,
    hasThruster,
    port: hasThruster
      ? fact(8080, presence(below(folder, 'bin/thrust')))
      : (findPort(context, below(folder, 'config'), [
          /ENV\.fetch\(["']PORT["']\)\s*\{\s*(\d+)/,
          /ENV\.fetch\(["']PORT["'],\s*["']?(\d+)/,
        ]) ?? fact(3000, byDefault('Rails listens on 3000.'))),
    health:
      path === undefined
        ? undefined
        : fact(
            path,
            saidIn(context, routes, /rails\/health#show/, `The route ${path} is declared.`),
          ),
    forcesTls: forcesTls
      ? saidIn(context, production, /config\.force_ssl/, 'Production answers over TLS only.')
      : undefined,
    hasDatabase: gems.has('activerecord') && context.has(below(folder, 'db')) === 'yes',
    services: findServices('ruby', named),
    secrets: readSecrets(context, folder, findServices('ruby', named)),
  };
}

/** `module ParcelTracker` of the application. */
function readName(context: BuildContext, folder: string): string {
  const text = context.text(below(folder, 'config/application.rb')) ?? '';
  const [, module = ''] = /^module\s+(\w+)/m.exec(text) ?? [];
  return toLabel(module.replace(/([a-z\d])([A-Z])/g, '$1-$2'));
}

function readScripts(
  context: BuildContext,
  folder: string,
  gems: ReadonlyMap<string, string>,
): RailsFacts['scripts'] | string {
  const wanted = [
    ...(gems.has('jsbundling-rails') ? ['build'] : []),
    ...(gems.has('cssbundling-rails') ? ['build:css'] : []),
  ];
  if (wanted.length === 0) return undefined;
  const manifest = below(folder, 'package.json');
  if (context.has(manifest) !== 'yes') return `${manifest} is missing, which the gems for it need.`;
  const packages = readNodeProject(context, folder);
  if (typeof packages === 'string') return packages;
  const missing = wanted.find((name) => !packages.manifest.scripts.has(name));
  if (missing !== undefined) {
    return `${manifest} needs the script "${missing}", which a gem runs.`;
  }
  return { packages, scripts: wanted };
}

function readSecrets(
  context: BuildContext,
  folder: string,
  services: readonly ServiceKind[],
): readonly string[] {
  const hasCredentials =
    context.has(below(folder, 'config/credentials.yml.enc')) === 'yes' ||
    context.has(below(folder, 'config/credentials/production.yml.enc')) === 'yes';
  const read = findSecretVariables(
    context,
    folder,
    /ENV(?:\.fetch\(|\[)\s*["']([A-Z][A-Z0-9_]*)["']/g,
  );
  return [
    ...new Set([
      hasCredentials ? 'RAILS_MASTER_KEY' : 'SECRET_KEY_BASE',
      ...(services.some((kind) => kind === 'postgres' || kind === 'mysql') ? ['DATABASE_URL'] : []),
      ...read,
    ]),
  ].sort();
}

const writablePaths: readonly WritablePath[] = [
  { path: '/app/log', purpose: 'Log files, where the application writes any.', size: 64 },
  {
    path: '/app/storage',
    purpose: 'Files that users upload, and SQLite databases.',
    size: 1024,
    keep: true,
  },
  { path: '/app/tmp', purpose: 'The cache on disk and lock files.', size: 128 },
];

function planRails(facts: RailsFacts, choices: BaseChoices): PlanOutcome {
  const { bundle, hasThruster, forcesTls, scripts } = facts;
  const image = chooseRubyImage(bundle, choices);
  if (typeof image === 'string') return refuse(image);
  const assets = scripts === undefined ? undefined : planBrowserAssets(scripts, choices);
  if (typeof assets === 'string') return refuse(assets);
  const port = choices.port ?? facts.port.value;
  const healthPath = choices.healthPath ?? facts.health?.value;
  const server = ['ruby', 'bin/rails', 'server'];
  const usesJemalloc = image.libc === 'glibc';
  return {
    kind: 'plan',
    plan: {
      recipe: 'ruby-rails',
      name: choices.name ?? facts.name,
      stages: [
        ...(assets === undefined ? [] : [assets]),
        planRubyBase(image, [
          ['RAILS_ENV', 'production'],
          ...(bundle.gems.has('bootsnap')
            ? [['BOOTSNAP_CACHE_DIR', '/app/bootsnap'] as const]
            : []),
        ]),
        {
          name: 'build',
          from: { kind: 'stage', stage: 'base' },
          steps: [...planGemInstall(bundle, image), ...planPrecompile(facts)],
        },
        planRubyRuntime(bundle, image, {
          debian: ['libjemalloc2', 'tzdata'],
          alpine: ['tzdata'],
          folders: ['log', 'storage', 'tmp', 'tmp/cache', 'tmp/pids', 'tmp/sockets'],
          without: ['log', 'storage', 'tmp'],
        }),
      ],
      runtime: {
        user: rubyUser,
        environment: [
          ...(usesJemalloc ? [['LD_PRELOAD', 'libjemalloc.so.2'] as const] : []),
          ...(bundle.gems.has('bootsnap') ? [['BOOTSNAP_READONLY', '1'] as const] : []),
          ['HOME', '/tmp'],
          ['PIDFILE', '/tmp/server.pid'],
          ['RAILS_LOG_TO_STDOUT', '1'],
          ['RUBY_YJIT_ENABLE', '1'],
          hasThruster ? ['HTTP_PORT', String(port)] : ['PORT', String(port)],
        ],
        port,
        command: hasThruster ? ['ruby', 'bin/thrust', ...server] : server,
        health: {
          test: rubyProbe(port, healthPath, forcesTls !== undefined),
          ...(healthPath === undefined ? {} : { livePath: healthPath }),
          ...(choices.readyPath === undefined ? {} : { readyPath: choices.readyPath }),
          startPeriod: 30,
        },
        writablePaths,
        needsInit: false,
        resources: { cpus: 1, memory: 1024, processes: 200 },
        tmpWithoutPrograms: true,
        services: facts.services,
        ...(facts.hasDatabase ? { migration: ['ruby', 'bin/rails', 'db:prepare'] } : {}),
        secretVariables: facts.secrets,
      },
      files: [],
      ignored: [
        ...rubyIgnored,
        'storage',
        'public/assets',
        'config/master.key',
        'config/credentials/*.key',
        'config/deploy*.yml',
        '.kamal',
      ],
      needed: [],
      buildSecrets: scripts === undefined ? [] : collectNodeSecrets(scripts.packages),
      ecosystem: 'bundler',
      notes: collectNotes(facts),
      evidence: [
        bundle.range.evidence,
        facts.port.evidence,
        ...(facts.health === undefined ? [] : [facts.health.evidence]),
        ...(forcesTls === undefined ? [] : [forcesTls]),
      ],
    },
  };
}

function planPrecompile({ bundle, hasAssets, scripts }: RailsFacts): PlannedStage['steps'] {
  const skips = scripts === undefined ? '' : 'SKIP_JS_BUILD=1 SKIP_CSS_BUILD=1 ';
  const commands = [
    ...(bundle.gems.has('bootsnap') ? ['bundle exec bootsnap precompile -j 1 app/ lib/'] : []),
    ...(hasAssets ? [`SECRET_KEY_BASE_DUMMY=1 ${skips}ruby bin/rails assets:precompile`] : []),
  ];
  return [
    ...(scripts === undefined
      ? []
      : [
          {
            kind: 'copy',
            from: 'assets',
            sources: ['/app/app/assets/builds'],
            target: './app/assets/builds',
          } as const,
        ]),
    ...(commands.length === 0 ? [] : [{ kind: 'run', commands } as const]),
  ];
}

function collectNotes({
  bundle,
  forcesTls,
  health,
  hasDatabase,
  services,
}: RailsFacts): readonly string[] {
  const usesSqlite = bundle.named.has('sqlite3') && !services.some((kind) => kind !== 'redis');
  return [
    ...(bundle.inputsUnknown === undefined
      ? []
      : [`All sources are copied before the install: ${bundle.inputsUnknown}`]),
    ...(forcesTls === undefined
      ? []
      : [
          'Production answers over TLS only: something before it has to end TLS and say so in X-Forwarded-Proto.',
        ]),
    ...(health === undefined
      ? [
          'No path for health checks was found, so only the port is asked: Rails has one in config/routes.rb, get "up" => "rails/health#show".',
        ]
      : []),
    ...(hasDatabase && usesSqlite
      ? ['The database is a file in /app/storage: keep that volume, and run one container only.']
      : []),
  ];
}
