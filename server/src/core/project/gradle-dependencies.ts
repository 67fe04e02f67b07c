import type { BuildContext } from './build-context';
import { readVersionCatalog, toAlias } from './gradle-catalog';
import { readGradleProject } from './gradle-project';
import { below } from './node-package-manager';

const configurations = 'implementation|api|compile|compileOnlyApi|runtimeOnly|runtime';

/**
 * What a project of a Gradle build needs when it runs, as `group:name`, with what the other projects of the build
 * that it depends on need.
 *
 * @param root folder of the build in the context
 * @param module folder of the project, relative to the root
 */
export function collectGradleDependencies(
  context: BuildContext,
  root: string,
  module: string,
): readonly string[] {
  const found = new Set<string>();
  const queue = [module];
  for (const each of queue) {
    const path = readGradleProject(context, below(root, each))?.path;
    const text = path === undefined ? undefined : context.text(path);
    if (text === undefined) continue;
    for (const name of dependenciesIn(context, root, text)) found.add(name);
    for (const other of projectsIn(text)) if (!queue.includes(other)) queue.push(other);
  }
  return [...found].sort();
}

function dependenciesIn(context: BuildContext, root: string, text: string): readonly string[] {
  const { libraries } = readVersionCatalog(context, root === '' ? '' : `${root}/`);
  const start = `\\b(?:${configurations})\\s*\\(?\\s*`;
  const written = [
    ...text.matchAll(new RegExp(`${start}["']([\\w.-]+:[\\w.-]+)(?::[^"']*)?["']`, 'g')),
  ].map(([, name = '']) => name);
  const named = [...text.matchAll(new RegExp(`${start}libs\\.([\\w.]+)`, 'g'))].flatMap(
    ([, alias = '']) => libraries.get(toAlias(alias)) ?? [],
  );
  return [...written, ...named];
}

/** Folders of the projects that `project(":core")` names. */
function projectsIn(text: string): readonly string[] {
  return [
    ...text.matchAll(
      new RegExp(
        `\\b(?:${configurations})\\s*\\(?\\s*project\\s*\\(\\s*(?:path:\\s*)?["']:([\\w:.-]+)["']`,
        'g',
      ),
    ),
  ].map(([, name = '']) => name.replaceAll(':', '/'));
}
