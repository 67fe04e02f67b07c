import type { Download } from '../model/downloads';
import type { DockerfileModel } from '../model/model';
import type { PackageOption } from '../model/package-line';
import type { Edit } from '../text/edit';

/**
 * Adds an option of one letter to a call of curl: to the first group of letters (`-sS` gives `-fsS`), or as a word.
 *
 * @param place whether the letter stands in front of the others of the group or behind them
 */
export function insertCurlLetter(
  model: DockerfileModel,
  download: Download,
  letter: string,
  place: 'front' | 'back',
): Edit | undefined {
  for (const { word } of download.options) {
    const raw = model.text.slice(word.span.start, word.span.end);
    const letters = /^(["']?)-([a-zA-Z#]+)\1$/.exec(raw)?.[2];
    const group = download.options.filter((option) => option.word === word);
    if (letters?.length !== group.length) continue;
    const isOpen = takesNext(group.at(-1));
    if (isOpen && group.length === 1) continue;
    const start = word.span.start + raw.indexOf('-') + 1;
    const offset = place === 'front' ? start : start + letters.length - (isOpen ? 1 : 0);
    return { span: { start: offset, end: offset }, text: letter };
  }
  return insertCurlWords(model, download, [`-${letter}`]);
}

/** Adds words behind the name of the program; undefined when there is none. */
export function insertCurlWords(
  model: DockerfileModel,
  { command }: Download,
  words: readonly string[],
): Edit | undefined {
  const [program] = command.words;
  if (program === undefined) return undefined;
  const { end } = program.span;
  const isExec = model.executionOf(command.instruction).form === 'exec';
  const text = isExec ? words.map((word) => `, "${word}"`).join('') : ` ${words.join(' ')}`;
  return { span: { start: end, end }, text };
}

function takesNext(option: PackageOption | undefined): boolean {
  return option?.valueWord !== undefined;
}
