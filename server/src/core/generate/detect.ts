import type { Evidence } from '../plan/evidence';
import { BuildContext } from '../project/build-context';
import { foldersAbove, parentFolder } from '../project/install-inputs';
import type { ProjectFiles } from '../project/project-files';
import type { Recipe } from '../recipes/define-recipe';
import { recipes } from '../recipes/index';

/** A recipe that fits a folder of the project. */
export interface Candidate {
  readonly recipe: Recipe;
  /** Relative to the project, `''` for its root. */
  readonly folder: string;
  readonly evidence: readonly Evidence[];
}

/** Folders deeper than this hold examples and fixtures as a rule. */
const deepest = 3;

const notApplications =
  /(?:^|\/)(?:tests?|specs?|__tests__|fixtures|testdata|examples?|samples?|docs?|vendor|third_party|node_modules)(?:\/|$)/;

/** Every recipe that fits, the root first, then folders by name; of two that fit one folder, the special one. */
export function detectRecipes(project: ProjectFiles): readonly Candidate[] {
  const context = new BuildContext(project);
  return collectFolders(context).flatMap((folder) => {
    const fitting = detectIn(context, folder);
    const general = new Set(fitting.flatMap(({ recipe }) => recipe.before));
    return fitting.filter(({ recipe }) => !general.has(recipe.id));
  });
}

/** Where one recipe fits, also where a more special one does. */
export function detectRecipe(project: ProjectFiles, id: string): readonly Candidate[] {
  const context = new BuildContext(project);
  return collectFolders(context)
    .flatMap((folder) => detectIn(context, folder))
    .filter(({ recipe }) => recipe.id === id);
}

function detectIn(context: BuildContext, folder: string): readonly Candidate[] {
  return recipes.flatMap((recipe): Candidate[] => {
    const evidence = recipe.detect({ context, folder });
    return evidence === undefined ? [] : [{ recipe, folder, evidence }];
  });
}

function collectFolders(context: BuildContext): readonly string[] {
  const holding = new Set(context.visiblePaths.map(parentFolder));
  const folders = [...holding].flatMap((folder) => [folder, ...foldersAbove(folder)]);
  return [...new Set(['', ...folders])]
    .filter((folder) => folder.split('/').length <= deepest && !notApplications.test(folder))
    .sort();
}
