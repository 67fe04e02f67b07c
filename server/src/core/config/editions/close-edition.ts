import { rules } from '../../rules/index';
import type { Edition } from './define-edition';

/** The edition that says what all rules are now. */
export function closeEdition(): Edition {
  return Object.fromEntries(
    rules.map(({ id, severity, profile, equivalents }) => [
      id,
      {
        severity,
        profile,
        peers: (['hadolint', 'buildkit'] as const).filter(
          (peer) => equivalents[peer] !== undefined,
        ),
      },
    ]),
  );
}
