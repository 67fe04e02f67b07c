import { MarkupKind, type ClientCapabilities } from 'vscode-languageserver';

/** What the client can do, in the terms of our features. */
export interface ClientSupport {
  readonly pullDiagnostics: boolean;
  readonly refreshDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly configuration: boolean;
  readonly watchConfiguration: boolean;
  readonly watchFiles: boolean;
  readonly codeActionLiterals: boolean;
  readonly disabledActions: boolean;
  readonly versionedEdits: boolean;
  readonly changeAnnotations: boolean;
  readonly snippetEdits: boolean;
  /** Whether an edit may make a new file. */
  readonly newFiles: boolean;
  readonly hoverFormat: MarkupKind;
  readonly raw: ClientCapabilities;
}

export function readClientSupport(raw: ClientCapabilities): ClientSupport {
  const { workspace, textDocument } = raw;
  const codeAction = textDocument?.codeAction;
  const workspaceEdit = workspace?.workspaceEdit;
  const versionedEdits = workspaceEdit?.documentChanges === true;
  return {
    pullDiagnostics: textDocument?.diagnostic !== undefined,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    relatedInformation: textDocument?.publishDiagnostics?.relatedInformation === true,
    configuration: workspace?.configuration === true,
    watchConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    codeActionLiterals: codeAction?.codeActionLiteralSupport !== undefined,
    disabledActions: codeAction?.disabledSupport === true,
    versionedEdits,
    changeAnnotations: versionedEdits && workspaceEdit.changeAnnotationSupport !== undefined,
    snippetEdits: versionedEdits && workspaceEdit.snippetEditSupport === true,
    newFiles: versionedEdits && workspaceEdit.resourceOperations?.includes('create') === true,
    hoverFormat: textDocument?.hover?.contentFormat?.[0] ?? MarkupKind.PlainText,
    raw,
  };
}
