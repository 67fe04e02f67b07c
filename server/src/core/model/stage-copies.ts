import { isPattern } from '../project/path-pattern';
import type { CopyFacts, CopySource } from './files';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** One path that a COPY brings from another stage. */
export interface StageCopy {
  readonly copy: CopyFacts;
  readonly source: CopySource;
  readonly from: Stage;
  readonly to: Stage;
  /** Absolute path in the stage of origin. */
  readonly path: string;
}

/** The paths that COPYs bring from other stages; patterns and paths that are not known are left out. */
export function collectStageCopies(model: DockerfileModel): readonly StageCopy[] {
  return model.stages.flatMap((to) =>
    model.copiesOf(to).flatMap((copy) => {
      const { origin } = copy;
      if (origin.kind !== 'stage') return [];
      return copy.sources.flatMap((source) => {
        if (source.kind !== 'path' || source.path === undefined || isPattern(source.path))
          return [];
        const path = source.path === '.' ? '/' : `/${source.path}`;
        return [{ copy, source, from: origin.stage, to, path }];
      });
    }),
  );
}
