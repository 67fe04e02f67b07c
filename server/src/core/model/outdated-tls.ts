import { outdatedTlsOptions, outdatedTlsSetting } from '../data/outdated-tls';
import type { Span } from '../text/span';
import type { Command } from './commands';
import { downloadsOf, type Download } from './downloads';
import type { DockerfileModel } from './model';
import { textOf, visibleText } from './package-line';
import type { Stage } from './stage-graph';
import { collectWrittenTexts } from './written-lines';

/** A place that allows versions of TLS which are broken. */
export interface OutdatedTls {
  /** As written: `--tlsv1.0`, `MinProtocol = TLSv1`. */
  readonly setting: string;
  readonly span: Span;
  /**
   * What would mend it: other text for the place, or to leave out the command that changes the settings of OpenSSL;
   * undefined where it is a part of a text that is written to a file.
   */
  readonly mend:
    | { readonly kind: 'replace'; readonly text: string }
    | { readonly kind: 'drop'; readonly command: Command }
    | undefined;
}

/** Every place of a stage where a build step asks for TLS before 1.2. */
export function findOutdatedTls(model: DockerfileModel, stage: Stage): readonly OutdatedTls[] {
  return [
    ...downloadsOf(model, stage).flatMap(inDownload),
    ...model.commandsOf(stage).flatMap(inReplacement),
    ...collectWrittenTexts(model, stage).flatMap(({ text, file = '', placeOf }) => {
      const match = /openssl[^/]*\.cnf\b/.test(file) ? outdatedTlsSetting.exec(text) : null;
      if (match === null) return [];
      const span = placeOf(match.index, match[0].length);
      return [{ setting: match[0], span, mend: undefined }];
    }),
  ].sort((left, right) => left.span.start - right.span.start);
}

function inDownload({ program, options }: Download): readonly OutdatedTls[] {
  return options.flatMap((option): readonly OutdatedTls[] => {
    const known = outdatedTlsOptions.find(
      (each) =>
        each.program === program.name &&
        each.option === option.name &&
        (each.value === undefined || each.value.test(option.value ?? '')),
    );
    if (known === undefined) return [];
    const { word, valueWord } = option;
    const setting = textOf(option);
    if (known.value === undefined) {
      // `-3` among other letters is taken out by nobody.
      const isAlone = word.text === known.option;
      const mend = isAlone ? ({ kind: 'replace', text: known.instead } as const) : undefined;
      return [{ setting, span: word.span, mend }];
    }
    if (valueWord !== undefined) {
      return [{ setting, span: valueWord.span, mend: { kind: 'replace', text: known.instead } }];
    }
    const text = `${known.option}=${known.instead}`;
    return [{ setting, span: word.span, mend: { kind: 'replace', text } }];
  });
}

/** `sed -i 's/MinProtocol = TLSv1.2/MinProtocol = TLSv1/' /etc/ssl/openssl.cnf`. */
function inReplacement(command: Command): readonly OutdatedTls[] {
  if (command.name !== 'sed') return [];
  const isSettings = command.words.some(({ value }) => /openssl[^/]*\.cnf$/.test(value ?? ''));
  const word = command.words.find((each) => /^s([/|,#]).*\1.*\1/.test(visibleText(each)));
  const [, , replacement = ''] =
    word === undefined ? [] : (/^s([/|,#]).*?\1(.*?)\1/.exec(visibleText(word)) ?? []);
  const match = outdatedTlsSetting.exec(replacement.replace(/\\/g, ''));
  if (!isSettings || word === undefined || match === null) return [];
  return [{ setting: match[0], span: word.span, mend: { kind: 'drop', command } }];
}
