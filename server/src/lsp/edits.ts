import type {
  AnnotatedTextEdit,
  SnippetTextEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { Action, Edit, LineIndex } from '../core/service';
import type { ClientSupport } from './client-support';
import { toSnippetEdit, toTextEdit } from './convert';
import type { OpenDocument } from './documents';

/** Marks edits of a fix that makes another image; shown in the preview, never asked for. */
const imageAnnotation = 'changes-the-image';

/**
 * The edit of an action in the richest form the client takes: tied to the version of the text, with a
 * note on fixes that change the image, and with the hole of a placeholder selected.
 */
export function toWorkspaceEdit(
  client: ClientSupport,
  { uri, version, model }: OpenDocument,
  { edits, applicability }: Pick<Action, 'edits' | 'applicability'>,
): WorkspaceEdit {
  const { lines } = model;
  if (!client.versionedEdits)
    return { changes: { [uri]: edits.map((edit) => toTextEdit(lines, edit)) } };
  const annotated = applicability === 'unsafe' && client.changeAnnotations;
  const snippets = applicability === 'placeholder' && client.snippetEdits;
  const textDocument = { uri, version };
  const converted = edits.map((edit) => toRichEdit(lines, edit, { annotated, snippets }));
  const documentChanges = [{ textDocument, edits: converted }];
  if (!annotated) return { documentChanges };
  const label = { label: 'Changes the image', needsConfirmation: false };
  return { documentChanges, changeAnnotations: { [imageAnnotation]: label } };
}

function toRichEdit(
  lines: LineIndex,
  edit: Edit,
  { annotated, snippets }: { annotated: boolean; snippets: boolean },
): TextEdit | AnnotatedTextEdit | SnippetTextEdit {
  const snippet = snippets ? toSnippetEdit(lines, edit) : undefined;
  if (snippet !== undefined) return snippet;
  const plain = toTextEdit(lines, edit);
  return annotated ? { ...plain, annotationId: imageAnnotation } : plain;
}
