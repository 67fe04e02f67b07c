import type { CopiedChown } from '../model/copied-chowns';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import type { Edit } from '../text/edit';
import { insertFlags } from './insert-flags';

const quiet = new Set(['COPY', 'ADD', 'ENV', 'LABEL', 'EXPOSE', 'ARG', 'CMD', 'HEALTHCHECK']);

/**
 * Gives the copies the owner that a later `chown -R` gives their files; the `chown` keeps the folder itself.
 *
 * @returns a sentence when the files would not have the same owner then
 */
export function ownCopies(
  model: DockerfileModel,
  stage: Stage,
  { command, recursive, owner, path, pathWord, copies }: CopiedChown,
): readonly Edit[] | string {
  const [first] = copies;
  if (first === undefined) return 'Nothing is copied there.';
  const { instructions } = stage;
  const between = instructions.slice(
    instructions.indexOf(first.instruction) + 1,
    instructions.indexOf(command.instruction),
  );
  if (between.some(({ keyword }) => !quiet.has(keyword))) {
    return 'Steps between the copy and this may make files as root that the account needs.';
  }
  const operands = command.words.slice(1).filter(({ text }) => !text.startsWith('-'));
  const isPlain = operands.length === 2 && operands[1] === pathWord;
  const options = command.words.filter(({ text }) => text.startsWith('-'));
  if (!isPlain || options.length !== 1) return 'The command gives away more than that.';
  if (isFilledBefore(model, stage, command.shell.span.start, path)) {
    return 'Steps above make files in the folder as well.';
  }
  if (!existsAt(model, stage, first.instruction.span.start, owner)) {
    return `The account of "${owner}" is made below the copy: move that step above it first.`;
  }
  if (copies.some((copy) => copy.intoFolder && copy.target !== path)) {
    return 'The copies make folders of their own below it.';
  }
  const flags = copies.map((copy) =>
    insertFlags(model, copy.instruction, [`--chown=${flagOf(owner)}`]),
  );
  const next = model.text.slice(recursive.span.end, recursive.span.end + 1);
  if (next !== ' ') return 'The options of the command stand on a line of their own.';
  const { start, end } = recursive.span;
  const rest = recursive.text.startsWith('--') ? '' : recursive.text.replace('R', '');
  const isGone = rest === '' || rest === '-';
  return [...flags, { span: { start, end: isGone ? end + 1 : end }, text: isGone ? '' : rest }];
}

/** `app:` means the first group of the account, which a copy takes without the colon. */
function flagOf(owner: string): string {
  return owner.replace(/:$/, '');
}

/** True when something else than the copies may have put files into the folder. */
function isFilledBefore(
  model: DockerfileModel,
  stage: Stage,
  offset: number,
  path: string,
): boolean {
  if (stage.base.kind === 'stage') return true;
  return model
    .commandsOf(stage)
    .filter(({ shell }) => shell.span.end <= offset)
    .some(({ words, instruction }) => {
      if (words.some(({ text }) => text.includes(path))) return true;
      const folder = model.workdirAt(instruction);
      return folder === undefined || folder === path || folder.startsWith(`${path}/`);
    });
}

function existsAt(model: DockerfileModel, stage: Stage, offset: number, owner: string): boolean {
  const [user = '', group] = owner.split(':');
  const { accounts, groups } = model.accountsBefore(stage, offset);
  const isNumber = (text: string): boolean => /^\d+$/.test(text);
  const hasUser = isNumber(user) || accounts.some(({ name }) => name === user);
  const hasGroup =
    group === undefined ||
    group === '' ||
    isNumber(group) ||
    accounts.some((each) => each.group === group || each.name === group) ||
    groups.some(({ name }) => name === group);
  return hasUser && hasGroup;
}
