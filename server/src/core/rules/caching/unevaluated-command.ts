import type { DockerfileModel } from '../../model/model';
import type { Assignment, Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import type { Span } from '../../text/span';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'unevaluated-command',
  code: 'IH439',
  category: 'caching',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  summary: 'A command substitution in ENV, ARG or LABEL is never run.',
  why: 'Only RUN, and the shell form of CMD and ENTRYPOINT, have a shell. In ENV, ARG and LABEL Docker replaces variables and nothing else, so `LABEL created="$(date)"` gives the image a label that reads `$(date)`. Give the value from outside, `docker build --build-arg CREATED="$(date)"` with an ARG, or compute it in the RUN that needs it.',
  equivalents: {},
  messages: {
    literal: 'Docker does not run this command: the value of "{{name}}" is these characters.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        LABEL org.opencontainers.image.created="$(date -u +%F)"
        #                                       ^^^^^^^^^^^^^^ unevaluated-command
      `,
      good: dockerfile`
        FROM debian:13-slim
        ARG CREATED
        LABEL org.opencontainers.image.created="$CREATED"
      `,
    },
  ],
  *check(model) {
    for (const each of model.tree.instructions) {
      const instruction = each.trigger ?? each;
      if (!['ENV', 'ARG', 'LABEL'].includes(instruction.keyword)) continue;
      for (const assignment of instruction.assignments) {
        const span = findSubstitution(model, assignment);
        if (span === undefined || isForShell(model, instruction, assignment)) continue;
        yield {
          message: 'literal',
          data: { name: assignment.name.text },
          span,
          refusal: 'Which value is meant can only be computed outside of this instruction.',
        };
      }
    }
  },
});

/** Prompts, which a shell evaluates each time it shows them. */
const prompts = /^R?(?:PS|PROMPT)\d?(?:_COMMAND)?$/;

/** Labels that tell how to run the image: `LABEL RUN="docker run …"`. */
const instructions =
  /(?:^|[._-])(?:run|install|uninstall|usage|help|example|command|cmd|description)$/i;

/**
 * `$(…)` or `` `…` `` as a shell would run it: in no single quotes and not escaped, since these say that the
 * characters are meant.
 */
function findSubstitution(model: DockerfileModel, { name, value }: Assignment): Span | undefined {
  if (value === undefined || prompts.test(name.text)) return undefined;
  if (instructions.test(name.text.replace(/["']/g, ''))) return undefined;
  const { start } = value.span;
  const text = model.text.slice(start, value.span.end);
  const { escape } = model.tree;
  let quote = '';
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === escape) index++;
    else if (character === "'" && quote !== '"') quote = quote === "'" ? '' : "'";
    else if (character === '"' && quote !== "'") quote = quote === '"' ? '' : '"';
    else if (quote !== "'") {
      const rest = text.slice(index);
      const match = /^\$\((?!\()[a-z][^()\n]*\)/.exec(rest) ?? findBackquotes(rest, index, escape);
      if (match !== null) return { start: start + index, end: start + index + match[0].length };
    }
  }
  return undefined;
}

/** In a longer text backquotes often are Markdown. */
function findBackquotes(rest: string, index: number, escape: string): RegExpExecArray | null {
  return escape === '`' || 1 < index ? null : /^`[a-z][^`\n]*`(?=["']?$|\/)/.exec(rest);
}

/** True when a shell reads the value as a script: `eval "$X"`, `sh -c "$X"`. */
function isForShell(
  model: DockerfileModel,
  instruction: Instruction,
  { name }: Assignment,
): boolean {
  if (instruction.keyword === 'LABEL') return false;
  const use = new RegExp(`\\b(?:eval|-c)\\b[^\\n]*\\$\\{?${name.text}\\b`);
  return use.test(model.text) || /_(?:COMMAND|CMD|SCRIPT|HOOK)$/.test(name.text);
}
