import type { DockerfileModel } from './model';

/** What is known about the version of the Dockerfile frontend that reads the file. */
export type FrontendSupport = 'yes' | 'no' | 'daemon';

/**
 * Tells whether the frontend that `# syntax=` names is at least version 1.`minor`.
 *
 * @returns `daemon` without a directive: then the version of the daemon decides
 */
export function frontendSupports(model: DockerfileModel, minor: number): FrontendSupport {
  const directive = model.tree.directives.find(({ name }) => name === 'syntax');
  if (directive === undefined) return 'daemon';
  const match = /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?::([\w.-]+))?(?:@\S+)?$/.exec(
    directive.value,
  );
  if (match === null) return 'no';
  const tag = match[1] ?? 'latest';
  if (/^(?:1|latest|labs|1-labs|master)$/.test(tag)) return 'yes';
  const version = /^1\.(\d+)/.exec(tag)?.[1];
  return version !== undefined && minor <= Number(version) ? 'yes' : 'no';
}
