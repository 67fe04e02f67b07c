import { everything, isNamedBy, readIds, type SuppressionSyntax } from './define-suppression';

const pattern = /^skipcq(?:\s*:\s*([\w-]+(?:\s*,\s*[\w-]+)*))?/d;

/** `# skipcq: DOK-DL3006` directly above an instruction: DeepSource has the checks of hadolint. From its documentation. */
export const deepsource: SuppressionSyntax = {
  tool: 'deepsource',
  read: (comment) => {
    const match = pattern.exec(comment.text);
    if (match === null) return [];
    return [
      {
        tool: 'deepsource',
        scope: 'instruction',
        place: 'directly',
        ids:
          match[1] === undefined
            ? everything(comment)
            : readIds(comment, match[1], match.indices?.[1]),
        reason: undefined,
        comment,
      },
    ];
  },
  names: (id, check) => isNamedBy(id.replace(/^DOK-/, ''), check, 'hadolint'),
};
