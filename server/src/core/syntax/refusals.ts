import type { Span } from '../text/span';
import { findFlag, type Instruction, type SyntaxTree, type Word } from './instruction';

/** What BuildKit refuses besides what the validator of `validate.ts` finds. */
export interface Refusal {
  readonly id: RefusalId;
  readonly span: Span;
}

export type RefusalId =
  | 'duplicate-directive'
  | 'invalid-escape'
  | 'invalid-signal'
  | 'invalid-protocol'
  | 'variable-stage'
  | 'unclosed-heredoc'
  | 'upper-case-image';

/** Finds them; total, as parsing is. */
export function findRefusals(tree: SyntaxTree): readonly Refusal[] {
  const { directives } = tree;
  return [
    ...directives
      .filter(({ name }, index) => directives.findIndex((each) => each.name === name) < index)
      .map(({ span }): Refusal => ({ id: 'duplicate-directive', span })),
    ...directives
      .filter(({ name, value }) => name === 'escape' && value !== '\\' && value !== '`')
      .map(({ valueSpan }): Refusal => ({ id: 'invalid-escape', span: valueSpan })),
    ...tree.instructions.flatMap((each) => checkImage(each, tree.instructions)),
    ...tree.instructions.flatMap((each) => [
      ...checkSignal(each.trigger ?? each),
      ...checkFrom(each.trigger ?? each),
      ...checkProtocols(each.trigger ?? each),
      ...checkHeredocs(each),
    ]),
  ];
}

/** Signals of Linux by name; Docker takes them with and without `SIG`, in any case, and by number. */
const signals =
  /^(?:SIG)?(?:ABRT|ALRM|BUS|CHLD|CLD|CONT|FPE|HUP|ILL|INT|IO|IOT|KILL|PIPE|POLL|PROF|PWR|QUIT|SEGV|STKFLT|STOP|SYS|TERM|TRAP|TSTP|TTIN|TTOU|UNUSED|URG|USR1|USR2|VTALRM|WINCH|XCPU|XFSZ|RTMIN(?:\+\d+)?|RTMAX(?:-\d+)?|EMT|INFO|LOST|THR)$/i;

/** True for what STOPSIGNAL takes. */
export function isSignal(text: string): boolean {
  return /^0*[1-9]\d*$/.test(text) || signals.test(text);
}

function checkSignal({ keyword, words }: Instruction): readonly Refusal[] {
  const [word] = words;
  if (keyword !== 'STOPSIGNAL' || word === undefined || /[\s$#"']/.test(word.text)) return [];
  return isSignal(word.text) ? [] : [{ id: 'invalid-signal', span: word.span }];
}

/** Behind a port, a known protocol and one more slash: with it the rest is the name of the protocol (BuildKit 0.26 to 0.34). */
const protocolWithSlash = /^(?:[\dA-Fa-f.:[\]-]*:)?\d+(?:-\d+)?\/((?:tcp|udp|sctp)?\/.*)$/i;

/** `EXPOSE 53/udp/tcp`. The validator looks at what stands between the slashes only. */
function checkProtocols({ keyword, words }: Instruction): readonly Refusal[] {
  if (keyword !== 'EXPOSE') return [];
  return words.flatMap(({ text, span }) => {
    const [, protocol] = protocolWithSlash.exec(text) ?? [];
    if (protocol === undefined || span.end - span.start !== text.length) return [];
    return [{ id: 'invalid-protocol', span: { start: span.end - protocol.length, end: span.end } }];
  });
}

/** `COPY --from=$STAGE` and `RUN --mount=from=$STAGE`: BuildKit replaces no variables there. */
function checkFrom(instruction: Instruction): readonly Refusal[] {
  const { keyword, flags } = instruction;
  const words: readonly (Word | undefined)[] =
    keyword === 'COPY'
      ? [findFlag(instruction, 'from')?.value]
      : keyword === 'RUN'
        ? flags.filter(({ name }) => name === 'mount').map(({ value }) => value)
        : [];
  return words.flatMap((word) => {
    const value =
      keyword === 'COPY' ? word?.text : /(?:^|,)from=([^,]*)/.exec(word?.text ?? '')?.[1];
    return word === undefined || value?.includes('$') !== true
      ? []
      : [{ id: 'variable-stage', span: word.span }];
  });
}

/** "unterminated heredoc": only a line that has nothing but the name ends it. */
function checkHeredocs({ heredocs }: Instruction): readonly Refusal[] {
  const open = heredocs.find(({ terminatorSpan }) => terminatorSpan === undefined);
  return open === undefined ? [] : [{ id: 'unclosed-heredoc', span: open.span }];
}

/** A repository has no capitals; those of a registry, of a tag and of the name of a stage do not matter. */
function checkImage(
  { keyword, words }: Instruction,
  all: readonly Instruction[],
): readonly Refusal[] {
  const [word] = words;
  if (keyword !== 'FROM' || word === undefined || !/^[\w./:@-]+$/.test(word.text)) return [];
  const [name = ''] = word.text.split('@');
  const parts = name.replace(/:[\w.-]*$/, '').split('/');
  const repository = 1 < parts.length ? parts.slice(1).join('/') : (parts[0] ?? '');
  const isStage = all.some((each) => {
    const stage = each.keyword === 'FROM' ? each.words[2]?.text.toLowerCase() : undefined;
    return stage === word.text.toLowerCase();
  });
  // A name in capitals only is a blank that something fills in.
  return !/[A-Z]/.test(repository) || !/[a-z]/.test(repository) || isStage
    ? []
    : [{ id: 'upper-case-image', span: word.span }];
}
