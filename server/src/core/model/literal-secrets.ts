import { secretFormats } from '../data/secrets';
import type { Instruction } from '../syntax/instruction';
import type { Span } from '../text/span';
import type { Command } from './commands';
import type { DockerfileModel } from './model';
import { isDummyValue, isPlaceholder, readSecretValue, readUrlPassword } from './secret-values';

/** A secret that stands in the text of an instruction as it is. */
export interface LiteralSecret {
  readonly instruction: Instruction;
  /** `token`: the format of an issuer tells; `url`: a password in an address; `argument`: what an option is given. */
  readonly form: 'token' | 'url' | 'argument';
  /** With its article: `a GitHub token`; of an argument the program that gets it. */
  readonly kind: string;
  /** Inside one line. */
  readonly span: Span;
}

const searched = new Set(['RUN', 'LABEL', 'HEALTHCHECK', 'CMD', 'ENTRYPOINT', 'ADD', 'COPY']);

/**
 * The literal secrets of a Dockerfile, in source order. Of the values of ENV and ARG only parts count: what a whole
 * value is, tells {@link readSecretValue}.
 */
export function findLiteralSecrets(model: DockerfileModel): readonly LiteralSecret[] {
  return model.tree.instructions.flatMap((instruction) => {
    const own = instruction.trigger ?? instruction;
    const isValue = own.keyword === 'ENV' || own.keyword === 'ARG';
    if (!searched.has(own.keyword) && !isValue) return [];
    const inText = isValue
      ? findInValues(model, own)
      : [...findTokens(model, own, own.span), ...findUrls(model, own, own.span)];
    const inCommands = isValue ? [] : findArguments(model, own);
    const found: LiteralSecret[] = [];
    for (const each of [...inText, ...inCommands]) {
      if (found.every((other) => !overlaps(other.span, each.span))) found.push(each);
    }
    return found.sort((left, right) => left.span.start - right.span.start);
  });
}

function overlaps(left: Span, right: Span): boolean {
  return left.start < right.end && right.start < left.end;
}

function findInValues(model: DockerfileModel, instruction: Instruction): readonly LiteralSecret[] {
  return instruction.assignments.flatMap(({ name, value }) => {
    if (value === undefined) return [];
    const text = model.expand(value, instruction);
    const isWhole = text !== undefined && readSecretValue(name.text, text) !== undefined;
    return isWhole ? [] : findTokens(model, instruction, value.span);
  });
}

/** Digits and letters in their order: made up. */
const sequence = /1234567|abcdefg|7654321/i;

function findTokens(
  model: DockerfileModel,
  instruction: Instruction,
  span: Span,
): readonly LiteralSecret[] {
  const text = model.text.slice(span.start, span.end);
  const found: LiteralSecret[] = [];
  for (const match of text.matchAll(/[A-Za-z][\w.-]{14,}\w/g)) {
    const [token] = match;
    if (isDummyValue(token) || sequence.test(token)) continue;
    const format = secretFormats.find(
      (each) => each.maybePublic !== true && each.pattern.test(token),
    );
    if (format === undefined) continue;
    const start = span.start + match.index;
    found.push({
      instruction,
      form: 'token',
      kind: format.kind,
      span: { start, end: start + token.length },
    });
  }
  for (const match of text.matchAll(privateKey)) {
    const start = span.start + match.index;
    const end = start + (match[1] ?? '').length;
    found.push({ instruction, form: 'token', kind: 'a private key', span: { start, end } });
  }
  return found.filter((each) => !isInComment(instruction, each.span));
}

/** RFC 7468: the label with what it announces, so that a pattern in a command is none. */
const privateKey = /(-----BEGIN [A-Z ]*PRIVATE KEY-----)(?:\\n|\\?\r?\n|\s)+[A-Za-z0-9+/]{32}/g;

function findUrls(
  model: DockerfileModel,
  instruction: Instruction,
  span: Span,
): readonly LiteralSecret[] {
  const text = model.text.slice(span.start, span.end);
  return [...text.matchAll(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>|;&()\\]+/gi)]
    .filter(([url]) => readUrlPassword(url) !== undefined)
    .map((match): LiteralSecret => {
      const start = span.start + match.index;
      const end = start + match[0].length;
      return { instruction, form: 'url', kind: 'a URL with a password', span: { start, end } };
    })
    .filter((each) => !isInComment(instruction, each.span));
}

function isInComment({ innerComments }: Instruction, span: Span): boolean {
  return innerComments.some((comment) => overlaps(comment.span, span));
}

/** Where programs take a credential on their command line. Source: their manuals. */
interface CredentialOption {
  readonly program: RegExp;
  /** What the words behind the program must begin with. */
  readonly words?: RegExp;
  /** Options with the credential as their value. */
  readonly options: readonly string[];
  /** True when the value is `user:password`. */
  readonly pair?: boolean;
}

const credentialOptions: readonly CredentialOption[] = [
  {
    program: /^(?:docker|podman|nerdctl|buildah|skopeo|oras|crane|helm)$/,
    words: /^(?:auth |registry )?login\b/,
    options: ['-p', '--password'],
  },
  { program: /^curl$/, options: ['-u', '--user', '-U', '--proxy-user'], pair: true },
  { program: /^wget2?$/, options: ['--password', '--http-password', '--proxy-password'] },
  { program: /^sshpass$/, options: ['-p'] },
  { program: /^az$/, words: /^login\b/, options: ['-p', '--password'] },
  { program: /^heroku|doctl$/, words: /^auth\b/, options: ['-t', '--access-token'] },
  { program: /^twine$/, words: /^upload\b/, options: ['-p', '--password'] },
  { program: /^dotnet$/, words: /^nuget\b/, options: ['-p', '--password', '-k', '--api-key'] },
];

