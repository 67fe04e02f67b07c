import { findRecipeImage } from '../data/recipe-images';
import { defaultDenoVersion } from '../data/recipe-images/deno';
import type { BaseChoices } from '../plan/choices';
import { mayListen, readDenoStart, type DenoStart } from '../plan/deno-start';
import { presence } from '../plan/evidence';
import type { PlannedFile, PlanOutcome, Step } from '../plan/image-plan';
import { copyShipped } from '../plan/node-copies';
import {
  choosePort,
  findLoopbackObstacle,
  findNodeListening,
  type NodeListening,
} from '../plan/node-listen';
import { toLabel } from '../plan/node-packages';
import { findSecretVariables } from '../plan/port';
import { collectShippedFiles, findNeededLines } from '../plan/shipped-files';
import { chooseCycle } from '../plan/supported-version';
import { findDenoConfig, readDenoConfig, type DenoConfig } from '../project/deno-config';
import { below } from '../project/node-package-manager';
import { defineRecipe, refuse } from './define-recipe';

interface DenoFacts {
  readonly config: DenoConfig;
  readonly start: DenoStart;
  readonly version: string;
  readonly hasLock: boolean;
  readonly shipped: readonly string[];
  readonly listening: NodeListening;
  readonly secrets: readonly string[];
}

