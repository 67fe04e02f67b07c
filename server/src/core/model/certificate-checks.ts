import {
  certificateCommands,
  certificateLines,
  certificateOptions,
  certificateVariables,
  type CertificateCheck,
} from '../data/certificate-settings';
import type { Assignment, Instruction } from '../syntax/instruction';
import type { ShellAssignment } from '../syntax/shell';
import type { Span } from '../text/span';
import type { Command } from './commands';
import { downloadsOf, hostOf, isLoopback, type Download } from './downloads';
import type { DockerfileModel } from './model';
import { textOf, visibleText, type PackageOption } from './package-line';
import type { Stage } from './stage-graph';
import { collectWrittenTexts } from './written-lines';
import { escapePattern } from '../text/escape-pattern';

/** A place where a check of certificates is turned off. */
export interface UncheckedCertificate {
  readonly check: CertificateCheck;
  /** What turns it off: `--insecure`, `PYTHONHTTPSVERIFY`. */
  readonly setting: string;
  readonly span: Span;
  readonly instruction: Instruction;
  /** How it stands there, for who takes it away. */
  readonly form:
    | { readonly kind: 'option'; readonly option: PackageOption; readonly command: Command }
    | { readonly kind: 'pair'; readonly assignment: Assignment }
    | { readonly kind: 'prefix'; readonly assignment: ShellAssignment }
    | { readonly kind: 'command'; readonly command: Command }
    | { readonly kind: 'text' };
  /** True when it serves an address without TLS, where nothing could be checked. */
  readonly servesCleartext: boolean;
}

/** Every place of a stage where a build step or a variable turns the check of certificates off. */
export function findUncheckedCertificates(
  model: DockerfileModel,
  stage: Stage,
): readonly UncheckedCertificate[] {
  const found = [
    ...inVariables(model, stage),
    ...downloadsOf(model, stage).flatMap(inDownload),
    ...inPackageOptions(model, stage),
    ...model
      .commandsOf(stage)
      .flatMap((command) => [
        ...inCommand(command),
        ...inShellAssignments(command),
        ...inGitOption(command),
      ]),
    ...inTexts(model, stage),
  ];
  return found.sort((left, right) => left.span.start - right.span.start);
}

function inVariables(model: DockerfileModel, stage: Stage): readonly UncheckedCertificate[] {
  return stage.instructions
    .filter(({ keyword }) => keyword === 'ENV' || keyword === 'ARG')
    .flatMap((instruction) =>
      instruction.assignments.flatMap((assignment) => {
        const value =
          assignment.value === undefined ? undefined : model.expand(assignment.value, instruction);
        const check = value === undefined ? undefined : checkOf(assignment.name.text, value);
        if (check === undefined) return [];
        const { text: setting, span } = assignment.name;
        const form = { kind: 'pair', assignment } as const;
        const servesCleartext = check === 'pip' && namesOpenIndex(model, stage);
        return [{ check, setting, span, instruction, form, servesCleartext }];
      }),
    );
}

