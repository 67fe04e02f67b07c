import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  CreateFile,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { LineIndex, type GroupedEdit, type GroupedFile, type HardeningPlan } from '../core/service';
import type { ClientSupport } from './client-support';
import { toTextEdit } from './convert';
import type { OpenDocument } from './documents';
import { locateFile } from './edits';

type HardenedDocument = Pick<OpenDocument, 'uri' | 'version' | 'model'>;

/**
 * The edit of a whole plan. Each group of steps has a note of its own, so that a client can ask for each; parts
 * that a client cannot do, such as new files, are left out with all that belongs to them.
 */
export function toHardenEdit(
  client: ClientSupport,
  document: HardenedDocument,
  plan: HardeningPlan,
): WorkspaceEdit {
  const { edits, files } = plan.grouped;
  const { uri, version, model } = document;
  const left = new Set(
    files
      .filter(({ before }) => before === undefined && !canCreateFiles(client))
      .flatMap((file) => file.edits.map(({ group }) => group)),
  );
  const convert = (lines: LineIndex, all: readonly GroupedEdit[]): TextEdit[] =>
    all
      .filter(({ group }) => !left.has(group))
      .map((edit) => annotate(client, toTextEdit(lines, edit), edit.group));
  const own = convert(model.lines, edits);
  const others = files.flatMap((file): readonly FileEdits[] => {
    const converted = convert(new LineIndex(file.before ?? ''), file.edits);
    if (converted.length === 0) return [];
    return [{ file, uri: locateFile(uri, model.project, file.path), edits: converted }];
  });
  if (!client.versionedEdits) {
    const byUri = others.map((each) => [each.uri, each.edits] as const);
    return { changes: Object.fromEntries([[uri, own], ...byUri]) };
  }
  const changes = own.length === 0 ? [] : [{ textDocument: { uri, version }, edits: own }];
  const documentChanges = [...changes, ...others.flatMap((each) => toOperations(client, each))];
  return client.changeAnnotations
    ? { documentChanges, changeAnnotations: describeGroups(plan) }
    : { documentChanges };
}

interface FileEdits {
  readonly file: GroupedFile;
  readonly uri: string;
  readonly edits: TextEdit[];
}

function canCreateFiles({ versionedEdits, raw }: ClientSupport): boolean {
  const operations = raw.workspace?.workspaceEdit?.resourceOperations;
  return versionedEdits && operations?.includes('create') === true;
}

function annotate(
  client: ClientSupport,
  edit: TextEdit,
  group: number,
): TextEdit | AnnotatedTextEdit {
  return client.changeAnnotations ? { ...edit, annotationId: nameGroup(group) } : edit;
}

function toOperations(
  client: ClientSupport,
  { file, uri, edits }: FileEdits,
): readonly (CreateFile | TextDocumentEdit)[] {
  const change: TextDocumentEdit = { textDocument: { uri, version: null }, edits };
  if (file.before !== undefined) return [change];
  const create: CreateFile = { kind: 'create', uri, options: { ignoreIfExists: false } };
  const [first] = file.edits;
  const annotated = client.changeAnnotations && first !== undefined;
  return [annotated ? { ...create, annotationId: nameGroup(first.group) } : create, change];
}

function nameGroup(group: number): string {
  return `harden-${String(group)}`;
}

/** VS Code sorts steps by their labels and joins those with the same one, hence the numbers. */
function describeGroups({ grouped, steps }: HardeningPlan): Record<string, ChangeAnnotation> {
  const digits = String(grouped.groups.length).length;
  const entries = grouped.groups.map((members, group): [string, ChangeAnnotation] => {
    const parts = members.flatMap((index) => steps[index] ?? []);
    const titles = [...new Set(parts.map(({ title }) => title))].join('; ');
    const label = `${String(group + 1).padStart(digits, '0')}. ${titles}`;
    const description = parts.flatMap(({ why, evidence }) => [why, ...evidence]).join(' ');
    return [nameGroup(group), { label, description, needsConfirmation: true }];
  });
  return Object.fromEntries(entries);
}
