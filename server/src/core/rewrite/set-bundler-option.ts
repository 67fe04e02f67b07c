import type { RememberedOption } from '../model/bundler-options';
import { isOnlyHeredoc } from '../model/commands';
import type { DockerfileModel } from '../model/model';
import type { PackageOperation } from '../model/packages';
import { worksElsewhere } from '../model/project-directory';
import type { Edit } from '../text/edit';
import { isPlainChain } from './run-script';
import { removeListed } from './remove-option';

/**
 * Writes an option of `bundle install` as a setting: `bundle config set --local without test` in front of it. That is
 * the file in which Bundler keeps the option itself, so later commands see the same.
 *
 * @returns undefined when the option has no such setting, or its command stands in something else than a `&&` chain
 */
export function setBundlerOption(
  model: DockerfileModel,
  operation: PackageOperation,
  { words, setting }: RememberedOption,
): readonly Edit[] | undefined {
  const { command } = operation;
  const execution = model.executionOf(command.instruction);
  const [script] = execution.scripts;
  const [word] = words;
  const last = words.at(-1);
  if (setting === undefined || word === undefined || last === undefined) return undefined;
  if (script === undefined || execution.scripts.length !== 1) return undefined;
  if (command.wrappers.length !== 0 || worksElsewhere(operation)) return undefined;
  const place = script.statements.find(
    (statement) =>
      isPlainChain(statement) &&
      statement.pipelines.some(
        ({ commands }) => commands.length === 1 && commands[0] === command.shell,
      ),
  );
  const previous = command.words[command.words.indexOf(word) - 1];
  if (place === undefined || previous === undefined) return undefined;
  const removal = removeListed(model.text, previous, {
    start: word.span.start,
    end: last.span.end,
  });
  if (removal === undefined) return undefined;
  const { start } = command.shell.span;
  const joiner = isOnlyHeredoc(command.instruction) ? lineBreak(model, start) : ' && ';
  const text = `bundle config set --local ${setting}${joiner}`;
  return [{ span: { start, end: start }, text }, removal];
}

/** The end of a line, and the indent of the line with an offset; ` && ` when something stands in front of it there. */
function lineBreak(model: DockerfileModel, offset: number): string {
  const line = model.lines.startOfLine(model.lines.placeAt(offset).line);
  const before = model.text.slice(line, offset);
  return before.trim() === '' ? `${model.layout.lineEnding}${before}` : ' && ';
}
