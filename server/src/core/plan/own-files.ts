import { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';

/**
 * The project without folders that tools make on the machine of a developer: the ignore file that is generated
 * leaves them out, and what they hold says nothing about the application.
 *
 * @param folders relative to `folder`
 */
export function withoutFolders(
  context: BuildContext,
  folder: string,
  folders: readonly string[],
): BuildContext {
  const prefixes = folders.map((name) => `${below(folder, name)}/`);
  const isOwn = (path: string): boolean => !prefixes.some((prefix) => path.startsWith(prefix));
  const { project } = context;
  return new BuildContext({
    ...project,
    paths: project.paths.filter(isOwn),
    texts: new Map([...project.texts].filter(([path]) => isOwn(path))),
  });
}
