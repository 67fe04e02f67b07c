import { findServices, type ServiceKind } from '../data/service-clients';
import type { BaseChoices } from '../plan/choices';
import { elixirProbe, findPhoenixHealth } from '../plan/elixir-probe';
import { planElixirStages, type ElixirAssets, type ElixirRelease } from '../plan/elixir-stages';
import { chooseElixirImage, readElixirVersion, type ElixirVersion } from '../plan/elixir-version';
import { byDefault, fact, saidIn, type Fact } from '../plan/evidence';
import type { PlanOutcome, Refusal } from '../plan/image-plan';
import { toLabel } from '../plan/node-packages';
import { withoutFolders } from '../plan/own-files';
import type { BuildContext } from '../project/build-context';
import { resolveBelow } from '../project/install-inputs';
import { readMixProject, type MixProject } from '../project/mix-project';
import { below } from '../project/node-package-manager';
import { readPackageJson } from '../project/package-json';
import { defineRecipe, refuse, type Place } from './define-recipe';

interface PhoenixFacts {
  readonly app: string;
  readonly version: ElixirVersion;
  readonly release: ElixirRelease;
  readonly port: Fact<number>;
  readonly health: Fact<string> | undefined;
  readonly usesEcto: boolean;
  /** The module that brings the database up to date: `Parcels.Release`. */
  readonly migrations: Fact<string> | undefined;
  readonly services: readonly ServiceKind[];
  readonly secrets: readonly string[];
}

