import { groups } from './point';
import { points } from './points';
import { leastPoints } from './score-files';

/** The checklist and the grades as tables of Markdown. */
export function describePoints(): string {
  const tables = groups.flatMap((group) => [
    `## ${group}`,
    '',
    '| # | Point | What it asks |',
    '| --- | --- | --- |',
    ...points
      .filter((point) => point.group === group)
      .map(
        ({ id, title, asks }) => `| ${String(id)} | ${title} | ${asks.replaceAll('|', '\\|')} |`,
      ),
    '',
  ]);
  return [
    ...tables,
    '## Grades',
    '',
    '| Grade | Least points |',
    '| --- | --- |',
    ...leastPoints.map(([grade, least]) => `| ${grade} | ${String(least)} |`),
    '',
    'Each point is worth 1, half of one 0.5. What is not applicable counts as passed.',
    '',
  ].join('\n');
}
