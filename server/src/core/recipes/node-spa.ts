import { findRecipeImage } from '../data/recipe-images';
import type { BaseChoices } from '../plan/choices';
import type { PlannedStage, PlanOutcome } from '../plan/image-plan';
import { nameSettings, planSite, siteBases } from '../plan/nginx-site';
import { collectNodeNotes } from '../plan/node-notes';
import {
  describePackage,
  readNodeProject,
  toLabel,
  type NodePackages,
} from '../plan/node-packages';
import { planPublicVariables } from '../plan/node-public';
import { detectNodeSite, readNodeSite, type NodeSite } from '../plan/node-site';
import {
  collectNodeSecrets,
  ignoreOutputs,
  nodeIgnored,
  planNodeBuild,
  planNodeSetup,
} from '../plan/node-stages';
import { findWorkspaceRoot } from '../plan/node-workspace-part';
import { findNeededLines } from '../plan/shipped-files';
import { chooseCycle } from '../plan/supported-version';
import { defineRecipe, refuse } from './define-recipe';

interface SiteFacts {
  readonly packages: NodePackages;
  readonly site: NodeSite;
  /** Name of the settings of nginx. */
  readonly settings: string;
  /** Lines of the usual ignore file that would keep sources out. */
  readonly needed: readonly string[];
}

export default defineRecipe<SiteFacts>({
  id: 'node-spa',
  title: 'Site of files, built with Node.js',
  before: ['node-server', 'bun-server', 'static-site'],
  detect: ({ context, folder }) => detectNodeSite(context, folder),
  needsRoot: ({ context, folder }) => findWorkspaceRoot(context, folder) !== undefined,
  read: ({ context, folder }) => {
    const packages = readNodeProject(context, folder);
    if (typeof packages === 'string') return refuse(packages);
    const site = readNodeSite(context, folder, packages.manifest);
    if (typeof site === 'string') return refuse(site);
    return {
      packages,
      site,
      settings: nameSettings(context, folder),
      needed: site.isMadeOfText ? ['docs', '*.md'] : [],
    };
  },
  bases: () => [...siteBases],
  plan: planFiles,
});

function planFiles(
  { packages, site, settings, needed }: SiteFacts,
  choices: BaseChoices,
): PlanOutcome {
  const { manifest, folder } = packages;
  const cycle = chooseCycle('nodejs', packages.range.value, choices.today);
  const wanted = packages.range.value ?? '';
  if (cycle?.supported !== true) {
    return refuse(`Which supported Node.js "${wanted}" allows is not known.`);
  }
  // What is built runs in browsers, so the family matters for the server alone.
  const image = findRecipeImage('node', choices.base === 'dhi' ? 'dhi' : 'slim', cycle.cycle);
  if (image === undefined)
    return refuse(`There is no image of Node.js ${cycle.cycle} to build in.`);
  const variables = planPublicVariables(site.variables);
  const build: PlannedStage = {
    name: 'build',
    comment: 'The files are the same for every platform.',
    from: { kind: 'image', image: image.build },
    onBuildPlatform: true,
    steps: [
      ...planNodeSetup(packages, image),
      ...insertBefore(
        planNodeBuild(packages, [site.script.value], variables.mounts),
        variables.steps,
      ),
    ],
  };
  const planned = planSite(
    (target) => [
      {
        kind: 'copy',
        from: 'build',
        sources: [`/app/${site.output.value}`],
        target,
        without: ['**/*.map'],
      },
    ],
    {
      base: site.base.value,
      fallback: site.fallback,
      notFound: site.notFound,
      hashed: site.hashed,
      hashedPattern: site.hashedPattern,
    },
    choices,
    { folder, settings },
  );
  if (typeof planned === 'string') return refuse(planned);
  return {
    kind: 'plan',
    plan: {
      recipe: 'node-spa',
      name: choices.name ?? toLabel(manifest.name),
      ...describePackage(manifest),
      stages: [build, planned.stage],
      runtime: planned.runtime,
      files: planned.files,
      ignored: [...nodeIgnored, ...ignoreOutputs('', [site.output.value])],
      needed: [
        ...new Set([...needed, ...findNeededLines(packages.inputs ?? [])]),
        ...(packages.settings === undefined ? [] : [`!${packages.settings}`]),
        ...site.settingFiles.map((path) => `!${path}`),
      ],
      buildSecrets: [...collectNodeSecrets(packages), ...variables.secrets],
      ecosystem: 'npm',
      notes: [
        ...collectNodeNotes(packages),
        ...variables.notes,
        ...site.settingFiles.map(
          (path) => `The build reads ${path}: what it holds is for everybody to see.`,
        ),
        ...(site.isAbandoned ? [`Nobody works on ${site.title} any more: move to Vite.`] : []),
        'The Content-Security-Policy in the settings of nginx is switched off until it names what the site loads.',
      ],
      evidence: [
        packages.range.evidence,
        packages.release.evidence,
        site.script.evidence,
        site.output.evidence,
        site.base.evidence,
      ],
    },
  };
}

/** Puts steps before the last one, which builds. */
function insertBefore(
  steps: PlannedStage['steps'],
  inner: PlannedStage['steps'],
): PlannedStage['steps'] {
  return [...steps.slice(0, -1), ...inner, ...steps.slice(-1)];
}
