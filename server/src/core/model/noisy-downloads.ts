import type { Command, Execution } from './commands';
import type { DockerfileModel } from './model';
import { findRootBase, type Stage } from './stage-graph';

/** Options with which wget prints less, or elsewhere (wget manual, 1.25). */
const quietOptions =
  /^(?:-[a-zA-Z]*q.*|-nv|--quiet|--no-verbose|--progress(?:=.*)?|-[oa].*|--output-file(?:=.*)?|--append-output(?:=.*)?|--config(?:=.*)?|--spider|--version|-V|--help|-h)$/;

/** The calls of GNU wget that print a line for every 50 kB; none where the wget of BusyBox may be meant. */
export function findNoisyDownloads(
  model: DockerfileModel,
  stage: Stage,
  { commands, complete }: Execution,
): readonly Command[] {
  const base = findRootBase(stage);
  const family = base.kind === 'image' ? base.facts?.variant.packageManager : undefined;
  if (!complete || family !== 'apt-get' || writesSettings(model, stage)) return [];
  return commands.filter(
    ({ name, words }) =>
      name === 'wget' &&
      words.length > 1 &&
      !words.slice(1).some(({ text, value }) => quietOptions.test(value ?? text)),
  );
}

/** A `.wgetrc` may say it once for all. */
function writesSettings(model: DockerfileModel, stage: Stage): boolean {
  return stage.instructions.some(({ span }) =>
    /wgetrc/i.test(model.text.slice(span.start, span.end)),
  );
}
