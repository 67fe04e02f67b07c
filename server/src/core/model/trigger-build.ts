import type { Instruction } from '../syntax/instruction';
import { memoize } from './memoize';
import { DockerfileModel } from './model';

/** What the triggers of ONBUILD do in the builds of other images. */
export interface TriggerBuild {
  /**
   * The file with the triggers as instructions of its stages, every character at its place. The ARGs of a stage are
   * left out, which no other build inherits.
   */
  readonly model: DockerfileModel;
  /** The RUN, COPY and ADD among the triggers. */
  readonly triggers: readonly Instruction[];
}

const steps = new Set(['RUN', 'COPY', 'ADD']);
const read = new Set([...steps, 'ARG', 'ENV']);

/** Undefined where no ONBUILD does anything that can be told. */
export function readTriggerBuild(model: DockerfileModel): TriggerBuild | undefined {
  return buildOf(model, model.tree);
}

const buildOf = memoize((model): TriggerBuild | undefined => {
  const outer = model.stages.flatMap(({ instructions }) => {
    // Other builds use the shell that is set last.
    const from = instructions.findLastIndex(({ keyword }) => keyword === 'SHELL') + 1;
    return instructions.slice(from).filter((each) => isPlain(model, each));
  });
  const triggers = outer.flatMap(({ trigger }) => trigger ?? []);
  const told = triggers.filter(({ keyword }) => steps.has(keyword));
  if (told.length === 0) return undefined;
  const own = model.stages.flatMap(({ instructions }) => instructions);
  const hidden = [
    ...outer.map(({ keywordSpan }) => keywordSpan),
    ...own.filter(({ keyword }) => keyword === 'ARG').map(({ span }) => span),
  ];
  const parts: string[] = [];
  let end = 0;
  for (const span of hidden.toSorted((left, right) => left.start - right.start)) {
    parts.push(model.text.slice(end, span.start));
    parts.push(model.text.slice(span.start, span.end).replace(/[^\r\n]/g, ' '));
    end = span.end;
  }
  const text = parts.join('') + model.text.slice(end);
  return { model: new DockerfileModel(text, model.project, model.images), triggers: told };
});

/** True for an ONBUILD on whose line the trigger begins. */
function isPlain({ text }: DockerfileModel, { keywordSpan, trigger }: Instruction): boolean {
  if (trigger === undefined || !read.has(trigger.keyword)) return false;
  return /^[ \t]+$/.test(text.slice(keywordSpan.end, trigger.keywordSpan.start));
}
