import type { DockerfileModel } from './model';
import { findRootNeed } from './root-needs';
import type { Stage } from './stage-graph';
import { handlesPrivileges, startsSomething } from './started-programs';

/**
 * True when a container of the stage runs as root from start to end, as far as that is known: daemons that start as
 * root and work as an account of their own do not, and nobody knows what an unread start script does.
 */
export function staysRoot(model: DockerfileModel, stage: Stage): boolean {
  return (
    model.usersOf(stage).final.privilege === 'root' &&
    startsSomething(model, stage) &&
    !handlesPrivileges(model, stage) &&
    findRootNeed(model, stage) === undefined
  );
}
