import type { EarlyStep } from '../model/early-steps';
import type { DockerfileModel } from '../model/model';
import type { Span } from '../text/span';
import { editStartScript, type ScriptChange } from './edit-start-script';
import { isPlainChain } from './run-script';

/** A change, or a sentence that says why there is none. */
export type DropPlan =
  | { readonly kind: 'change'; readonly change: ScriptChange }
  | { readonly kind: 'refused'; readonly reason: string };

/** Takes a step out of the CMD, ENTRYPOINT or heredoc that runs it before the program. */
export function dropEarlyStep(model: DockerfileModel, step: EarlyStep): DropPlan {
  const { script } = step;
  if (script.source.kind === 'file') {
    return {
      kind: 'refused',
      reason: `The script ${script.source.path} may run elsewhere as well.`,
    };
  }
  const span = findSpan(step);
  if (span === undefined) {
    return { kind: 'refused', reason: 'What follows depends on how it ends.' };
  }
  const hasComment =
    script.source.kind === 'shell-form' &&
    script.instruction.innerComments.some(
      (comment) => span.start <= comment.span.start && comment.span.end <= span.end,
    );
  if (hasComment) return { kind: 'refused', reason: 'A comment would go with it.' };
  return { kind: 'change', change: editStartScript(model, script, [{ span, text: '' }]) };
}

function findSpan({ script, statement, index, command }: EarlyStep): Span | undefined {
  if (!isPlainChain(statement)) return undefined;
  const pipeline = statement.pipelines[index];
  const next = statement.pipelines[index + 1];
  const previous = statement.pipelines[index - 1];
  if (pipeline === undefined || command.shell.redirects.some(({ body }) => body !== undefined)) {
    return undefined;
  }
  if (next !== undefined) return { start: pipeline.span.start, end: next.span.start };
  if (previous !== undefined) return { start: previous.span.end, end: pipeline.span.end };
  const { statements } = script.script;
  const behind = statements[statements.indexOf(statement) + 1];
  return behind === undefined ? undefined : { start: statement.span.start, end: behind.span.start };
}
