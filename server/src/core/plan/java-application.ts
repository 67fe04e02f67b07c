import { parseAllDocuments } from 'yaml';
import { findServices, type ServiceKind } from '../data/service-clients';
import type { BuildContext } from '../project/build-context';
import { isRecord } from '../project/json-object';
import { below } from '../project/node-package-manager';
import { byDefault, fact, saidIn, type Evidence, type Fact } from './evidence';
import { findDataFolders } from './data-folders';
import type { WritablePath } from './image-plan';
import { collectJavaFiles } from './java-shipped';
import { collectSources, findMention, findPort, findSecretVariables } from './port';

/** What the sources and settings of a Java program say about how it runs. */
export interface JavaApplication {
  /** Undefined: it serves nothing. */
  readonly port: Fact<number> | undefined;
  /** Variable that the port is read from, where it is read from one. */
  readonly portVariable: string | undefined;
  /** True when the program may listen elsewhere unless that variable is set. */
  readonly setsPort: boolean;
  readonly livePath: Fact<string> | undefined;
  readonly readyPath: string | undefined;
  /** True when the port speaks TLS. */
  readonly encrypted: boolean;
  readonly services: readonly ServiceKind[];
  readonly secrets: readonly string[];
  /** Files and folders that it reads when it runs, relative to its folder. */
  readonly shipped: readonly string[];
  /** Folders that it fills. */
  readonly writable: readonly WritablePath[];
}

/** Settings by their name with dots, of the parts that hold for every profile. */
export interface JavaSettings {
  /** Undefined: there is none. */
  readonly path: string | undefined;
  readonly values: ReadonlyMap<string, string>;
}

const settingNames = ['properties', 'yml', 'yaml'].flatMap((ending) => [
  `src/main/resources/config/application.${ending}`,
  `src/main/resources/application.${ending}`,
]);

/** Reads `application.properties` or `application.yml` of a module. */
export function readJavaSettings(context: BuildContext, folder: string): JavaSettings {
  for (const name of settingNames) {
    const path = below(folder, name);
    const text = context.text(path);
    if (text === undefined) continue;
    return { path, values: name.endsWith('s') ? readProperties(text) : readYaml(text) };
  }
  return { path: undefined, values: new Map() };
}

