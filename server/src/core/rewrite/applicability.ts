/**
 * What applying a fix means.
 *
 * - `safe`: the built image stays the same in content and behavior, or loses only what the page says.
 * - `unsafe`: the image changes (user, base, packages); a person looks at the preview.
 * - `placeholder`: leaves a hole that a person must fill; never applied in bulk.
 */
export type Applicability = 'safe' | 'unsafe' | 'placeholder';
