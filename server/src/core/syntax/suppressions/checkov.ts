import { isNamedBy, readIds, trimReason, type SuppressionSyntax } from './define-suppression';

const pattern =
  /(?:checkov|bridgecrew|cortex):skip=\s*([A-Za-z_\d]+(?:\s*,\s*[A-Za-z_\d]+)*)(?:\s*:\s*(.*))?/d;

/** `# checkov:skip=CKV_DOCKER_3:reason`, for the whole file wherever it stands; also `bridgecrew`, `cortex`. */
export const checkov: SuppressionSyntax = {
  tool: 'checkov',
  read: (comment) => {
    const match = pattern.exec(comment.text);
    if (match === null) return [];
    return [
      {
        tool: 'checkov',
        scope: 'file',
        place: 'anywhere',
        ids: readIds(comment, match[1], match.indices?.[1]),
        reason: trimReason(match[2]),
        comment,
      },
    ];
  },
  names: (id, check) => id !== 'all' && isNamedBy(id, check, 'checkov'),
};
