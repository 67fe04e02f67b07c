import { nodePrograms } from '../data/node-programs';
import type { BuildContext } from './build-context';
import {
  below,
  findNodeRelease,
  findScriptSetting,
  type NodeRelease,
} from './node-package-manager';
import { readNodeWorkspace } from './node-workspace';
import { readPackageJson, type PackageJson } from './package-json';
import { readScript, type ScriptCommand } from './package-script';

/** What a script of `package.json` starts. */
export type StartedScript =
  | {
      readonly kind: 'program';
      /** The program and its arguments, without a package manager: `node dist/server.js`. */
      readonly words: readonly string[];
      readonly environment: ReadonlyMap<string, string>;
      /** Folder of the context that it starts in. */
      readonly folder: string;
      /** The package that brings the program; undefined for Node.js and Bun themselves. */
      readonly package: string | undefined;
      /** Sentences. */
      readonly evidence: readonly string[];
    }
  /** A sentence that says why it is not known. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** A call of a package manager: `npm run serve -- --port 80`. */
export interface ScriptCall {
  /** The program: `npm`, `pnpm`, `yarn`, `bun`. */
  readonly manager: string;
  readonly script: string;
  /** What the script gets behind its own words. */
  readonly arguments: readonly string[];
  /** Name of the member of the workspace that has the script; undefined: the folder itself. */
  readonly member?: string;
}

/**
 * Finds the program behind a call of a package manager in a folder of the context (`''` for its root).
 * Sources: https://docs.npmjs.com/cli/v11/using-npm/scripts, https://pnpm.io/cli/run,
 * https://classic.yarnpkg.com/en/docs/cli/run/ and https://bun.com/docs/pm/cli/run
 */
export function findStartedScript(
  context: BuildContext,
  folder: string,
  call: ScriptCall,
): StartedScript {
  const manifest = readPackageJson(context, folder);
  if (manifest === undefined) {
    return unknown(`The file ${below(folder, 'package.json')} is not known.`);
  }
  const release = findNodeRelease(context, folder, call.manager);
  if (release === undefined) return unknown('Which release of Yarn runs the script is not known.');
  const setting = findScriptSetting(context, folder, release);
  if (setting !== undefined) return unknown(setting);
  return followScript({ context, folder, manifest, release }, call, 0);
}

interface Place {
  readonly context: BuildContext;
  readonly folder: string;
  readonly manifest: PackageJson;
  readonly release: NodeRelease;
}

function followScript(root: Place, call: ScriptCall, depth: number): StartedScript {
  const place = call.member === undefined ? root : findMember(root, call.member);
  if (typeof place === 'string') return unknown(place);
  const { manifest } = place;
  const text = manifest.scripts.get(call.script) ?? defaultScript(place, call.script);
  if (text === undefined) {
    return unknown(`${manifest.path} has no script "${call.script}".`);
  }
  const around = [`pre${call.script}`, `post${call.script}`].find((name) =>
    manifest.scripts.has(name),
  );
  if (around !== undefined) return unknown(`${manifest.path} has a script "${around}", too.`);
  const commands = readScript(text);
  const [command, ...others] = commands ?? [];
  if (command === undefined) {
    return unknown(`The script "${call.script}" of ${manifest.path} needs a shell.`);
  }
  if (0 < others.length) {
    return unknown(`The script "${call.script}" of ${manifest.path} runs several commands.`);
  }
  if (!command.literal) {
    return unknown(`The script "${call.script}" of ${manifest.path} needs a shell.`);
  }
  const full = { ...command, words: [...command.words, ...call.arguments] };
  const started = startedBy(place, full, depth);
  if (started.kind === 'unknown') return started;
  const said = `${manifest.path}: the script "${call.script}" is "${text}".`;
  return {
    ...started,
    environment: new Map([...command.environment, ...started.environment]),
    evidence: [said, ...started.evidence],
  };
}

/** The member of a workspace by the name of its package; a sentence when there is none. */
function findMember(root: Place, name: string): Place | string {
  const { context } = root;
  const members = readNodeWorkspace(context, root.folder)?.members ?? [];
  for (const folder of members) {
    const manifest = readPackageJson(context, folder);
    if (manifest?.name === name) return { ...root, folder, manifest };
  }
  return `Which folder has the package "${name}" is not known.`;
}

/** npm and pnpm run `server.js` when there is no script `start`. */
function defaultScript({ context, folder, release }: Place, script: string): string | undefined {
  const has = context.has(below(folder, 'server.js')) === 'yes';
  return script === 'start' && (release === 'npm' || release === 'pnpm') && has
    ? 'node server.js'
    : undefined;
}

function startedBy(place: Place, command: ScriptCommand, depth: number): StartedScript {
  const [program = '', ...rest] = command.words;
  const call = readScriptCall(command.words);
  if (call !== undefined) {
    if (
      call.manager !== place.release &&
      !(call.manager === 'yarn' && place.release === 'yarn 2')
    ) {
      return unknown(`The script calls another package manager (${call.manager}).`);
    }
    return 4 < depth
      ? unknown('The scripts call each other.')
      : followScript(place, call, depth + 1);
  }
  if (program === 'node' || (program === 'bun' && place.release === 'bun')) {
    return startedByRuntime(place, command);
  }
  return findPackageProgram(place.manifest, program, rest);
}

