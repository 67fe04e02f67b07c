import type { Rule } from '../rules/define-rule';
import { isConfigurationRule } from './config-finding';

const pages = 'https://github.com/ironhull/ironhull/blob/main/docs';

/** The address of the page of a rule. */
export function rulePage({ id, origin }: Pick<Rule, 'id' | 'origin'>): string {
  if (origin !== undefined) return origin.page;
  return isConfigurationRule({ id }) ? `${pages}/configuration.md` : `${pages}/rules/${id}.md`;
}
