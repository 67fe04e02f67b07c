import { bunRecipeImages } from './recipe-images/bun';
import { denoRecipeImages } from './recipe-images/deno';
import { dotnetRecipeImages } from './recipe-images/dotnet';
import { elixirRecipeImages } from './recipe-images/elixir';
import { goRecipeImages } from './recipe-images/go';
import { javaRecipeImages } from './recipe-images/java';
import { nativeRecipeImages } from './recipe-images/native';
import { nginxRecipeImages } from './recipe-images/nginx';
import { nodeRecipeImages } from './recipe-images/node';
import { phpRecipeImages } from './recipe-images/php';
import { pythonRecipeImages } from './recipe-images/python';
import { rubyRecipeImages } from './recipe-images/ruby';
import { rustRecipeImages } from './recipe-images/rust';
import type { RecipeImage } from './recipe-images/row';

export type { RecipeImage } from './recipe-images/row';

const rows: readonly RecipeImage[] = [
  ...bunRecipeImages,
  ...denoRecipeImages,
  ...dotnetRecipeImages,
  ...elixirRecipeImages,
  ...goRecipeImages,
  ...javaRecipeImages,
  ...nativeRecipeImages,
  ...nginxRecipeImages,
  ...nodeRecipeImages,
  ...phpRecipeImages,
  ...pythonRecipeImages,
  ...rubyRecipeImages,
  ...rustRecipeImages,
];

/** The images of a family for a version of a language; undefined when there are none. */
export function findRecipeImage(
  language: string,
  base: RecipeImage['base'],
  version: string,
): RecipeImage | undefined {
  const row = rows.find(
    (each) =>
      each.language === language &&
      each.base === base &&
      (each.versions === undefined || each.versions.includes(version)),
  );
  if (row === undefined) return undefined;
  const fill = (tag: string): string => tag.replaceAll('$', version);
  return { ...row, build: fill(row.build), run: fill(row.run) };
}
