import { collectFlags } from '../syntax/instruction';
import { hasTemplateLines } from '../syntax/template-lines';
import { variableUsesOf } from './expanded-words';
import type { DockerfileModel } from './model';

/**
 * True when something besides Docker fills the file in before it is built, so that variables which nothing sets prove
 * nothing: a template engine (`{{name}}`), or a tool such as `envsubst`. The latter shows in a file without any ARG
 * that uses variables where Docker allows none, or where only an ARG can set them and elsewhere too.
 */
export function isFilledTemplate(model: DockerfileModel): boolean {
  const { instructions } = model.tree;
  if (hasTemplateLines(instructions)) return true;
  const isEngine = instructions.some(
    ({ keyword, argumentText }) => keyword !== 'RUN' && /\{\{.*\}\}|\{%/.test(argumentText),
  );
  if (isEngine) return true;
  if (instructions.some(({ keyword }) => keyword === 'ARG')) return false;
  if (!model.stages.some(({ imageWord }) => imageWord?.text.includes('$') === true)) {
    return instructions.some((instruction) =>
      collectFlags(instruction, 'from').some(({ value }) => value?.text.includes('$') === true),
    );
  }
  const names = instructions.flatMap((instruction) =>
    variableUsesOf(instruction, model.tree.escape).flatMap(({ name, operator }) => {
      const stage = model.stageOf(instruction);
      const scope =
        stage === undefined ? model.variables.global : model.variables.before(stage, instruction);
      return operator === undefined && scope.get(name) === undefined && name !== 'PATH'
        ? [name]
        : [];
    }),
  );
  return 1 < new Set(names).size;
}
