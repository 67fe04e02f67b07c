import type { BuildContext } from '../project/build-context';
import { findHealthRoute } from '../project/health-route';
import { readKnownSources, type SourceText } from '../project/node-sources';
import type { PackageJson } from '../project/package-json';
import { saidIn, type Evidence, type Fact } from './evidence';
import type { NodeFramework } from './node-frameworks';

/** Where a program of JavaScript listens. */
export interface NodeListening {
  /** Undefined: it serves nothing, as far as the sources tell. */
  readonly port: Fact<number> | undefined;
  /** Where the sources read the port from the variable PORT. */
  readonly readsPort: Evidence | undefined;
  /** Variables that make it listen on all addresses. */
  readonly environment: readonly (readonly [name: string, value: string])[];
  /** Where it listens on an address that nobody outside of the container reaches, as far as is known. */
  readonly loopback: Evidence | undefined;
  /** True when that is written in the sources, not a default of a framework. */
  readonly isFixed: boolean;
  readonly health: Fact<string> | undefined;
}

/** Ports of other servers, which settings of their clients name. */
const ofOthers =
  '(?!(?:25|389|465|587|636|1025|1433|1521|2525|3306|4317|4318|5432|5672|6379|6831|9042|9092|9200|11211|15672|27017)\\b)';

const read = `(?:process\\.env|Bun\\.env|import\\.meta\\.env|env)(?:\\.PORT\\b|\\[['"]PORT['"]\\])`;

