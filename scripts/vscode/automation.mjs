// What both hosts share: the browser, and the channel over which VS Code reports a test run.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { MissingError } from './missing.mjs';

const screenshotDir = fileURLToPath(new URL('../../.cache/screenshots/', import.meta.url));

const browserNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const browserApps = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** @throws {MissingError} */
function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const candidates = folders.flatMap((folder) =>
    browserNames.map((name) => path.join(folder, name)),
  );
  const found = [...candidates, ...browserApps].find((file) => existsSync(file));
  if (!found) throw new MissingError('chromium is not on PATH; install it or set CHROMIUM');
  return found;
}

export async function openBrowser(viewport = { width: 1280, height: 800 }) {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    headless: true,
    args: [
      '--no-sandbox', // the sandbox needs rights that containers lack
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', // loopback only
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const context = await browser.newContext({
    viewport,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return { browser, page };
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
export async function screenshot(page, name) {
  mkdirSync(screenshotDir, { recursive: true });
  await page.screenshot({ path: path.join(screenshotDir, `${name}.png`) });
}

/** Lines of every healthy run: native modules that are not built, files that are optional. */
const knownNoise =
  /spdlog|watchdog|kerberos|sqlite|nls\.json|additional builtin|\b404\b|@@st|@@test|^\[page\] %c|socket \(|AccountPolicy|AgentHost|sandbox/;

/**
 * Runs a suite in the page and prints its report.
 *
 * With extensionTestsPath set the workbench calls codeAutomationLog and codeAutomationExit. VS Code's
 * own log lines share that channel, so the suite marks its lines with `@@test ` and its totals with
 * `@@stats `; the rest is shown only when the run fails.
 *
 * @param {import('playwright-core').Page} page
 * @param {() => Promise<unknown>} start opens the workbench
 * @param {{ name: string, timeoutMs?: number }} options
 * @returns {Promise<number>} exit code: 0 only when the run ended well and at least one test ran
 */
export async function testRun(
  page,
  start,
  { name, timeoutMs = Number(process.env.TEST_TIMEOUT ?? 180_000) },
) {
  /** @type {string[]} */
  const noise = [];
  /** @type {{ passes: number, failures: number, pending: number } | undefined} */
  let stats;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  page.on('console', (message) => noise.push(`[page] ${message.text()}`));
  const ended = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no result after ${timeoutMs} ms`)), timeoutMs);
    page.on('crash', () => reject(new Error('the page crashed')));
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
  });
  await page.exposeFunction('codeAutomationLog', (type, args) => {
    const text = format(...args);
    if (text.startsWith('@@test ')) console.log(text.slice('@@test '.length));
    else if (text.startsWith('@@stats ')) stats = JSON.parse(text.slice('@@stats '.length));
    else noise.push(`[${type}] ${text}`);
  });
  let code = 1;
  try {
    await start();
    code = Number(await ended);
  } catch (error) {
    console.error(String(error));
    await screenshot(page, `${name}-failure`).catch(() => {});
  } finally {
    clearTimeout(timer);
  }
  if (!stats || stats.passes + stats.failures === 0) {
    console.error('no test ran');
    code = code || 1;
  }
  if (code !== 0) {
    const telling = noise.filter((entry) => process.env.VERBOSE || !knownNoise.test(entry));
    console.error(telling.slice(-60).join('\n'));
  }
  const { passes, failures, pending } = stats ?? { passes: 0, failures: 1, pending: 0 };
  console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
  return code;
}
