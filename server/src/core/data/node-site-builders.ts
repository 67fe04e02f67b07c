import type { Sourced } from './sourced';

/** A tool of JavaScript that makes files for browsers. */
export interface SiteBuilder extends Sourced {
  readonly title: string;
  /** Words of the command that builds; further words may follow. */
  readonly words: readonly string[];
  /** A package that has to be there as well. */
  readonly needs?: string;
  /** Packages with which it makes a server, or something else. */
  readonly except?: readonly string[];
  /** Folder that it writes; undefined: what the readers of builds find. */
  readonly folder?: string;
  /** Settings whose text says more. */
  readonly settings?: RegExp;
  /** What the settings must say, as `output: 'export'`. */
  readonly requires?: RegExp;
  /** Where the settings name another folder: the name is the last group. */
  readonly folderSetting?: RegExp;
  /** Where the settings name the folder that the site lies in: the name is the last group. */
  readonly baseSetting?: RegExp;
  /** True when one page answers for every address. */
  readonly isSinglePage: boolean;
  /** Page for addresses that are not there. */
  readonly notFound?: string;
  /** Folders whose files have a digest in their names. */
  readonly hashed: readonly string[];
  readonly hashedPattern?: string;
  /** Variables that end up in the files, by how their names begin. */
  readonly variables?: RegExp;
}

const checked = '2026-11-22';

