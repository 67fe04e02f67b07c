// `npm run metrics`: the numbers of the scorecard, with these definitions: non-blank lines; documentation of a rule is
// what stands in `summary`, `why`, `fixNotes` and the examples; a comment line is a line that only holds a comment.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** @param {string} folder @param {RegExp} pattern */
function filesOf(folder, pattern = /\.ts$/) {
  return readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, name.toString()))
    .filter((file) => statSync(file).isFile() && pattern.test(file));
}

/** @param {string} file */
function linesOf(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
}

/** @param {number[]} numbers @param {number} share */
function quantile(numbers, share) {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** @param {string} title @param {string[]} files */
function printSizes(title, files) {
  const sizes = files.map((file) => linesOf(file).length);
  const inline = files.map((file) => linesOf(file).filter((line) => /^\s*\/\//.test(line)).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const share = (100 * inline.reduce((sum, count) => sum + count, 0)) / Math.max(1, total);
  console.log(
    `${title}: ${files.length} files, ${total} lines, median ${quantile(sizes, 0.5)}, p90 ${quantile(sizes, 0.9)}, max ${Math.max(0, ...sizes)}, inline comments ${share.toFixed(1)} %`,
  );
  return total;
}

const rules = filesOf('server/src/core/rules').filter(
  (file) => !/(index|define-rule)\.ts$/.test(file),
);
printSizes('rules', rules);
printSizes('request handlers', filesOf('server/src/lsp/features'));
printSizes('client', filesOf('client/src'));
printSizes('data tables', filesOf('server/src/core/data'));
const source = printSizes('source', [
  ...filesOf('server/src').filter((file) => !file.includes(`${path.sep}data${path.sep}`)),
  ...filesOf('client/src'),
]);
const tests = printSizes('tests', filesOf('test', /\.(ts|mjs|cjs)$/));
const fixtures = filesOf('test', /\.(md|json)$/).reduce(
  (sum, file) => sum + linesOf(file).length,
  0,
);
const examples = rules
  .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/dockerfile`([^`]*)`/g)])
  .reduce(
    (sum, match) => sum + (match[1] ?? '').split('\n').filter((line) => line.trim() !== '').length,
    0,
  );
console.log(
  `tests with pages and examples : source = ${((tests + fixtures + examples) / source).toFixed(2)}`,
);
const code = [...filesOf('server/src'), ...filesOf('client/src')]
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
const countOf = (pattern) => [...code.matchAll(pattern)].length;
console.log(
  `any ${countOf(/:\s*any\b|\bas any\b/g)}, non-null ! ${countOf(/\w!(?=[.;,)\]])/g)}, as ${countOf(/\bas (?!const\b)[A-Z]\w+/g)}, readonly ${countOf(/\breadonly\b/g)}, suppressions ${countOf(new RegExp('eslint-' + 'disable|@ts-', 'g'))}`,
);
