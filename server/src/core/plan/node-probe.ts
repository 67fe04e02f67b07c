/**
 * Arguments of Node.js that ask a server whether it is well: a path when one is known, else the port alone.
 * Needs Node.js 18 for `fetch`.
 */
export function nodeProbe(port: number, path: string | undefined): readonly string[] {
  const number = String(port);
  return path === undefined
    ? [
        '-e',
        `require('net').connect(${number}, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))`,
      ]
    : [
        '-e',
        `fetch('http://127.0.0.1:${number}${path}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
      ];
}
