import type { DockerfileModel } from '../model/model';
import { joinRuns } from '../rewrite/join-runs';
import type { Instruction } from '../syntax/instruction';
import { dockerfile } from '../text/dockerfile-tag';
import { touchesSpan, type Span } from '../text/span';
import { defineAssist } from './define-assist';

export default defineAssist({
  id: 'merge-run-instructions',
  title: 'Join with the next RUN',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Joins the RUN at the cursor with the one below it, or all selected ones, into one "&&" chain and so into one layer.',
  examples: [
    {
      before: dockerfile`
        FROM debian:13-slim
        RUN apt-get <CURSOR>update
        RUN apt-get install -y --no-install-recommends curl
      `,
      after: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends curl
      `,
    },
    {
      before: dockerfile`
        FROM alpine:3.23
        RUN<CURSOR> apk add --no-cache build-base \
            && make -C /src install
        # The compiler is of no use at run time.
        RUN apk del build-base
      `,
      after: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache build-base \
            && make -C /src install \
            # The compiler is of no use at run time.
            && apk del build-base
      `,
    },
  ],
  run({ model, selection }) {
    const runs = findRuns(model, selection);
    return runs.length < 2 ? undefined : joinRuns(model, runs);
  },
});

/** The selected RUNs that follow each other; of a single one also the next. */
function findRuns(model: DockerfileModel, selection: Span): readonly Instruction[] {
  const selected = model.tree.instructions.filter((each) => isSelected(each, selection));
  const [first] = selected;
  const stage = first === undefined ? undefined : model.stageOf(first);
  if (first === undefined || stage === undefined) return [];
  const start = stage.instructions.indexOf(first);
  const runs = stage.instructions.slice(start, start + Math.max(2, selected.length));
  const areRuns = runs.every((each) => each.keyword === 'RUN');
  return areRuns && selected.length <= runs.length ? runs : [];
}

function isSelected(instruction: Instruction, selection: Span): boolean {
  const { span } = instruction;
  if (selection.start === selection.end) return touchesSpan(span, selection);
  return selection.start < span.end && span.start < selection.end;
}
