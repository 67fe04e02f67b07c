import { applyEdits, harden, resolveRules, type ProjectFiles } from '../../server/src/core/service';
import type { ExpectedHardening } from './expected';

/** What hardening gives, and what is left of it without one group. */
export function expectHardening(
  text: string,
  project: ProjectFiles,
  today: string,
): ExpectedHardening {
  const plan = harden(text, resolveRules({}), { today, project });
  const { groups, edits } = plan.grouped;
  const titles = groups.map(([first]) => plan.steps[first ?? 0]?.title ?? '');
  const unticked = 1;
  return {
    // The review shows no more without scrolling.
    titles: titles.slice(0, 3),
    unticked: titles[unticked] ?? '',
    hardened: plan.text,
    withoutUnticked: applyEdits(
      text,
      edits.filter(({ group }) => group !== unticked),
    ),
  };
}
