import type { BaseChoices, BaseFamily, Choices } from '../plan/choices';
import { findConnections } from '../plan/connections';
import type { ImagePlan, Refusal } from '../plan/image-plan';
import { noteChosenPort } from '../plan/told-port';
import { findUnusedApplications } from '../plan/unused-applications';
import { BuildContext } from '../project/build-context';
import type { ProjectFiles } from '../project/project-files';
import { emitters } from '../emit/index';
import type { Emitter, GeneratedFile } from '../emit/define-emitter';
import { refuse, type Place, type Reading } from '../recipes/define-recipe';
import { detectRecipe, detectRecipes, type Candidate } from './detect';

export interface GenerateRequest {
  /** The files of the project; `dockerfile` is not used. */
  readonly project: ProjectFiles;
  readonly choices: Choices;
  /** Id of a recipe; undefined: the first that fits. */
  readonly recipe?: string;
  /** Folder of the application, relative to the project; undefined: the first that a recipe fits. */
  readonly folder?: string;
  /** Ids of emitters; undefined: those that are always wanted. */
  readonly parts?: readonly string[];
  /** Digests by image, from a registry that a host was allowed to ask. */
  readonly digests?: ReadonlyMap<string, string>;
}

export interface Generation {
  readonly kind: 'generated';
  readonly candidate: Candidate;
  readonly base: BaseFamily;
  /** The other families that could have been asked for. */
  readonly bases: readonly BaseFamily[];
  /** What the recipe read, plain data. */
  readonly facts: unknown;
  readonly plan: ImagePlan;
  readonly files: readonly ProposedFile[];
}

/** A generated file, with whether there is one. Paths are relative to the project. */
export interface ProposedFile extends GeneratedFile {
  /** Id of the emitter; files that the Dockerfile copies belong to it. */
  readonly part: string;
  /** True when there is a file of that name, which is not to be overwritten without asking. */
  readonly exists: boolean;
}

/** Makes the files of a hardened image for a project; nothing is written. */
export function generate(request: GenerateRequest): Generation | Refusal {
  const context = new BuildContext(request.project);
  const named = request.recipe === undefined ? [] : detectRecipe(request.project, request.recipe);
  const found = request.recipe === undefined ? detectRecipes(request.project) : named;
  const candidate = found.find(
    ({ folder }) => request.folder === undefined || folder === request.folder,
  );
  if (candidate === undefined) return refuse(explainNothing(request));
  const { recipe, folder } = candidate;
  const keepsRoot = recipe.needsRoot({ context, folder });
  const inner = keepsRoot ? context : narrow(request.project, folder);
  const reading = recipe.read({ context: inner, folder: keepsRoot ? folder : '' });
  if ('kind' in reading) return reading;
  const { port } = request.choices;
  if (port !== undefined && port < 1024) {
    return refuse('A program without root rights needs a port of 1024 or more.');
  }
  const base = request.choices.base ?? reading.bases[0];
  if (!reading.bases.includes(base)) {
    return refuse(
      `${recipe.title} cannot run on the base "${base}" here. Possible: ${reading.bases.join(', ')}.`,
    );
  }
  const outcome = reading.plan({ ...request.choices, base });
  if (outcome.kind === 'refused') return outcome;
  const choices = { ...request.choices, base };
  const plan = complete(outcome.plan, choices, reading, {
    context: inner,
    folder: keepsRoot ? folder : '',
  });
  return {
    kind: 'generated',
    candidate,
    base,
    bases: reading.bases,
    facts: reading.facts,
    plan,
    files: emitFiles(request, plan, { folder, keepsRoot }),
  };
}

/** Adds to the plan of a recipe what is the same for all of them. */
function complete(
  plan: ImagePlan,
  { port, ...others }: BaseChoices,
  reading: Reading,
  { context, folder }: Place,
): ImagePlan {
  const usual = port === undefined ? undefined : reading.plan(others);
  const notes =
    port === undefined || usual?.kind !== 'plan'
      ? []
      : noteChosenPort(plan, port, usual.plan.runtime.port);
  const unused = findUnusedApplications(context, folder, plan);
  // Beside packages of Node.js lie those that were installed here, whatever the application is written in.
  const hasPackages = context.visiblePaths.some((path) => /(?:^|\/)package\.json$/.test(path));
  const installed = '**/node_modules';
  const isIgnored = plan.ignored.some((line) => line === installed);
  return {
    ...plan,
    runtime: { ...plan.runtime, ...findConnections(context, folder, plan) },
    ignored: hasPackages && !isIgnored ? [...plan.ignored, installed] : plan.ignored,
    notes: [...plan.notes, ...notes],
    ...(unused.length === 0 ? {} : { unused }),
  };
}

function explainNothing({ project, recipe, folder }: GenerateRequest): string {
  const known = detectRecipes(project)
    .map((each) => `${each.recipe.id} in ${each.folder || '.'}`)
    .join(', ');
  const wanted = [
    ...(recipe === undefined ? [] : [`the recipe "${recipe}"`]),
    ...(folder === undefined ? [] : [`the folder ${folder || '.'}`]),
  ].join(' and ');
  if (known === '') return 'No project that an image could be made for was found here.';
  return `Nothing fits ${wanted}. Found: ${known}.`;
}

function emitFiles(
  { project, parts, digests = new Map() }: GenerateRequest,
  plan: ImagePlan,
  { folder, keepsRoot }: { readonly folder: string; readonly keepsRoot: boolean },
): readonly ProposedFile[] {
  const chosen = emitters
    .filter(({ id, always }) => parts?.includes(id) ?? always)
    .toSorted((left, right) => rankOf(left) - rankOf(right));
  const inFolder = (path: string): string => joinPath(folder, path);
  const settings = {
    digests,
    folder,
    existing: (path: string) => project.texts.get(inFolder(path)),
    parts: new Set(chosen.map(({ id }) => id)),
    // A member of a workspace is built from the root of the workspace.
    contextFolder: keepsRoot && folder !== '' ? folder.replace(/[^/]+/g, '..') : '.',
    dockerfile: keepsRoot && folder !== '' ? `${folder}/Dockerfile` : 'Dockerfile',
  };
  return chosen
    .flatMap((emitter) => [
      ...emitter.emit(plan, settings).map((file) => ({ ...file, part: emitter.id })),
      ...(emitter.id === 'dockerfile' ? plan.files : []).map((file) => ({
        ...file,
        part: emitter.id,
      })),
    ])
    .map((file) => ({
      ...file,
      path: inFolder(file.path),
      exists: project.paths.includes(inFolder(file.path)),
    }));
}

/** The path of a file beside the Dockerfile, which may lie above: `../../.github/x` in `apps/web` is `.github/x`. */
function joinPath(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** The Dockerfile first, then what everybody needs. */
function rankOf({ id, always }: Emitter): number {
  if (id === 'dockerfile') return 0;
  return always ? 1 : 2;
}

/** The part of a project below a folder, as a project of its own. */
function narrow(project: ProjectFiles, folder: string): BuildContext {
  if (folder === '') return new BuildContext({ ...project, dockerfile: 'Dockerfile' });
  const prefix = `${folder}/`;
  const inner = (path: string): readonly string[] =>
    path.startsWith(prefix) ? [path.slice(prefix.length)] : [];
  return new BuildContext({
    paths: project.paths.flatMap(inner),
    complete: project.complete,
    texts: new Map(
      [...project.texts].flatMap(([path, text]) =>
        inner(path).map((name): [string, string] => [name, text]),
      ),
    ),
    dockerfile: 'Dockerfile',
  });
}
