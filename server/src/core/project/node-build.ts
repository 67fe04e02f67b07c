import { parentFolder } from './install-inputs';
import {
  nodeBuildTools,
  nodeCopyTools,
  nodeToolsWithoutOutput,
  type NodeBuildTool,
} from '../data/node-build-tools';
import type { BuildContext } from './build-context';
import { isRecord, parseObject } from './json-object';
import { below } from './node-package-manager';
import { readPackageJson, type PackageJson } from './package-json';
import { readScript } from './package-script';
import { readTypeScriptConfig } from './typescript-config';

/** What build commands of a folder write that was not there before. */
export type BuildOutputs =
  | {
      readonly kind: 'known';
      /** Relative to the folder, sorted. */
      readonly folders: readonly string[];
      /** True when every tool writes files that any web server can hand out. */
      readonly isStatic: boolean;
      /** A sentence for each folder. */
      readonly evidence: readonly string[];
    }
  | { readonly kind: 'unknown'; readonly reason: string };

interface Output {
  readonly folder: string;
  readonly why: string;
  readonly isStatic: boolean;
}

/** Outputs, or a sentence that says why they are not known. */
type Found = readonly Output[] | string;

/**
 * Finds where commands write: their words, and those of the scripts of `package.json` that they run.
 *
 * @param commands words of each command: `['npm', 'run', 'build']` is given as a script, see `scripts`
 * @param scripts names of scripts that are run, with those before and after them
 */
export function findBuildOutputs(
  context: BuildContext,
  folder: string,
  {
    scripts,
    commands,
  }: { readonly scripts: readonly string[]; readonly commands: readonly (readonly string[])[] },
): BuildOutputs {
  const manifest = readPackageJson(context, folder);
  if (manifest === undefined) return { kind: 'unknown', reason: 'The package.json is not known.' };
  const place: Place = { context, folder, manifest };
  const found: Output[] = [];
  const results = [
    ...scripts.map((script) => outputsOfScript(place, script, 0)),
    ...commands.map((words) => outputsOfWords(place, words, 0)),
  ];
  for (const result of results) {
    if (typeof result === 'string') return { kind: 'unknown', reason: result };
    found.push(...result);
  }
  const byFolder = new Map(found.map((output) => [output.folder, output]));
  const sorted = [...byFolder.values()].sort((left, right) =>
    left.folder < right.folder ? -1 : 1,
  );
  return {
    kind: 'known',
    folders: sorted.map((output) => output.folder),
    isStatic: found.every(({ isStatic }) => isStatic),
    evidence: sorted.map(({ why }) => why),
  };
}

interface Place {
  readonly context: BuildContext;
  readonly folder: string;
  readonly manifest: PackageJson;
}

function outputsOfScript(place: Place, script: string, depth: number): Found {
  const { manifest } = place;
  if (4 < depth) return 'The scripts call each other.';
  if (!manifest.scripts.has(script)) return `${manifest.path} has no script "${script}".`;
  const found: Output[] = [];
  for (const name of [`pre${script}`, script, `post${script}`]) {
    const text = manifest.scripts.get(name);
    if (text === undefined) continue;
    const commands = readScript(text);
    if (commands === undefined) return `The script "${name}" of ${manifest.path} needs a shell.`;
    for (const { words } of commands) {
      const outputs = outputsOfWords(place, words, depth);
      if (typeof outputs === 'string') return outputs;
      found.push(...outputs);
    }
  }
  return found;
}

function outputsOfWords(place: Place, words: readonly string[], depth: number): Found {
  const [program = '', ...rest] = words;
  if (program === 'npx' || program === 'shx' || program === 'bunx') {
    return outputsOfWords(
      place,
      rest.filter((word) => !/^(?:-y|--yes|--no-install|--no)$/.test(word)),
      depth,
    );
  }
  if (program === 'bun' && rest[0] === 'build') return outputsOfBun(rest);
  const inner = scriptsCalled(place.manifest, program, rest);
  if (inner !== undefined)
    return concat(inner.map((name) => outputsOfScript(place, name, depth + 1)));
  if (program === 'tsc') return outputsOfCompiler(place, rest);
  if (program === 'nest' && rest[0] === 'build') return outputsOfNest(place);
  if (program === 'ng' && rest[0] === 'build') return outputsOfAngular(place);
  if (program === 'prisma' && rest[0] === 'generate') return outputsOfPrisma(place);
  if (program === 'node-gyp') return [toOutput('build', 'node-gyp writes to build.')];
  if (nodeToolsWithoutOutput.has(program) || program === 'mkdir') return [];
  if (nodeCopyTools.has(program)) return outputsOfCopy(rest);
  const tool = nodeBuildTools.find((each) =>
    each.words.every((word, index) => words[index] === word),
  );
  if (tool === undefined) return `Where "${words.slice(0, 3).join(' ')}" writes is not known.`;
  return outputsOfTool(place, tool, words);
}

