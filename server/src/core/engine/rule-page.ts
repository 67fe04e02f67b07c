import type { Rule } from '../rules/define-rule';

const pages = 'https://github.com/ironhull/ironhull/blob/main/docs/rules';

/** The address of the page of a rule. */
export function rulePage({ id }: Pick<Rule, 'id'>): string {
  return `${pages}/${id}.md`;
}
