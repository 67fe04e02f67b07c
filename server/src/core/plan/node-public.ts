import type { Mount, PlannedSecret, Step } from './image-plan';
import { toSecretId } from './node-stages';

/** How values that a build writes into its files come into the build. */
export interface PublicVariables {
  /** Before the build. */
  readonly steps: readonly Step[];
  readonly mounts: readonly Mount[];
  readonly secrets: readonly PlannedSecret[];
  readonly notes: readonly string[];
}

/** Names of which BuildKit says that an argument is no place for them: SecretsUsedInArgOrEnv. */
const looksSecret =
  /(?:^|_)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const isPublic = /(?:^|_)public(?:_|$)/i;

/**
 * Arguments for variables that end up in the files of a site; what has the name of a secret comes by a mount, so that
 * at least the history of the image does not have it.
 */
export function planPublicVariables(names: readonly string[]): PublicVariables {
  const secret = names.filter((name) => looksSecret.test(name) && !isPublic.test(name));
  const plain = names.filter((name) => !secret.includes(name));
  return {
    steps: plain.map((name): Step => ({ kind: 'argument', name })),
    mounts: secret.map((name): Mount => ({ kind: 'secret', id: toSecretId(name), variable: name })),
    secrets: secret.map((name) => ({ id: toSecretId(name), from: 'env', source: name })),
    notes: [
      ...(plain.length === 0
        ? []
        : [
            `The build writes ${plain.join(', ')} into the files: give each with --build-arg; another value needs another image.`,
          ]),
      ...secret.map(
        (name) =>
          `${name} has the name of a secret, but the build writes it into files that everybody can read.`,
      ),
    ],
  };
}
