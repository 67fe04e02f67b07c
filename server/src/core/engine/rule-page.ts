import type { Rule } from '../rules/define-rule';

const pages = 'https://github.com/ironhull/ironhull/blob/main/docs/rules';

/** The address of the page of a rule. */
export function rulePage({ id, origin }: Pick<Rule, 'id' | 'origin'>): string {
  return origin?.page ?? `${pages}/${id}.md`;
}