function concat(results: readonly Found[]): Found {
  const found: Output[] = [];
  for (const result of results) {
    if (typeof result === 'string') return result;
    found.push(...result);
  }
  return found;
}

/** The scripts that a call of a package manager, or of a script runner, runs. */
function scriptsCalled(
  manifest: PackageJson,
  program: string,
  rest: readonly string[],
): readonly string[] | undefined {
  if (/^(?:npm-run-all|run-s|run-p)$/.test(program)) {
    const names = rest.filter((word) => !word.startsWith('-'));
    return names.every((name) => manifest.scripts.has(name)) ? names : undefined;
  }
  if (!/^(?:npm|yarn|pnpm|bun)$/.test(program)) return undefined;
  const name = rest[0] === 'run' ? rest[1] : program === 'npm' ? undefined : rest[0];
  return name !== undefined && manifest.scripts.has(name) ? [name] : undefined;
}

function outputsOfCompiler(place: Place, rest: readonly string[]): Found {
  if (rest.includes('--noEmit')) return [];
  const builds = rest.some((word) => word === '-b' || word === '--build');
  const named = optionOf(rest, ['-p', '--project', '-b', '--build']) ?? 'tsconfig.json';
  const file = named.endsWith('.json') ? named : below(named, 'tsconfig.json');
  const path = below(place.folder, file.replace(/^\.\//, ''));
  const config = readTypeScriptConfig(place.context, path);
  const own = optionOf(rest, ['--outDir']);
  if (own !== undefined) return [toOutput(cleaned(own), `tsc writes to ${own}.`)];
  if (config === undefined) return `The file ${path} could not be read.`;
  if (builds && 0 < config.references.length) {
    return concat(config.references.map((each) => outputsOfConfig(place, each)));
  }
  return outputsOfConfig(place, path);
}

function outputsOfConfig(place: Place, path: string): Found {
  const config = readTypeScriptConfig(place.context, path);
  if (config === undefined) return `The file ${path} could not be read.`;
  if (config.noEmit) return [];
  const folder = relativeTo(place.folder, config.outDir);
  if (folder === undefined || folder === '')
    return `The file ${path} names no folder for the output.`;
  return [toOutput(folder, `${path}: "outDir" is ${folder}.`)];
}

/** `bun build` is the bundler, even beside a script "build". Source: https://bun.com/docs/bundler */
function outputsOfBun(rest: readonly string[]): Found {
  const file = optionOf(rest, ['--outfile']);
  const folder = optionOf(rest, ['--outdir']) ?? (file === undefined ? '' : parentFolder(file));
  const output = cleaned(folder);
  if (output === '' || /^\/|\.\./.test(output)) return 'Where "bun build" writes is not known.';
  return [toOutput(output, `"bun build" writes to ${output}.`)];
}

/** Nest compiles with the tsconfig of its own settings. Source: https://docs.nestjs.com/cli/monorepo */
function outputsOfNest(place: Place): Found {
  const text = place.context.text(below(place.folder, 'nest-cli.json')) ?? '';
  if (/"monorepo"\s*:\s*true|"projects"\s*:\s*\{\s*"/.test(text)) {
    return 'nest-cli.json names several projects.';
  }
  const own = /"tsConfigPath"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  const named = [own, 'tsconfig.build.json', 'tsconfig.json'].find(
    (name) => name !== undefined && place.context.text(below(place.folder, name)) !== undefined,
  );
  return named === undefined
    ? 'The tsconfig.json of Nest could not be read.'
    : outputsOfCompiler(place, ['-p', named]);
}

/** Source: https://angular.dev/reference/configs/workspace-config */
function outputsOfAngular(place: Place): Found {
  const text = place.context.text(below(place.folder, 'angular.json')) ?? '';
  const usual = text.includes('"outputPath"') ? undefined : findAngularDefault(text);
  if (usual !== undefined) {
    return [
      toOutput(usual, `angular.json: the output goes to ${usual}, as nothing else is said.`, true),
    ];
  }
  const builders = [...text.matchAll(/"builder"\s*:\s*"@angular[\w/-]*:(application|browser)"/g)];
  const paths = [...text.matchAll(/"outputPath"\s*:\s*"([\w./-]+)"/g)];
  const [builder, ...otherBuilders] = builders;
  const [path, ...otherPaths] = paths;
  if (
    builder === undefined ||
    path?.[1] === undefined ||
    0 < otherBuilders.length + otherPaths.length
  ) {
    return 'angular.json names no single folder for the output.';
  }
  if (/"(?:server|ssr|prerender)"\s*:\s*(?:true|\{|")/.test(text))
    return 'angular.json builds a server, too.';
  const folder = builder[1] === 'application' ? `${cleaned(path[1])}/browser` : cleaned(path[1]);
  return [toOutput(folder, `angular.json: the output goes to ${folder}.`, true)];
}

/** The output of the only application of a workspace that names none and builds no server. */
function findAngularDefault(text: string): string | undefined {
  const projects = parseObject(text)?.['projects'];
  const applications = Object.entries(isRecord(projects) ? projects : {}).filter(([, project]) =>
    JSON.stringify(project).includes('"@angular/build:application"'),
  );
  const [only, ...others] = applications;
  const builds = /"(?:server|ssr|prerender)":(?:true|\{|")/.test(JSON.stringify(only?.[1] ?? null));
  return only === undefined || 0 < others.length || builds ? undefined : `dist/${only[0]}/browser`;
}

/** Up to Prisma 6 the client goes into node_modules unless the schema says otherwise. */
function outputsOfPrisma({ manifest, context }: Place): Found {
  const version =
    manifest.devDependencies.get('prisma') ?? manifest.dependencies.get('prisma') ?? '';
  const major = Number(/(\d+)/.exec(version)?.[1] ?? '7');
  const usesDefault = context.visiblePaths.some((path) =>
    /from\s+['"]@prisma\/client['"]|require\(['"]@prisma\/client['"]\)/.test(
      context.text(path) ?? '',
    ),
  );
  return major < 7 && usesDefault ? [] : 'Where Prisma writes its client is not known.';
}

function outputsOfCopy(rest: readonly string[]): Found {
  const target = rest.filter((word) => !word.startsWith('-')).at(-1);
  if (target === undefined || target.startsWith('/') || target.includes('..')) {
    return 'Where a script copies files to is not known.';
  }
  const folder = cleaned(target);
  return [toOutput(folder, `A script copies files to ${folder}.`)];
}

function outputsOfTool(place: Place, tool: NodeBuildTool, words: readonly string[]): Found {
  const { manifest } = place;
  const name = tool.words.join(' ');
  const other = tool.except?.find(
    (each) => manifest.dependencies.has(each) || manifest.devDependencies.has(each),
  );
  if (other !== undefined) return `With ${other} it is not known where "${name}" writes.`;
  const file = optionOf(words, tool.fileOptions ?? []);
  const written =
    optionOf(words, tool.folderOptions ?? []) ??
    (file === undefined ? undefined : parentFolder(file));
  const set = written === undefined ? folderOfSettings(place, tool) : undefined;
  if (set === null) return `The settings of "${name}" name no single folder.`;
  const folder = written ?? set ?? tool.folder;
  if (folder === undefined || folder === '' || /^\/|\.\./.test(folder))
    return `Where "${name}" writes is not known.`;
  return [
    toOutput(
      cleaned(folder),
      `"${name}" writes to ${cleaned(folder)}.`,
      tool.isStatic === true && !words.includes('--ssr'),
    ),
  ];
}

/** The folder that a literal of the settings names; null when they may name one that cannot be read. */
function folderOfSettings(
  { context, folder }: Place,
  { settings }: NodeBuildTool,
): string | undefined | null {
  if (settings === undefined) return undefined;
  const prefix = folder === '' ? '' : `${folder}/`;
  const file = context.paths.find(
    (path) => path.startsWith(prefix) && settings.file.test(path.slice(prefix.length)),
  );
  if (file === undefined) return undefined;
  const text = context.text(file);
  if (text === undefined || /^\s*root\s*:/m.test(text)) return null;
  const found = [...text.matchAll(settings.literal)];
  if (found.length === 0) return /outDir|distDir|outputDir/.test(text) ? null : undefined;
  return found.length === 1 ? found[0]?.[2] : null;
}

/** The value of an option: `-p x`, `--project x`, `--project=x`. */
function optionOf(words: readonly string[], names: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    const name = names.find((each) => word === each || word.startsWith(`${each}=`));
    if (name === undefined) continue;
    const value = word === name ? words[index + 1] : word.slice(name.length + 1);
    if (value !== undefined && !value.startsWith('-')) return value;
  }
  return undefined;
}

function toOutput(folder: string, why: string, isStatic = false): Output {
  return { folder, why, isStatic };
}

function cleaned(folder: string): string {
  return folder.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
}

function relativeTo(folder: string, path: string | undefined): string | undefined {
  if (path === undefined || folder === '') return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}
