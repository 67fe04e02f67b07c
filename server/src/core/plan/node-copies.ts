import type { CopyStep, Step } from './image-plan';
import type { NodeParts } from './node-program';

/** Takes a path below `/app` of another stage to the same place. */
export function copyBuilt(stage: string, path: string, without: readonly string[] = []): CopyStep {
  return {
    kind: 'copy',
    from: stage,
    sources: [`/app/${path}`],
    target: `./${path}`,
    ...(without.length === 0 ? {} : { without }),
  };
}

/** Takes files and folders (with `/` at the end) of the context to the same places below the work folder. */
export function copyShipped(paths: readonly string[]): readonly Step[] {
  const folders = paths.filter((path) => path.endsWith('/')).map((path) => path.slice(0, -1));
  const files = paths.filter((path) => !path.endsWith('/'));
  const flat = files.filter((path) => !path.includes('/'));
  const nested = files.filter((path) => path.includes('/'));
  return [
    ...folders.map((path): Step => ({ kind: 'copy', sources: [path], target: `./${path}` })),
    ...(nested.length === 0
      ? []
      : [{ kind: 'copy', sources: nested, target: './', parents: true } as const]),
    ...(flat.length === 0 ? [] : [{ kind: 'copy', sources: flat, target: './' } as const]),
  ];
}

/**
 * What was built of a package, and what of it runs as it is.
 *
 * @param without patterns of built files that nobody needs
 */
export function copyParts(
  { folder, outputs, shipped }: NodeParts,
  without: readonly string[],
): readonly Step[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  if (outputs.value === undefined) {
    return [
      {
        kind: 'copy',
        comment: 'Where the build writes is not known, so all of it is taken.',
        from: 'build',
        sources: [`/app/${folder}`.replace(/\/$/, '')],
        target: `/app/${folder}`.replace(/\/$/, ''),
        without: ['**/node_modules', ...without],
      },
    ];
  }
  return [
    ...outputs.value.map((path) => copyBuilt('build', path, without)),
    ...copyShipped([...shipped, `${prefix}package.json`]),
  ];
}
