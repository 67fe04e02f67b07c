import { findRecipeImage } from '../data/recipe-images';
import { hugoImage } from '../data/static-generators';
import type { BaseChoices } from '../plan/choices';
import type { PlannedStage, PlanOutcome, Step } from '../plan/image-plan';
import { nameSettings, planSite, siteBases } from '../plan/nginx-site';
import { toLabel } from '../plan/node-packages';
import { planSystemPackages } from '../plan/system-packages';
import { findNeededLines } from '../plan/shipped-files';
import {
  collectSiteFiles,
  findMkdocsRequirements,
  findStaticSource,
  type StaticSource,
} from '../plan/static-files';
import { chooseCycle } from '../plan/supported-version';
import { below } from '../project/node-package-manager';
import { defineRecipe, refuse } from './define-recipe';

interface StaticFacts {
  readonly source: StaticSource;
  /** Parts of the site in its folder, for a site without a generator. */
  readonly files: readonly string[];
  readonly hasNotFound: boolean;
  /** Where MkDocs and its plugins are named. */
  readonly requirements: string | undefined;
  /** True when pages tell when they were changed. */
  readonly readsHistory: boolean;
  readonly hasSubmodules: boolean;
  readonly hasGemLock: boolean;
  readonly rubyRange: string | undefined;
  readonly name: string | undefined;
  readonly settings: string;
}

