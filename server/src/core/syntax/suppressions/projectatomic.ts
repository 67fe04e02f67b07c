import { everything, type SuppressionSyntax } from './define-suppression';

/** `# dockerfile_lint - ignore`, also with a blank or `=`, above an instruction: all of it. */
export const projectatomic: SuppressionSyntax = {
  tool: 'projectatomic',
  read: (comment) =>
    /^dockerfile_lint\s*(?:\s|-|=)\s*ignore$/.test(comment.text)
      ? [
          {
            tool: 'projectatomic',
            scope: 'instruction',
            place: 'above',
            ids: everything(comment),
            reason: undefined,
            comment,
          },
        ]
      : [],
  names: (id) => id === 'all',
};
