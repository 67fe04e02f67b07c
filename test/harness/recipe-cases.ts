import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {
  DockerfileModel,
  emitters,
  generate,
  lint,
  resolveRules,
  type BaseFamily,
  type Choices,
  type Generation,
  type ProjectFiles,
} from '../../server/src/core/service';
import { isClosedFolder, wantsText } from '../../server/src/core/project/project-files';

const projects = 'test/recipes/projects';
const expected = 'test/recipes/expected';

/** The day for which test projects are generated: what is supported depends on it. */
export const today = '2026-11-22';

/** What `request.json` beside the expected files may say. */
export interface CaseRequest {
  /** Id of the recipe that has to be found. */
  readonly recipe: string;
  readonly folder?: string;
  readonly choices?: Partial<Choices>;
  /** Findings that stay, by rule, and why. */
  readonly explained?: Readonly<Record<string, string>>;
}

export interface RecipeCase {
  readonly name: string;
  readonly project: ProjectFiles;
  readonly request: CaseRequest;
}

export function readRecipeCases(): readonly RecipeCase[] {
  return readdirSync(projects)
    .sort()
    .map((name) => ({
      name,
      project: readTestProject(path.join(projects, name)),
      request: JSON.parse(
        readFileSync(path.join(expected, name, 'request.json'), 'utf8'),
      ) as CaseRequest,
    }));
}

/** Reads a folder as hosts do, the limits left out. */
function readTestProject(folder: string): ProjectFiles {
  const all = readdirSync(folder, { recursive: true })
    .map((name) => name.toString().split(path.sep).join('/'))
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .filter((name) => !name.split('/').some(isClosedFolder))
    .sort();
  return {
    paths: all,
    complete: true,
    texts: new Map(
      all.filter(wantsText).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
    ),
    dockerfile: 'Dockerfile',
  };
}

/** Generates with all emitters; a refusal is an error. */
export function generateCase({ project, request }: RecipeCase, base?: BaseFamily): Generation {
  const outcome = generate({
    project,
    recipe: request.recipe,
    ...(request.folder === undefined ? {} : { folder: request.folder }),
    choices: { ...request.choices, today, ...(base === undefined ? {} : { base }) },
    parts: emitters.map(({ id }) => id),
  });
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  return outcome;
}

/** Files of the expected folder by name, as they should be. */
export function renderCase(recipeCase: RecipeCase): ReadonlyMap<string, string> {
  const generation = generateCase(recipeCase);
  const files = new Map([
    ['facts.json', toJson(generation.facts)],
    ['plan.json', toJson(generation.plan)],
    ...generation.files.map((file): [string, string] => [`files/${file.path}`, file.text]),
  ]);
  for (const base of generation.bases) {
    if (base === generation.base) continue;
    const dockerfile = generateCase(recipeCase, base).files.find(({ path: name }) =>
      name.endsWith('Dockerfile'),
    );
    if (dockerfile !== undefined) files.set(`${base}.Dockerfile`, dockerfile.text);
  }
  return files;
}

/** What is in the expected folder, the request left out. */
export function readExpected(name: string): ReadonlyMap<string, string> {
  const folder = path.join(expected, name);
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder, { recursive: true })
      .map((file) => file.toString().split(path.sep).join('/'))
      .filter((file) => file !== 'request.json' && statSync(path.join(folder, file)).isFile())
      .sort()
      .map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]),
  );
}

/** Writes the expected folder anew; what it says is for people to review. */
export function writeExpected(name: string, files: ReadonlyMap<string, string>): void {
  for (const file of readExpected(name).keys()) rmSync(path.join(expected, name, file));
  for (const [file, text] of files) {
    const target = path.join(expected, name, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

/** Our own findings in a generated Dockerfile, at `strict`, explained ones left out. */
export function findOwnFindings(
  { project, request }: RecipeCase,
  generation: Generation,
): readonly string[] {
  const dockerfile = generation.files.find(({ path: name }) => name.endsWith('Dockerfile'));
  if (dockerfile === undefined) return ['no Dockerfile'];
  const generated = new Map(generation.files.map((file) => [file.path, file.text]));
  const model = new DockerfileModel(dockerfile.text, {
    paths: [...new Set([...project.paths, ...generated.keys()])].sort(),
    complete: true,
    texts: new Map([...project.texts, ...generated]),
    dockerfile: dockerfile.path,
  });
  const result = lint(model, resolveRules({ profile: 'strict' }), today);
  return [
    ...result.failures.map((failure) => `a rule failed: ${JSON.stringify(failure)}`),
    ...result.findings
      .filter(({ rule }) => request.explained?.[rule] === undefined)
      .map(({ rule, message }) => `${rule}: ${message}`),
  ];
}

function toJson(value: unknown): string {
  const plain = (_key: string, each: unknown): unknown => {
    if (each instanceof Map) return Object.fromEntries(each);
    if (each instanceof Set) return [...each];
    return each;
  };
  return `${JSON.stringify(value, plain, 2)}\n`;
}
