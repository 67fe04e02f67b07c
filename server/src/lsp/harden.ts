import type { CancellationToken } from 'vscode-languageserver';
import { gradeFindings, hardenInSteps, type Grade, type HardeningPlan } from '../core/service';
import { hardenLabel, type HardenResult } from '../protocol/commands';
import type { ServerContext } from './context';
import type { OpenDocument } from './documents';
import { toHardenEdit } from './harden-edit';
import { runInSlices } from './slices';

/** Plans what hardens a document and sends it as one edit; null when the document is not open. */
export async function hardenDocument(
  context: ServerContext,
  uri: string,
  token: CancellationToken,
): Promise<HardenResult> {
  const { active } = await context.settings.settingsFor(uri);
  await context.projects.get(uri);
  const document = context.documents.find(uri);
  if (document === undefined) return null;
  const { version, model } = document;
  const request = { today: context.host.today(), project: model.project };
  const plan = await runInSlices(
    context.host,
    hardenInSteps(model.text, active, request),
    () => !token.isCancellationRequested && context.documents.versionOf(uri) === version,
  );
  if (plan === undefined) return null;
  if (plan.steps.length === 0) return toResult('nothing-to-do', plan, plan.after);
  const edit = toHardenEdit(context.client, document, plan);
  await context.connection.workspace.applyEdit({ label: hardenLabel, edit });
  return reportOutcome(context, document, plan);
}

/** Looks at what the person has let through: any part of the plan, or nothing. */
async function reportOutcome(
  { documents, findings }: ServerContext,
  { uri, model }: OpenDocument,
  plan: HardeningPlan,
): Promise<HardenResult> {
  if (documents.textOf(uri) === model.text) return toResult('declined', plan, plan.before);
  const checked = await findings.check(uri);
  if (checked === undefined) return null;
  return toResult('done', plan, gradeFindings(checked.result.findings));
}

function toResult(
  outcome: NonNullable<HardenResult>['outcome'],
  { before, refused, notes }: HardeningPlan,
  after: Grade,
): HardenResult {
  const messages = {
    done: `Hardened: grade ${describeGrade(before)} → ${describeGrade(after)}.`,
    declined: `Not hardened: grade ${describeGrade(before)}.`,
    'nothing-to-do': `Nothing to harden: grade ${describeGrade(after)}.`,
  };
  const refusals = refused.map(({ id, reason, line }) => `${id} (line ${String(line)}): ${reason}`);
  return { outcome, message: messages[outcome], details: [...notes, ...refusals] };
}

function describeGrade({ letter, points }: Grade): string {
  return `${letter} (${String(points)} of 100)`;
}