/** True when an index of packages has an address without TLS, or one that is not known. */
function namesOpenIndex(model: DockerfileModel, stage: Stage): boolean {
  const index = /index[-_]?url\S*?[ =]["']?(?:http:\/\/|\$)|\s-i ["']?(?:http:\/\/|\$)/i;
  return stage.instructions.some(({ span }) => index.test(model.text.slice(span.start, span.end)));
}

function checkOf(name: string, value: string): CertificateCheck | undefined {
  return certificateVariables.find((each) => each.name.test(name) && each.value.test(value))?.check;
}

/** `curl -k` and `wget --no-check-certificate`, but not for this machine itself. */
function inDownload({
  program,
  command,
  options,
  addresses,
}: Download): readonly UncheckedCertificate[] {
  const hosts = addresses.map(({ text }) => hostOf(text));
  if (0 < hosts.length && hosts.every((host) => host !== undefined && isLoopback(host))) return [];
  return options
    .filter(({ name, value }) =>
      program.unchecked.includes(value === undefined ? name : `${name}=${value}`),
    )
    .map((option) => toOption(program.name, option, command, false));
}

function inPackageOptions(model: DockerfileModel, stage: Stage): readonly UncheckedCertificate[] {
  return model.packageOperationsOf(stage).flatMap(({ manager, options, command }) => {
    const facts = certificateOptions.find(({ managers }) => managers.includes(manager.id));
    if (facts === undefined) return [];
    const servesCleartext = options.some(({ value }) => value?.startsWith('http://') === true);
    return options
      .filter(({ name, value }) => {
        const text = value === undefined ? name : `${name}=${value}`;
        return facts.options.some((pattern) => pattern.test(text));
      })
      .map((option) => toOption(facts.check, option, command, servesCleartext));
  });
}

function toOption(
  check: CertificateCheck,
  option: PackageOption,
  command: Command,
  servesCleartext: boolean,
): UncheckedCertificate {
  return {
    check,
    setting: textOf(option),
    span: option.word.span,
    instruction: command.instruction,
    form: { kind: 'option', option, command },
    servesCleartext,
  };
}

function inCommand(command: Command): readonly UncheckedCertificate[] {
  const [program, ...words] = command.words;
  if (program === undefined || command.name === undefined) return [];
  const { name } = command;
  const texts = words.map(visibleText).join(' ');
  const facts = certificateCommands.find(
    (each) => each.program.test(name) && each.words.test(texts),
  );
  const last = words.find((word) => /ssl|tls|trusted/i.test(word.text));
  if (facts === undefined || last === undefined) return [];
  return [
    {
      check: facts.check,
      setting: visibleText(last),
      span: last.span,
      instruction: command.instruction,
      form: { kind: 'command', command },
      servesCleartext: false,
    },
  ];
}

/** `NODE_TLS_REJECT_UNAUTHORIZED=0 npm ci` and `export GIT_SSL_NO_VERIFY=1`. */
function inShellAssignments(command: Command): readonly UncheckedCertificate[] {
  const { instruction } = command;
  const prefixes = command.shell.assignments.flatMap(
    (assignment): readonly UncheckedCertificate[] => {
      const value = visibleValue(assignment);
      const check = value === undefined ? undefined : checkOf(assignment.name, value);
      if (check === undefined) return [];
      const { name: setting, span } = assignment;
      const place = { start: span.start, end: span.start + setting.length };
      const form =
        command.shell.program === undefined
          ? ({ kind: 'text' } as const)
          : ({ kind: 'prefix', assignment } as const);
      return [{ check, setting, span: place, instruction, form, servesCleartext: false }];
    },
  );
  const exported = /^(?:export|env)$/.test(command.shell.program?.value ?? '')
    ? command.shell.arguments.flatMap((word): readonly UncheckedCertificate[] => {
        const [, setting = '', value = ''] = /^(\w+)=(.*)$/s.exec(visibleText(word)) ?? [];
        const check = checkOf(setting, value);
        if (check === undefined || setting === '') return [];
        const place = { start: word.span.start, end: word.span.start + setting.length };
        const isAlone = command.name === 'export' && command.words.length === 2;
        const form = isAlone
          ? ({ kind: 'command', command } as const)
          : ({ kind: 'text' } as const);
        return [{ check, setting, span: place, instruction, form, servesCleartext: false }];
      })
    : [];
  return [...prefixes, ...exported];
}

/** The value behind the sign, quotes left out; undefined when a variable holds it. */
function visibleValue({ name, value }: ShellAssignment): string | undefined {
  const text = value === undefined ? '' : value.value;
  return text?.replace(new RegExp(`^${escapePattern(name)}=`), '');
}

/** `git -c http.sslVerify=false clone …`. */
function inGitOption(command: Command): readonly UncheckedCertificate[] {
  if (command.name !== 'git') return [];
  return command.words.flatMap((word, index): readonly UncheckedCertificate[] => {
    const valueWord = command.words[index + 1];
    if (word.value !== '-c' || valueWord === undefined) return [];
    const value = visibleText(valueWord);
    if (!/^http\.(?:.+\.)?sslverify=(?:false|0|no|off)$/i.test(value)) return [];
    const option = { name: '-c', value, word, valueWord };
    return [{ ...toOption('git', option, command, false), setting: value, span: valueWord.span }];
  });
}

function inTexts(model: DockerfileModel, stage: Stage): readonly UncheckedCertificate[] {
  return collectWrittenTexts(model, stage).flatMap(
    ({ text, file, instruction, placeOf }): readonly UncheckedCertificate[] =>
      certificateLines.flatMap(({ line, file: name, check }) => {
        const match = file === undefined || !name.test(file) ? null : line.exec(text);
        if (match === null) return [];
        const span = placeOf(match.index, match[0].length);
        const form = { kind: 'text' } as const;
        return [
          { check, setting: match[0].trim(), span, instruction, form, servesCleartext: false },
        ];
      }),
  );
}
