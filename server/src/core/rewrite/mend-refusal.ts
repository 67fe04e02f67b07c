import { memoize } from '../model/memoize';
import type { DockerfileModel } from '../model/model';
import { collectStageMentions, isNamedAnywhere } from '../model/stage-mentions';
import { freeStageName } from '../model/stage-name';
import { readBrokenJsonArray } from '../syntax/broken-json-array';
import type { Flag, Instruction } from '../syntax/instruction';
import { isSignal } from '../syntax/refusals';
import type { SyntaxProblem } from '../syntax/validate';
import { findNearest, findUnmistakable } from '../text/nearest-word';
import { containsSpan } from '../text/span';
import type { Applicability } from './applicability';
import { keyword, toExecForm } from './instructions';
import { mendEscape, mergeDirective } from './mend-directive';
import type { Mending } from './mending';
import { deleteWord, insertWordBefore, replaceWord } from './words';

/** Undefined where it is not plain to see what is meant. */
export function mendRefusal(model: DockerfileModel, problem: SyntaxProblem): Mending | undefined {
  const { id, span } = problem;
  const outer = model.instructionAt(span.start);
  const instruction = outer?.trigger ?? outer;
  if (id === 'duplicate-directive') return mergeDirective(model, span);
  if (id === 'invalid-escape') return mendEscape(model, span);
  if (instruction === undefined) return undefined;
  switch (id) {
    case 'unknown-instruction':
      return continueLine(model, instruction) ?? correctKeyword(model, problem);
    case 'upper-case-image':
      return lowerRepository(model, problem);
    case 'invalid-as': {
      const text = model.text.slice(span.start, span.end);
      return text.length <= 3 && findNearest(text, ['AS']) !== undefined
        ? write(problem, keyword(model, 'AS'), 'safe')
        : undefined;
    }
    case 'wrong-argument-count':
    case 'invalid-probe':
      return insertAs(model, instruction) ?? dropRest(model, instruction);
    case 'missing-equals':
      return quoteValue(problem, instruction);
    case 'duplicate-flag':
      return dropFlag(model, instruction, problem);
    case 'shell-not-json':
      return toArray(instruction);
    case 'invalid-stage-name':
      return renameStage(model, problem);
    case 'unclosed-heredoc':
      return closeHeredoc(model, instruction);
    default:
      return undefined;
  }
}

const keywords =
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  );

function write(
  { span }: Pick<SyntaxProblem, 'span'>,
  text: string,
  applicability: Applicability,
): Mending {
  return { title: `Write "${text}"`, applicability, edits: [replaceWord({ span }, text)] };
}

function correctKeyword(model: DockerfileModel, { span }: SyntaxProblem): Mending | undefined {
  const text = model.text.slice(span.start, span.end);
  const near = /^[A-Za-z]{3,}$/.test(text) ? findNearest(text, keywords) : undefined;
  if (near === undefined) return undefined;
  const written = text === text.toLowerCase() ? near.toLowerCase() : near;
  const isSure = findUnmistakable(text, keywords) !== undefined;
  return write({ span }, written, isSure ? 'safe' : 'unsafe');
}

function lowerRepository(model: DockerfileModel, { span }: SyntaxProblem): Mending {
  const text = model.text.slice(span.start, span.end);
  const lower = text.replace(/^[^@:]*(?::\d+\/[^@:]*)?/, (name) => name.toLowerCase());
  return write({ span }, lower, 'safe');
}

/** True for a line that is the rest of the RUN above it, which lacks the escape character at its end. */
export function isLostLine(model: DockerfileModel, instruction: Instruction): boolean {
  return continueLine(model, instruction) !== undefined;
}

/** True for a RUN above such a line, or above one that begins with `&&`, so that its script is not known to the end. */
export function hasLostRest(model: DockerfileModel, run: Instruction): boolean {
  const { instructions } = model.tree;
  const below = instructions[instructions.indexOf(run) + 1];
  return below !== undefined && (/^(?:&&|\|)/.test(below.keyword) || isLostLine(model, below));
}

