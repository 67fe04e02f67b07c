// Generating as a user sees it: the applications, the bases, the files with a preview; nothing is replaced unasked.

/**
 * @param {import('playwright-core').Page} page
 * @param {ReturnType<typeof import('./ui.mjs').workbench>} workbench
 * @param {{ naive: string, expected: import('./expected').Expected }} options
 * @returns {[name: string, step: () => Promise<unknown>][]}
 */
export function generateSteps(
  page,
  { command, expectLine, expectText, quickInput, until },
  options,
) {
  const { naive, expected } = options;
  const list = page.locator('.quick-input-list .monaco-list-row');
  /** @param {string} text */
  const row = (text) => list.filter({ hasText: text }).first();
  const placeholder = (/** @type {string} */ text) =>
    page.locator(`.quick-input-widget input[placeholder*="${text}"]`);
  const accept = () => page.keyboard.press('Enter');

  // Unlike after other commands, the input stays open: the next list uses it.
  const openList = async () => {
    const title = 'Ironhull: Generate Hardened Dockerfile';
    await until(() => page.keyboard.press('F1'), quickInput);
    await quickInput.fill(`>${title}`);
    await list
      .filter({ has: page.getByText(title, { exact: true }) })
      .first()
      .click();
    await placeholder('Which application').waitFor();
  };
  /** @param {string} folder */
  const chooseApplication = async (folder) => {
    await row(folder).click();
    await placeholder('Which base images').waitFor();
  };
  const reachFiles = async () => {
    await accept();
    await placeholder('Which files').waitFor();
  };

  return [
    [
      'generate-applications',
      async () => {
        await command('File: Revert File');
        await command('Notifications: Clear All Notifications');
        await openList();
        for (const { folder } of expected.generated) await row(folder).waitFor();
      },
    ],
    ...expected.generated.flatMap(({ folder, dockerfile }, index) => {
      const name = folder.replace(/\W/g, '-');
      const lines = dockerfile.split('\n').filter((line) => /^FROM /.test(line));
      return /** @type {[string, () => Promise<unknown>][]} */ ([
        [
          `generate-bases-${name}`,
          async () => {
            if (index > 0) await openList();
            await chooseApplication(folder);
          },
        ],
        [
          `generate-preview-${name}`,
          async () => {
            await reachFiles();
            for (const line of lines) await expectLine(line);
          },
        ],
        [
          `generate-written-${name}`,
          async () => {
            await accept();
            await quickInput.waitFor({ state: 'hidden' });
            await page
              .locator('.notification-list-item', { hasText: `Generated ${folder}/Dockerfile` })
              .or(page.locator('.notification-list-item', { hasText: 'Generated ' }))
              .first()
              .waitFor();
            for (const line of lines) await expectLine(line);
            await command('File: Save All Files').catch(() => {});
            await command('Notifications: Clear All Notifications');
          },
        ],
      ]);
    }),
    [
      'generate-keeps-what-is-there',
      async () => {
        await openList();
        await list.first().click();
        await placeholder('Which base images').waitFor();
        await reachFiles();
        const existing = row('replaces the file that is there');
        await existing.waitFor();
        const box = existing.locator('.quick-input-list-checkbox, .monaco-checkbox').first();
        const checked = await box.evaluate((node) =>
          node instanceof HTMLInputElement
            ? node.checked
            : node.getAttribute('aria-checked') === 'true',
        );
        if (checked) throw new Error('a file that is there is ticked');
      },
    ],
    [
      'generate-left-as-it-was',
      async () => {
        await page.keyboard.press('Escape');
        await quickInput.waitFor({ state: 'hidden' });
        await until(() => page.keyboard.press('Control+P'), quickInput);
        await quickInput.fill('Dockerfile');
        await list.filter({ hasNotText: 'apps' }).first().click();
        await expectText(naive, 'after a list that nobody accepted');
      },
    ],
  ];
}
