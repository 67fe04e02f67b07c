import { readIds, trimReason, type SuppressionSyntax } from './define-suppression';

/** The reason stands behind a colon; `#`, `--` or a mere blank before it are understood too. */
const pattern =
  /^ironhull\s+(file-|stage-)?ignore\s*=\s*([^\s:#,]+(?:\s*,\s*[^\s:#,]+)*)(?:\s*[:#]\s*(.*)|\s+(?:--\s*)?(.*))?$/d;

/** Our own: `# ironhull ignore=root-user: reason`, `stage-ignore`, `file-ignore`; ids, codes or `all`. */
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
        reason: trimReason(match[3] ?? match[4]),
        comment,
      },
    ];
  },
  names: (id, check) => id === 'all' || id === check.id || id.toUpperCase() === check.code,
};