function continueLine(model: DockerfileModel, instruction: Instruction): Mending | undefined {
  return lostLinesOf(model, model.tree.instructions).get(instruction);
}

/** The lines that a RUN lost, several below each other too, with what gives them back. */
const lostLinesOf = memoize((model, instructions: readonly Instruction[]) => {
  const lost = new Map<Instruction, Mending>();
  for (const [index, instruction] of instructions.entries()) {
    const above = instructions[index - 1];
    if (above === undefined || (above.keyword !== 'RUN' && !lost.has(above))) continue;
    const mending = joinToAbove(model, above, instruction);
    if (mending !== undefined) lost.set(instruction, mending);
  }
  return lost;
});

function joinToAbove(
  model: DockerfileModel,
  above: Instruction,
  instruction: Instruction,
): Mending | undefined {
  const { escape } = model.tree;
  if (above.json !== undefined || above.heredocs.length !== 0) return undefined;
  if (above.lineSpan.end !== instruction.lineSpan.start) return undefined;
  if (keywords.includes(instruction.keyword)) return undefined;
  const written = model.text.slice(instruction.span.start, instruction.span.end);
  const isIndented = instruction.lineSpan.start < instruction.span.start;
  const isRest =
    /^(?:&&|\|\|?)\s/.test(written) ||
    (isIndented &&
      (/^--?\w/.test(written) ||
        (/^[\w./"']/.test(written) && findNearest(instruction.keyword, keywords) === undefined)));
  if (!isRest) return undefined;
  const text = model.text.slice(above.span.start, above.span.end);
  const end = above.span.start + text.trimEnd().length;
  if (text.trimEnd().endsWith(escape)) return undefined;
  return {
    title: `Go on with "${escape}" at the end of the line above`,
    applicability: 'safe',
    edits: [{ span: { start: end, end }, text: ` ${escape}` }],
  };
}

/** `FROM image name`, where the file names a stage of that name. */
function insertAs(
  model: DockerfileModel,
  { keyword: name, words }: Instruction,
): Mending | undefined {
  const [, stage, ...more] = words;
  if (name !== 'FROM' || stage === undefined || more.length !== 0) return undefined;
  if (!/^[A-Za-z][\w.-]*$/.test(stage.text) || !isNamedAnywhere(model, stage.text)) {
    return undefined;
  }
  const as = keyword(model, 'AS');
  return {
    title: `Write "${as} ${stage.text}"`,
    applicability: 'safe',
    edits: [insertWordBefore(stage, as)],
  };
}

/** What stands behind a signal, and behind NONE. */
function dropRest(model: DockerfileModel, instruction: Instruction): Mending | undefined {
  const { keyword: name, argumentText, argumentSpan } = instruction;
  const [, first = '', rest = ''] = /^(\S+)[ \t]+([^#\s].*)$/.exec(argumentText) ?? [];
  const isWhole =
    (name === 'STOPSIGNAL' && isSignal(first)) ||
    (name === 'HEALTHCHECK' && first.toUpperCase() === 'NONE');
  if (!isWhole || !isOneLine(instruction)) return undefined;
  const span = { start: argumentSpan.end - rest.length, end: argumentSpan.end };
  return {
    title: `Delete "${rest}"`,
    applicability: 'safe',
    edits: [deleteWord(model.text, { span })],
  };
}

/** `ENV A=b c`: quotes round a value of several plain words, told at the first word behind the pair. */
function quoteValue({ span }: SyntaxProblem, instruction: Instruction): Mending | undefined {
  const { words, innerComments } = instruction;
  if (!isOneLine(instruction) || innerComments.length !== 0) return undefined;
  const index = words.findIndex((word) => word.span.start === span.start);
  const pair = words[index - 1];
  const equals = pair?.text.indexOf('=') ?? -1;
  if (pair === undefined || equals < 1) return undefined;
  const next = words.findIndex((word, at) => index < at && word.text.includes('='));
  const bare = words.slice(index, next < 0 ? undefined : next);
  const last = bare.at(-1);
  const texts = [pair.text.slice(equals + 1), ...bare.map(({ text }) => text)];
  if (last === undefined || texts.some((text) => /^$|["'\\`#]/.test(text))) return undefined;
  const start = pair.span.start + equals + 1;
  return {
    title: `Put quotes round the value of "${pair.text.slice(0, equals)}"`,
    applicability: 'unsafe',
    edits: [
      { span: { start, end: start }, text: '"' },
      { span: { start: last.span.end, end: last.span.end }, text: '"' },
    ],
  };
}

/** The second of two flags that say the same. */
function dropFlag(
  model: DockerfileModel,
  { flags }: Instruction,
  { span }: SyntaxProblem,
): Mending | undefined {
  const flag = flags.find((each) => containsSpan(each.span, span));
  const isSame = (each: Flag): boolean =>
    each.name === flag?.name && each.value?.text === flag.value?.text;
  const first = flags.find(isSame);
  if (flag === undefined || first === undefined || first === flag) return undefined;
  return {
    title: 'Delete the second one',
    applicability: 'safe',
    edits: [deleteWord(model.text, flag)],
  };
}

/** `SHELL ['bash', '-c']` and `SHELL bash -c`. */
function toArray(instruction: Instruction): Mending | undefined {
  const { argumentText, argumentSpan, json } = instruction;
  if (json !== undefined || !isOneLine(instruction)) return undefined;
  const words = argumentText.startsWith('[')
    ? readBrokenJsonArray(argumentText)?.words
    : /^[\w./:=+-]+(?:[ \t]+[\w./:=+-]+)*$/.test(argumentText)
      ? argumentText.split(/[ \t]+/)
      : undefined;
  if (words === undefined) return undefined;
  return write({ span: argumentSpan }, toExecForm(words), 'safe');
}

/** The name with what is allowed in it, at every place that names the stage. */
function renameStage(model: DockerfileModel, { span }: SyntaxProblem): Mending | undefined {
  const stage = model.stages.find(({ nameWord }) => nameWord?.span.start === span.start);
  const text = stage?.nameWord?.text ?? '';
  if (stage?.nameWord === undefined || /[${}<>%]/.test(text)) return undefined;
  const plain = text.toLowerCase().replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  const slug = plain.replace(/[^a-z0-9_.-]+/g, '-').replace(/^(?=\d)/, 'stage-');
  if (slug === '') return undefined;
  const name = freeStageName(model, slug);
  const places = [stage.nameWord.span, ...collectStageMentions(model, stage)];
  return {
    title: `Name the stage "${name}"`,
    applicability: 'safe',
    edits: places.map((place) => replaceWord({ span: place }, name)),
  };
}

/** The line that would end the heredoc without the blanks round its word, in front of the next instruction. */
function closeHeredoc(model: DockerfileModel, instruction: Instruction): Mending | undefined {
  const open = instruction.heredocs.find(({ terminatorSpan }) => terminatorSpan === undefined);
  if (open === undefined) return undefined;
  const { lines } = model;
  const first = lines.placeAt(open.bodySpan.start).line;
  for (let line = first; line < lines.lineCount; line++) {
    const text = lines.textOfLine(line);
    if (text.trim() !== open.name) continue;
    if (!endsInstruction(model, line)) return undefined;
    const span = { start: lines.startOfLine(line), end: lines.endOfLine(line) };
    return {
      title: `Write "${open.name}" without blanks`,
      applicability: 'safe',
      edits: [{ span, text: open.name }],
    };
  }
  return undefined;
}

/** True when an instruction or nothing follows the line, blank lines and comments left out. */
function endsInstruction({ lines }: DockerfileModel, line: number): boolean {
  for (let below = line + 1; below < lines.lineCount; below++) {
    const text = lines.textOfLine(below).trim();
    if (text !== '' && !text.startsWith('#')) {
      return keywords.includes(/^[A-Z]+(?=\s)/i.exec(text)?.[0].toUpperCase() ?? '');
    }
  }
  return true;
}

function isOneLine({ argumentSpan, argumentText }: Instruction): boolean {
  return argumentSpan.end - argumentSpan.start === argumentText.length;
}
