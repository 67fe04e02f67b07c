import { siteBuilders, type SiteBuilder } from '../data/node-site-builders';
import type { BuildContext } from '../project/build-context';
import { findBuildOutputs } from '../project/node-build';
import { findStartedScript } from '../project/node-entry';
import { below } from '../project/node-package-manager';
import { collectFromSources, readKnownSources } from '../project/node-sources';
import { readPackageJson, type PackageJson } from '../project/package-json';
import { readScript } from '../project/package-script';
import { byDefault, fact, saidIn, type Evidence, type Fact } from './evidence';
import { escapePattern } from '../project/escape-pattern';

/** Files for browsers that a script builds. */
export interface NodeSite {
  readonly title: string;
  readonly script: Fact<string>;
  /** Relative to the build context. */
  readonly output: Fact<string>;
  /** Folder that the site lies in, `''` for the root. */
  readonly base: Fact<string>;
  readonly fallback: string | undefined;
  readonly notFound: string | undefined;
  readonly hashed: readonly string[];
  readonly hashedPattern: string | undefined;
  /** Variables whose values the build writes into the files. */
  readonly variables: readonly string[];
  /** Files with such values that the build reads and that are no secret by custom. */
  readonly settingFiles: readonly string[];
  /** True for tools that make pages of Markdown, wherever it lies. */
  readonly isMadeOfText: boolean;
  /** True for tools that nobody works on any more. */
  readonly isAbandoned: boolean;
}

const scripts = ['build:prod', 'build:production', 'build', 'generate', 'export'];

interface Found {
  readonly builder: SiteBuilder;
  readonly script: string;
  /** Behind the words of the builder. */
  readonly rest: readonly string[];
  readonly evidence: Evidence;
}

/** Why a folder makes a site of files; undefined when it makes none, or a server hands it out. */
export function detectNodeSite(
  context: BuildContext,
  folder: string,
): readonly Evidence[] | undefined {
  const manifest = readPackageJson(context, folder);
  if (manifest === undefined || startsServer(context, folder, manifest)) return undefined;
  const found = findBuilder(context, folder, manifest);
  return found === undefined ? undefined : [found.evidence];
}