export default defineRecipe<PhoenixFacts>({
  id: 'elixir-phoenix',
  title: 'Phoenix (Elixir release)',
  before: ['node-server', 'static-site'],
  detect: ({ context, folder }) => {
    const project = readMixProject(context, folder);
    if (project === undefined || (!project.dependencies.has('phoenix') && !project.isUmbrella)) {
      return undefined;
    }
    return project.isUmbrella
      ? [saidIn(context, project.path, /\bapps_path:/, 'An umbrella of Elixir projects is there.')]
      : [saidIn(context, project.path, /\{:phoenix,/, 'The project depends on Phoenix.')];
  },
  read: readPhoenix,
  bases: () => ['slim'],
  plan: planPhoenix,
});

function readPhoenix({ context: whole, folder }: Place): PhoenixFacts | Refusal {
  const context = withoutFolders(whole, folder, ['_build', 'deps']);
  const project = readMixProject(context, folder);
  if (project?.app === undefined) {
    return refuse(
      project?.isUmbrella === true
        ? `${project.path} is an umbrella: which of its applications make a release cannot be told.`
        : `${below(folder, 'mix.exs')} names no application (app: :name).`,
    );
  }
  const hasLockFile = context.has(below(folder, 'mix.lock')) === 'yes';
  if (project.dependencies.size > project.localDependencies.length && !hasLockFile) {
    return refuse(
      `${below(folder, 'mix.lock')} is missing, so no build could be repeated: run "mix deps.get" and commit it.`,
    );
  }
  const local: string[] = [];
  for (const written of project.localDependencies) {
    const path = resolveBelow('', written);
    if (path === undefined) {
      return refuse(`${project.path} depends on "${written}", which is no part of the project.`);
    }
    local.push(path);
  }
  const assets = readAssets(context, folder, project);
  if (typeof assets === 'string') return refuse(assets);
  return {
    app: project.app,
    version: readElixirVersion(context, folder, project),
    release: readRelease(context, folder, project, {
      name: project.releases[0] ?? project.app,
      localDependencies: local,
      hasLockFile,
      assets,
    }),
    port: readPort(context, folder),
    health: findPhoenixHealth(context, folder),
    usesEcto: project.dependencies.has('ecto_sql'),
    migrations: findMigrations(context, folder),
    services: findServices('elixir', project.dependencies),
    secrets: findSecrets(context, folder),
  };
}

function readAssets(
  context: BuildContext,
  folder: string,
  { path, aliases }: MixProject,
): ElixirAssets | string | undefined {
  const deploy = aliases.get('assets.deploy');
  if (deploy === undefined) return undefined;
  if (/\b(?:npm|npx|yarn|pnpm|bun|node)\b/.test(deploy)) {
    return `${path}: "assets.deploy" needs Node.js beside Elixir, which this recipe cannot.`;
  }
  const manifest = readPackageJson(context, below(folder, 'assets'));
  const manifestPath = below(folder, 'assets/package.json');
  if (manifest === undefined && context.has(manifestPath) === 'yes') {
    return `${manifestPath} cannot be read.`;
  }
  const usesNpm =
    manifest !== undefined && manifest.dependencies.size + manifest.devDependencies.size > 0;
  if (usesNpm && context.has(below(folder, 'assets/package-lock.json')) !== 'yes') {
    return `${manifest.path} has no package-lock.json beside it: run "npm install" there and commit it.`;
  }
  return {
    hasFolder: context.isFolder(below(folder, 'assets')),
    hasSetup: aliases.has('assets.setup'),
    usesNpm,
  };
}

function readRelease(
  context: BuildContext,
  folder: string,
  project: MixProject,
  {
    hasLockFile,
    assets,
    name,
    localDependencies,
  }: Pick<ElixirRelease, 'hasLockFile' | 'assets' | 'name' | 'localDependencies'>,
): ElixirRelease {
  const isThere = (name: string): boolean => context.has(below(folder, name)) === 'yes';
  const settings = context.text(below(folder, 'config/config.exs')) ?? '';
  const imported = [...settings.matchAll(/^\s*import_config\s+"([^"]+)"/gm)].map(([, name = '']) =>
    name.replace(/#\{[^}]*\}/, 'prod'),
  );
  const folders = ['priv', ...project.codeFolders, 'src', 'c_src', 'native', 'include'];
  return {
    hasLockFile,
    assets,
    name,
    folders: [...new Set(folders)].filter((name) => context.isFolder(below(folder, name))),
    localDependencies,
    compileSettings: ['config.exs', ...imported].map((name) => `config/${name}`).filter(isThere),
    startSettings: ['config/runtime.exs'].filter(isThere),
    hasOverlays: context.isFolder(below(folder, 'rel')),
  };
}

function readPort(context: BuildContext, folder: string): Fact<number> {
  const file = below(folder, 'config/runtime.exs');
  const pattern = /System\.get_env\(\s*"PORT"\s*(?:,\s*|\)\s*\|\|\s*)"(\d{2,5})"/;
  const port = Number(pattern.exec(context.text(file) ?? '')?.[1]);
  return Number.isInteger(port) && port > 0
    ? fact(port, saidIn(context, file, pattern, `The program listens on ${String(port)}.`))
    : fact(4000, byDefault('Phoenix listens on 4000.'));
}

/** `lib/parcels/release.ex`, as `mix phx.gen.release` writes it. */
function findMigrations(context: BuildContext, folder: string): Fact<string> | undefined {
  const prefix = below(folder, 'lib/');
  for (const file of context.visiblePaths) {
    if (!file.startsWith(prefix) || !file.endsWith('/release.ex')) continue;
    const text = context.text(file) ?? '';
    const module = /^\s*defmodule\s+([\w.]+)\s+do/m.exec(text)?.[1];
    if (module === undefined || !/^\s*def\s+migrate\b/m.test(text)) continue;
    const says = `${module}.migrate brings the database up to date.`;
    return fact(module, saidIn(context, file, /\bdef\s+migrate\b/, says));
  }
  return undefined;
}

function findSecrets(context: BuildContext, folder: string): readonly string[] {
  const text = context.text(below(folder, 'config/runtime.exs')) ?? '';
  const read = [...text.matchAll(/System\.(?:get_env|fetch_env!)\(\s*"([A-Z][A-Z0-9_]*)"/g)];
  const names = read.map(([, name = '']) => name);
  const secret = names.filter((name) =>
    /(?:SECRET|KEY|KEY_BASE|TOKEN|PASSWORD|_URL|_DSN)$/.test(name),
  );
  return [...new Set(['SECRET_KEY_BASE', ...secret])].sort();
}

function planPhoenix(facts: PhoenixFacts, choices: BaseChoices): PlanOutcome {
  const { release, migrations, health } = facts;
  const chosen = chooseElixirImage(facts.version, choices);
  if (typeof chosen === 'string') return refuse(chosen);
  const stages = planElixirStages(release, chosen.image, choices.today);
  if (typeof stages === 'string') return refuse(stages);
  const port = choices.port ?? facts.port.value;
  const healthPath = choices.healthPath ?? health?.value;
  const program = `/app/bin/${release.name}`;
  return {
    kind: 'plan',
    plan: {
      recipe: 'elixir-phoenix',
      name: choices.name ?? toLabel(facts.app),
      stages,
      runtime: {
        user: { uid: 65532, gid: 65532 },
        environment: [
          ['ERL_CRASH_DUMP', '/tmp/erl_crash.dump'],
          ['HOME', '/tmp'],
          ['LANG', 'C.UTF-8'],
          ['PHX_SERVER', 'true'],
          ['PORT', String(port)],
          ['RELEASE_DISTRIBUTION', 'none'],
          ['RELEASE_TMP', '/tmp'],
        ],
        port,
        command: [program, 'start'],
        health: {
          test: elixirProbe(port, healthPath),
          ...(healthPath === undefined ? {} : { livePath: healthPath }),
          ...(choices.readyPath === undefined ? {} : { readyPath: choices.readyPath }),
          startPeriod: 20,
        },
        writablePaths: [],
        needsInit: false,
        resources: { cpus: 1, memory: 512, processes: 200 },
        tmpWithoutPrograms: true,
        services: facts.services,
        ...(migrations === undefined
          ? {}
          : { migration: [program, 'eval', `${migrations.value}.migrate()`] }),
        secretVariables: facts.secrets,
      },
      files: [],
      ignored: [
        '_build',
        'deps',
        'cover',
        'test',
        '.elixir_ls',
        '.formatter.exs',
        '**/node_modules',
        'erl_crash.dump',
        '*.ez',
        'priv/static/assets',
        'priv/static/cache_manifest.json',
      ],
      needed: [],
      buildSecrets: [],
      ecosystem: 'mix',
      notes: [
        ...(chosen.note === undefined ? [] : [chosen.note]),
        'Nodes do not find one another: for a cluster set RELEASE_DISTRIBUTION=name, and RELEASE_COOKIE to a secret.',
        ...(facts.usesEcto && migrations === undefined
          ? [
              'Nothing brings the database up to date: "mix phx.gen.release --ecto" writes the module for it.',
            ]
          : []),
      ],
      evidence: [
        facts.version.range.evidence,
        facts.port.evidence,
        ...(health === undefined ? [] : [health.evidence]),
        ...(migrations === undefined ? [] : [migrations.evidence]),
      ],
    },
  };
}