const viteBase = /^\s*base\s*:\s*(['"`])\/([\w./-]+?)\/?\1/m;
const viteVariables = /\bimport\.meta\.env\.((?:VITE|PUBLIC)_\w+)/g;

/** The special ones first. Source of what is hashed: the files that each tool writes, from general knowledge. */
export const siteBuilders: readonly SiteBuilder[] = [
  {
    title: 'SvelteKit, static',
    words: ['vite', 'build'],
    needs: '@sveltejs/adapter-static',
    folder: 'build',
    settings: /^svelte\.config\.[cm]?[jt]s$/,
    folderSetting: /\bpages\s*:\s*(['"`])([\w./-]+)\1/,
    baseSetting: /\bbase\s*:\s*(['"`])\/([\w./-]+?)\/?\1/,
    isSinglePage: false,
    notFound: '404.html',
    hashed: ['_app/immutable/'],
    variables: viteVariables,
    source: 'https://svelte.dev/docs/kit/adapter-static',
    checked,
  },
  {
    title: 'VitePress',
    words: ['vitepress', 'build'],
    baseSetting: viteBase,
    isSinglePage: false,
    notFound: '404.html',
    hashed: ['assets/'],
    source: 'https://vitepress.dev/guide/deploy',
    checked,
  },
  {
    title: 'Docusaurus',
    words: ['docusaurus', 'build'],
    folder: 'build',
    settings: /^docusaurus\.config\.[cm]?[jt]s$/,
    baseSetting: /\bbaseUrl\s*:\s*(['"`])\/([\w./-]+?)\/?\1/,
    isSinglePage: false,
    notFound: '404.html',
    hashed: ['assets/'],
    source: 'https://docusaurus.io/docs/deployment',
    checked,
  },
  {
    title: 'Gatsby',
    words: ['gatsby', 'build'],
    folder: 'public',
    isSinglePage: false,
    notFound: '404.html',
    hashed: ['static/'],
    variables: /\bprocess\.env\.(GATSBY_\w+)/g,
    source: 'https://www.gatsbyjs.com/docs/how-to/previews-deploys-hosting/caching/',
    checked,
  },
  {
    title: 'Next.js, export',
    words: ['next', 'build'],
    folder: 'out',
    settings: /^next\.config\.[cm]?[jt]s$/,
    requires: /\boutput\s*:\s*['"`]export['"`]/,
    folderSetting: /\bdistDir\s*:\s*(['"`])([\w./-]+)\1/,
    baseSetting: /\bbasePath\s*:\s*(['"`])\/([\w./-]+?)\/?\1/,
    isSinglePage: false,
    notFound: '404.html',
    hashed: ['_next/static/'],
    variables: /\bprocess\.env\.(NEXT_PUBLIC_\w+)/g,
    source: 'https://nextjs.org/docs/app/guides/static-exports',
    checked,
  },
  {
    title: 'Nuxt, generate',
    words: ['nuxt', 'generate'],
    folder: '.output/public',
    isSinglePage: false,
    notFound: '404.html',
    hashed: ['_nuxt/'],
    source: 'https://nuxt.com/docs/getting-started/deployment#static-hosting',
    checked,
  },
  {
    title: 'React Router, without a server',
    words: ['react-router', 'build'],
    folder: 'build/client',
    settings: /^react-router\.config\.[cm]?[jt]s$/,
    requires: /\bssr\s*:\s*false\b/,
    isSinglePage: true,
    hashed: ['assets/'],
    variables: viteVariables,
    source: 'https://reactrouter.com/how-to/spa',
    checked,
  },
  {
    title: 'Eleventy',
    words: ['eleventy'],
    folder: '_site',
    settings: /^(?:\.eleventy|eleventy\.config)\.[cm]?js$/,
    folderSetting: /\boutput\s*:\s*(['"`])([\w./-]+)\1/,
    isSinglePage: false,
    notFound: '404.html',
    hashed: [],
    source: 'https://www.11ty.dev/docs/config/#output-directory',
    checked,
  },
  {
    title: 'Astro',
    words: ['astro', 'build'],
    except: ['@astrojs/node', '@astrojs/vercel', '@astrojs/netlify', '@astrojs/cloudflare'],
    settings: /^astro\.config\.[cm]?[jt]s$/,
    baseSetting: viteBase,
    isSinglePage: false,
    notFound: '404.html',
    hashed: ['_astro/'],
    variables: viteVariables,
    source: 'https://docs.astro.build/en/guides/deploy/',
    checked,
  },
  {
    title: 'Angular',
    words: ['ng', 'build'],
    except: ['@angular/ssr', '@nguniversal/express-engine'],
    settings: /^angular\.json$/,
    baseSetting: /"baseHref"\s*:\s*(")\/([\w./-]+?)\/?\1/,
    isSinglePage: true,
    hashed: [],
    hashedPattern: '-[A-Z0-9]{8}\\.(?:js|css)$',
    source: 'https://angular.dev/tools/cli/deployment',
    checked,
  },
  {
    title: 'Create React App',
    words: ['react-scripts', 'build'],
    isSinglePage: true,
    hashed: ['static/'],
    variables: /\bprocess\.env\.(REACT_APP_\w+)/g,
    source: 'https://create-react-app.dev/docs/deployment/',
    checked,
  },
  {
    title: 'Vue CLI',
    words: ['vue-cli-service', 'build'],
    settings: /^vue\.config\.[cm]?js$/,
    baseSetting: /\bpublicPath\s*:\s*(['"`])\/([\w./-]+?)\/?\1/,
    isSinglePage: true,
    hashed: [],
    hashedPattern: '\\.[0-9a-f]{8}\\.(?:js|css)$',
    variables: /\bprocess\.env\.(VUE_APP_\w+)/g,
    source: 'https://cli.vuejs.org/guide/deployment.html',
    checked,
  },
  {
    title: 'Vite',
    words: ['vite', 'build'],
    except: [
      '@sveltejs/kit',
      '@remix-run/dev',
      '@react-router/dev',
      '@solidjs/start',
      '@tanstack/react-start',
      '@builder.io/qwik-city',
      'vike',
      'nitro',
    ],
    settings: /^vite\.config\.[cm]?[jt]s$/,
    baseSetting: viteBase,
    isSinglePage: true,
    hashed: ['assets/'],
    variables: viteVariables,
    source: 'https://vite.dev/guide/static-deploy.html',
    checked,
  },
];
