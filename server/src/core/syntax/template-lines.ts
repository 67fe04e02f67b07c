import type { Instruction, SyntaxTree } from './instruction';

/** True when a line among the instructions belongs to a template engine (`{% if debug %}`, `{{else}}`). */
export function hasTemplateLines(instructions: readonly Instruction[]): boolean {
  return instructions.some(({ keyword }) => /[^A-Z]/.test(keyword));
}

/** Instructions whose arguments may hold such marks for a program (`docker inspect --format '{{.Id}}'`). */
const freeText = /^(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK|LABEL|ENV|ONBUILD)$/;

/** True for a text that something turns into a Dockerfile: `{{ … }}`, `{% … %}`, `<% … %>`, `@NAME@`, `#include "…"`. */
export function isTemplate({ instructions, comments }: SyntaxTree): boolean {
  const marks = /\{\{.*\}\}|\{%.*%\}|<%.*%>|(?:^|[\s/:])(?:@\w+@|%%\w+%%)/s;
  return (
    instructions.some(
      ({ keyword, argumentText }) =>
        /^(?:\{\{|\{%|<%|@\w+@$|%%\w+%%$)/.test(keyword) ||
        (!freeText.test(keyword) && marks.test(argumentText)),
    ) || comments.some(({ text }) => /^(?:include\s+["<]|(?:ifn?def|define)\s+\w)/.test(text))
  );
}