function readProperties(text: string): ReadonlyMap<string, string> {
  // What stands below `#---` may be for one profile only.
  const [first = ''] = text.split(/^[#!]---\s*$/m);
  return new Map(
    [...first.matchAll(/^[ \t]*([\w.[\]%"-]+)[ \t]*[=:][ \t]*(.*?)\s*$/gm)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );
}

function readYaml(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const document of parseAllDocuments(text)) {
    if (document.errors.length > 0) continue;
    const content: unknown = document.toJS();
    const found = new Map<string, string>();
    flatten(content, '', found);
    const isForProfile = ['spring.config.activate.on-profile', 'spring.profiles'].some((name) =>
      found.has(name),
    );
    if (!isForProfile) for (const [name, value] of found) values.set(name, value);
  }
  return values;
}

function flatten(value: unknown, prefix: string, found: Map<string, string>): void {
  if (isRecord(value)) {
    for (const [name, inner] of Object.entries(value)) {
      flatten(inner, prefix === '' ? name : `${prefix}.${name}`, found);
    }
  } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    found.set(prefix, String(value));
  }
}

/** A setting with the default of `${NAME:default}` in place of the variable. */
function resolveSetting(value: string | undefined): {
  readonly value: string | undefined;
  readonly variable: string | undefined;
} {
  const [, variable, fallback] = /^\$\{([\w.-]+)(?::([^}]*))?\}$/.exec(value ?? '') ?? [];
  return variable === undefined ? { value, variable: undefined } : { value: fallback, variable };
}

/** The port that a setting names. */
export function findPortSetting(
  context: BuildContext,
  { path, values }: JavaSettings,
  name: string,
): { readonly port: Fact<number>; readonly variable: string | undefined } | undefined {
  const { value, variable } = resolveSetting(values.get(name));
  if (path === undefined || value === undefined || !/^\d{2,5}$/.test(value)) return undefined;
  const last = name.slice(name.lastIndexOf('.') + 1);
  const evidence = saidIn(
    context,
    path,
    new RegExp(`\\b${last}\\b.*${value}`),
    `${name} is ${value}.`,
  );
  return { port: fact(Number(value), evidence), variable };
}

/** Programs that serve something, by what their sources name. */
const serverSigns =
  /\bHttpServer\b|\bServerSocket\b|\bJavalin\b|\bUndertow\b|\bembeddedServer\b|\bEngineMain\b|\bNettyServerBuilder\b|\bServerBuilder\.forPort\b|\bVertx\b|\bMicronaut\.run\b|\bSparkJava\b|\borg\.eclipse\.jetty\b|\bSimpleFileServer\b|\bio\.helidon\b|\bio\.dropwizard\b|\b@Path\b|\bio\.quarkus\b/;

const portPatterns: readonly RegExp[] = [
  /getOrDefault\(\s*"PORT"\s*,\s*"(\d{2,5})"/,
  /getenv\(\s*"PORT"\s*\)(?:\?\.toInt(?:OrNull)?\(\))?\s*\?:\s*"?(\d{2,5})/,
  /getenv\(\s*"PORT"\s*\)[^;]{0,80}?[:(,]\s*"?(\d{2,5})\b/,
  /\bInetSocketAddress\(\s*(?:"[^"]*"\s*,\s*)?(\d{2,5})/,
  /\b(?:embeddedServer|forPort|ServerSocket|listen)\(\s*(?:\w+\s*,\s*)?(?:port\s*=\s*)?(\d{2,5})/,
  /\.start\(\s*(?:"[^"]*"\s*,\s*)?(\d{4,5})\s*\)/,
  /\bport\s*[=:]\s*"?(\d{4,5})/i,
  /\bPORT\s*=\s*(\d{4,5})/,
];

const routeNames = 'livez|healthz|health/live|health|live|up|ping|status';
const routes = new RegExp(
  `(?:\\bcreateContext|\\bget|@(?:Get|Request)Mapping|@Path|@Get)\\(\\s*(?:(?:value|path)\\s*=\\s*)?"(/(?:${routeNames}))"`,
);

/** Reads how a program without Spring runs. */
export function readJavaApplication(
  context: BuildContext,
  folder: string,
  dependencies: readonly string[],
): JavaApplication {
  const settings = readJavaSettings(context, folder);
  const has = (name: string): boolean => dependencies.includes(name);
  const isQuarkus = dependencies.some((name) => name.startsWith('io.quarkus:'));
  const isMicronaut = dependencies.some((name) => name.startsWith('io.micronaut'));
  const setting = findPortSetting(
    context,
    settings,
    isQuarkus
      ? 'quarkus.http.port'
      : isMicronaut
        ? 'micronaut.server.port'
        : 'ktor.deployment.port',
  );
  const port =
    setting?.port ??
    findKtorPort(context, folder) ??
    findServerPort(context, folder, isQuarkus || isMicronaut);
  const readsPort = findMention(
    context,
    folder,
    /getenv\(\s*\)?\.?(?:getOrDefault\()?\s*"PORT"/,
    'The port is read from the variable PORT.',
  );
  const managed = managedPaths(isQuarkus, has);
  const route = managed === undefined ? findRoute(context, folder) : undefined;
  const written = setting?.variable ?? (readsPort === undefined ? undefined : 'PORT');
  return {
    port,
    portVariable:
      written ??
      (isQuarkus ? 'QUARKUS_HTTP_PORT' : isMicronaut ? 'MICRONAUT_SERVER_PORT' : undefined),
    setsPort: written !== undefined,
    livePath: managed?.live ?? route,
    readyPath: managed?.ready,
    encrypted: false,
    ...readSurroundings(context, folder, dependencies),
  };
}

/** The servers that a program talks to, the secrets and files that it reads, and the folders that it fills. */
export function readSurroundings(
  context: BuildContext,
  folder: string,
  dependencies: readonly string[],
): Pick<JavaApplication, 'services' | 'secrets' | 'shipped' | 'writable'> {
  return {
    services: findServices('java', dependencies),
    secrets: findSecretVariables(context, folder, /\bgetenv\(\s*"([A-Z][A-Z0-9_]*)"/g),
    shipped: collectJavaFiles(context, folder),
    writable: findDataFolders(context, folder),
  };
}

function findServerPort(
  context: BuildContext,
  folder: string,
  always: boolean,
): Fact<number> | undefined {
  const sign = findMention(context, folder, serverSigns, 'The program is a server.');
  if (sign === undefined && !always) return undefined;
  const found = findPort(context, folder, portPatterns);
  return found ?? fact(8080, byDefault('The sources name no port, so 8080 is taken.'));
}

/** `application.conf` of Ktor. */
function findKtorPort(context: BuildContext, folder: string): Fact<number> | undefined {
  const path = below(folder, 'src/main/resources/application.conf');
  const pattern = /\bport\s*[=:]\s*(\d{2,5})/;
  const number = pattern.exec(context.text(path) ?? '')?.[1];
  return number === undefined
    ? undefined
    : fact(Number(number), saidIn(context, path, pattern, `The port is ${number}.`));
}

/** Paths that extensions of frameworks declare. Source: their guides; general knowledge. */
function managedPaths(
  isQuarkus: boolean,
  has: (name: string) => boolean,
): { readonly live: Fact<string>; readonly ready: string } | undefined {
  const from = (says: string): Evidence => byDefault(says);
  if (isQuarkus && has('io.quarkus:quarkus-smallrye-health')) {
    return {
      live: fact('/q/health/live', from('quarkus-smallrye-health declares the path.')),
      ready: '/q/health/ready',
    };
  }
  return has('io.micronaut:micronaut-management')
    ? {
        live: fact('/health/liveness', from('micronaut-management declares the path.')),
        ready: '/health/readiness',
      }
    : undefined;
}

/** A route for health checks that the sources declare. */
export function findRoute(context: BuildContext, folder: string): Fact<string> | undefined {
  for (const [path, text] of collectSources(context, folder)) {
    const route = routes.exec(text)?.[1];
    if (route !== undefined) {
      return fact(route, saidIn(context, path, routes, `The route ${route} is declared.`));
    }
  }
  return undefined;
}