/** Reads what a site is made of; a sentence when that is not known. */
export function readNodeSite(
  context: BuildContext,
  folder: string,
  manifest: PackageJson,
): NodeSite | string {
  const found = findBuilder(context, folder, manifest);
  if (found === undefined) return 'What builds the site is not known.';
  const { builder, script } = found;
  const settings = readSettings(context, folder, builder);
  const output = findOutput(context, folder, found, settings?.text ?? '');
  if (typeof output === 'string') return output;
  const single = builder.isSinglePage || hasSvelteFallback(settings?.text ?? '');
  return {
    title: builder.title,
    script: fact(script, found.evidence),
    output: fact(below(folder, output.value), output.evidence),
    base: findBase(context, manifest, builder, settings),
    fallback:
      single && !/\bappType\s*:\s*['"]mpa['"]/.test(settings?.text ?? '')
        ? (svelteFallback(settings?.text ?? '') ?? 'index.html')
        : undefined,
    notFound: single ? undefined : builder.notFound,
    hashed: builder.hashed,
    hashedPattern: builder.hashedPattern,
    variables: findVariables(context, folder, builder),
    settingFiles: ['.env.production']
      .map((name) => below(folder, name))
      .filter((path) => context.has(path) === 'yes'),
    isMadeOfText: ['VitePress', 'Docusaurus', 'Gatsby', 'Eleventy', 'Astro'].includes(
      builder.title,
    ),
    isAbandoned: builder.title === 'Create React App' || builder.title === 'Vue CLI',
  };
}

function findBuilder(
  context: BuildContext,
  folder: string,
  manifest: PackageJson,
): Found | undefined {
  for (const script of scripts) {
    const text = manifest.scripts.get(script);
    if (text === undefined) continue;
    for (const words of wordsOf(manifest, text, 0)) {
      const builder = siteBuilders.find((each) => fits(context, folder, manifest, each, words));
      if (builder === undefined) continue;
      const says = `The script "${script}" is "${text}".`;
      const evidence = saidIn(
        context,
        manifest.path,
        new RegExp(`"${escapePattern(script)}"\\s*:`),
        says,
      );
      return { builder, script, rest: words.slice(builder.words.length), evidence };
    }
  }
  return undefined;
}

/** The commands of a script, and of those that it calls. */
function wordsOf(
  manifest: PackageJson,
  text: string,
  depth: number,
): readonly (readonly string[])[] {
  if (3 < depth) return [];
  const called = (name: string): readonly (readonly string[])[] =>
    wordsOf(manifest, manifest.scripts.get(name) ?? '', depth + 1);
  return (readScript(text) ?? []).flatMap(({ words }): readonly (readonly string[])[] => {
    const [program = '', ...rest] = words;
    if (/^(?:npx|bunx)$/.test(program)) return [rest];
    if (/^(?:npm-run-all|run-s|run-p)$/.test(program)) return rest.flatMap(called);
    if (!/^(?:npm|pnpm|yarn|bun)$/.test(program)) return [words];
    return rest
      .filter((word) => word !== 'run')
      .slice(0, 1)
      .flatMap(called);
  });
}

function fits(
  context: BuildContext,
  folder: string,
  manifest: PackageJson,
  builder: SiteBuilder,
  words: readonly string[],
): boolean {
  const has = (name: string): boolean =>
    manifest.dependencies.has(name) || manifest.devDependencies.has(name);
  if (!builder.words.every((word, index) => words[index] === word)) return false;
  if (builder.needs !== undefined && !has(builder.needs)) return false;
  if (builder.except?.some(has) === true || words.includes('--ssr')) return false;
  const settings = readSettings(context, folder, builder);
  if (builder.requires !== undefined && !builder.requires.test(settings?.text ?? '')) return false;
  // Without a page there is nothing to show: Vite builds libraries as well.
  return (
    builder.title !== 'Vite' ||
    context.has(below(folder, 'index.html')) === 'yes' ||
    /\broot\s*:/.test(settings?.text ?? '')
  );
}

interface Settings {
  readonly path: string;
  readonly text: string;
}

function readSettings(
  context: BuildContext,
  folder: string,
  { settings }: SiteBuilder,
): Settings | undefined {
  const prefix = folder === '' ? '' : `${folder}/`;
  const path = context.visiblePaths.find(
    (each) => each.startsWith(prefix) && settings?.test(each.slice(prefix.length)) === true,
  );
  const text = path === undefined ? undefined : context.text(path);
  return path === undefined || text === undefined ? undefined : { path, text };
}

/** True when a script starts a program of the project itself, which then hands out the files. */
function startsServer(context: BuildContext, folder: string, manifest: PackageJson): boolean {
  return ['start:prod', 'start:production', 'start'].some((script) => {
    const text = manifest.scripts.get(script);
    if (text === undefined) return false;
    const last = readScript(text)?.at(-1);
    if (last?.words[0] === 'node' || last?.words[0] === 'bun') return true;
    const started = findStartedScript(context, folder, { manager: 'npm', script, arguments: [] });
    return started.kind === 'program' && started.package === undefined;
  });
}

function findOutput(
  context: BuildContext,
  folder: string,
  { builder, script, rest }: Found,
  settings: string,
): Fact<string> | string {
  if (builder.words[0] === 'vitepress') {
    const place = rest.find((word) => !word.startsWith('-')) ?? '';
    return fact(
      below(place, '.vitepress/dist'),
      byDefault('VitePress writes beside its settings.'),
    );
  }
  if (builder.folder !== undefined) {
    const named = builder.folderSetting?.exec(settings)?.at(-1);
    const option = rest.find((word) => /^--(?:output|out-dir|outDir)=/.test(word))?.split('=')[1];
    const output = (option ?? named ?? builder.folder).replace(/^\.\//, '').replace(/\/$/, '');
    return fact(output, byDefault(`${builder.title} writes to ${output}.`));
  }
  if (builder.title === 'Vite' && /\broot\s*:/.test(settings)) {
    const root = /\broot\s*:\s*(['"`])(?:\.\/)?([\w./-]+?)\/?\1/.exec(settings)?.[2];
    return root === undefined || root.startsWith('.') || /\boutDir\b/.test(settings)
      ? `Where "vite build" writes is not known: its settings name a "root" and a folder of its own.`
      : fact(below(root, 'dist'), byDefault(`Vite writes to dist below ${root}.`));
  }
  const outputs = findBuildOutputs(context, folder, { scripts: [script], commands: [] });
  if (outputs.kind === 'unknown') return outputs.reason;
  const [only, ...others] = outputs.folders;
  if (only === undefined || 0 < others.length || !outputs.isStatic) {
    return `The script "${script}" writes to several folders, or not only files for a browser.`;
  }
  return fact(only, byDefault(outputs.evidence.join(' ')));
}

function findBase(
  context: BuildContext,
  manifest: PackageJson,
  { baseSetting, title }: SiteBuilder,
  settings: Settings | undefined,
): Fact<string> {
  const root = byDefault('The site lies at the root of its address.');
  if (title === 'Create React App') {
    const path = /^(?:https?:\/\/[^/]+)?\/?(.*?)\/?$/.exec(manifest.homepage ?? '')?.[1] ?? '';
    const base = path === '.' ? '' : path;
    return base === ''
      ? fact('', root)
      : fact(base, saidIn(context, manifest.path, /"homepage"/, `The site lies in /${base}.`));
  }
  const base = settings === undefined ? undefined : baseSetting?.exec(settings.text)?.[2];
  if (base === undefined || settings === undefined || baseSetting === undefined)
    return fact('', root);
  return fact(base, saidIn(context, settings.path, baseSetting, `The site lies in /${base}.`));
}

const svelteFallbackSetting = /\bfallback\s*:\s*['"]([\w.-]+)['"]/;

function svelteFallback(settings: string): string | undefined {
  return svelteFallbackSetting.exec(settings)?.[1];
}

function hasSvelteFallback(settings: string): boolean {
  const page = svelteFallback(settings);
  return page !== undefined && page !== '404.html';
}

function findVariables(
  context: BuildContext,
  folder: string,
  { variables }: SiteBuilder,
): readonly string[] {
  if (variables === undefined) return [];
  const prefix = folder === '' ? '' : `${folder}/`;
  const sources = [
    ...readKnownSources(context, folder),
    ...context.visiblePaths
      .filter((path) => path.startsWith(prefix) && /\.(?:vue|svelte|astro)$/.test(path))
      .map((path) => ({ path, text: context.text(path) ?? '' })),
  ];
  return [...collectFromSources(sources, variables)].sort();
}
