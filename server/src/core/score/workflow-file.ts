import type { YamlTree } from './yaml-tree';

/** Jobs by name. */
export function jobsOf(workflow: YamlTree): readonly (readonly [name: string, job: YamlTree])[] {
  return workflow.at('jobs')?.entries ?? [];
}

export function stepsOf(job: YamlTree): readonly YamlTree[] {
  return job.at('steps')?.items ?? [];
}

/** Every `uses`: actions of steps, and workflows that jobs call. */
export function usesOf(workflow: YamlTree): readonly YamlTree[] {
  return jobsOf(workflow)
    .flatMap(([, job]) => [job, ...stepsOf(job)])
    .flatMap((each) => each.at('uses') ?? []);
}

/** The jobs that have to end well before a job starts, over any number of steps. */
export function needsOf(
  job: YamlTree,
  jobs: readonly (readonly [string, YamlTree])[],
): readonly YamlTree[] {
  const byName = new Map(jobs);
  const found = new Set<YamlTree>();
  const queue = [...(job.at('needs')?.texts ?? [])];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const other = byName.get(name);
    if (other === undefined || found.has(other)) continue;
    found.add(other);
    queue.push(...(other.at('needs')?.texts ?? []));
  }
  return [...found];
}
