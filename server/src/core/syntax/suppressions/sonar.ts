import type { Comment } from '../instruction';
import {
  everything,
  forLine,
  isNamedBy,
  type Suppression,
  type SuppressionSyntax,
} from './define-suppression';

/**
 * `# NOSONAR` behind a command of RUN, for its line, as in Sonar. Where most instructions can have no comment: directly
 * above one; that is our extension, so a setting asks for it.
 */
export const sonar: SuppressionSyntax = {
  tool: 'sonar',
  optional: true,
  read,
  readInScript: (comment) => forLine(read(comment)),
  names: (id, check) => isNamedBy(id, check, 'sonar'),
};

function read(comment: Comment): readonly Suppression[] {
  return /(?:^|\s)NOSONAR(?![\w-])/.test(comment.text)
    ? [
        {
          tool: 'sonar',
          scope: 'instruction',
          place: 'directly',
          ids: everything(comment),
          reason: undefined,
          comment,
        },
      ]
    : [];
}
