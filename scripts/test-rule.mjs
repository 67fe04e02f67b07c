// Runs the examples and the page of one rule: `node scripts/test-rule.mjs root-user`.
import { bundleTests, runTests, showFailures } from './test-files.mjs';

const [id] = process.argv.slice(2);
const bundles = await bundleTests(
  ['test/rules/examples.test.ts', 'test/rules/pages.test.ts'],
  `rule-${id ?? 'all'}`,
);
const result = await runTests(bundles, { env: id === undefined ? {} : { IRONHULL_ONLY: id } });
if (result.code !== 0) console.log(showFailures(result.output));
console.log(`${result.passed} passed, ${result.failed} failed`);
process.exit(result.code);
