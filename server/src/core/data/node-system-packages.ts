/** What a Node.js package needs of the operating system, as packages of Debian 13 and of Alpine. */
export interface NodeSystemNeed {
  /** To install it, besides compilers. */
  readonly build: readonly string[];
  readonly run: readonly string[];
  /** The same in Alpine. */
  readonly alpineBuild: readonly string[];
  readonly alpineRun: readonly string[];
}

function program(name: string, inAlpine = name): NodeSystemNeed {
  return { build: [], run: [name], alpineBuild: [], alpineRun: [inAlpine] };
}

/**
 * Packages that start a program or load a library of the system. Not complete.
 * Source: the installation pages of the packages, names of Debian and Alpine packages from general knowledge;
 * checked 2026-11-22.
 */
const needs: ReadonlyMap<string, NodeSystemNeed> = new Map([
  ['fluent-ffmpeg', program('ffmpeg')],
  ['gm', program('graphicsmagick')],
  ['imagemagick', program('imagemagick')],
  ['simple-git', program('git')],
  ['node-tesseract-ocr', program('tesseract-ocr')],
  ['node-poppler', program('poppler-utils')],
  ['pdf-poppler', program('poppler-utils')],
  [
    'pg-native',
    { build: ['libpq-dev'], run: ['libpq5'], alpineBuild: ['libpq-dev'], alpineRun: ['libpq'] },
  ],
]);

/** What the operating system has to bring for a package; undefined: nothing that is known of. */
export function findNodeSystemNeed(name: string): NodeSystemNeed | undefined {
  return needs.get(name);
}

/**
 * Packages that start a browser, which needs an image of its own.
 * Source: the documentation of Puppeteer, Playwright and Lighthouse on Docker; checked 2026-11-22.
 */
export const browserPackages: ReadonlySet<string> = new Set([
  'puppeteer',
  'playwright',
  'playwright-core',
  '@playwright/test',
  'chrome-launcher',
  'lighthouse',
  'selenium-webdriver',
  'capture-website',
]);

/**
 * Packages that start other programs by themselves, which images without a shell do not have.
 * Source: general knowledge of these packages.
 */
export const programStartingNodePackages: ReadonlySet<string> = new Set([
  'execa',
  'cross-spawn',
  'shelljs',
  'zx',
  'python-shell',
  'node-pty',
]);

/**
 * Packages whose scripts fetch or compile a part that they do not work without.
 * Source: the field `scripts.install` of their manifests in the npm registry; checked 2026-11-22.
 */
export const packagesWithInstallScripts: ReadonlySet<string> = new Set([
  'better-sqlite3',
  'sqlite3',
  'isolated-vm',
  're2',
  'node-rdkafka',
  'canvas',
  'pg-native',
  'bcrypt',
]);
