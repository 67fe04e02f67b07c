import { isBuildScript } from '../data/javascript-builds';
import type { BuildContext } from '../project/build-context';
import { findStartedScript } from '../project/node-entry';
import { below } from '../project/node-package-manager';
import type { PackageJson } from '../project/package-json';
import { readScript, type ScriptCommand } from '../project/package-script';
import { readTypeScriptConfig } from '../project/typescript-config';
import { saidIn, type Evidence } from './evidence';
import type { Environment } from './image-plan';
import { findFramework, type NodeFramework } from './node-frameworks';
import type { NodePackages } from './node-packages';
import { escapePattern } from '../project/escape-pattern';

/** What Node.js is started with. */
export interface NodeStart {
  /** What stands behind `node`: `dist/server.js`. */
  readonly arguments: readonly string[];
  /** Variables that the script sets. */
  readonly environment: Environment;
  /** The framework that makes the server; undefined: the program is one of its own. */
  readonly framework: NodeFramework | undefined;
  /** True when the file is TypeScript, which Node.js runs since 22.18. */
  readonly isTypeScript: boolean;
  /** What else the script does when it starts, which an image does not: a migration. */
  readonly leftOut: readonly string[];
  readonly evidence: Evidence;
}

const production = /^(?:start:prod|start:production|serve:ssr(?::[\w.-]+)?)$/;

/** Programs that run TypeScript as it is; they belong to development. */
const runners =
  /^(?:tsx|ts-node|ts-node-esm|ts-node-dev|tsnd|nodemon|swc-node|esno|esr|babel-node)$/;

/** The words behind `node`, or a sentence that says why they are not known. */
export function findNodeStart(
  context: BuildContext,
  folder: string,
  packages: NodePackages,
): NodeStart | string {
  const { manifest } = packages;
  const names = [...manifest.scripts.keys()];
  const candidates = [...names.filter((name) => production.test(name)), 'start'].filter((name) =>
    manifest.scripts.has(name),
  );
  let reason: string | undefined;
  for (const script of candidates) {
    const start = readStart(context, folder, packages, script);
    if (typeof start !== 'string') return start;
    reason ??= start;
  }
  const framework = findFramework(manifest);
  if (framework !== undefined && !framework.entry.startsWith('node_modules/')) {
    const says = `"${framework.package}" builds ${framework.entry}.`;
    const evidence = saidIn(
      context,
      manifest.path,
      new RegExp(`"${escapePattern(framework.package)}"`),
      says,
    );
    return { ...ofFile(framework.entry, evidence), framework };
  }
  return findFile(context, folder, manifest, reason);
}

/** What a script starts; a sentence when that is no program of Node.js for production. */
function readStart(
  context: BuildContext,
  folder: string,
  packages: NodePackages,
  script: string,
): NodeStart | string {
  const { manifest, release } = packages;
  const text = manifest.scripts.get(script) ?? '';
  const evidence = saidIn(
    context,
    manifest.path,
    new RegExp(`"${escapePattern(script)}"\\s*:`),
    `The script "${script}" is "${text}".`,
  );
  const own = readOwn(manifest, text);
  if (own !== undefined) {
    return finish(context, folder, packages, own, evidence);
  }
  const manager = release.value === 'yarn 2' ? 'yarn' : release.value;
  const started = findStartedScript(context, folder, { manager, script, arguments: [] });
  if (started.kind === 'unknown') return started.reason;
  const [program = '', ...words] = started.words;
  if (program !== 'node') return `The script "${script}" starts ${program}.`;
  const { package: owner } = started;
  if (owner === 'pm2') {
    return `The script "${script}" starts pm2, which a container does not need: let it start Node.js itself.`;
  }
  const built = findFramework(manifest)?.entry.startsWith('node_modules/') === false;
  if (owner !== undefined && built) {
    return `The script "${script}" starts ${owner}, which builds a server that starts by itself.`;
  }
  if (owner !== undefined && !manifest.dependencies.has(owner)) {
    return `The script "${script}" starts "${owner}", which is not in "dependencies" of ${manifest.path}.`;
  }
  const command = { environment: started.environment, words, leftOut: [] };
  return finish(context, folder, packages, command, evidence);
}

interface Command {
  readonly environment: ReadonlyMap<string, string>;
  /** Behind `node`. */
  readonly words: readonly string[];
  readonly leftOut: readonly string[];
}

const migrates = /\b(?:migrat\w*|db:(?:push|deploy|sync|seed)|db push|seed)\b/;

/** A script that starts Node.js at its end, after a build or a migration. */
function readOwn(manifest: PackageJson, text: string): Command | undefined {
  const commands = readScript(text);
  const last = commands?.at(-1);
  if (commands === undefined || last?.words[0] !== 'node' || !last.literal) return undefined;
  const before = commands.slice(0, -1);
  const migrations = before.filter(({ words }) => migrates.test(words.join(' ')));
  const others = before.filter((each) => !migrations.includes(each) && !builds(manifest, each));
  if (0 < others.length) return undefined;
  return {
    environment: last.environment,
    words: last.words.slice(1),
    leftOut: migrations.map(({ words }) => words.join(' ')),
  };
}

function builds(manifest: PackageJson, { words }: ScriptCommand): boolean {
  const [program = '', first = '', second = ''] = words;
  if (program === 'tsc') return true;
  const script = first === 'run' ? second : first;
  return (
    /^(?:npm|pnpm|yarn|bun)$/.test(program) && isBuildScript(script) && manifest.scripts.has(script)
  );
}

