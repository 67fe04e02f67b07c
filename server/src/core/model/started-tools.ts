import type { BuildContext } from '../project/build-context';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** Servers and interpreters that start no program of the system by themselves. */
const selfSufficient =
  /^(?:python|pypy|pip)[\d.]*$|^(?:gunicorn|uvicorn|hypercorn|daphne|granian|waitress-serve|flask|fastapi|celery|streamlit|java|dotnet|ruby|bundle|rackup|rails|puma|uv|poetry|exec|export|cd|echo)$/;

/**
 * True when a container of the stage may start programs of its system besides the application: by a shell
 * script, or by CMD, ENTRYPOINT and HEALTHCHECK.
 */
export function mayStartTools(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext,
): boolean {
  if (context.visiblePaths.some((path) => /\.(?:ba)?sh$|entrypoint[^/.]*$/.test(path))) return true;
  const { healthCheck, entrypoint, command } = model.processOf(stage);
  const executions = [
    ...(healthCheck?.kind === 'command' ? [healthCheck.execution] : []),
    ...[entrypoint, command].flatMap((each) =>
      each.kind === 'instruction' ? [each.execution] : [],
    ),
  ];
  return executions.some(
    ({ complete, commands }) =>
      !complete || commands.some(({ name }) => !selfSufficient.test(name ?? '')),
  );
}
