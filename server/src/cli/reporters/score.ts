import type { Score, ScoredPoint } from '../../core/service';
import { toVisible } from '../visible';

/** The points that are missing, each with the place and a way to mend it, for people. */
export function describeScore(file: string, { points, total, grade, broken }: Score): string {
  const missing = points.filter(({ result }) => result === 'fail' || result === 'half');
  const lines = [
    `${file}: ${String(total)} of 40 points, grade ${grade}`,
    ...broken.map((path) => `  ${path} cannot be read, and counts as absent.`),
    ...missing.flatMap(describePoint),
  ];
  return `${lines.map(toVisible).join('\n')}\n`;
}

function describePoint({ point, result, problems }: ScoredPoint): readonly string[] {
  const head = `  ${String(point.id).padStart(2)} ${point.title}${result === 'half' ? ' (half)' : ''}`;
  const shown = problems.slice(0, 3).map(({ file, line, says, mend }) => {
    const place = line === undefined ? file : `${file}:${String(line)}`;
    return `     ${place}: ${says} ${mend}.`;
  });
  const others = problems.length - shown.length;
  return [head, ...shown, ...(0 < others ? [`     and ${String(others)} more`] : [])];
}

/** Scores for programs; their shape is described in `docs/cli.md`. */
export function describeScoresAsJson(
  scores: readonly { readonly file: string; readonly score: Score }[],
): string {
  const files = scores.map(({ file, score: { points, total, grade, broken } }) => ({
    file,
    total,
    grade,
    broken,
    points: points.map(({ point, result, reason, problems }) => ({
      id: point.id,
      group: point.group,
      title: point.title,
      result,
      ...(reason === undefined ? {} : { reason }),
      problems,
    })),
  }));
  return `${JSON.stringify({ version: 1, files }, null, 2)}\n`;
}
