import type { DockerfileModel } from '../model/model';
import { readTriggerBuild } from '../model/trigger-build';
import type { Report, Rule, RuleContext } from '../rules/define-rule';
import { containsSpan } from '../text/span';

/** What a rule finds in the triggers of ONBUILD; without fixes, since other files decide whether these are right. */
export function reportTriggers(
  rule: Rule,
  model: DockerfileModel,
  context: RuleContext,
): readonly Report[] {
  const build = rule.inTriggers === true ? readTriggerBuild(model) : undefined;
  if (build === undefined) return [];
  return Array.from(rule.check(build.model, context))
    .filter(({ span }) => build.triggers.some((trigger) => containsSpan(trigger.span, span)))
    .map(({ fixes: _fixes, ...report }) => ({
      ...report,
      refusal: 'It runs in the builds of other images, of which nothing else is known.',
    }));
}
