import type { Sourced } from './sourced';

/** Where a build tool of JavaScript writes. */
export interface NodeBuildTool extends Sourced {
  /** Program with the words that make it build: `vite build`. */
  readonly words: readonly string[];
  /** Folder that it writes to when nothing says otherwise; undefined: one of the options has to name it. */
  readonly folder: string | undefined;
  /** Options that name the folder. */
  readonly folderOptions?: readonly string[];
  /** Options that name a file, whose folder counts. */
  readonly fileOptions?: readonly string[];
  /** Settings of the tool, and the literal in them that names the folder. */
  readonly settings?: { readonly file: RegExp; readonly literal: RegExp };
  /** Packages that make the tool write elsewhere. */
  readonly except?: readonly string[];
  /** True when what is written are files that any web server can hand out. */
  readonly isStatic?: boolean;
}

const checked = '2026-11-21';

export const nodeBuildTools: readonly NodeBuildTool[] = [
  {
    words: ['vite', 'build'],
    folder: 'dist',
    folderOptions: ['--outDir'],
    settings: {
      file: /^vite\.config\.[cm]?[jt]s$/,
      literal: /\boutDir\s*:\s*(['"`])([\w./-]+)\1/g,
    },
    except: ['@sveltejs/kit', '@remix-run/dev', '@solidjs/start', '@builder.io/qwik-city', 'vike'],
    isStatic: true,
    source: 'https://vite.dev/config/build-options.html#build-outdir',
    checked,
  },
  {
    words: ['next', 'build'],
    folder: '.next',
    settings: {
      file: /^next\.config\.[cm]?[jt]s$/,
      literal: /\bdistDir\s*:\s*(['"`])([\w./-]+)\1/g,
    },
    source: 'https://nextjs.org/docs/app/api-reference/config/next-config-js/distDir',
    checked,
  },
  {
    words: ['react-scripts', 'build'],
    folder: 'build',
    isStatic: true,
    source: 'https://create-react-app.dev/docs/production-build/',
    checked,
  },
  {
    words: ['vue-cli-service', 'build'],
    folder: 'dist',
    folderOptions: ['--dest'],
    settings: { file: /^vue\.config\.[cm]?js$/, literal: /\boutputDir\s*:\s*(['"`])([\w./-]+)\1/g },
    isStatic: true,
    source: 'https://cli.vuejs.org/config/#outputdir',
    checked,
  },
  {
    words: ['astro', 'build'],
    folder: 'dist',
    folderOptions: ['--outDir'],
    settings: {
      file: /^astro\.config\.[cm]?[jt]s$/,
      literal: /\boutDir\s*:\s*(['"`])([\w./-]+)\1/g,
    },
    except: ['@astrojs/node', '@astrojs/vercel', '@astrojs/netlify', '@astrojs/cloudflare'],
    isStatic: true,
    source: 'https://docs.astro.build/en/reference/configuration-reference/#outdir',
    checked,
  },
  {
    words: ['nuxt', 'build'],
    folder: '.output',
    source: 'https://nuxt.com/docs/getting-started/deployment',
    checked,
  },
  {
    words: ['react-router', 'build'],
    folder: 'build',
    source: 'https://reactrouter.com/start/framework/deploying',
    checked,
  },
  {
    words: ['remix', 'vite:build'],
    folder: 'build',
    source: 'https://remix.run/docs/en/main/guides/vite',
    checked,
  },
  {
    words: ['tsup'],
    folder: 'dist',
    folderOptions: ['-d', '--out-dir'],
    settings: {
      file: /^tsup\.config\.[cm]?[jt]s$/,
      literal: /\boutDir\s*:\s*(['"`])([\w./-]+)\1/g,
    },
    source: 'https://tsup.egoist.dev/#output-directory',
    checked,
  },
  {
    words: ['esbuild'],
    folder: undefined,
    folderOptions: ['--outdir'],
    fileOptions: ['--outfile'],
    source: 'https://esbuild.github.io/api/#outdir',
    checked,
  },
  {
    words: ['swc'],
    folder: undefined,
    folderOptions: ['-d', '--out-dir'],
    fileOptions: ['-o', '--out-file'],
    source: 'https://swc.rs/docs/usage/cli',
    checked,
  },
  {
    words: ['babel'],
    folder: undefined,
    folderOptions: ['-d', '--out-dir'],
    fileOptions: ['-o', '--out-file'],
    source: 'https://babeljs.io/docs/babel-cli',
    checked,
  },
  {
    words: ['ncc', 'build'],
    folder: 'dist',
    folderOptions: ['-o', '--out'],
    source: 'https://github.com/vercel/ncc#commands',
    checked,
  },
  {
    words: ['parcel', 'build'],
    folder: 'dist',
    folderOptions: ['--dist-dir'],
    source: 'https://parceljs.org/features/cli/',
    checked,
  },
  {
    words: ['tailwindcss'],
    folder: undefined,
    fileOptions: ['-o', '--output'],
    source: 'https://tailwindcss.com/docs/installation/tailwind-cli',
    checked,
  },
];

/** Programs of scripts that write nothing the running program needs, or only into `node_modules`. */
export const nodeToolsWithoutOutput: ReadonlySet<string> = new Set(
  'eslint prettier jest vitest mocha vue-tsc stylelint rimraf rm del-cli husky patch-package tsc-alias tspc only-allow simple-git-hooks lefthook is-ci echo true ngcc biome oxlint'.split(
    ' ',
  ),
);

/** Copying programs: the last word names the folder. */
export const nodeCopyTools: ReadonlySet<string> = new Set([
  'cp',
  'copyfiles',
  'cpx',
  'cpx2',
  'ncp',
  'cpy',
  'copyup',
]);

/**
 * Packages that need programs or libraries of the operating system which slim images leave out.
 * Sources: the installation guides of the packages; checked 2026-11-21.
 */
export const packagesWithSystemNeeds: ReadonlySet<string> = new Set(
  `prisma @prisma/client puppeteer puppeteer-core playwright playwright-core @playwright/test pg-native libpq
   nodegit canvas odbc ibm_db oracledb usb kerberos mongodb-client-encryption node-rdkafka mmmagic
   fluent-ffmpeg gm imagemagick simple-git pdf-poppler node-poppler pdf2pic pdf-image textract
   libreoffice-convert wkhtmltopdf html-pdf phantomjs-prebuilt nightmare selenium-webdriver
   chrome-launcher lighthouse capture-website python-shell pythonia java node-libcurl unix-dgram pcap
   node-pty robotjs @nut-tree/nut-js speaker naudiodon gl node-tesseract-ocr exiftool-vendored
   execa cross-spawn shelljs zx`
    .trim()
    .split(/\s+/),
);
