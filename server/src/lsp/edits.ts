import type {
  AnnotatedTextEdit,
  CreateFile,
  SnippetTextEdit,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import {
  LineIndex,
  toMinimalEdit,
  type Action,
  type Edit,
  type FileChange,
  type ProjectFiles,
} from '../core/service';
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
  {
    edits,
    applicability,
    files = [],
  }: Pick<Action, 'edits' | 'applicability'> & Partial<Pick<Action, 'files'>>,
): WorkspaceEdit {
  const { lines } = model;
  if (!client.versionedEdits)
    return { changes: { [uri]: edits.map((edit) => toTextEdit(lines, edit)) } };
  const annotated = applicability === 'unsafe' && client.changeAnnotations;
  const snippets = applicability === 'placeholder' && client.snippetEdits;
  const textDocument = { uri, version };
  const converted = edits.map((edit) => toRichEdit(lines, edit, { annotated, snippets }));
  const documentChanges = [
    ...(converted.length === 0 ? [] : [{ textDocument, edits: converted }]),
    ...files.flatMap((file) => toFileChanges(uri, model.project, file)),
  ];
  if (!annotated) return { documentChanges };
  const label = { label: 'Changes the image', needsConfirmation: false };
  return { documentChanges, changeAnnotations: { [imageAnnotation]: label } };
}

/** What a client does to change another file of the build context, or to make it. */
function toFileChanges(
  dockerfileUri: string,
  project: ProjectFiles | undefined,
  { path, before, after }: FileChange,
): readonly (CreateFile | TextDocumentEdit)[] {
  const uri = locateFile(dockerfileUri, project, path);
  const textDocument = { uri, version: null };
  const edit = toMinimalEdit(before ?? '', after);
  const change = { textDocument, edits: [toTextEdit(new LineIndex(before ?? ''), edit)] };
  return before === undefined
    ? [{ kind: 'create', uri, options: { ignoreIfExists: false } }, change]
    : [change];
}

/** The URI of a file of the build context. */
export function locateFile(
  dockerfileUri: string,
  project: ProjectFiles | undefined,
  path: string,
): string {
  return `${contextOf(dockerfileUri, project)}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** The URI of the build context: that of the Dockerfile without its path below the context. */
function contextOf(dockerfileUri: string, project: ProjectFiles | undefined): string {
  const depth = (project?.dockerfile ?? '').split('/').length;
  return dockerfileUri.split('/').slice(0, -depth).join('/');
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
