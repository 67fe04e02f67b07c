import { readIds, trimReason, type SuppressionSyntax } from './define-suppression';

/** The reason stands behind a colon; `#`, `--` or a mere blank before it are understood too. */
const pattern =
  /^ironhull\s+(file-|stage-)?ignore\s*=\s*([^\s:#,]+(?:\s*,\s*[^\s:#,]+)*)(?:\s+until=(\d{4}-\d\d-\d\d))?(?:\s*[:#]\s*(.*)|\s+(?:--\s*)?(.*))?$/d;

/**
 * Our own: `# ironhull ignore=root-user: reason`, `stage-ignore`, `file-ignore`; ids, codes, `packages/*` for a
 * category, or `all`; `until=2027-01-31` names the last day.
 */
export const ironhull: SuppressionSyntax = {
  tool: 'ironhull',
  read: (comment) => {
    const match = pattern.exec(comment.text);
    if (match === null) return [];
    const scope = match[1] === 'file-' ? 'file' : match[1] === 'stage-' ? 'stage' : 'instruction';
    return [
      {
        tool: 'ironhull',
        scope,
        place: 'anywhere',
        ids: readIds(comment, match[2], match.indices?.[2]),
        reason: trimReason(match[4] ?? match[5]),
        ...(match[3] === undefined ? {} : { lastDay: match[3] }),
        comment,
      },
    ];
  },
  names: (id, check) =>
    id === 'all' ||
    id === check.id ||
    id.toUpperCase() === check.code ||
    id === `${check.category}/*`,
};
