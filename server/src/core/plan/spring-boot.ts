import type { BuildContext } from '../project/build-context';
import { byDefault, fact, presence, type Evidence, type Fact } from './evidence';
import type { Environment } from './image-plan';
import {
  findPortSetting,
  findRoute,
  readJavaSettings,
  readSurroundings,
  type JavaApplication,
  type JavaSettings,
} from './java-application';
import { findMention } from './port';

/** What sets a Spring Boot application apart from other programs. */
export interface SpringApplication extends JavaApplication {
  /** Variables that the health check needs. */
  readonly environment: Environment;
  readonly notes: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** Artifacts that bring a server. Source: the guides of Spring; general knowledge. */
const webArtifacts =
  /^(?:org\.springframework\.boot:spring-boot-starter-(?:web|webmvc|webflux|jersey|web-services|webservices|hateoas|websocket|graphql|data-rest|tomcat|jetty|undertow|rsocket)|org\.springframework\.cloud:spring-cloud-(?:starter-gateway(?:-\w+)*|config-server|starter-netflix-eureka-server|starter-function-web)|de\.codecentric:spring-boot-admin-starter-server|com\.vaadin:vaadin-spring-boot-starter)$/;

const webSigns = /@(?:Rest)?Controller\b|\bRouterFunction\b/;

const databases = new Set(['postgres', 'mysql', 'mariadb']);

/** Reads how an application runs, from its dependencies, its settings and its sources. */
export function readSpringApplication(
  context: BuildContext,
  folder: string,
  dependencies: readonly string[],
): SpringApplication {
  const settings = readJavaSettings(context, folder);
  const surroundings = readSurroundings(context, folder, dependencies);
  const web = findWeb(context, folder, dependencies, settings);
  const port = web === undefined ? undefined : findSpringPort(context, settings);
  const encrypted = isEncrypted(settings);
  const health =
    port === undefined || encrypted
      ? undefined
      : findActuator(dependencies, settings, port.fact.value);
  const hasLogin = dependencies.some((name) => name.endsWith(':spring-boot-starter-security'));
  return {
    port: port?.fact,
    portVariable: port?.variable ?? 'SERVER_PORT',
    setsPort: port?.mustBeSet === true,
    livePath:
      health?.live ?? (port === undefined ? undefined : findSpringRoute(context, folder, settings)),
    readyPath: health?.ready,
    encrypted,
    ...surroundings,
    secrets: [
      ...surroundings.secrets,
      ...collectSettingSecrets(settings),
      ...(surroundings.services.some((kind) => databases.has(kind)) &&
      !settings.values.has('spring.datasource.url')
        ? ['SPRING_DATASOURCE_PASSWORD', 'SPRING_DATASOURCE_URL', 'SPRING_DATASOURCE_USERNAME']
        : []),
    ],
    environment: health?.environment ?? [],
    notes: [
      ...(health === undefined || !hasLogin
        ? []
        : [`Spring Security is used: ${health.live.value} must be open without a login.`]),
      ...(port !== undefined && health === undefined && !encrypted
        ? [
            'With spring-boot-starter-actuator the health check would know when the application is ready.',
          ]
        : []),
    ],
    evidence: web === undefined ? [] : [web],
  };
}

function findWeb(
  context: BuildContext,
  folder: string,
  dependencies: readonly string[],
  { path, values }: JavaSettings,
): Evidence | undefined {
  if (values.get('spring.main.web-application-type') === 'none') return undefined;
  const artifact = dependencies.find((name) => webArtifacts.test(name));
  if (artifact !== undefined) return byDefault(`${artifact} brings a server.`);
  if (values.has('server.port') && path !== undefined) return presence(path);
  return findMention(context, folder, webSigns, 'The sources declare what is served.');
}

function findSpringPort(
  context: BuildContext,
  settings: JavaSettings,
): {
  readonly fact: Fact<number>;
  readonly variable: string | undefined;
  readonly mustBeSet: boolean;
} {
  const found = findPortSetting(context, settings, 'server.port');
  if (found === undefined) {
    return {
      fact: fact(8080, byDefault('server.port names no port, so it is 8080.')),
      variable: undefined,
      mustBeSet: settings.values.has('server.port'),
    };
  }
  const isVariable = found.variable !== undefined && /^[A-Z][A-Z0-9_]*$/.test(found.variable);
  return {
    fact: found.port,
    variable: isVariable ? found.variable : undefined,
    mustBeSet: isVariable,
  };
}

function isEncrypted({ values }: JavaSettings): boolean {
  return (
    values.get('server.ssl.enabled') !== 'false' &&
    [...values.keys()].some((name) => name.startsWith('server.ssl.'))
  );
}

interface ActuatorPaths {
  readonly live: Fact<string>;
  readonly ready: string;
  readonly environment: Environment;
}

/**
 * Paths of Actuator, which a variable switches on outside of Kubernetes. With a port of its own they are put on
 * the main one too, so that the check asks the server that serves.
 * Source: https://docs.spring.io/spring-boot/reference/actuator/endpoints.html#actuator.endpoints.kubernetes-probes;
 * general knowledge.
 */
function findActuator(
  dependencies: readonly string[],
  { values }: JavaSettings,
  port: number,
): ActuatorPaths | undefined {
  if (!dependencies.includes('org.springframework.boot:spring-boot-starter-actuator'))
    return undefined;
  const exposed = values.get('management.endpoints.web.exposure.include');
  if (exposed !== undefined && !/\*|\bhealth\b/.test(exposed)) return undefined;
  const enabled = ['MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED', 'true'] as const;
  const says = 'spring-boot-starter-actuator declares the path.';
  const managementPort = values.get('management.server.port');
  const prefix = contextPath(values);
  if (managementPort !== undefined && managementPort !== String(port)) {
    return {
      live: fact(`${prefix}/livez`, byDefault(says)),
      ready: `${prefix}/readyz`,
      environment: [enabled, ['MANAGEMENT_ENDPOINT_HEALTH_PROBES_ADD_ADDITIONAL_PATHS', 'true']],
    };
  }
  const base = values.get('management.endpoints.web.base-path') ?? '/actuator';
  const mapped = values.get('management.endpoints.web.path-mapping.health') ?? 'health';
  const path = `${prefix}${base.replace(/\/$/, '')}/${mapped}`;
  return {
    live: fact(`${path}/liveness`, byDefault(says)),
    ready: `${path}/readiness`,
    environment: [enabled],
  };
}

function contextPath(values: ReadonlyMap<string, string>): string {
  const path = values.get('server.servlet.context-path') ?? values.get('spring.webflux.base-path');
  return path === undefined || path.includes('${') ? '' : path.replace(/\/$/, '');
}

function findSpringRoute(
  context: BuildContext,
  folder: string,
  { values }: JavaSettings,
): Fact<string> | undefined {
  const route = findRoute(context, folder);
  return route === undefined
    ? undefined
    : fact(`${contextPath(values)}${route.value}`, route.evidence);
}

const secretNames = /(?:PASSWORD|SECRET|TOKEN|KEY|CREDENTIALS?|_URL|_URI)$/;

/** Variables in the settings whose names tell that they hold secrets. */
function collectSettingSecrets({ values }: JavaSettings): readonly string[] {
  return [...values.values()]
    .flatMap((value) => [...value.matchAll(/\$\{([A-Z][A-Z0-9_]*)[:}]/g)])
    .map(([, name = '']) => name)
    .filter((name) => secretNames.test(name));
}
