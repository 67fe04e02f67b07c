// Hardening as a user sees it: the review with its steps, one unticked, applied, undone.
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @param {import('playwright-core').Page} page
 * @param {ReturnType<typeof import('./ui.mjs').workbench>} workbench
 * @param {{ naive: string, expected: import('./expected').Expected }} options
 * @returns {[name: string, step: () => Promise<unknown>][]}
 */
export function hardenSteps(page, { command, expectText, until }, { naive, expected }) {
  const panel = page.locator('.bulk-edit-panel');
  const rows = panel.locator('.monaco-list-row');
  /** @param {string} text */
  const row = (text) => rows.filter({ hasText: text }).first();
  const { hardened, withoutUnticked, unticked, titles } = expected.harden;

  const openReview = async () => {
    await until(() => command('Ironhull: Harden this Dockerfile'), panel);
    for (const title of titles) await row(title).waitFor();
  };
  return [
    ['harden-review', openReview],
    [
      'harden-unticked',
      async () => {
        // Below the title of a step is the file with the box for all of its edits.
        const index = Number(await row(unticked).getAttribute('data-index')) + 1;
        const box = panel.locator(`.monaco-list-row[data-index="${index}"] .edit-checkbox`);
        await box.click();
        await sleep(300);
      },
    ],
    [
      'harden-applied-in-part',
      async () => {
        await panel.getByText('Apply', { exact: true }).click();
        await expectText(withoutUnticked, 'after a review with one step unticked');
      },
    ],
    [
      'harden-undone',
      async () => {
        await command('View: Focus Active Editor Group');
        await page.keyboard.press('Control+z');
        await expectText(naive, 'after one undo');
      },
    ],
    [
      'harden-applied',
      async () => {
        await openReview();
        await panel.getByText('Apply', { exact: true }).click();
        await expectText(hardened, 'after the review as it opened');
        await page
          .locator('.notification-list-item', { hasText: 'Hardened: grade' })
          .first()
          .waitFor();
      },
    ],
  ];
}
