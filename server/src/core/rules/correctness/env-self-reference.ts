import { variableUsesIn } from '../../model/expanded-words';
import type { DockerfileModel } from '../../model/model';
import type { Assignment, Instruction } from '../../syntax/instruction';
import { keyword } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'env-self-reference',
  code: 'IH723',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A pair of ENV does not see the other pairs of the same ENV.',
  why: 'Docker replaces the variables of a whole ENV before it sets any of them. `ENV HOME_DIR=/srv PATH=$HOME_DIR/bin:$PATH` takes the `HOME_DIR` from before, which mostly is empty, so that PATH gets `/bin`. A second ENV sees what the first one set. A variable that extends its own earlier value, such as PATH, is fine.',
  fixNotes:
    'The fix begins a new ENV in front of the pair. The variable then gets the value that the file shows, which is not the one it has now.',
  equivalents: { hadolint: 'DL3044', buildkit: 'UndefinedVar' },
  messageEquivalents: {
    empty: { hadolint: 'DL3044', buildkit: 'UndefinedVar' },
    old: { hadolint: 'DL3044' },
  },
  messages: {
    empty: '"{{name}}" is set by this same ENV, so it is not yet known here.',
    old: '"{{name}}" still has the value from before this ENV here.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        ENV APP_HOME=/srv/app PATH=$APP_HOME/bin:$PATH
        #                          ^^^^^^^^^ env-self-reference
        USER 10001
      `,
      good: dockerfile`
        FROM debian:13-slim
        ENV APP_HOME=/srv/app
        ENV PATH=$APP_HOME/bin:$PATH
        USER 10001
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== 'ENV' || instruction.assignments.length < 2) continue;
        yield* checkPairs(model, instruction);
      }
    }
  },
});

function* checkPairs(
  model: DockerfileModel,
  instruction: Instruction,
): Iterable<Report<'empty' | 'old'>> {
  const stage = model.stageOf(instruction);
  const scope = stage === undefined ? undefined : model.variables.before(stage, instruction);
  const pairs = instruction.assignments;
  for (const [index, pair] of pairs.entries()) {
    for (const { name, operator, word } of variableUsesIn(
      pair.value ?? pair.name,
      model.tree.escape,
    )) {
      const setter = pairs.findIndex((each) => each.name.text === name);
      if (setter < 0 || setter === index || pair.name.text === name) continue;
      const bound = scope?.get(name);
      const written = pairs[setter]?.value?.text;
      if (bound !== undefined && (index < setter || bound.assignment?.value?.text === written)) {
        continue;
      }
      if (bound === undefined && operator !== undefined) continue;
      const edit = setter < index ? splitBefore(model, pairs[index - 1], pair) : undefined;
      yield {
        message: bound === undefined ? 'empty' : 'old',
        data: { name },
        span: word.span,
        ...(edit === undefined
          ? { refusal: 'The pairs would have to change places.' }
          : {
              fixes: [
                {
                  title: `Set "${pair.name.text}" in an ENV of its own`,
                  applicability: 'unsafe',
                  phase: 'instruction',
                  edits: [edit],
                },
              ],
            }),
      };
    }
  }
}

/** Ends the ENV behind one pair and begins another; undefined when a comment stands between them. */
function splitBefore(model: DockerfileModel, before: Assignment | undefined, pair: Assignment) {
  if (before === undefined) return undefined;
  const span = { start: before.span.end, end: pair.span.start };
  if (model.text.slice(span.start, span.end).includes('#')) return undefined;
  return { span, text: `${model.layout.lineEnding}${keyword(model, 'ENV')} ` };
}
