import type { Comment } from '../instruction';
import {
  everything,
  forLine,
  idsOf,
  readIds,
  type Suppression,
  type SuppressionSyntax,
} from './define-suppression';

const pattern = /(?:^|\s)nosem(?:grep)?(?:\s*:\s*([\w.-]+(?:\s*,\s*[\w.-]+)*))?(?=[\s,]|$)/d;

/** `# nosemgrep`, `# nosemgrep: dockerfile.security.missing-user.missing-user` (or the end of an id), directly above, or in the line itself. */
export const semgrep: SuppressionSyntax = {
  tool: 'semgrep',
  read,
  readInScript: (comment) => forLine(read(comment)),
  names: (id, check) => {
    const ids = idsOf(check, 'semgrep');
    return id === 'all'
      ? ids.length !== 0
      : ids.some((full) => full === id || full.endsWith(`.${id}`));
  },
};

function read(comment: Comment): readonly Suppression[] {
  const match = pattern.exec(comment.text);
  if (match === null) return [];
  const list = match[1];
  return [
    {
      tool: 'semgrep',
      scope: 'instruction',
      place: 'directly',
      ids: list === undefined ? everything(comment) : readIds(comment, list, match.indices?.[1]),
      reason: undefined,
      comment,
    },
  ];
}
