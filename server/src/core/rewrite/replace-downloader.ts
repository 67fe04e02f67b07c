import { downloadsOf, type Download } from '../model/downloads';
import { instructionsBehind } from '../model/later-steps';
import type { DockerfileModel } from '../model/model';
import type { PackageArgument, PackageOperation } from '../model/packages';
import type { Stage } from '../model/stage-graph';
import type { Edit } from '../text/edit';
import { deleteListedWord } from './words';

type Program = Download['program']['name'];

/** Edits that leave a stage with one program for downloads, or the sentence that says why it keeps both. */
export type ReplacedDownloader =
  | { readonly kind: 'edits'; readonly edits: readonly Edit[]; readonly kept: Program }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Lets curl do what wget did (or the other way round, where only curl is installed), and takes the other program out
 * of the list of packages.
 */
export function replaceDownloader(model: DockerfileModel, stage: Stage): ReplacedDownloader {
  const wget = findInstall(model, stage, 'wget');
  const dropped = wget === undefined ? 'curl' : 'wget';
  const kept = wget === undefined ? 'wget' : 'curl';
  const install = wget ?? findInstall(model, stage, 'curl');
  if (install === undefined || install.operation.packages.length === 1) {
    return refuse(`The install brings nothing but ${dropped}: take it away as a whole.`);
  }
  const calls = downloadsOf(model, stage).filter(({ program }) => program.name === dropped);
  const other = findInstall(model, stage, kept);
  const first = calls[0]?.command.shell.span.start ?? 0;
  if (other !== undefined && first < other.argument.word.span.start) {
    return refuse(`Before it is installed, ${kept} cannot be called.`);
  }
  if (countNames(model, stage, dropped) !== calls.length + 1) {
    return refuse(`Something else in this file names ${dropped}.`);
  }
  const edits = calls.map((call) => translate(model, call, kept));
  const known = edits.filter((edit) => edit !== undefined);
  if (known.length < edits.length) {
    return refuse(`A call of ${dropped} has options that ${kept} writes in another way.`);
  }
  return {
    kind: 'edits',
    edits: [deleteListedWord(model.text, install.argument.word), ...known],
    kept,
  };
}

function refuse(reason: string): ReplacedDownloader {
  return { kind: 'refused', reason };
}

interface Install {
  readonly operation: PackageOperation;
  readonly argument: PackageArgument;
}

function findInstall(model: DockerfileModel, stage: Stage, name: Program): Install | undefined {
  for (const operation of model.packageOperationsOf(stage)) {
    if (operation.manager.kind !== 'system' || operation.action !== 'install') continue;
    const argument = operation.packages.find((each) => each.name === name);
    if (argument !== undefined) return { operation, argument };
  }
  return undefined;
}

/** How often the stage, and those that start from it, name a program: health checks and comments count. */
function countNames(model: DockerfileModel, stage: Stage, name: Program): number {
  const pattern = new RegExp(`(?<![\\w./-])${name}(?![\\w.-])`, 'g');
  return instructionsBehind(model, stage, stage.from)
    .map(({ span }) => [...model.text.slice(span.start, span.end).matchAll(pattern)].length)
    .reduce((sum, count) => sum + count, 0);
}

/** Options that say how much is printed, and that a failure is one: both programs are called in that way. */
const manners = new Set(
  '-q --quiet -nv --no-verbose --progress -f --fail -s --silent -S --show-error -L --location'.split(
    ' ',
  ),
);

function translate(
  model: DockerfileModel,
  { command, options, addresses, program, output }: Download,
  kept: Program,
): Edit | undefined {
  const [address, ...others] = addresses;
  const [first] = command.words;
  const last = command.words.at(-1);
  if (address === undefined || first === undefined || last === undefined) return undefined;
  const span = { start: first.span.start, end: last.span.end };
  if (others.length !== 0 || model.text.slice(span.start, span.end).includes('\n'))
    return undefined;
  const headers: string[] = [];
  let file: string | undefined;
  let isNamed = program.name === 'wget';
  for (const { name, valueWord } of options) {
    if (manners.has(name)) continue;
    if (program.output.includes(name)) {
      file = valueWord?.text ?? (output === '-' ? '-' : undefined);
      if (file === undefined) return undefined;
    } else if (program.remoteName.includes(name)) isNamed = true;
    else if ((name === '-H' || name === '--header') && valueWord !== undefined) {
      headers.push(valueWord.text);
    } else return undefined;
  }
  const isPlain = /\/[\w.-]+$/.test(address.text);
  if (file === undefined && isNamed && !isPlain) return undefined;
  const target = file ?? (isNamed ? undefined : '-');
  const words =
    kept === 'curl'
      ? [
          target === undefined ? 'curl -fsSLO' : 'curl -fsSL',
          ...headers.map((header) => `-H ${header}`),
          ...(target === undefined || target === '-' ? [] : [`-o ${target}`]),
        ]
      : [
          'wget -q',
          ...headers.map((header) => `--header ${header}`),
          ...(target === undefined ? [] : [`-O ${target}`]),
        ];
  return { span, text: [...words, address.word.text].join(' ') };
}