function startedByRuntime({ manifest, folder }: Place, { words }: ScriptCommand): StartedScript {
  const [program = '', ...rest] = words;
  if (manifest.dependencies.has(program) || manifest.devDependencies.has(program)) {
    return unknown(`A package brings a program called ${program} of its own.`);
  }
  const watches = rest.find((word) => /^--(?:watch|inspect)(?:-|=|$)/.test(word));
  if (watches !== undefined) {
    return unknown(`The script starts Node.js with "${watches}", which is for development.`);
  }
  if (!rest.some((word) => !word.startsWith('-'))) {
    return unknown(`The script names no file for ${program}.`);
  }
  return {
    kind: 'program',
    words,
    environment: new Map(),
    folder,
    package: undefined,
    evidence: [],
  };
}

/** The file of a package behind a program of `node_modules/.bin`, run by Node.js. */
export function findPackageProgram(
  manifest: PackageJson,
  program: string,
  rest: readonly string[],
): StartedScript {
  const rows = nodePrograms.filter(({ name }) => name === program);
  if (rows.length === 0) {
    return unknown(`Which file the program "${program}" runs is not known.`);
  }
  if (0 < manifest.workspaces.length) {
    return unknown(`Where a workspace keeps the package of "${program}" is not known.`);
  }
  for (const row of rows) {
    const version =
      manifest.dependencies.get(row.package) ?? manifest.devDependencies.get(row.package);
    const major = version === undefined ? undefined : majorOf(version);
    if (version === undefined || major === undefined) continue;
    if (major < row.since || (row.until ?? Infinity) < major) continue;
    return {
      kind: 'program',
      words: ['node', `node_modules/${row.package}/${row.file}`, ...rest],
      environment: new Map(),
      folder: manifest.path.replace(/\/?package\.json$/, ''),
      package: row.package,
      evidence: [`${manifest.path}: "${row.package}" is "${version}", its program ${row.file}.`],
    };
  }
  return unknown(`${manifest.path} does not say which version of "${program}" is installed.`);
}

/** `^14.2.0` → 14; `latest` counts as newer than all; undefined for paths and addresses. */
function majorOf(version: string): number | undefined {
  if (version === 'latest' || version === '*') return 1_000;
  const match = /^[\^~=v\s]*(\d+)(?:\.[\dx*]+){0,2}(?:-[\w.]+)?$/.exec(version);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

const optionsWithoutEffect = new Set(['--silent', '-s', '--quiet', '-q', '--if-present']);

/**
 * Reads `npm start`, `yarn serve`, `pnpm run serve`, `bun run start`, and those for one member of a workspace;
 * undefined for other commands. Sources as above.
 */
export function readScriptCall(words: readonly string[]): ScriptCall | undefined {
  const [manager = '', ...all] = words;
  if (!/^(?:npm|pnpm|yarn|bun)$/.test(manager)) return undefined;
  const { rest, member } = takeMember(manager, all);
  let index = skipQuiet(rest, 0);
  const runs = rest[index] === 'run' || (manager === 'npm' && rest[index] === 'run-script');
  if (runs) index = skipQuiet(rest, index + 1);
  const script = rest[index];
  if (script === undefined || script.startsWith('-')) return undefined;
  if (!runs && !isBareScript(manager, script)) return undefined;
  if (manager === 'bun' && /[./]/.test(script)) return undefined;
  const passed = passedOn(manager, rest.slice(index + 1));
  if (passed === undefined) return undefined;
  const call = { manager, script, arguments: passed };
  return member === undefined ? call : { ...call, member };
}

/** What the script gets; undefined when an option may be meant for the manager. */
function passedOn(manager: string, behind: readonly string[]): readonly string[] | undefined {
  // Whether `--` itself is passed on differs between releases of the others.
  if (manager !== 'npm') return behind[0] === '--' ? undefined : behind;
  const own = behind.filter((word) => !optionsWithoutEffect.has(word));
  const separator = own.indexOf('--');
  const before = separator < 0 ? own : own.slice(0, separator);
  if (before.some((word) => word.startsWith('-'))) return undefined;
  return separator < 0 ? own : [...before, ...own.slice(separator + 1)];
}

const memberOptions: ReadonlyMap<string, readonly string[]> = new Map([
  ['npm', ['-w', '--workspace']],
  ['pnpm', ['-F', '--filter']],
]);

/** Takes `--workspace=api`, `--filter api` or `workspace api` out of the words in front of the script. */
function takeMember(
  manager: string,
  words: readonly string[],
): { readonly rest: readonly string[]; readonly member?: string } {
  const isName = (text: string | undefined): text is string =>
    text !== undefined && /^(?:@[\w.-]+\/)?[\w-][\w.-]*$/.test(text);
  const [first = '', second, ...more] = words;
  if (manager === 'yarn' && first === 'workspace' && isName(second)) {
    return { rest: more, member: second };
  }
  const options = memberOptions.get(manager) ?? [];
  const [name = '', value] = first.split('=');
  if (!options.includes(name)) return { rest: words };
  if (value !== undefined) {
    return isName(value) ? { rest: words.slice(1), member: value } : { rest: words };
  }
  return isName(second) ? { rest: more, member: second } : { rest: words };
}

function skipQuiet(words: readonly string[], from: number): number {
  let index = from;
  while (optionsWithoutEffect.has(words[index] ?? '')) index++;
  return index;
}

/** npm needs `run` for all but its own names; the others run what is not a command of theirs. */
function isBareScript(manager: string, script: string): boolean {
  if (script === 'start') return manager !== 'bun';
  if (manager === 'npm' || manager === 'bun') return false;
  return /^(?:serve|server|prod|production|start[:.-][\w:.-]+|serve[:.-][\w:.-]+|preview)$/.test(
    script,
  );
}

function unknown(reason: string): StartedScript {
  return { kind: 'unknown', reason };
}
