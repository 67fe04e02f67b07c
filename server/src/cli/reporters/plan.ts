import type { Grade, HardeningPlan, HardeningStep } from '../../core/service';
import { toVisible } from '../visible';

/** A plan for people. */
export function describePlan(file: string, plan: HardeningPlan): string {
  const { steps, refused, before, after, notes, files } = plan;
  const head =
    steps.length === 0
      ? `${file}: nothing to do, grade ${describeGrade(after)}`
      : `${file}: grade ${describeGrade(before)} -> ${describeGrade(after)}`;
  const sections = [
    [head],
    ...steps.map(describeStep),
    files.length === 0
      ? []
      : [
          'Other files:',
          ...files.map(
            (each) => `  ${each.before === undefined ? 'new' : 'changed'}: ${each.path}`,
          ),
        ],
    refused.length === 0
      ? []
      : [
          'Not done:',
          ...refused.map(({ id, reason, line }) => `  ${id} (line ${String(line)}): ${reason}`),
        ],
    after.lost.length === 0
      ? []
      : [
          'What would raise the grade:',
          ...after.lost.map(
            ({ rule, points, message }) => `  ${rule} (${String(points)} points): ${message}`,
          ),
        ],
    notes,
  ];
  const shown = sections.filter((lines) => lines.length !== 0);
  return `${shown.map((lines) => lines.map(toVisible).join('\n')).join('\n\n')}\n`;
}

function describeGrade({ letter, points }: Grade): string {
  return `${letter} (${String(points)} of 100)`;
}

function describeStep(
  { id, title, why, evidence, level }: HardeningStep,
  index: number,
): readonly string[] {
  const number = `${String(index + 1)}. `;
  const indent = ' '.repeat(number.length);
  return [
    `${number}${title} (${id}, ${level})`,
    `${indent}${why.replaceAll('\n', ' ')}`,
    ...evidence.map((sentence) => `${indent}- ${sentence}`),
  ];
}

/** A plan for programs; its shape is described in `docs/cli.md`. */
export function describePlanAsJson(file: string, plan: HardeningPlan): string {
  const { before, after, steps, refused, buildSecrets, notes, text, files } = plan;
  const report = {
    version: 1,
    file,
    before: toGrade(before),
    after: toGrade(after),
    steps: steps.map(({ id, kind, title, why, level, evidence }) => ({
      id,
      kind,
      title,
      why,
      level,
      evidence,
    })),
    refused,
    buildSecrets,
    notes,
    text,
    files: files.map((each) => ({
      path: each.path,
      before: each.before ?? null,
      after: each.after,
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function toGrade({ letter, points, lost }: Grade): object {
  return { grade: letter, points, lost };
}
