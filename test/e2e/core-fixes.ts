import {
  applyEdits,
  DockerfileModel,
  lint,
  resolveRules,
  type ProjectFiles,
} from '../../server/src/core/service';
import type { ExpectedQuickFix } from './expected';

/** The preferred fix of the first finding of each rule, applied alone. */
export function quickFixes(
  text: string,
  project: ProjectFiles,
  today: string,
): readonly ExpectedQuickFix[] {
  const { findings } = lint(new DockerfileModel(text, project), resolveRules({}), today);
  const byRule = new Map<string, ExpectedQuickFix>();
  for (const { rule, fixes } of findings) {
    const [fix] = fixes;
    if (fix === undefined || byRule.has(rule)) continue;
    byRule.set(rule, { rule, title: fix.title, text: applyEdits(text, fix.edits) });
  }
  return [...byRule.values()];
}
