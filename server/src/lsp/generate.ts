import {
  MessageType,
  type CancellationToken,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import {
  baseFamilyTitles,
  describeEvidence,
  detectRecipes,
  emitters,
  generate,
  LineIndex,
  type Generation,
  type ProposedFile,
} from '../core/service';
import { readProject } from '../project-reader/read-project';
import type { GenerateArgument } from '../protocol/generate';
import type { ServerContext } from './context';
import { pick, pickOne } from './pick';
import { createSource } from './project-source';
import { showMessage } from './show-message';

const label = 'Ironhull: generate';

/** Makes files for the project in a folder: what is written, and for which application, a person chooses. */
export async function generateFiles(
  context: ServerContext,
  { uri, parts }: GenerateArgument,
  token: CancellationToken,
): Promise<void> {
  const { connection } = context;
  const folder = uri.replace(/\/+$/, '');
  const generation = await planGeneration(context, folder);
  if (generation === undefined || token.isCancellationRequested) return;
  if (typeof generation === 'string') {
    showMessage(connection, MessageType.Warning, generation);
    return;
  }
  const files = await compareFiles(context, folder, generation);
  const chosen = await pickFiles(context, files, parts);
  const [first] = chosen ?? [];
  if (chosen === undefined || first === undefined) return;
  const edit = toEdit(context, chosen);
  // As part of a refactoring the new files are saved.
  const metadata = { isRefactoring: true };
  const answer = await connection.workspace.applyEdit({ label, edit, metadata });
  if (!answer.applied) return;
  if (context.client.raw.window?.showDocument?.support === true) {
    await connection.window.showDocument({ uri: first.uri, takeFocus: true });
  }
  report(context, generation, chosen);
}

/** What the project gives; a sentence when nothing, undefined when the person turned away. */
async function planGeneration(
  { connection, host }: ServerContext,
  folder: string,
): Promise<Generation | string | undefined> {
  const project = await readProject(createSource(host), folder, 'Dockerfile');
  if (project === undefined) return `The folder ${folder} cannot be read.`;
  const candidates = detectRecipes(project);
  if (candidates.length === 0) return 'No project that an image could be made for was found here.';
  const candidate = await pickOne(
    connection,
    { title: 'Generate', placeholder: 'Which application is the image for?' },
    candidates,
    ({ recipe, folder: place, evidence }) => ({
      label: recipe.title,
      description: place === '' ? '' : place,
      detail: evidence.map(describeEvidence).join(' '),
    }),
  );
  if (candidate === undefined) return undefined;
  const request = {
    project,
    recipe: candidate.recipe.id,
    folder: candidate.folder,
    parts: emitters.map(({ id }) => id),
    choices: { today: host.today() },
  };
  const offer = generate(request);
  if (offer.kind === 'refused') return offer.reason;
  const base = await pickOne(
    connection,
    { title: candidate.recipe.title, placeholder: 'Which base images?' },
    offer.bases,
    (family) => ({ label: family, detail: baseFamilyTitles[family] }),
  );
  if (base === undefined) return undefined;
  const generation = generate({ ...request, choices: { ...request.choices, base } });
  return generation.kind === 'refused' ? generation.reason : generation;
}

const changes = {
  new: 'new',
  adds: 'adds to the file that is there',
  comments: 'replaces the comments that are there',
  replaces: 'replaces the file that is there',
} as const;

type Change = keyof typeof changes;

/** A generated file and the one it would replace. */
interface ComparedFile extends ProposedFile {
  readonly uri: string;
  /** Text of the file that is there. */
  readonly before: string | undefined;
  /** What becomes of the text that is there. */
  readonly change: Change;
}

/** The files that differ from what is there. */
async function compareFiles(
  { documents, host }: ServerContext,
  folder: string,
  { files }: Generation,
): Promise<readonly ComparedFile[]> {
  const compared = await Promise.all(
    files.map(async (file): Promise<ComparedFile> => {
      const uri = `${folder}/${file.path.split('/').map(encodeURIComponent).join('/')}`;
      // An open document may say something else than the file, and edits are made to the document.
      const open = documents.textOf(uri);
      const before = open ?? (file.exists ? await host.readFile(uri) : undefined);
      return { ...file, uri, before, change: compareTexts(file, before) };
    }),
  );
  return compared.filter(({ text, before }) => text !== before);
}

function compareTexts({ path, text }: ProposedFile, before: string | undefined): Change {
  if (before === undefined) return 'new';
  if (text.startsWith(before.trimEnd())) return 'adds';
  const isBare = before.split('\n').every((line) => /^\s*(?:#|$)/.test(line));
  return isBare && /(?:^|\/)Dockerfile$/.test(path) ? 'comments' : 'replaces';
}

/** New files of the parts asked for are ticked; no instruction that is there is replaced unless a person ticks it. */
async function pickFiles(
  { connection }: ServerContext,
  files: readonly ComparedFile[],
  parts: readonly string[],
): Promise<readonly ComparedFile[] | undefined> {
  if (files.length === 0) {
    showMessage(connection, MessageType.Info, 'Everything is there already, word for word.');
    return undefined;
  }
  const wanted = new Set([...parts, 'dockerfile', 'dockerignore']);
  const chosen = await pick(connection, {
    title: 'Generate',
    placeholder: 'Which files? The one in focus is shown behind.',
    many: true,
    items: files.map(({ path, text, part, purpose, before, change, uri }) => ({
      id: path,
      label: path,
      description: changes[change],
      detail: purpose,
      ticked: wanted.has(part) && change !== 'replaces',
      preview: { path, text, ...(before === undefined ? {} : { replaces: uri }) },
    })),
  });
  return chosen === undefined ? undefined : files.filter(({ path }) => chosen.includes(path));
}

function toEdit({ client }: ServerContext, files: readonly ComparedFile[]): WorkspaceEdit {
  if (!client.newFiles) {
    return { changes: Object.fromEntries(files.map((file) => [file.uri, [toTextEdit(file)]])) };
  }
  return {
    documentChanges: files.flatMap((file) => {
      const change: TextDocumentEdit = {
        textDocument: { uri: file.uri, version: null },
        edits: [toTextEdit(file)],
      };
      return file.before === undefined
        ? [{ kind: 'create' as const, uri: file.uri, options: { ignoreIfExists: true } }, change]
        : [change];
    }),
  };
}

function toTextEdit({ text, before = '' }: ComparedFile): {
  readonly range: {
    start: { line: number; character: number };
    end: { line: number; character: number };
  };
  readonly newText: string;
} {
  const end = new LineIndex(before).placeAt(before.length);
  return {
    range: { start: { line: 0, character: 0 }, end: { line: end.line, character: end.column } },
    newText: text,
  };
}

function report(
  { connection }: ServerContext,
  { plan, candidate, base }: Generation,
  files: readonly ComparedFile[],
): void {
  const evidence = plan.evidence.map((each) => `  ${describeEvidence(each)}`);
  connection.console.info([`${candidate.recipe.title}, base ${base}:`, ...evidence].join('\n'));
  const names = files.map(({ path }) => path).join(', ');
  const notes = plan.notes.length === 0 ? '' : ` ${plan.notes.join(' ')}`;
  showMessage(connection, MessageType.Info, `Generated ${names}.${notes}`);
}
