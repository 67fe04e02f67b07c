import type { Sourced } from './sourced';

/** A program of npm that hands out a folder of files. */
export interface StaticServer extends Sourced {
  readonly name: string;
  /** Word behind the name that makes it serve. */
  readonly verb?: string;
  /** Options with the port as their value. */
  readonly portOptions: readonly string[];
  readonly defaultPort: number;
  /** True when the variable PORT counts. */
  readonly readsPort: boolean;
  /** Options that make every unknown address answer with `index.html`; `always` without one. */
  readonly fallback: readonly string[] | 'always';
  /** Options that change nothing that a visitor sees, without value. */
  readonly neutral: readonly string[];
  /** The same with a value. */
  readonly neutralWithValue: readonly string[];
  /** Option that names the folder, where an argument does not. */
  readonly folderOption?: string;
  /** Files of settings that change the answers. */
  readonly settings: RegExp;
}

const checked = '2026-11-21';

export const staticServers: readonly StaticServer[] = [
  {
    name: 'serve',
    portOptions: ['-l', '--listen', '-p'],
    defaultPort: 3000,
    readsPort: true,
    fallback: ['-s', '--single'],
    neutral: [
      '-n',
      '--no-clipboard',
      '-L',
      '--no-request-logging',
      '-d',
      '--debug',
      '-u',
      '--no-compression',
      '--no-port-switching',
    ],
    neutralWithValue: [],
    settings: /(?:^|\/)(?:serve|now)\.json$/,
    source: 'https://github.com/vercel/serve/blob/main/source/utilities/cli.ts',
    checked,
  },
  {
    name: 'http-server',
    portOptions: ['-p', '--port'],
    defaultPort: 8080,
    readsPort: true,
    fallback: [],
    neutral: ['-s', '--silent', '-g', '--gzip', '-b', '--brotli', '-i', '-d'],
    neutralWithValue: ['-a', '-c', '-t'],
    settings: /(?:^|\/)(?:404\.html|\.http-server)$/,
    source: 'https://github.com/http-party/http-server#available-options',
    checked,
  },
  {
    name: 'vite',
    verb: 'preview',
    portOptions: ['--port'],
    defaultPort: 4173,
    readsPort: false,
    fallback: 'always',
    neutral: ['--host', '--strictPort'],
    neutralWithValue: ['--host'],
    folderOption: '--outDir',
    settings: /^$/,
    source: 'https://vite.dev/guide/cli.html#vite-preview',
    checked,
  },
];
