import type { Rule } from '../rules/define-rule';

const definitions = new Map<string, Rule>();

/** A check of ShellCheck in the form of a rule, so that everybody who shows findings can show its findings. */
export function definitionOf(id: string): Rule {
  const known = definitions.get(id);
  if (known !== undefined) return known;
  const page = `https://www.shellcheck.net/wiki/${id}`;
  const definition: Rule = {
    id,
    code: id,
    category: 'correctness',
    severity: 'warning',
    profile: 'named',
    since: 'next',
    fixable: 'sometimes',
    summary: `A finding of ShellCheck, ${id}.`,
    why: `ShellCheck has found this in a script. Its page: ${page}`,
    origin: { tool: 'shellcheck', page },
    equivalents: { hadolint: id },
    messages: {},
    examples: [],
    check: () => [],
  };
  definitions.set(id, definition);
  return definition;
}
