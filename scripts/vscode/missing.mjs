/** Something outside the project is not there (chromium, npm, a display): not a failed test. */
export class MissingError extends Error {}

/**
 * One clear line for a tier that cannot run here, and its exit code.
 *
 * @param {string} tier
 * @param {Error} error
 * @param {boolean} [required] whether that is a failure
 */
export function reportMissing(
  tier,
  error,
  required = process.env.IRONHULL_REQUIRE_ALL_TIERS === '1',
) {
  console.log(`${required ? 'MISSING' : 'skipped'}: ${tier}: ${error.message}`);
  console.log('0 passed, 0 failed, 1 skipped');
  return required ? 1 : 0;
}
