import type { BuildContext } from './build-context';
import { isVisibleFile, isVisibleFolder, type InputAnswer } from './install-inputs';
import { readMavenProject } from './maven-project';
import { below } from './node-package-manager';

/**
 * What `mvn dependency:go-offline` reads in a folder of the context. Modules that need each other are not in any
 * repository before they are built, so the goal fails there: only a project of one module is known to work.
 */
export function findMavenInputs(context: BuildContext, folder: string): InputAnswer {
  const path = below(folder, 'pom.xml');
  const project = isVisibleFile(context, path) ? readMavenProject(context, folder) : undefined;
  const text = context.text(path);
  if (project === undefined || text === undefined) return `${path} cannot be read.`;
  if (project.modules.length !== 0) {
    return `${path} has modules: what they need of each other cannot be downloaded.`;
  }
  if (text.includes('<parent>') && project.foreignParent === undefined) {
    return `${path} has a parent in the build context.`;
  }
  if (/<scope>\s*system\s*</.test(text) || text.includes('<systemPath>')) {
    return `${path} names archives of the project.`;
  }
  if (/<url>\s*(?:file:|\$\{(?:project\.)?basedir\})/.test(text)) {
    return `${path} names a repository inside of the project.`;
  }
  const folders = ['.mvn'].map((name) => below(folder, name));
  const wrapper = below(folder, 'mvnw');
  return {
    files: [path, ...(isVisibleFile(context, wrapper) ? [wrapper] : [])],
    folders: folders.filter((each) => isVisibleFolder(context, each)),
    evidence: [`${path} is the only module.`],
    results: [below(folder, 'target')],
  };
}
