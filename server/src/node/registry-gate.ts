/**
 * Stands in for the module `https` in both server bundles: the build replaces it, because the upstream
 * language service would ask Docker Hub for tags while someone types. Its errors are caught upstream and
 * reach the log through the service's logger.
 */
class RegistryClosedError extends Error {
  override readonly name = 'RegistryClosedError';

  constructor() {
    super('The network is closed: Ironhull makes no connections.');
  }
}

export function get(): never {
  throw new RegistryClosedError();
}

export function request(): never {
  throw new RegistryClosedError();
}
