import type { Comment } from '../instruction';
import {
  everything,
  forLine,
  type Suppression,
  type SuppressionSyntax,
} from './define-suppression';

const pattern =
  /(?:^|\s)(?:gitleaks:allow|trufflehog:ignore|pragma:\s*allowlist(?:\s+nextline)?\s+secret)(?:\s|$)/;

/**
 * `# gitleaks:allow`, `# trufflehog:ignore`, `# pragma: allowlist secret`: what is about secrets. These tools
 * look at the line of the comment, where most instructions can have none, so it counts directly above.
 */
export const secretScanner: SuppressionSyntax = {
  tool: 'secret-scanner',
  read,
  readInScript: (comment) => forLine(read(comment)),
  names: (_id, { category }) => category === 'secrets',
};

function read(comment: Comment): readonly Suppression[] {
  return pattern.test(comment.text)
    ? [
        {
          tool: 'secret-scanner',
          scope: 'instruction',
          place: 'directly',
          ids: everything(comment),
          reason: undefined,
          comment,
        },
      ]
    : [];
}
