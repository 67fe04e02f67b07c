import { everything, type SuppressionSyntax } from './define-suppression';

/** `# cachelint:ignore` above an instruction: what is about the build cache. From its documentation. */
export const cachelint: SuppressionSyntax = {
  tool: 'cachelint',
  read: (comment) =>
    /^cachelint:\s*ignore\b/.test(comment.text)
      ? [
          {
            tool: 'cachelint',
            scope: 'instruction',
            place: 'above',
            ids: everything(comment),
            reason: undefined,
            comment,
          },
        ]
      : [],
  names: (_id, { category }) => category === 'caching',
};
