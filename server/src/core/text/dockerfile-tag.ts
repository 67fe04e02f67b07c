/**
 * Template tag for Dockerfiles inside TypeScript: the raw text, without its first line break, its last
 * line and its common indentation. Only `\${` and a backslash before a backtick are unescaped, so a
 * trailing backslash stays a line continuation.
 *
 * @throws TypeError on a substitution: `${` of a Dockerfile must be written `\${`.
 */
export function dockerfile(strings: TemplateStringsArray, ...substitutions: never[]): string {
  const [raw] = strings.raw;
  if (raw === undefined || substitutions.length !== 0) {
    throw new TypeError('Write "\\${" for a Dockerfile variable.');
  }
  const lines = raw
    .replace(/\\\$\{/g, '${')
    .replace(/\\`/g, '`')
    .split('\n');
  if (lines[0]?.trim() === '') lines.shift();
  if (lines.at(-1)?.trim() === '') lines.pop();
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const indent = Math.min(...indents);
  return lines.map((line) => `${line.slice(indent)}\n`).join('');
}
