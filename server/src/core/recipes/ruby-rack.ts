import { findServices, type ServiceKind } from '../data/service-clients';
import type { BaseChoices } from '../plan/choices';
import { byDefault, fact, presence, type Evidence, type Fact } from '../plan/evidence';
import type { PlanOutcome } from '../plan/image-plan';
import { toLabel } from '../plan/node-packages';
import { findMention, findPort, findSecretVariables } from '../plan/port';
import { chooseRubyImage, readRubyBundle, rubyBases, type RubyBundle } from '../plan/ruby-bundle';
import { findRubyHealth, rubyProbe } from '../plan/ruby-probe';
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
import { defineRecipe, refuse } from './define-recipe';

interface RackFacts {
  readonly bundle: RubyBundle;
  readonly port: Fact<number>;
  /** Where the settings of Puma say what to listen on. */
  readonly binds: Evidence | undefined;
  /** Where the program writes into its own folder. */
  readonly writesTmp: Evidence | undefined;
  readonly health: Fact<string> | undefined;
  readonly services: readonly ServiceKind[];
  readonly secrets: readonly string[];
}

export default defineRecipe<RackFacts>({
  id: 'ruby-rack',
  title: 'Ruby web application (Rack: Sinatra, Roda, Hanami)',
  detect: ({ context, folder }) => {
    const file = below(folder, 'config.ru');
    if (context.has(file) !== 'yes' || readGemfile(context, folder) === undefined) return undefined;
    return [presence(file)];
  },
  read: ({ context: whole, folder }) => {
    const context = withoutFolders(whole, folder, madeByRuby);
    const bundle = readRubyBundle(context, folder);
    if (typeof bundle === 'string') return refuse(bundle);
    if (!bundle.gems.has('puma')) {
      return refuse('Gemfile.lock has no server that this recipe knows: add the gem puma.');
    }
    const settings = below(folder, 'config');
    return {
      bundle,
      port:
        findPort(context, settings, [
          /ENV\.fetch\(["']PORT["']\)\s*\{\s*["']?(\d+)/,
          /ENV\.fetch\(["']PORT["'],\s*["']?(\d+)/,
          /^\s*port\s+(\d+)/m,
          /^\s*bind\s+["']tcp:\/\/[\d.]+:(\d+)/m,
        ]) ?? fact(9292, byDefault('Puma listens on 9292.')),
      binds: findMention(
        context,
        settings,
        /^\s*(?:port|bind)\b/m,
        'The settings of Puma say what it listens on.',
      ),
      writesTmp: findMention(
        context,
        settings,
        /^\s*(?:pidfile|state_path)\b.*\btmp\//m,
        'Puma writes files into tmp.',
      ),
      health: findRubyHealth(context, folder),
      services: findServices('ruby', bundle.named),
      secrets: findSecretVariables(
        context,
        folder,
        /ENV(?:\.fetch\(|\[)\s*["']([A-Z][A-Z0-9_]*)["']/g,
      ),
    };
  },
  bases: ({ bundle }) => rubyBases(bundle),
  plan: planRack,
});

function planRack(facts: RackFacts, choices: BaseChoices): PlanOutcome {
  const { bundle, binds, writesTmp } = facts;
  const image = chooseRubyImage(bundle, choices);
  if (typeof image === 'string') return refuse(image);
  const port = choices.port ?? facts.port.value;
  const healthPath = choices.healthPath ?? facts.health?.value;
  return {
    kind: 'plan',
    plan: {
      recipe: 'ruby-rack',
      name: choices.name ?? toLabel(undefined),
      stages: [
        planRubyBase(image, [['RACK_ENV', 'production']]),
        {
          name: 'build',
          from: { kind: 'stage', stage: 'base' },
          steps: planGemInstall(bundle, image),
        },
        planRubyRuntime(bundle, image, {
          debian: [],
          alpine: [],
          folders: writesTmp === undefined ? [] : ['tmp', 'tmp/pids'],
          without: [],
        }),
      ],
      runtime: {
        user: rubyUser,
        environment: [
          ['HOME', '/tmp'],
          ['PORT', String(port)],
          ['RUBY_YJIT_ENABLE', '1'],
        ],
        port,
        command: [
          'bundle',
          'exec',
          'puma',
          ...(binds === undefined ? ['--bind', `tcp://0.0.0.0:${String(port)}`] : []),
        ],
        health: {
          test: rubyProbe(port, healthPath),
          ...(healthPath === undefined ? {} : { livePath: healthPath }),
          ...(choices.readyPath === undefined ? {} : { readyPath: choices.readyPath }),
          startPeriod: 15,
        },
        writablePaths:
          writesTmp === undefined
            ? []
            : [{ path: '/app/tmp', purpose: 'Files with the number of the process.', size: 16 }],
        // Puma ends itself with the signal it got, which the first process cannot: it would end with an error.
        needsInit: true,
        resources: { cpus: 1, memory: 512, processes: 200 },
        tmpWithoutPrograms: true,
        services: facts.services,
        secretVariables: facts.secrets,
      },
      files: [],
      ignored: rubyIgnored,
      needed: [],
      buildSecrets: [],
      ecosystem: 'bundler',
      notes:
        bundle.inputsUnknown === undefined
          ? []
          : [`All sources are copied before the install: ${bundle.inputsUnknown}`],
      evidence: [
        bundle.range.evidence,
        facts.port.evidence,
        ...(binds === undefined ? [] : [binds]),
        ...(writesTmp === undefined ? [] : [writesTmp]),
        ...(facts.health === undefined ? [] : [facts.health.evidence]),
      ],
    },
  };
}
