import { everything, type SuppressionSyntax } from './define-suppression';

/** `# dockerfile-utils: ignore`, exactly so, directly above an instruction: all of it. */
export const dockerfileUtils: SuppressionSyntax = {
  tool: 'dockerfile-utils',
  read: (comment) =>
    comment.text === 'dockerfile-utils: ignore'
      ? [
          {
            tool: 'dockerfile-utils',
            scope: 'instruction',
            place: 'directly',
            ids: everything(comment),
            reason: undefined,
            comment,
          },
        ]
      : [],
  names: (id) => id === 'all',
};
