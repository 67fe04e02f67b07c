import type { DockerfileModel } from '../model/model';
import type { Edit } from '../text/edit';
import type { Comment, Instruction } from '../syntax/instruction';
import { readOwnSuppression, readSuppressions, reasonPlaceholder } from '../syntax/suppressions';
import type { Finding } from './lint';

export { reasonPlaceholder };

/** The edit that silences a finding: joins an existing suppression of the instruction, or adds a comment. */
export function suppressFinding(model: DockerfileModel, finding: Finding): Edit {
  const instruction = instructionOf(model, finding);
  const scope = instruction === undefined ? 'file' : 'instruction';
  const comments =
    instruction === undefined
      ? model.tree.comments
      : [...instruction.leadingComments, ...instruction.innerComments];
  for (const comment of comments) {
    const existing = readOwnSuppression(comment);
    const last = existing?.ids.at(-1);
    // One that ends some day would take the new rule with it.
    if (existing?.scope === scope && existing.lastDay === undefined && last !== undefined) {
      return { span: { start: last.span.end, end: last.span.end }, text: `,${finding.rule}` };
    }
  }
  const start =
    instruction === undefined ? startOfComments(model) : startOfSuppression(model, instruction);
  const offset = start === 0 && model.text.startsWith('\uFEFF') ? 1 : start;
  const indent = /^[ \t]*/.exec(model.text.slice(offset))?.[0] ?? '';
  const verb = instruction === undefined ? 'file-ignore' : 'ignore';
  const { lineEnding } = model.layout;
  const comment = `${indent}# ironhull ${verb}=${finding.rule}: ${reasonPlaceholder}`;
  // Behind a last line that is a directive and has no line break.
  const isOpen = /[^\r\n\uFEFF]$/.test(model.text.slice(0, offset));
  const text = isOpen ? `${lineEnding}${comment}` : `${comment}${lineEnding}`;
  return { span: { start: offset, end: offset }, text };
}

/** True when a finding belongs to no instruction, so that only the whole file can be silenced. */
export function isSilencedInFile(model: DockerfileModel, finding: Finding): boolean {
  return instructionOf(model, finding) === undefined;
}

function instructionOf(model: DockerfileModel, { span }: Finding): Instruction | undefined {
  return model.tree.instructions.find(
    (each) => each.span.start <= span.start && span.start <= each.span.end,
  );
}

/** Above the instruction, and above a comment of another tool that must stay directly above it. */
function startOfSuppression(model: DockerfileModel, instruction: Instruction): number {
  const above = instruction.leadingComments.at(-1);
  return above !== undefined && mustStayNearest(above)
    ? startOfLine(model, above.span.start)
    : instruction.lineSpan.start;
}

function mustStayNearest(comment: Comment): boolean {
  return readSuppressions(comment, false).some(({ place }) => place === 'directly');
}

/** The first line that is not a parser directive: nothing may stand above those. */
function startOfComments(model: DockerfileModel): number {
  const last = model.tree.directives.at(-1);
  if (last === undefined) return 0;
  const { line } = model.lines.placeAt(last.span.start);
  return model.lines.startOfLine(line + 1);
}

function startOfLine(model: DockerfileModel, offset: number): number {
  return model.lines.startOfLine(model.lines.placeAt(offset).line);
}
