// Drives the workbench as a user does, with mouse and keyboard; one screenshot a step.
import { setTimeout as sleep } from 'node:timers/promises';
import { screenshot } from '../../scripts/vscode/automation.mjs';
import { generateSteps } from './ui-generate.mjs';
import { hardenSteps } from './ui-harden.mjs';

/** Files that the runner adds to the workspace; the server must take them without a word. */
export const oddFiles = {
  'empty.Dockerfile': '',
  'binary.Dockerfile': 'FROM a\u0001\u001b[31m\u007f\nRUN \ufffd\ufeff\u0002 x\r\r\n\u0003',
  'broken.Dockerfile': 'HELLO\nFROM\nFROM FROM FROM\nCOPY\nCMD [\nRUN <<EOF\necho \\',
};

const fixedRules = ['missing-user', 'broad-copy-before-install', 'shell-form-command'];

/** @param {import('playwright-core').Page} page */
export function workbench(page) {
  const quickInput = page.locator('.quick-input-widget .quick-input-box input');
  const self = {
    quickInput,
    /**
     * A key sent while an editor takes the focus is lost now and then: repeats a gesture until its
     * effect shows.
     *
     * @param {() => Promise<unknown>} gesture
     * @param {import('playwright-core').Locator} effect
     */
    async until(gesture, effect, tries = 5) {
      for (let attempt = 1; ; attempt += 1) {
        await gesture();
        try {
          return await effect.waitFor({ timeout: 3000 });
        } catch (error) {
          if (attempt === tries) throw error;
          await page.keyboard.press('Escape');
        }
      }
    },
    /**
     * Picks an entry of an open menu with the keyboard: a click of VS Code 1.91 ends in a pointer block.
     *
     * @param {import('playwright-core').Locator} entry
     */
    async choose(entry) {
      for (let moves = 0; moves < 30; moves += 1) {
        if (/\bfocused\b/.test((await entry.getAttribute('class')) ?? '')) break;
        await page.keyboard.press('ArrowDown');
        await sleep(50);
      }
      await page.keyboard.press('Enter');
    },
    /** @param {string} title */
    async command(title) {
      await self.until(() => page.keyboard.press('F1'), quickInput);
      await quickInput.fill(`>${title}`);
      const row = page.locator('.quick-input-list .monaco-list-row').filter({
        has: page.getByText(title, { exact: true }),
      });
      await row.first().click();
      await quickInput.waitFor({ state: 'hidden' });
    },
    /** @param {string} rule */
    problem: (rule) =>
      page
        .locator('.markers-panel .monaco-list-row')
        .filter({ has: page.locator('.marker-code').getByText(rule, { exact: true }) })
        .locator('.marker-message') // beside it is the link to the rule's page
        .first(),
    /** Text of the editor, whose lines are in no order in the page. */
    text: () =>
      page.locator('.editor-instance .view-line').evaluateAll((lines) =>
        lines
          .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? '' }))
          .sort((a, b) => a.top - b.top)
          .map(({ text }) => text.replace(/\u00a0/g, ' ').replace(/[\u200b-\u200d\ufeff]/g, ''))
          .join('\n'),
      ),
    /**
     * @param {string} wanted
     * @param {string} when
     */
    expectText: (wanted, when) =>
      self.expect((text) => text === wanted.trimEnd(), `${when}, expected:\n${wanted}`),
    /** @param {string} wanted */
    expectLine: (wanted) =>
      self.expect((text) => text.split('\n').includes(wanted), `no line "${wanted}"`),
    /**
     * @param {(text: string) => boolean} isGood
     * @param {string} what
     */
    async expect(isGood, what) {
      for (let tries = 0; ; tries += 1) {
        const text = (await self.text()).trimEnd();
        if (isGood(text)) return;
        if (tries === 100) throw new Error(`${what}\ngot:\n${text}`);
        await sleep(50);
      }
    },
  };
  return self;
}

/**
 * @param {import('playwright-core').Page} page
 * @param {() => Promise<unknown>} open
 * @param {{ name: string, naive: string, expected: import('./expected').Expected }} options
 * @returns {Promise<number>} exit code
 */
