import { CodeActionKind, type CodeAction, type CodeActionParams } from 'vscode-languageserver';
import { detectRecipes } from '../core/service';
import { generateCommand, type GenerateArgument } from '../protocol/generate';
import { wantsKind } from './convert';
import type { OpenDocument } from './documents';

/** In a Dockerfile without an instruction, where a recipe fits its folder: the command that writes one. */
export function offerGeneration(
  { uri, model }: OpenDocument,
  { context: { only } }: CodeActionParams,
): readonly CodeAction[] {
  const { project, tree } = model;
  // Other names are not what the command writes.
  if (tree.instructions.length > 0 || project?.dockerfile !== 'Dockerfile') return [];
  if (!wantsKind(only, CodeActionKind.QuickFix)) return [];
  const fitting = detectRecipes(project).filter(({ folder }) => folder === '');
  const [first] = fitting;
  if (first === undefined) return [];
  const title =
    fitting.length === 1
      ? `Generate hardened Dockerfile for this project (${first.recipe.title})`
      : 'Generate hardened Dockerfile for this project';
  const argument: GenerateArgument = {
    uri: uri.slice(0, uri.lastIndexOf('/')),
    parts: ['compose'],
  };
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      command: { title, command: generateCommand, arguments: [argument] },
    },
  ];
}