export default defineRecipe<StaticFacts>({
  id: 'static-site',
  title: 'Static site',
  before: ['python-script'],
  detect: ({ context, folder }) => {
    const source = findStaticSource(context, folder);
    return source === undefined ? undefined : [source.evidence];
  },
  read: ({ context, folder }) => {
    const source = findStaticSource(context, folder);
    if (source === undefined) return refuse('There is no index.html.');
    const requirements = findMkdocsRequirements(context, folder);
    if (source.kind === 'mkdocs' && requirements === undefined) {
      return refuse(
        `${source.path} is there, but no requirements.txt that names a version of mkdocs.`,
      );
    }
    const text = context.text(source.path) ?? '';
    const title = /^\s*(?:site_name|title)\s*[:=]\s*["']?([^"'\n]+)/m.exec(text)?.[1];
    const ruby = /(\d+\.\d+)/.exec(context.text(below(folder, '.ruby-version')) ?? '')?.[1];
    return {
      source,
      files: source.kind === 'files' ? collectSiteFiles(context, source.path) : [],
      hasNotFound: context.has(below(source.path, '404.html')) === 'yes',
      requirements,
      readsHistory: /enableGitInfo\s*[:=]\s*true|git-revision-date/.test(text),
      hasSubmodules: context.has('.gitmodules') === 'yes',
      hasGemLock: context.has(below(folder, 'Gemfile.lock')) === 'yes',
      rubyRange: ruby === undefined ? undefined : `${ruby}.x`,
      name: source.kind === 'files' ? undefined : title,
      settings: nameSettings(context, folder),
    };
  },
  bases: () => [...siteBases],
  plan: planStatic,
});

function planStatic(facts: StaticFacts, choices: BaseChoices): PlanOutcome {
  const { source, files, settings } = facts;
  const build = planBuild(facts, choices.today);
  if (typeof build === 'string') return refuse(build);
  const isBuilt = build !== undefined;
  const planned = planSite(
    (target) =>
      isBuilt
        ? [{ kind: 'copy', from: 'build', sources: ['/tmp/site'], target }]
        : copyFiles(source.path, files, target),
    {
      base: '',
      fallback: undefined,
      notFound: isBuilt || facts.hasNotFound ? '404.html' : undefined,
      hashed: [],
      hashedPattern: undefined,
    },
    choices,
    { folder: '', settings },
  );
  if (typeof planned === 'string') return refuse(planned);
  const isText = isBuilt ? ['docs', '*.md'] : [];
  return {
    kind: 'plan',
    plan: {
      recipe: 'static-site',
      name: choices.name ?? toLabel(facts.name ?? 'site'),
      stages: [...(build === undefined ? [] : [build]), planned.stage],
      runtime: planned.runtime,
      files: planned.files,
      ignored: ignoredOf(source),
      needed: [
        ...new Set([...isText, ...findNeededLines(files), ...(facts.readsHistory ? ['.git'] : [])]),
      ],
      buildSecrets: [],
      ...(source.kind === 'mkdocs' ? { ecosystem: 'pip' } : {}),
      ...(source.kind === 'jekyll' ? { ecosystem: 'bundler' } : {}),
      notes: [
        ...(facts.hasSubmodules
          ? ['The theme is a submodule: fetch it before each build (git submodule update --init).']
          : []),
        ...(source.kind === 'hugo'
          ? [
              'Links begin with "baseURL" of the settings: it has to be the address at which people reach the site.',
            ]
          : []),
        ...(source.kind === 'jekyll' && !facts.hasGemLock
          ? ['There is no Gemfile.lock, so each build may take other versions: commit one.']
          : []),
        'The Content-Security-Policy in the settings of nginx is switched off until it names what the site loads.',
      ],
      evidence: [source.evidence],
    },
  };
}

function ignoredOf({ kind }: StaticSource): readonly string[] {
  switch (kind) {
    case 'files':
      return ['**/node_modules'];
    case 'hugo':
      return ['public', 'resources/_gen', '.hugo_build.lock', '**/node_modules'];
    case 'mkdocs':
      return ['site', '.venv', 'venv', '**/__pycache__'];
    case 'jekyll':
      return ['_site', '.jekyll-cache', '.bundle', 'vendor', '**/node_modules'];
  }
}

/** Names what is copied: an ignore file that fails to leave something out must not make it public. */
function copyFiles(folder: string, files: readonly string[], target: string): readonly Step[] {
  if (folder !== '') return [{ kind: 'copy', sources: [folder], target }];
  const folders = files.filter((name) => name.endsWith('/')).map((name) => name.slice(0, -1));
  const single = files.filter((name) => !name.endsWith('/'));
  return [
    ...folders.map((name): Step => ({
      kind: 'copy',
      sources: [name],
      target: `${target}/${name}`,
    })),
    { kind: 'copy', sources: single, target: `${target}/` },
  ];
}

/** The stage that writes the site to /tmp/site; undefined for files that are a site already. */
function planBuild(facts: StaticFacts, today: string): PlannedStage | string | undefined {
  switch (facts.source.kind) {
    case 'files':
      return undefined;
    case 'hugo':
      return toStage(hugoImage.image, [
        {
          kind: 'copy',
          comment: 'Hugo works as an account of its own, and writes beside the sources.',
          sources: ['.'],
          target: '/src',
          owner: `${String(hugoImage.user.uid)}:${String(hugoImage.user.gid)}`,
        },
        { kind: 'workdir', path: '/src' },
        {
          kind: 'run',
          commands: ['hugo build --gc --minify --noBuildLock --destination /tmp/site'],
        },
      ]);
    case 'mkdocs':
      return planMkdocs(facts.requirements ?? 'requirements.txt', today);
    case 'jekyll':
      return planJekyll(facts, today);
  }
}

function planMkdocs(requirements: string, today: string): PlannedStage | string {
  const cycle = chooseCycle('python', undefined, today);
  const image = cycle === undefined ? undefined : findRecipeImage('python', 'slim', cycle.cycle);
  if (image === undefined) return 'No supported image of Python is known.';
  return toStage(image.build, [
    { kind: 'workdir', path: '/src' },
    {
      kind: 'run',
      mounts: [
        { kind: 'bind', source: requirements },
        { kind: 'cache', target: '/root/.cache/pip' },
      ],
      commands: [`pip install --requirement ${requirements}`],
    },
    { kind: 'copy', sources: ['.'], target: '.' },
    { kind: 'run', commands: ['mkdocs build --strict --site-dir /tmp/site'] },
  ]);
}

function planJekyll({ hasGemLock, rubyRange }: StaticFacts, today: string): PlannedStage | string {
  const cycle = chooseCycle('ruby', rubyRange, today);
  if (cycle?.supported !== true) return 'No supported Ruby is allowed by .ruby-version.';
  const image = findRecipeImage('ruby', 'slim', cycle.cycle);
  if (image === undefined) return `There is no image of Ruby ${cycle.cycle}.`;
  return toStage(image.build, [
    { kind: 'workdir', path: '/src' },
    ...planSystemPackages('glibc', ['build-essential', 'git', 'libyaml-dev'], 'To compile gems.'),
    {
      kind: 'environment',
      values: [
        ['JEKYLL_ENV', 'production'],
        ...(hasGemLock ? [['BUNDLE_FROZEN', 'true'] as const] : []),
      ],
    },
    { kind: 'copy', sources: ['Gemfile', ...(hasGemLock ? ['Gemfile.lock'] : [])], target: './' },
    { kind: 'run', commands: ['bundle install'] },
    { kind: 'copy', sources: ['.'], target: '.' },
    { kind: 'run', commands: ['bundle exec jekyll build --destination /tmp/site'] },
  ]);
}

/** The files are the same for every platform. */
function toStage(image: string, steps: readonly Step[]): PlannedStage {
  return {
    name: 'build',
    comment: 'The files are the same for every platform.',
    from: { kind: 'image', image },
    onBuildPlatform: true,
    steps,
  };
}
