import { everything, isNamedBy, type SuppressionSyntax } from './define-suppression';

/**
 * `# NOSONAR` directly above an instruction. Sonar itself looks only at the line of the comment, where a
 * Dockerfile has nothing else: that it counts for the next instruction is our extension, so a setting asks for it.
 */
export const sonar: SuppressionSyntax = {
  tool: 'sonar',
  optional: true,
  read: (comment) =>
    /(?:^|\s)NOSONAR(?![\w-])/.test(comment.text)
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
      : [],
  names: (id, check) => isNamedBy(id, check, 'sonar'),
};
