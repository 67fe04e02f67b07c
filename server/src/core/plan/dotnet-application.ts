import { findServices, type ServiceKind } from '../data/service-clients';
import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import type { DotnetBuild } from './dotnet-build';
import { byDefault, fact, saidIn, type Evidence, type Fact } from './evidence';
import { findDataFolders } from './data-folders';
import type { WritablePath } from './image-plan';
import { collectSources, findMention, findSecretVariables } from './port';

/** How a program runs. */
export interface DotnetApplication {
  /** Undefined: it serves nothing. */
  readonly port: Fact<number> | undefined;
  /** True when the sources name the port, so that no variable changes it. */
  readonly isFixed: boolean;
  readonly readsPort: Evidence | undefined;
  readonly livePath: Fact<string> | undefined;
  readonly readyPath: string | undefined;
  readonly services: readonly ServiceKind[];
  readonly secrets: readonly string[];
  /** Folders that it fills. */
  readonly writable: readonly WritablePath[];
  readonly notes: readonly string[];
}

const portPatterns: readonly RegExp[] = [
  /\b(?:ListenAnyIP|ListenLocalhost)\(\s*(\d{2,5})/,
  /\b(?:UseUrls|Urls\.Add|Run|RunAsync)\(\s*\$?"http:\/\/[^":/]+:(\d{2,5})/,
];
const loopbackPattern =
  /\bListenLocalhost\(|\b(?:UseUrls|Urls\.Add|Run|RunAsync)\(\s*\$?"https?:\/\/(?:localhost|127\.0\.0\.1)\b/;

/** Reads how a web application runs; a sentence when nobody outside of a container could reach it. */
export function readWebApplication(
  context: BuildContext,
  build: DotnetBuild,
): DotnetApplication | string {
  const { folder } = build;
  const loopback = collectSources(context, folder).find(([, text]) =>
    loopbackPattern.test(text),
  )?.[0];
  if (loopback !== undefined) {
    return `${loopback} lets the server listen on localhost, where nothing outside of a container reaches it: name no address, or use http://*:8080.`;
  }
  const port = findNamedPort(context, folder);
  const health = findHealthPaths(context, folder);
  return {
    port: port ?? fact(8080, byDefault('The image lets ASP.NET Core listen on 8080.')),
    isFixed: port !== undefined,
    readsPort: findMention(
      context,
      folder,
      /GetEnvironmentVariable\(\s*"PORT"/,
      'The port is read from the variable PORT.',
    ),
    livePath: health.live,
    readyPath: health.ready,
    ...readSurroundings(context, build),
  };
}

/** Reads how a program runs that serves nothing. */
export function readProgram(context: BuildContext, build: DotnetBuild): DotnetApplication {
  return {
    port: undefined,
    isFixed: false,
    readsPort: undefined,
    livePath: undefined,
    readyPath: undefined,
    ...readSurroundings(context, build),
  };
}

/** What the first group of a pattern matches in the sources. */
function findText(
  context: BuildContext,
  folder: string,
  pattern: RegExp,
  says: string,
): Fact<string> | undefined {
  for (const [path, text] of collectSources(context, folder)) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return fact(found, saidIn(context, path, pattern, says));
  }
  return undefined;
}

function findNamedPort(context: BuildContext, folder: string): Fact<number> | undefined {
  for (const pattern of portPatterns) {
    const found = findText(context, folder, pattern, 'The sources name the port.');
    if (found !== undefined) return fact(Number(found.value), found.evidence);
  }
  const path = below(folder, 'appsettings.json');
  const pattern = /"(?:Url|Urls)"\s*:\s*"http:\/\/[^":/]+:(\d{2,5})/i;
  const number = pattern.exec(context.text(path) ?? '')?.[1];
  return number === undefined
    ? undefined
    : fact(Number(number), saidIn(context, path, pattern, `The settings name the port ${number}.`));
}

const checkPattern = /\bMapHealthChecks\(\s*"(\/[\w/-]+)"/;
const readyPattern = /\bMapHealthChecks\(\s*"(\/[\w/-]*ready[\w/-]*)"/;
const livePattern = /\bMapHealthChecks\(\s*"(\/(?![\w/-]*ready)[\w/-]+)"/;
const routePattern = /\bMapGet\(\s*"(\/(?:livez|healthz|health\/live|health|live|up|ping|status))"/;

function findHealthPaths(
  context: BuildContext,
  folder: string,
): { readonly live: Fact<string> | undefined; readonly ready: string | undefined } {
  const find = (pattern: RegExp): Fact<string> | undefined =>
    findText(context, folder, pattern, 'The sources declare the path.');
  return {
    live: find(livePattern) ?? find(routePattern) ?? find(checkPattern),
    ready: find(readyPattern)?.value,
  };
}

/** What keeps keys: cookies, forms, sessions. */
const keyUsers =
  /\b(?:AddRazorPages|AddControllersWithViews|AddAntiforgery|AddIdentity\w*|AddCookie|AddSession|AddDataProtection|AddRazorComponents)\(/;

function readSurroundings(
  context: BuildContext,
  { folder, packages }: DotnetBuild,
): Pick<DotnetApplication, 'services' | 'secrets' | 'writable' | 'notes'> {
  const keys = findMention(context, folder, keyUsers, 'Keys protect cookies or forms.');
  const persists = findMention(context, folder, /\bPersistKeysTo\w+\(/, 'The keys are kept.');
  const hasSqlite = packages.some((name) => /Sqlite/i.test(name));
  return {
    services: findServices('dotnet', packages),
    secrets: [
      ...findSecretVariables(context, folder, /GetEnvironmentVariable\(\s*"([A-Za-z][\w]*)"/g),
      ...findConnections(context, folder),
    ],
    writable: findDataFolders(context, folder),
    notes: [
      ...(keys === undefined || persists !== undefined
        ? []
        : [
            'The keys of data protection are lost with the container: keep them with PersistKeysTo… in a store that all containers share.',
          ]),
      ...(hasSqlite
        ? [
            'SQLite writes beside its file: let the connection name a folder that is a volume, such as /data.',
          ]
        : []),
    ],
  };
}

/** `GetConnectionString("Default")` reads the variable `ConnectionStrings__Default`. */
function findConnections(context: BuildContext, folder: string): readonly string[] {
  const pattern = /\bGetConnectionString\(\s*"(\w+)"/g;
  const names = collectSources(context, folder).flatMap(([, text]) =>
    [...text.matchAll(pattern)].map(([, name = '']) => name),
  );
  return [...new Set(names)].map((name) => `ConnectionStrings__${name}`);
}
