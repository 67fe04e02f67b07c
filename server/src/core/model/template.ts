import type { Execution } from './commands';

/**
 * True when a RUN holds unquoted parts of a template language (`{{ clean_apt }}`, `{% if … %}`): what
 * will be run is not known.
 */
export function isTemplated(execution: Execution): boolean {
  return execution.commands.some((command) =>
    command.words.some((word) => /^(?:\{\{|\{%)/.test(word.text)),
  );
}
