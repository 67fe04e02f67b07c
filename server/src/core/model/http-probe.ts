import type { Tool } from '../data/image-facts';
import type { PackageOperation } from './packages';
import { findRootBase, type Stage } from './stage-graph';

/** An HTTP probe with a program that an image has. */
export interface HttpProbe {
  readonly tool: string;
  /** What follows CMD in HEALTHCHECK. */
  readonly command: string;
}

/**
 * Finds a program of the image that can ask for a page; undefined when none is known to be there.
 *
 * @param operations package operations of every stage that makes up the image
 */
export function findHttpProbe(
  stage: Stage,
  operations: readonly PackageOperation[],
  port: number,
): HttpProbe | undefined {
  const url = `http://127.0.0.1:${String(port)}/`;
  const base = findRootBase(stage);
  const facts = base.kind === 'image' ? base.facts : undefined;
  const has = (tool: Tool): boolean => facts?.variant.tools.includes(tool) === true;
  const node = nodeProgram(facts?.variant.entrypoint, has('node'));
  if (node !== undefined && !isOldNode(base.kind === 'image' ? base.tag : undefined)) {
    const script = `fetch('${url}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
    return { tool: 'node', command: JSON.stringify([node, '-e', script]).replaceAll(',"', ', "') };
  }
  if (facts?.family.id === 'python' && has('python')) {
    const script = `import urllib.request; urllib.request.urlopen('${url}', timeout=3)`;
    return { tool: 'python', command: `["python", "-c", "${script}"]` };
  }
  if (facts?.variant.shell === 'none') return undefined;
  if (has('curl') || isInstalled(operations, 'curl')) {
    return { tool: 'curl', command: `curl -fsS -o /dev/null ${url} || exit 1` };
  }
  if (has('wget') || isInstalled(operations, 'wget')) {
    return { tool: 'wget', command: `wget -q -O /dev/null ${url} || exit 1` };
  }
  return undefined;
}

/** Distroless keeps Node off the PATH and names it in its ENTRYPOINT. */
function nodeProgram(
  entrypoint: readonly string[] | undefined,
  isOnPath: boolean,
): string | undefined {
  if (isOnPath) return 'node';
  const [program] = entrypoint ?? [];
  return program?.endsWith('/node') === true ? program : undefined;
}

/** `fetch` came with Node 18. */
function isOldNode(tag: string | undefined): boolean {
  const major = /^\d+/.exec(tag ?? '')?.[0];
  return major !== undefined && Number(major) < 18;
}

function isInstalled(operations: readonly PackageOperation[], name: string): boolean {
  const of = (action: string): readonly PackageOperation[] =>
    operations.filter(
      (operation) =>
        operation.manager.kind === 'system' &&
        operation.action === action &&
        operation.packages.some((argument) => argument.name === name),
    );
  return of('install').length !== 0 && of('remove').length === 0;
}
