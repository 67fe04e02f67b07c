import type { Instruction } from '../syntax/instruction';
import type { Span } from '../text/span';
import { formOf, type EffectiveShell } from './shell';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** A statement of PowerShell on the top level of a script. */
export interface PowershellStatement {
  /** With line continuations blanked, so that offsets are those of the document. */
  readonly text: string;
  readonly span: Span;
}

/** A RUN whose text PowerShell reads. */
export interface PowershellRun {
  readonly instruction: Instruction;
  readonly shell: EffectiveShell;
  /** `shell`: SHELL chose PowerShell; `call`: the RUN calls it by name. */
  readonly kind: 'shell' | 'call';
  /** `powershell` is Windows PowerShell 5.1; `pwsh` is 7 and newer. */
  readonly program: 'powershell' | 'pwsh';
  /** The call up to the script, for the kind `call`. */
  readonly callSpan: Span | undefined;
  readonly statements: readonly PowershellStatement[];
  /** All that PowerShell reads, the words of SHELL in front. */
  readonly text: string;
}

const call =
  /^(powershell|pwsh)(?:\.exe)?\s+(?:-(?:NoLogo|NoProfile|NonInteractive|NoP|NonI|(?:ExecutionPolicy|ep|ex)\s+\w+)\s+)*-c(?:ommand)?\s+/i;

/** The RUNs of a stage that PowerShell reads, in shell form; heredocs and scripts in files are left out. */
export function powershellRunsOf(model: DockerfileModel, stage: Stage): readonly PowershellRun[] {
  return stage.instructions.flatMap((instruction): readonly PowershellRun[] => {
    if (instruction.keyword !== 'RUN' || formOf(instruction) !== 'shell') return [];
    const shell = model.shellAt(instruction);
    const source = blankContinuations(model, instruction);
    const { start } = instruction.argumentSpan;
    if (shell.program === 'powershell') {
      const program = /pwsh(?:\.exe)?$/i.test(shell.words[0] ?? '') ? 'pwsh' : 'powershell';
      const statements = splitStatements(source, start);
      const text = [...shell.words, source].join('\n');
      return [
        { instruction, shell, kind: 'shell', program, callSpan: undefined, statements, text },
      ];
    }
    const match = call.exec(source);
    if (match === null) return [];
    const [head, name = ''] = match;
    const script = source.slice(head.length);
    const inner = /^(["'])((?:(?!\1).)*)\1\s*$/s.exec(script)?.[2];
    const offset = start + head.length + (inner === undefined ? 0 : 1);
    const text = inner ?? script;
    return [
      {
        instruction,
        shell,
        kind: 'call',
        program: name.toLowerCase() === 'pwsh' ? 'pwsh' : 'powershell',
        callSpan: { start, end: offset },
        statements: splitStatements(text, offset),
        text,
      },
    ];
  });
}

/** The arguments as they stand, with the escape of each continued line, its break and comments made blanks. */
function blankContinuations(model: DockerfileModel, instruction: Instruction): string {
  const { start, end } = instruction.argumentSpan;
  let text = model.text.slice(start, end);
  for (const { span } of instruction.innerComments) {
    const [from, to] = [span.start - start, span.end - start];
    if (from < 0) continue;
    text = text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);
  }
  const escape = model.tree.escape === '`' ? /`[ \t]*\r?\n|\r?\n/g : /\\[ \t]*\r?\n|\r?\n/g;
  return text.replace(escape, (found) => ' '.repeat(found.length));
}

/** Splits at the semicolons that stand in no quotes, brackets or braces. */
function splitStatements(text: string, offset: number): readonly PowershellStatement[] {
  const found: PowershellStatement[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  const add = (to: number): void => {
    const part = text.slice(from, to);
    const start = from + part.length - part.trimStart().length;
    const statement = part.trim();
    if (statement !== '') {
      const span = { start: offset + start, end: offset + start + statement.length };
      found.push({ text: statement, span });
    }
    from = to + 1;
  };
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? '';
    if (quote !== '') {
      if (character === '`' && quote === '"') index++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '`') index++;
    else if ('({['.includes(character)) depth++;
    else if (')}]'.includes(character)) depth--;
    else if (character === ';' && depth <= 0) add(index);
  }
  add(text.length);
  return found;
}

/** A script from the network that PowerShell runs unseen. */
export interface InvokedDownload {
  readonly download: string;
  readonly span: Span;
}

const fetch =
  /\b(Invoke-WebRequest|Invoke-RestMethod|iwr|irm|wget|curl)\b|\bNet\.WebClient\)?\)?\.(DownloadString)\b/i;
const run = /(?:^|[|&;({\s])(?:iex|Invoke-Expression)(?:$|[\s;(|)}])/i;

/** `iwr … | iex`, `iex ((New-Object Net.WebClient).DownloadString('…'))`. */
export function invokedDownloadsOf({ statements }: PowershellRun): readonly InvokedDownload[] {
  return statements.flatMap(({ text, span }) => {
    const match = fetch.exec(text);
    const runner = run.exec(text);
    if (match === null || runner === null || !/https?:\/\//i.test(text)) return [];
    const isPiped = /\|\s*(?:iex|Invoke-Expression)\s*(?:;|\)|$)/i.test(text.slice(match.index));
    if (!isPiped && match.index < runner.index) return [];
    const download = match[1] ?? match[2] ?? '';
    const start = span.start + match.index + match[0].indexOf(download);
    return [{ download, span: { start, end: start + download.length } }];
  });
}

/** Addresses without encryption from which a RUN downloads, where it compares no digest of what came. */
export function cleartextAddressesOf({
  statements,
  text: whole,
}: PowershellRun): readonly { readonly address: string; readonly span: Span }[] {
  if (/Get-FileHash|SHA(?:256|512)\b/i.test(whole)) return [];
  return statements.flatMap(({ text, span }) => {
    const match = download.exec(text);
    const address = match === null ? undefined : /\bhttp:\/\/[^\s'"`;)|]+/i.exec(text);
    if (match === null || address === undefined || address === null) return [];
    const start = span.start + address.index;
    const [found] = address;
    return [{ address: found, span: { start, end: start + found.length } }];
  });
}

const download =
  /\b(?:Invoke-WebRequest|Invoke-RestMethod|Start-BitsTransfer|iwr|irm|wget|curl)\b(?!\s+-(?:I|Method\s+Head))|\.Download(?:File|String)\(/i;
