/** Why a registry gave no digest: a sentence for a person. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
}