/** Settings whose value is a credential: the words in front of it. */
const settings: readonly { readonly program: RegExp; readonly words: RegExp }[] = [
  {
    program: /^aws$/,
    words: /^configure set (?:\S+\.)?aws_(?:secret_access_key|session_token)$/,
  },
  {
    program: /^(?:npm|pnpm|yarn)$/,
    words: /^config set \S*(?:_authToken|_password|npmAuthToken)$/,
  },
  { program: /^poetry$/, words: /^config pypi-token\.\S+$|^config http-basic\.\S+ \S+$/ },
  {
    program: /^composer$/,
    words:
      /^config (?:-\S+ )*(?:github-oauth|gitlab-token|bearer)\.\S+$|^config (?:-\S+ )*http-basic\.\S+ \S+$/,
  },
];

function findArguments(model: DockerfileModel, instruction: Instruction): readonly LiteralSecret[] {
  if (instruction.keyword !== 'RUN') return [];
  return model.executionOf(instruction).commands.flatMap((command): readonly LiteralSecret[] => {
    const value =
      findOptionValue(command) ??
      findDatabasePassword(command) ??
      findSettingValue(command) ??
      findAssignedValue(command);
    if (value === undefined || isMultiLine(model, value.span)) return [];
    return [{ instruction, form: 'argument', kind: command.name ?? '', span: value.span }];
  });
}

function isMultiLine(model: DockerfileModel, { start, end }: Span): boolean {
  return model.text.slice(start, end).includes('\n');
}

function findOptionValue({ name, words }: Command): { readonly span: Span } | undefined {
  const [, ...rest] = words;
  const line = rest.map(({ text }) => text).join(' ');
  for (const { program, words: start, options, pair } of credentialOptions) {
    if (name === undefined || !program.test(name) || start?.test(line) === false) continue;
    for (const [index, word] of rest.entries()) {
      const given = splitOption(word.value, options);
      const value = given ?? (options.includes(word.text) ? rest[index + 1]?.value : undefined);
      if (value === undefined) continue;
      const [, user = '', secret] =
        pair === true ? (/^([^:]*):(.+)$/s.exec(value) ?? []) : [value, '', value];
      if (secret === undefined || !isReal(secret, user)) continue;
      return given === undefined ? rest[index + 1] : word;
    }
  }
  return undefined;
}

/** Clients of MySQL and MariaDB. Source: https://dev.mysql.com/doc/refman/8.4/en/connecting.html */
const databaseClient = /^(?:mysql|mariadb)(?:-?(?:admin|dump|import|check))?$/;

/** `mysql -h db -psecret`, where it asks another machine: a server of the build itself has a password of its own. */
function findDatabasePassword({ name, words }: Command): { readonly span: Span } | undefined {
  if (name === undefined || !databaseClient.test(name)) return undefined;
  const values = words.map(({ value }) => value ?? '');
  const host = values.flatMap((value, index) => {
    const own = /^(?:-h|--host=)(.+)$/.exec(value)?.[1];
    return own ?? (value === '-h' || value === '--host' ? (values[index + 1] ?? []) : []);
  })[0];
  if (host === undefined || /^(?:$|localhost$|127\.)/.test(host)) return undefined;
  return words.find(({ value }) => {
    const password = /^(?:-p|--password=)(.+)$/.exec(value ?? '')?.[1];
    return password !== undefined && isReal(password);
  });
}

/** Keys that a framework needs to start, whatever they are. */
const ofFramework = /SECRET_?KEY(?:_?BASE)?$|APP_?KEY$/i;

/** `AWS_SECRET_ACCESS_KEY=… aws s3 cp`; a key that a framework only needs to start is often made up for the build. */
function findAssignedValue({ shell }: Command): { readonly span: Span } | undefined {
  return shell.assignments.find(({ name, value }) => {
    const text = value?.value;
    if (text === undefined || text.includes('://') || ofFramework.test(name)) return false;
    return isReal(text) && readSecretValue(name, text)?.kind !== undefined;
  })?.value;
}

/** The value in `--password=value` and `-pvalue`. */
function splitOption(text: string | undefined, options: readonly string[]): string | undefined {
  if (text === undefined) return undefined;
  for (const option of options) {
    if (option.startsWith('--') && text.startsWith(`${option}=`)) {
      return text.slice(option.length + 1);
    }
  }
  return undefined;
}

function findSettingValue({ name, words }: Command): { readonly span: Span } | undefined {
  const [, ...rest] = words;
  const setting = settings.find(({ program }) => name !== undefined && program.test(name));
  if (setting === undefined) return undefined;
  for (const [index, word] of rest.entries()) {
    const line = rest
      .slice(0, index)
      .map(({ text }) => text.replace(/^["']|["']$/g, ''))
      .join(' ');
    if (setting.words.test(line)) {
      return word.value !== undefined && isReal(word.value) ? word : undefined;
    }
  }
  return undefined;
}

function isReal(value: string, user = ''): boolean {
  return !/[$<{`]/.test(value) && !isPlaceholder(value, user) && !value.startsWith('/run/secrets/');
}