const ports: readonly RegExp[] = [
  new RegExp(
    `${read}!?\\)?\\s*(?:,\\s*10\\s*\\)\\s*)?(?:\\|\\||\\?\\?|\\?[^:\\n]{1,60}:)\\s*['"\`]?(\\d{2,5})`,
  ),
  /(?:Deno\.env|process\.env|Bun\.env)\.get\(\s*['"]PORT['"]\s*\)\)?\s*(?:\|\||\?\?)\s*['"`]?(\d{2,5})/,
  /\bPORT\s*=\s*['"`]?(\d{2,5})/,
  /\bPORT['"]?\s*:\s*[^,\n]*\bdefault\(\s*['"]?(\d{2,5})/,
  /\.get(?:OrThrow)?(?:<[^>\n]*>)?\(\s*['"](?:\w+\.)*(?:PORT|port)['"]\s*(?:,\s*|\)\s*(?:\|\||\?\?)\s*)['"]?(\d{2,5})/,
  new RegExp(`\\.listen\\(\\s*(?:\\{\\s*port:\\s*)?['"]?${ofOthers}(\\d{2,5})`),
  new RegExp(
    `\\b(?:(?:server|http|app|api|listen|default|web)_?)?port\\s*[:=]\\s*['"]?${ofOthers}(\\d{2,5})\\b`,
    'i',
  ),
];

const readsVariable = new RegExp(
  `${read}|\\{[^}\\n]*\\bPORT\\b[^}\\n]*\\}\\s*=\\s*(?:process|Bun)\\.env|\\.env\\.get\\(\\s*['"]PORT['"]|\\.get(?:OrThrow)?(?:<[^>\\n]*>)?\\(\\s*['"]PORT['"]`,
);

const serves =
  /\.listen\(|\bcreateServer\(|\bserve\(|\bBun\.serve\b|\bexport default\s*\{[^}]*\bfetch\b/;

const hosts = /(?:process|Bun)\.env(?:\.|\[['"])(HOST|ADDRESS|BIND_ADDRESS|LISTEN_ADDRESS)\b/g;

const fixedLoopback =
  /\.listen\(\s*(?:[\w.]+|\d+)\s*,\s*['"](?:127\.0\.0\.1|localhost|::1)['"]|\.listen\(\s*\{[^}]*\bhost(?:name)?:\s*['"](?:127\.0\.0\.1|localhost|::1)['"]|\bserve\(\s*\{[^}]*\bhostname:\s*['"](?:127\.0\.0\.1|localhost|::1)['"]/;

const serverPackages =
  /^(?:express|fastify|koa|@hapi\/hapi|hono|@hono\/node-server|restify|polka|h3|elysia|@nestjs\/core|@feathersjs\/[\w-]+|socket\.io|ws|apollo-server|@apollo\/server|graphql-yoga|@trpc\/server)$/;

/** Reads where the program of a folder listens. */
export function findNodeListening(
  context: BuildContext,
  folder: string,
  manifest: PackageJson | undefined,
  framework: NodeFramework | undefined,
): NodeListening {
  const sources = readKnownSources(context, folder);
  const port = findPort(context, sources);
  const isServer =
    port !== undefined ||
    sources.some(({ text }) => serves.test(text)) ||
    [...(manifest?.dependencies.keys() ?? [])].some((name) => serverPackages.test(name));
  const usual: Fact<number> | undefined =
    framework !== undefined
      ? {
          value: framework.port,
          evidence: { says: `"${framework.package}" listens on ${String(framework.port)}.` },
        }
      : isServer
        ? { value: 3000, evidence: { says: 'The sources name no port, so 3000 is taken.' } }
        : undefined;
  const fixed = findSaid(
    context,
    sources,
    fixedLoopback,
    'The program listens on the loopback address.',
  );
  const names = findHostVariables(sources);
  return {
    port: framework?.readsPort === true ? usual : (port ?? usual),
    readsPort:
      framework?.readsPort === true
        ? { says: `"${framework.package}" reads the variable PORT.` }
        : findSaid(context, sources, readsVariable, 'The port is read from the variable PORT.'),
    environment: [
      ...(framework?.environment ?? []),
      ...[...names].sort().map((name) => [name, '0.0.0.0'] as const),
    ].filter(([name], index, all) => all.findIndex(([other]) => other === name) === index),
    loopback:
      fixed ?? (names.size === 0 ? findDefaultLoopback(context, sources, manifest) : undefined),
    isFixed: fixed !== undefined,
    health: findHealth(context, folder, sources),
  };
}

/** Variables with the address to listen on; others of the same names mean other hosts. */
function findHostVariables(sources: readonly SourceText[]): ReadonlySet<string> {
  const found = sources.flatMap(({ path, text }) => {
    const isNear = /\.listen\(|\bserve\(/.test(text) || /(?:config|env)[^/]*$/i.test(path);
    return isNear ? [...text.matchAll(hosts)].map(([, name]) => name) : [];
  });
  return new Set(found.filter((name) => name !== undefined));
}

/** Why nobody outside of the container would reach the program; undefined when that is not written in the sources. */
export function findLoopbackObstacle({ isFixed, loopback }: NodeListening): string | undefined {
  if (!isFixed || loopback === undefined) return undefined;
  const { file = '', line = 1 } = loopback;
  return `${file}:${String(line)} listens on the loopback address, which nobody outside of the container reaches: listen on 0.0.0.0.`;
}

/** The port of the image, and what has to be said about it; a sentence when there is none that can be used. */
export function choosePort(
  { port, readsPort }: NodeListening,
  chosen: number | undefined,
): { readonly port: number | undefined; readonly notes: readonly string[] } | string {
  if (chosen !== undefined) {
    const file = port?.evidence.file;
    const isOther = file !== undefined && port?.value !== chosen && readsPort === undefined;
    return {
      port: chosen,
      notes: isOther
        ? [
            `${file} names port ${String(port?.value)} and reads no variable PORT: let the program listen on ${String(chosen)}.`,
          ]
        : [],
    };
  }
  if (port === undefined || 1024 <= port.value) return { port: port?.value, notes: [] };
  if (readsPort === undefined) {
    return `The program listens on port ${String(port.value)}, which needs root rights in places: let it read the port from the variable PORT.`;
  }
  return {
    port: 8080,
    notes: [
      `The program listens on 8080, set by PORT: ${String(port.value)} needs root rights in places.`,
    ],
  };
}

function findPort(context: BuildContext, sources: readonly SourceText[]): Fact<number> | undefined {
  for (const pattern of ports) {
    for (const { path, text } of sources) {
      const number = Number(pattern.exec(text)?.[1]);
      if (!Number.isInteger(number) || number < 1 || 65_535 < number) continue;
      const says = `The program listens on ${String(number)}.`;
      return { value: number, evidence: saidIn(context, path, pattern, says) };
    }
  }
  return undefined;
}

function findSaid(
  context: BuildContext,
  sources: readonly SourceText[],
  pattern: RegExp,
  says: string,
): Evidence | undefined {
  const found = sources.find(({ text }) => pattern.test(text));
  return found === undefined ? undefined : saidIn(context, found.path, pattern, says);
}

/** Source: https://fastify.dev/docs/latest/Reference/Server/#listen and https://docs.nestjs.com/techniques/performance */
function findDefaultLoopback(
  context: BuildContext,
  sources: readonly SourceText[],
  manifest: PackageJson | undefined,
): Evidence | undefined {
  const isFastify =
    manifest?.dependencies.has('fastify') === true && !manifest.dependencies.has('@nestjs/core');
  const isNest = manifest?.dependencies.has('@nestjs/platform-fastify') === true;
  if (!isFastify && !isNest) return undefined;
  const found = sources.find(
    ({ text }) => text.includes('.listen(') && !/0\.0\.0\.0|['"]::['"]|\bhost\b/.test(text),
  );
  if (found === undefined) return undefined;
  return saidIn(context, found.path, /\.listen\(/, 'Fastify listens on the loopback address.');
}

const routeNames = ['livez', 'healthz', 'health/live', 'health', 'live', 'up', 'ping', 'status'];

function findHealth(
  context: BuildContext,
  folder: string,
  sources: readonly SourceText[],
): Fact<string> | undefined {
  const route = findHealthRoute(context);
  const prefix = folder === '' ? '' : `${folder}/`;
  if (route?.file.startsWith(prefix) === true) {
    const line = new RegExp(`['"\`]${route.path}['"\`]`);
    const says = `The route ${route.path} is declared.`;
    return { value: route.path, evidence: saidIn(context, route.file, line, says) };
  }
  return findComparedRoute(context, sources) ?? findNestRoute(context, sources);
}

/** `if (request.url === '/healthz')` and `url.pathname === '/healthz'`. */
function findComparedRoute(
  context: BuildContext,
  sources: readonly SourceText[],
): Fact<string> | undefined {
  for (const name of routeNames) {
    const pattern = new RegExp(
      `(?:\\burl|\\bpathname|\\bpath)\\b\\s*={2,3}\\s*['"\`]/${name}['"\`]|\\bcase\\s+['"\`]/${name}['"\`]\\s*:|^\\s*['"\`]/${name}['"\`]\\s*:|^\\s*\\.get\\(\\s*['"\`]/${name}['"\`]`,
      'm',
    );
    const found = sources.find(({ text }) => pattern.test(text) && !/\bRouter\(/.test(text));
    if (found === undefined) continue;
    const line = new RegExp(`['"\`]/${name}['"\`]`);
    const says = `The path /${name} is answered.`;
    return { value: `/${name}`, evidence: saidIn(context, found.path, line, says) };
  }
  return undefined;
}

/** A controller of NestJS, where no prefix stands before all routes. */
function findNestRoute(
  context: BuildContext,
  sources: readonly SourceText[],
): Fact<string> | undefined {
  if (sources.some(({ text }) => /setGlobalPrefix\(|enableVersioning\(/.test(text)))
    return undefined;
  for (const name of routeNames) {
    const patterns = [
      new RegExp(`@Controller\\(\\s*['"]/?${name}['"]\\s*\\)[^]*?@Get\\(\\s*\\)`),
      new RegExp(`@Controller\\(\\s*\\)[^]*?@Get\\(\\s*['"]/?${name}['"]\\s*\\)`),
    ];
    const found = sources.find(({ text }) => patterns.some((pattern) => pattern.test(text)));
    if (found === undefined) continue;
    const line = new RegExp(`@(?:Controller|Get)\\(\\s*['"]/?${name}['"]`);
    const says = `The route /${name} is declared.`;
    return { value: `/${name}`, evidence: saidIn(context, found.path, line, says) };
  }
  return undefined;
}
