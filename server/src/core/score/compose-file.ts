import type { Companions } from './companions';
import type { YamlTree } from './yaml-tree';

/** The services of the Compose file by name. */
export function servicesOf({ compose }: Companions): readonly (readonly [string, YamlTree])[] {
  return compose?.tree?.at('services')?.entries ?? [];
}

/** The service that is built here and stays up: not one that migrates data and ends. */
export function appServiceOf(companions: Companions): YamlTree | undefined {
  const built = servicesOf(companions)
    .map(([, service]) => service)
    .filter((service) => service.at('build') !== undefined);
  const staying = built.filter((service) => !isOneShot(service));
  const shipped = staying.filter((service) => isBuiltFrom(service, companions.stage));
  const own = shipped.length === 0 ? staying : shipped;
  return own.find((service) => service.at('ports') !== undefined) ?? own[0] ?? built[0];
}

/** False for a service from another stage: a server in front of the program. */
function isBuiltFrom(service: YamlTree, stage: string | undefined): boolean {
  const target = service.textAt('build', 'target');
  return target === undefined || target.toLowerCase() === stage?.toLowerCase();
}

/** Services from images of others: databases, queues. */
export function otherServicesOf(
  companions: Companions,
): readonly (readonly [name: string, service: YamlTree])[] {
  const own = new Set(
    servicesOf(companions).flatMap(([, service]) =>
      service.at('build') === undefined ? [] : (service.textAt('image') ?? []),
    ),
  );
  return servicesOf(companions).filter(
    ([, service]) => service.at('build') === undefined && !own.has(service.textAt('image') ?? '\0'),
  );
}

/** True for a service that runs once: `restart: "no"`. */
function isOneShot(service: YamlTree): boolean {
  return /^(?:no|false|on-failure.*)$/.test(service.textAt('restart') ?? '');
}

/** Folders in the container that are written to outside its file system. */
export function collectMountTargets(service: YamlTree): readonly string[] {
  const tmpfs = (service.at('tmpfs')?.texts ?? []).map((text) => text.replace(/:.*$/s, ''));
  const volumes = (service.at('volumes')?.items ?? []).flatMap((volume) => {
    const { text } = volume;
    if (text === undefined) return volume.textAt('target') ?? [];
    return text.replace(/^[^:]*:([^:]*).*$/s, '$1');
  });
  return [...tmpfs, ...volumes];
}

/** A port that a service opens: as it is in the container, and on which address of the host. */
export interface PublishedPort {
  readonly tree: YamlTree;
  /** Undefined for a range, and what a variable holds. */
  readonly target: number | undefined;
  /** As written, a variable as `$`; undefined: every address. */
  readonly host: string | undefined;
}

/** `127.0.0.1:8080:80/tcp` and the long form. */
export function publishedPortsOf(service: YamlTree): readonly PublishedPort[] {
  return (service.at('ports')?.items ?? []).map((tree) => {
    const { text } = tree;
    if (text === undefined) {
      return {
        tree,
        target: tree.at('target')?.number,
        host: tree.textAt('host_ip'),
      };
    }
    const plain = text.replace(/\$\{[^}]*\}|\$\w+/g, () => '$');
    const host = /^(\[[^\]]+\]|\d+\.\d+\.\d+\.\d+|\$):[^:]*:/.exec(plain)?.[1];
    const target = /(?:^|:)(\d+)(?:\/\w+)?$/.exec(plain)?.[1];
    return { tree, target: target === undefined ? undefined : Number(target), host };
  });
}

/** Variables of a service, whether written as a mapping or as `NAME=value`. */
export function environmentOf(
  service: YamlTree,
): readonly { readonly name: string; readonly value: string; readonly tree: YamlTree }[] {
  const environment = service.at('environment');
  if (environment === undefined) return [];
  const pairs = environment.entries.map(([name, tree]) => {
    const { text = '' } = tree;
    return { name, value: text, tree };
  });
  const items = environment.items.map((tree) => {
    const { text = '' } = tree;
    return { name: text.replace(/=.*$/s, ''), value: text.replace(/^[^=]*=?/s, ''), tree };
  });
  return [...pairs, ...items];
}
