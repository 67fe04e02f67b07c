/** A piece of an instruction's word: literal text or a variable reference. */
export type WordPart =
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'variable';
      readonly name: string;
      /** `:-`, `-`, `:+`, `+`, `:?`, `?`, or another operator; undefined for a plain reference. */
      readonly operator: string | undefined;
      /** Text behind the operator. */
      readonly operand: string;
      readonly start: number;
      readonly end: number;
    };

const namePattern = /[A-Za-z_][A-Za-z0-9_]*/y;
const operatorPattern = /:[-+?]|[-+?#%/]{1,2}/y;

/** Splits a word of an instruction as Docker's own expander reads it: quotes removed, variables found. */
export function splitWord(text: string, escape: '\\' | '`'): readonly WordPart[] {
  const parts: WordPart[] = [];
  let literal = '';
  let quote = '';
  const flush = (): void => {
    if (literal !== '') parts.push({ kind: 'literal', text: literal });
    literal = '';
  };
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (quote === '' && (character === "'" || character === '"')) quote = character;
    else if (character === quote) quote = '';
    else if (quote !== "'" && character === escape && index + 1 < text.length) {
      const next = text.charAt(index + 1);
      literal += quote === '"' && !['"', '$', escape].includes(next) ? character + next : next;
      index++;
    } else if (quote !== "'" && character === '$') {
      const variable = readVariable(text, index);
      if (variable === undefined) literal += character;
      else {
        flush();
        parts.push(variable);
        index = variable.end - 1;
      }
    } else literal += character;
  }
  flush();
  return parts;
}

function readVariable(
  text: string,
  start: number,
): Extract<WordPart, { kind: 'variable' }> | undefined {
  const braced = text[start + 1] === '{';
  namePattern.lastIndex = start + (braced ? 2 : 1);
  const name = namePattern.exec(text)?.[0];
  if (name === undefined) return undefined;
  const nameEnd = start + (braced ? 2 : 1) + name.length;
  if (!braced) {
    return { kind: 'variable', name, operator: undefined, operand: '', start, end: nameEnd };
  }
  const close = findClosingBrace(text, nameEnd);
  if (close === undefined) return undefined;
  if (close === nameEnd) {
    return { kind: 'variable', name, operator: undefined, operand: '', start, end: close + 1 };
  }
  operatorPattern.lastIndex = nameEnd;
  const operator = operatorPattern.exec(text)?.[0];
  if (operator === undefined) return undefined;
  const operand = text.slice(nameEnd + operator.length, close);
  return { kind: 'variable', name, operator, operand, start, end: close + 1 };
}

function findClosingBrace(text: string, from: number): number | undefined {
  let depth = 0;
  for (let index = from; index < text.length; index++) {
    const character = text[index];
    if (character === '{') depth++;
    else if (character === '}' && depth-- === 0) return index;
  }
  return undefined;
}

/** What is known about a variable. */
interface VariableState {
  readonly set: boolean;
  /** Undefined when it is set to something that is not known. */
  readonly value: string | undefined;
  /** True for one that is not set in the file but perhaps in the base image. */
  readonly mayBeSet?: boolean;
}

/**
 * The value of a word.
 *
 * @param lookup what is known about a variable; one not set counts as empty, and a default is taken
 * @returns undefined when any part is not known
 */
export function expandWord(
  text: string,
  escape: '\\' | '`',
  lookup: (name: string) => VariableState,
): string | undefined {
  let result = '';
  for (const part of splitWord(text, escape)) {
    const value = part.kind === 'literal' ? part.text : expandVariable(part, escape, lookup);
    if (value === undefined) return undefined;
    result += value;
  }
  return result;
}

function expandVariable(
  part: Extract<WordPart, { kind: 'variable' }>,
  escape: '\\' | '`',
  lookup: (name: string) => VariableState,
): string | undefined {
  const variable = lookup(part.name);
  if (variable.set && variable.value === undefined) return undefined;
  const isPresent = variable.set && (!part.operator?.startsWith(':') || variable.value !== '');
  switch (part.operator) {
    case undefined:
    case ':?':
    case '?':
      return variable.set || variable.mayBeSet !== true ? (variable.value ?? '') : undefined;
    case ':-':
    case '-':
      return isPresent ? variable.value : expandWord(part.operand, escape, lookup);
    case ':+':
    case '+':
      return isPresent ? expandWord(part.operand, escape, lookup) : '';
    default:
      return undefined;
  }
}