export async function driveUi(page, open, { name, naive, expected }) {
  const driver = workbench(page);
  const { choose, command, expectLine, expectText, problem, quickInput, until } = driver;
  const file = page.locator('.explorer-folders-view').getByText('Dockerfile', { exact: true });
  const [snippet] = expected.snippets.filter(({ line }) => line !== '');
  const offered = page
    .locator('.suggest-widget .monaco-list-row', { hasText: snippet?.prefix ?? 'no snippet' })
    .first();
  const revert = async () => {
    await command('File: Revert File');
    await expectText(naive, 'after the revert');
  };

  /** @type {[name: string, step: () => Promise<unknown>][]} */
  const steps = [
    [
      'squiggles',
      async () => {
        await open();
        await file.waitFor({ timeout: 60_000 });
        await file.dblclick();
        await page.locator('.squiggly-warning, .squiggly-error').first().waitFor();
        await expectText(naive, 'opened');
      },
    ],
    [
      'problems',
      async () => {
        await command('Problems: Focus on Problems View');
        for (const rule of new Set(expected.findings.map((finding) => finding.rule))) {
          await problem(rule).waitFor();
        }
      },
    ],
    ...fixedRules.flatMap((rule) => {
      const fix = expected.quickFixes.find((candidate) => candidate.rule === rule);
      const entry = page.locator('.action-widget .monaco-list-row', {
        hasText: fix?.title ?? rule,
      });
      return /** @type {[string, () => Promise<unknown>][]} */ ([
        [
          `menu-${rule}`,
          async () => {
            await problem(rule).dblclick(); // moves the cursor there and focuses the editor
            await until(() => page.keyboard.press('Control+.'), entry.first());
          },
        ],
        [
          `fixed-${rule}`,
          async () => {
            await choose(entry.first());
            await problem(rule).waitFor({ state: 'detached' });
            if (rule === fixedRules[0]) await expectText(fix?.text ?? '', 'after the fix');
          },
        ],
      ]);
    }),
    [
      'fix-all',
      async () => {
        await revert();
        await problem('shell-form-command').waitFor();
        const exec = page.locator('.editor-instance .view-line', { hasText: 'CMD [' });
        // VS Code 1.91 now and then drops the answer it got and says that there is no fix.
        await until(() => command('Fix All'), exec);
        await expectText(expected.fixed, 'after "Fix All"');
      },
    ],
    [
      'hover',
      async () => {
        await revert();
        await problem('shell-form-command').waitFor();
        const word = page.locator('.editor-instance .view-line span', { hasText: 'CMD' }).last();
        const hover = page.locator('.monaco-hover', { hasText: 'shell-form-command' }).first();
        await until(async () => {
          await page.mouse.move(600, 10);
          await word.hover();
        }, hover);
      },
    ],
    ...hardenSteps(page, driver, { naive, expected }),
    ...generateSteps(page, driver, { naive, expected }),
    [
      'snippet-offered',
      async () => {
        await revert();
        await command('View: Focus Active Editor Group');
        const lastLine = `Ln ${naive.split('\n').length}, Col 1`;
        const place = page.locator('.statusbar-item', { hasText: lastLine });
        await until(() => page.keyboard.press('Control+End'), place);
        await page.keyboard.type(snippet?.prefix ?? '', { delay: 30 });
        await until(() => page.keyboard.press('Control+Space'), offered);
      },
    ],
    [
      'snippet-inserted',
      async () => {
        await offered.click();
        await expectLine(snippet?.line ?? '');
      },
    ],
    [
      'odd-documents',
      async () => {
        for (const odd of Object.keys(oddFiles)) {
          const tab = page.locator('.tabs-container .tab', { hasText: odd });
          await until(() => page.keyboard.press('Control+P'), quickInput);
          await quickInput.fill(odd);
          await page
            .locator('.quick-input-list .monaco-list-row', { hasText: odd })
            .first()
            .click();
          await tab.waitFor();
        }
        // The last one has findings: the server is still there.
        await command('Problems: Focus on Problems View');
        await page.locator('.markers-panel .marker-message', { hasText: '"HELLO"' }).waitFor();
      },
    ],
    [
      'no-errors',
      async () => {
        await page.keyboard.press('Escape');
        const errors = page.locator('.notification-list-item:has(.codicon-error)');
        const texts = await errors.allInnerTexts();
        if (texts.length > 0) throw new Error(`error notifications: ${texts.join('; ')}`);
      },
    ],
  ];

  let passed = 0;
  for (const [title, step] of steps) {
    const started = Date.now();
    const label = `${name}-${String(passed + 1).padStart(2, '0')}-${title}`;
    try {
      await step();
      await screenshot(page, label);
    } catch (error) {
      await screenshot(page, `${label}-failed`);
      console.log(`  ✘ ${title}: ${error}`);
      console.log(`${passed} passed, 1 failed, ${steps.length - passed - 1} skipped`);
      return 1;
    }
    passed += 1;
    console.log(`  ✔ ${title} (${Date.now() - started} ms)`);
  }
  console.log(`${passed} passed, 0 failed, 0 skipped`);
  return 0;
}
