import type { BashSyntax } from '../syntax/bash-syntax';
import type { Execution } from './commands';
import type { DockerfileModel } from './model';
import { shellOfScript } from './shell-options';
import { collectInheritance, type Stage } from './stage-graph';

/** What in the scripts of an execution dash does not understand; nothing when another shell runs them. */
export function collectUnknownToDash(execution: Execution): readonly BashSyntax[] {
  if (execution.form === 'exec' || shellOfScript(execution).program !== 'dash') return [];
  return execution.scripts.flatMap(({ bashSyntax }) => bashSyntax);
}

/** True when a RUN of the stage or of those below it may put another shell in the place of `/bin/sh`. */
export function mayExchangeShell(model: DockerfileModel, stage: Stage): boolean {
  return collectInheritance(stage).some((each) =>
    model
      .runsOf(each)
      .some(({ instruction: { span } }) =>
        /\/sh\b|\bdash\b/.test(model.text.slice(span.start, span.end)),
      ),
  );
}
