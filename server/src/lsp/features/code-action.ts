import {
  CodeActionKind,
  CodeActionTriggerKind,
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { collectActions, type Action } from '../../core/service';
import type { ServerContext } from '../context';
import { fixAllKind, toActionKind, toDiagnostic, toSpan, wantsKind } from '../convert';
import { toWorkspaceEdit } from '../edits';
import type { CheckedDocument } from '../findings';
import { findFixAllEdit } from '../fix-all';
import { offerGeneration } from '../offer-generation';
import { asksRegistry, toPinCommand } from '../pin-digests';

const interactiveKinds = [
  CodeActionKind.QuickFix,
  CodeActionKind.Refactor,
  CodeActionKind.RefactorRewrite,
  CodeActionKind.RefactorExtract,
  CodeActionKind.RefactorMove,
];

/** Quick fixes, suppressions, refactorings, all safe fixes at once, and a Dockerfile where there is none yet. */
export function register(context: ServerContext): ServerCapabilities {
  if (!context.client.codeActionLiterals) return {};
  context.connection.onCodeAction(
    context.guard(
      { request: 'textDocument/codeAction', fallback: [], dropStale: true },
      async (params: CodeActionParams, token) => {
        const checked = await context.findings.check(params.textDocument.uri, token);
        if (checked === undefined) return [];
        return [
          ...offerGeneration(checked.document, params),
          ...interactiveActions(context, checked, params),
          ...(await fixAllActions(context, checked, params, token)),
        ];
      },
    ),
  );
  return { codeActionProvider: { codeActionKinds: [...interactiveKinds, fixAllKind] } };
}

function interactiveActions(
  context: ServerContext,
  checked: CheckedDocument,
  { range, context: { only } }: CodeActionParams,
): readonly CodeAction[] {
  if (!interactiveKinds.some((kind) => wantsKind(only, kind))) return [];
  const { document, settings, today, result } = checked;
  const selection = toSpan(document.model.lines, range);
  const preferred = new Set<Action['finding']>();
  return collectActions(document.model, selection, settings.active, today, result.findings)
    .filter((action) => wantsKind(only, toActionKind(action)))
    .filter(
      (action) =>
        action.disabled === undefined ||
        context.client.disabledActions ||
        asksRegistry(context, settings, action),
    )
    .filter(({ files }) => files.length === 0 || context.client.newFiles)
    .map((action) => {
      const first = isSafeFix(action) && !preferred.has(action.finding);
      if (first) preferred.add(action.finding);
      return toCodeAction(context, checked, action, first);
    });
}

function isSafeFix(action: Action): boolean {
  return (
    action.kind === 'quick-fix' && action.applicability === 'safe' && action.disabled === undefined
  );
}

function toCodeAction(
  context: ServerContext,
  { document, settings }: CheckedDocument,
  action: Action,
  isPreferred: boolean,
): CodeAction {
  const { finding, disabled, title } = action;
  const codeAction: CodeAction = { title, kind: toActionKind(action) };
  if (finding !== undefined) {
    const { relatedInformation } = context.client;
    const place = { uri: document.uri, lines: document.model.lines, relatedInformation };
    codeAction.diagnostics = [toDiagnostic(finding, place)];
  }
  if (isPreferred) codeAction.isPreferred = true;
  if (asksRegistry(context, settings, action)) {
    codeAction.command = toPinCommand(document.uri);
    codeAction.title = codeAction.command.title;
  } else if (disabled !== undefined) codeAction.disabled = { reason: disabled };
  else codeAction.edit = toWorkspaceEdit(context.client, document, action);
  return codeAction;
}

/** Computing all fixes is dear, so nothing is offered on a mere move of the cursor. */
async function fixAllActions(
  context: ServerContext,
  { document, settings, result }: CheckedDocument,
  { context: { only, triggerKind } }: CodeActionParams,
  token: CancellationToken,
): Promise<readonly CodeAction[]> {
  const unasked = only === undefined && triggerKind === CodeActionTriggerKind.Automatic;
  const fixable = result.findings.some(({ fixes }) =>
    fixes.some((fix) => fix.applicability === 'safe'),
  );
  if (unasked || !fixable || !wantsKind(only, fixAllKind)) return [];
  const change = await findFixAllEdit(context, document, settings.active, token);
  if (change === undefined) return [];
  const edit = toWorkspaceEdit(context.client, document, {
    edits: [change],
    applicability: 'safe',
  });
  return [{ title: 'Fix all safely fixable Ironhull findings', kind: fixAllKind, edit }];
}