function finish(
  context: BuildContext,
  folder: string,
  packages: NodePackages,
  { environment, words, leftOut }: Command,
  evidence: Evidence,
): NodeStart | string {
  const { manifest } = packages;
  const runner = words.find((word) => /^(?:tsx|ts-node|tsx\/\w+|ts-node\/\w+)$/.test(word));
  if (runner !== undefined) return noCompiler(manifest, runner);
  // Settings come from the container: Node.js ends when the file is missing.
  const own = words.filter(
    (word) => !/^--(?:env-file(?:-if-exists)?|watch|inspect)(?:=|$)/.test(word),
  );
  const entry = entryOf(own);
  if (entry === undefined) return `${manifest.path} names no file for node.`;
  return {
    arguments: own,
    environment: [...environment].filter(([name]) => name !== 'NODE_ENV'),
    framework: findFramework(manifest),
    isTypeScript: /\.[cm]?ts$/.test(entry) && context.has(below(folder, entry)) === 'yes',
    leftOut,
    evidence,
  };
}

const optionsWithValue = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
  '-C',
  '--conditions',
]);

/** The file that Node.js runs: the first word that is neither an option nor the value of one. */
function entryOf(words: readonly string[]): string | undefined {
  const entry = words.find((word, index) => {
    const before = words[index - 1];
    return !word.startsWith('-') && (before === undefined || !optionsWithValue.has(before));
  });
  return entry?.replace(/^\.\//, '');
}

/** Files of the project that a start names, the entry among them; packages are left out. */
export function filesOf(words: readonly string[]): readonly string[] {
  const entry = entryOf(words);
  const named = words
    .map((word) => word.replace(/^--[\w-]+=/, ''))
    .filter((word) => /^\.{1,2}\//.test(word))
    .map((word) => word.replace(/^\.\//, ''));
  return [...new Set([...(entry === undefined ? [] : [entry]), ...named])];
}

function noCompiler(manifest: PackageJson, runner: string): string {
  return `${manifest.path} starts TypeScript through "${runner}", which is for development: add a script "build" that compiles, and let "start" run what it writes.`;
}

/** The file to start where no script names one. */
function findFile(
  context: BuildContext,
  folder: string,
  manifest: PackageJson,
  reason: string | undefined,
): NodeStart | string {
  const main = manifest.main?.replace(/^\.\//, '');
  const script = manifest.scripts.get('start:prod') ?? manifest.scripts.get('start') ?? '';
  const [program = '', ...words] = readScript(script)?.[0]?.words ?? [];
  if (runners.test(program)) {
    const source = words.find((word) => /\.[cm]?[jt]sx?$/.test(word));
    const compiled =
      source === undefined ? undefined : findCompiled(context, folder, manifest, source);
    if (source !== undefined && compiled !== undefined) {
      const says = `The script "start" runs ${source}, which the build compiles to ${compiled}.`;
      return ofFile(compiled, saidIn(context, manifest.path, /"start"\s*:/, says));
    }
    if (program === 'nodemon' && source !== undefined && /\.[cm]?js$/.test(source)) {
      const says = `The script "start" is "${script}".`;
      return ofFile(source, saidIn(context, manifest.path, /"start"\s*:/, says));
    }
    if (main === undefined || !manifest.scripts.has('build')) return noCompiler(manifest, program);
  } else if (script !== '') {
    return `Which file starts the server is not known: ${manifest.path} needs a script "start" like "node server.js". ${reason ?? ''}`.trim();
  }
  const file = [main, 'server.js', 'index.js', 'app.js', 'src/server.js', 'src/index.js'].find(
    (name) => name !== undefined && context.has(below(folder, name)) === 'yes',
  );
  if (file !== undefined) {
    return ofFile(file, {
      file: below(folder, file),
      says: 'The file is there to be started.',
    });
  }
  if (main !== undefined && manifest.scripts.has('build')) {
    return ofFile(main, saidIn(context, manifest.path, /"main"\s*:/, `"main" is "${main}".`));
  }
  return `Which file starts the server is not known: ${manifest.path} needs a script "start" like "node server.js".`;
}

/** Where `tsc` puts a source file; undefined when the build is another, or the folders are not known. */
function findCompiled(
  context: BuildContext,
  folder: string,
  manifest: PackageJson,
  source: string,
): string | undefined {
  const build = readScript(manifest.scripts.get('build') ?? '') ?? [];
  const config = readTypeScriptConfig(context, below(folder, 'tsconfig.json'));
  if (!build.some(({ words }) => words[0] === 'tsc') || config?.outDir === undefined)
    return undefined;
  const prefix = folder === '' ? '' : `${folder}/`;
  const path = source.replace(/^\.\//, '');
  const roots = new Set(
    context.visiblePaths
      .filter((each) => each.startsWith(prefix) && /(?<!\.d)(?<!\.config)\.[cm]?tsx?$/.test(each))
      .map((each) => each.slice(prefix.length).replace(/\/.*/, '')),
  );
  const top = path.replace(/\/.*/, '');
  const usual = roots.size === 1 && path.includes('/') ? below(folder, top) : undefined;
  const root = config.rootDir ?? usual;
  if (root === undefined || !below(folder, path).startsWith(`${root}/`)) return undefined;
  const rest = below(folder, path)
    .slice(root.length + 1)
    .replace(/\.([cm]?)tsx?$/, '.$1js');
  return below(config.outDir.slice(prefix.length), rest);
}

function ofFile(file: string, evidence: Evidence): NodeStart {
  return {
    arguments: [file],
    environment: [],
    framework: undefined,
    isTypeScript: /\.[cm]?ts$/.test(file),
    leftOut: [],
    evidence,
  };
}
