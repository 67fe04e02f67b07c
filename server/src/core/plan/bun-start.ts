import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import { readPackageJson, type PackageJson } from '../project/package-json';
import { readScript, type ScriptCommand } from '../project/package-script';
import { saidIn, type Evidence } from './evidence';
import type { NodeStart } from './node-start';
import { escapePattern } from '../project/escape-pattern';

const scripts = ['start:prod', 'start:production', 'start'];
const entries = [
  'index.ts',
  'src/index.ts',
  'server.ts',
  'src/server.ts',
  'src/main.ts',
  'main.ts',
];

/** Why Bun starts the program of a folder; undefined when it does not. */
export function detectBunStart(
  context: BuildContext,
  folder: string,
): readonly Evidence[] | undefined {
  const manifest = readPackageJson(context, folder);
  if (manifest === undefined) return undefined;
  const script = findScript(context, manifest);
  if (script !== undefined) return [script.evidence];
  const hasLock = ['bun.lock', 'bun.lockb'].some(
    (name) => context.has(below(folder, name)) === 'yes',
  );
  const hasStart = scripts.some((name) => manifest.scripts.has(name));
  const entry = findEntry(context, folder, manifest);
  if (!hasLock || hasStart || entry === undefined) return undefined;
  return [{ file: below(folder, entry), says: 'The file is there for Bun to start.' }];
}

/** What Bun is started with; a sentence when that is not known. */
export function readBunStart(
  context: BuildContext,
  folder: string,
  manifest: PackageJson,
): NodeStart | string {
  const script = findScript(context, manifest);
  if (script === undefined) {
    const entry = findEntry(context, folder, manifest);
    return entry === undefined
      ? `${manifest.path} needs a script "start" like "bun src/index.ts".`
      : toStart([entry], [], {
          file: below(folder, entry),
          says: 'The file is there for Bun to start.',
        });
  }
  const { name, command, evidence } = script;
  const rest = command.words
    .slice(1)
    .filter(
      (word) =>
        !/^(?:--watch|--hot|--no-clear-screen|--env-file(?:=.*)?|--inspect(?:=.*)?)$/.test(word),
    );
  const words = rest[0] === 'run' ? rest.slice(1) : rest;
  const file = words.find((word) => !word.startsWith('-'));
  if (file === undefined || !/[./]/.test(file)) {
    return `The script "${name}" of ${manifest.path} names no file for Bun: write "bun src/index.ts".`;
  }
  const environment = [...command.environment].filter(([variable]) => variable !== 'NODE_ENV');
  return toStart(words, environment, evidence);
}

function toStart(
  words: readonly string[],
  environment: NodeStart['environment'],
  evidence: Evidence,
): NodeStart {
  return {
    arguments: words,
    environment,
    framework: undefined,
    isTypeScript: false,
    leftOut: [],
    evidence,
  };
}

interface BunScript {
  readonly name: string;
  /** Its last command. */
  readonly command: ScriptCommand;
  readonly evidence: Evidence;
}

/** A script that starts a file with Bun. */
function findScript(context: BuildContext, manifest: PackageJson): BunScript | undefined {
  for (const name of scripts) {
    const text = manifest.scripts.get(name);
    const command = text === undefined ? undefined : readScript(text)?.at(-1);
    if (text === undefined || command?.words[0] !== 'bun') continue;
    if (!command.words.slice(1).some((word) => /\.[cm]?[jt]sx?$/.test(word))) continue;
    const says = `The script "${name}" is "${text}".`;
    const evidence = saidIn(
      context,
      manifest.path,
      new RegExp(`"${escapePattern(name)}"\\s*:`),
      says,
    );
    return { name, command, evidence };
  }
  return undefined;
}

function findEntry(
  context: BuildContext,
  folder: string,
  { module, main }: PackageJson,
): string | undefined {
  return [module, main, ...entries]
    .map((name) => name?.replace(/^\.\//, ''))
    .find((name) => name !== undefined && context.has(below(folder, name)) === 'yes');
}