export default defineRecipe<DenoFacts>({
  id: 'deno-server',
  title: 'Deno server',
  before: ['node-server', 'bun-server', 'static-site'],
  detect: ({ context, folder }) => {
    const path = findDenoConfig(context, folder);
    // Beside a package.json it is for tools, as a rule.
    const isNode = context.has(below(folder, 'package.json')) === 'yes';
    return path === undefined || isNode ? undefined : [presence(path)];
  },
  read: ({ context, folder }) => {
    const path = findDenoConfig(context, folder) ?? 'deno.json';
    const config = readDenoConfig(context, folder);
    if (config === undefined) return refuse(`${path} cannot be read.`);
    if (0 < config.workspace.length)
      return refuse(`${path} has a workspace: take the folder of a member.`);
    if (config.usesNodeModules) {
      return refuse(
        'Deno with a folder node_modules is not planned: let deno.json name the packages.',
      );
    }
    const start = readDenoStart(context, folder, config);
    if (typeof start === 'string') return refuse(start);
    const listening = findNodeListening(context, folder, undefined, undefined);
    const obstacle = findLoopbackObstacle(listening);
    if (obstacle !== undefined) return refuse(obstacle);
    const named = ['.deno-version', '.dvmrc']
      .map((name) => /\d+\.\d+\.\d+/.exec(context.text(below(folder, name)) ?? '')?.[0])
      .find((version) => version !== undefined);
    const locked = context.has(below(folder, 'deno.lock')) === 'yes';
    const lock = locked ? ['deno.lock'] : [];
    return {
      config,
      start,
      version: named ?? defaultDenoVersion,
      hasLock: locked,
      shipped: [
        ...new Set([
          ...collectShippedFiles(context, folder, { sources: true }).filter(
            (name) => !isSetting(name),
          ),
          path,
          ...lock,
        ]),
      ],
      listening,
      secrets: findSecretVariables(
        context,
        folder,
        /Deno\.env\.get\(\s*['"]([A-Z][A-Z0-9_]*)['"]/g,
      ),
    };
  },
  bases: () => ['distroless', 'slim', 'alpine'],
  plan: planDeno,
});

function isSetting(name: string): boolean {
  return /^deno\.(?:jsonc?|lock)$/.test(name);
}

/** A program of its own for the health check: `deno eval` would have every right. */
function writeProbe(port: number, path: string | undefined): PlannedFile {
  const number = String(port);
  const question =
    path === undefined
      ? [
          `  (await Deno.connect({ hostname: "127.0.0.1", port: ${number} })).close();`,
          '  Deno.exit(0);',
        ]
      : [
          `  const response = await fetch("http://127.0.0.1:${number}${path}", {`,
          '    signal: AbortSignal.timeout(2000),',
          '  });',
          '  Deno.exit(response.ok ? 0 : 1);',
        ];
  return {
    path: 'healthcheck.js',
    text: [
      '// Asks the server in this container whether it is well; the exit code is the answer.',
      'try {',
      ...question,
      '} catch {',
      '  Deno.exit(1);',
      '}',
      '',
    ].join('\n'),
    purpose: 'Asks whether the server is well.',
  };
}

/** Deno takes 8000 where nothing names a port. Source: https://docs.deno.com/api/deno/~/Deno.ServeTcpOptions */
function withOwnPort(listening: NodeListening, start: DenoStart): NodeListening {
  const { evidence } = start;
  const port = start.port ?? 8000;
  if (start.command === 'serve' || start.port !== undefined) {
    return { ...listening, port: { value: port, evidence }, readsPort: evidence };
  }
  const isNamed = listening.port?.evidence.file !== undefined;
  if (isNamed || listening.port === undefined) return listening;
  const says = `The sources name no port, so Deno takes ${String(port)}.`;
  return { ...listening, port: { value: port, evidence: { says } } };
}

function planDeno(facts: DenoFacts, choices: BaseChoices): PlanOutcome {
  const { config, start, version, listening } = facts;
  const line = version.split('.').slice(0, 2).join('.');
  if (chooseCycle('deno', `${line}.x`, choices.today)?.supported !== true) {
    return refuse(
      `Deno ${line} gets no more security fixes: let the project name a newer version.`,
    );
  }
  const image = findRecipeImage('deno', choices.base, version);
  if (image === undefined) {
    return refuse(`There is no image of Deno ${version} in the family "${choices.base}".`);
  }
  const known = withOwnPort(listening, start);
  const chosen = choosePort(known, choices.port);
  if (typeof chosen === 'string') return refuse(chosen);
  const { port } = chosen;
  if (port !== undefined && start.command === 'run' && !mayListen(start.options, port)) {
    return refuse(
      `${config.path} does not let the program listen on all addresses: say --allow-net, or --allow-net=0.0.0.0:${String(port)}.`,
    );
  }
  const path = choices.healthPath ?? listening.health?.value;
  const probe = port === undefined ? undefined : writeProbe(port, path);
  const own: readonly string[] =
    start.command === 'serve' && port !== undefined
      ? ['--host=0.0.0.0', `--port=${String(port)}`]
      : [];
  const setup: readonly Step[] = [
    { kind: 'workdir', path: '/app' },
    {
      kind: 'environment',
      values: [
        ['DENO_DIR', '/deno-dir'],
        ['DENO_NO_UPDATE_CHECK', '1'],
      ],
    },
  ];
  const frozen = facts.hasLock ? ' --frozen' : '';
  return {
    kind: 'plan',
    plan: {
      recipe: 'deno-server',
      name: choices.name ?? toLabel(config.name),
      stages: [
        {
          name: 'build',
          comment: 'What the program imports, in a folder that it only reads when it runs.',
          from: { kind: 'image', image: image.build },
          steps: [
            ...setup,
            ...(0 < config.imports.size
              ? [
                  { kind: 'copy', sources: facts.shipped.filter(isSetting), target: './' } as const,
                  { kind: 'run', commands: [`deno install${frozen}`] } as const,
                ]
              : []),
            ...copyShipped(
              0 < config.imports.size
                ? facts.shipped.filter((name) => !isSetting(name))
                : facts.shipped,
            ),
            { kind: 'run', commands: [`deno install${frozen} --entrypoint ${start.entry}`] },
          ],
        },
        {
          name: 'runtime',
          from: { kind: 'image', image: image.run },
          steps: [
            { kind: 'workdir', path: '/app' },
            { kind: 'copy', from: 'build', sources: ['/deno-dir'], target: '/deno-dir' },
            ...copyShipped([...facts.shipped, ...(probe === undefined ? [] : [probe.path])]),
          ],
        },
      ],
      runtime: {
        user: image.user ?? { uid: 65532, gid: 65532 },
        environment: [
          ['DENO_DIR', '/deno-dir'],
          ['DENO_NO_UPDATE_CHECK', '1'],
          ...(port === undefined || listening.readsPort === undefined || start.command === 'serve'
            ? []
            : [['PORT', String(port)] as const]),
        ],
        ...(port === undefined ? {} : { port }),
        command: [
          start.command,
          '--cached-only',
          '--no-prompt',
          '--no-code-cache',
          ...own,
          ...start.options,
          start.entry,
          ...start.arguments,
        ],
        health: {
          ...(probe === undefined
            ? {}
            : {
                test: [
                  image.program ?? 'deno',
                  'run',
                  '--cached-only',
                  '--no-prompt',
                  '--no-code-cache',
                  `--allow-net=127.0.0.1:${String(port)}`,
                  `/app/${probe.path}`,
                ],
              }),
          ...(path === undefined ? {} : { livePath: path }),
          ...(choices.readyPath === undefined ? {} : { readyPath: choices.readyPath }),
          startPeriod: 10,
        },
        writablePaths: [],
        // The entrypoint of the image is an init.
        needsInit: false,
        resources: { cpus: 1, memory: 256, processes: 100 },
        tmpWithoutPrograms: true,
        services: [],
        secretVariables: facts.secrets,
      },
      files: probe === undefined ? [] : [probe],
      ignored: ['**/node_modules', '**/*_test.ts', '**/*.test.ts', '**/.deno'],
      needed: findNeededLines(facts.shipped),
      buildSecrets: [],
      notes: [
        ...chosen.notes,
        ...(facts.hasLock
          ? []
          : ['There is no deno.lock, so each build may take other versions: commit one.']),
      ],
      evidence: [
        presence(config.path),
        start.evidence,
        ...(known.port === undefined ? [] : [known.port.evidence]),
        ...(listening.health === undefined ? [] : [listening.health.evidence]),
      ],
    },
  };
}
