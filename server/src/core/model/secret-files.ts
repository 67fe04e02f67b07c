import { secretFiles, type SecretFile } from '../data/secrets';
import type { Instruction } from '../syntax/instruction';
import type { ShellWord } from '../syntax/shell';
import type { Span } from '../text/span';
import { baseName, type Command } from './commands';
import { holdsCredential } from './credential-text';
import { joinPath, normalisePath, type CopyFacts, type CopySource } from './files';
import type { DockerfileModel } from './model';
import { isSecretName } from './secret-values';
import type { Stage } from './stage-graph';

/** A secret file that an instruction puts into a layer of the image. */
export interface StoredSecret {
  readonly file: SecretFile;
  readonly stage: Stage;
  readonly instruction: Instruction;
  /** The word that brings it: a source of COPY, or the target of a redirection. */
  readonly span: Span;
  /** Name of the file, without its folders. */
  readonly name: string;
  /** Absolute paths it may have in the image: two when the target may be a folder. */
  readonly places: readonly string[];
  /** What COPY says; undefined for a file that a RUN writes. */
  readonly copy: { readonly facts: CopyFacts; readonly source: CopySource } | undefined;
  /** Every `rm` of a later layer that takes it away. */
  readonly removals: readonly SecretRemoval[];
}

export interface SecretRemoval {
  readonly command: Command;
  /** The path among its arguments. */
  readonly word: ShellWord;
  /** The absolute path: that of the file, or of a folder above it. */
  readonly path: string;
}

/** The secret files in the layers of the shipped stages, in source order. */
export function findStoredSecrets(model: DockerfileModel): readonly StoredSecret[] {
  const shipped = model.stages.filter((stage) => model.isShipped(stage));
  const found = shipped.flatMap((stage) => [
    ...model.copiesOf(stage).flatMap((copy) => readCopiedSecrets(copy, stage)),
    ...findWrittenSecrets(model, stage),
  ]);
  if (found.length === 0) return [];
  const removed = shipped.flatMap((stage) => findRemovedPaths(model, stage));
  return found
    .filter((secret) => !isGone(secret, removed))
    .map((secret): StoredSecret => ({ ...secret, removals: findRemovals(secret, removed) }))
    .sort((left, right) => left.span.start - right.span.start);
}

/**
 * True for a file that is there for its secret, for settings that are known to hold a credential, and for
 * those whose author deletes them later or puts
 * them into the home folder. When the stage has a secret variable, settings refer to that instead.
 */
export function holdsSecret(model: DockerfileModel, secret: StoredSecret): boolean {
  const { file, stage, copy, places, removals } = secret;
  if (file.certainty !== 'maybe' || copy === undefined) return true;
  const text = copy.source.path === undefined ? undefined : model.context?.text(copy.source.path);
  if (text !== undefined && holdsCredential(text)) return true;
  if (removals.length === 0 && !places.some((place) => file.secretIn?.test(place) === true)) {
    return false;
  }
  const variables = model.variables.atEnd(stage).all();
  const hasMount = stage.instructions.some((instruction) =>
    model.mountsOf(instruction).some((mount) => mount.type === 'secret'),
  );
  return !hasMount && !variables.some(({ name }) => isSecretName(name));
}

type Stored = Omit<StoredSecret, 'removals'>;

function readCopiedSecrets(facts: CopyFacts, stage: Stage): readonly Stored[] {
  const { origin, target, intoFolder, instruction } = facts;
  if (origin.kind !== 'context' && origin.kind !== 'stage') return [];
  return facts.sources.flatMap((source): readonly Stored[] => {
    const path = source.kind === 'path' ? source.path : undefined;
    if (path === undefined || /[*?[]/.test(path)) return [];
    const file = findSecretFile(path, target) ?? findTargetFile(path, intoFolder ? '' : target);
    if (file === undefined) return [];
    const name = baseName(path);
    const inside = target === undefined ? [] : [normalisePath(`${target}/${name}`)];
    const places = intoFolder ? inside : [...(target === undefined ? [] : [target]), ...inside];
    const copy = { facts, source };
    return [{ file, stage, instruction, span: source.word.span, name, places, copy }];
  });
}

/** The row of the table that fits a path; where the file goes can tell that it holds no secret. */
function findSecretFile(path: string, target = ''): SecretFile | undefined {
  const file = secretFiles.find((each) => each.pattern.test(`/${path.replace(/^\//, '')}`));
  return file?.except?.test(`/${path} ${target}`) === true ? undefined : file;
}

/**
 * What kind of secret a file of the build context is, by its name or by what it holds; undefined for one that
 * may be none.
 */
export function findCertainSecret(path: string, text: string | undefined): SecretFile | undefined {
  const file = isSampleName(path) ? undefined : findSecretFile(path);
  const isCertain =
    file?.certainty === 'secret' ||
    (file?.certainty === 'maybe' && text !== undefined && holdsCredential(text));
  return isCertain ? file : undefined;
}

/** The row for the name that a file gets in the image, when that name alone tells. */
function findTargetFile(path: string, target = ''): SecretFile | undefined {
  const isKnown = secretFiles.some((each) => each.pattern.test(`/${path}`));
  const file = isKnown || isSampleName(path) ? undefined : findSecretFile(target);
  return file?.byTarget === true ? file : undefined;
}

function isSampleName(path: string): boolean {
  return /example|sample|template|dummy|fake|test|\.(?:pub|tmpl|tpl)$/i.test(path);
}

/** Files into which the shell writes a secret variable: `echo "$TOKEN" > /root/.npmrc`. */
function findWrittenSecrets(model: DockerfileModel, stage: Stage): readonly Stored[] {
  return model.commandsOf(stage).flatMap((command) => {
    if (!command.words.some((word) => word.variables.some(isSecretName))) return [];
    return command.shell.redirects.flatMap(({ operator, target }): readonly Stored[] => {
      if (target === undefined || !operator.includes('>')) return [];
      const path = resolvePath(model, command, target);
      const file = path === undefined ? undefined : findSecretFile(path);
      if (path === undefined || file === undefined) return [];
      const { instruction } = command;
      const { span } = target;
      const name = baseName(path);
      return [{ file, stage, instruction, span, name, places: [path], copy: undefined }];
    });
  });
}

function findRemovedPaths(model: DockerfileModel, stage: Stage): readonly SecretRemoval[] {
  return model.commandsOf(stage).flatMap((command) => {
    if (command.name !== 'rm' && command.name !== 'shred') return [];
    return command.words.slice(1).flatMap((word): readonly SecretRemoval[] => {
      if (word.text.startsWith('-')) return [];
      const path = resolvePath(model, command, word);
      return path === undefined ? [] : [{ command, word, path }];
    });
  });
}

function findRemovals(secret: Stored, removed: readonly SecretRemoval[]): readonly SecretRemoval[] {
  return removed.filter(
    (removal) =>
      secret.instruction.span.end <= removal.command.instruction.span.start &&
      takesAway(removal, secret),
  );
}

/** True when the RUN that writes the file removes it again: then no layer holds it. */
function isGone(secret: Stored, removed: readonly SecretRemoval[]): boolean {
  return removed.some(
    (removal) => removal.command.instruction === secret.instruction && takesAway(removal, secret),
  );
}

function takesAway({ path }: SecretRemoval, secret: Stored): boolean {
  return secret.places.some((place) => place === path || place.startsWith(`${path}/`));
}

/** The absolute path that a word of a command means; undefined when it is not known. */
export function resolvePath(
  model: DockerfileModel,
  command: Command,
  word: ShellWord,
): string | undefined {
  const inHome = /^(?:~|"?\$HOME|"?\$\{HOME\})(?:\/(?<rest>[\w./-]+?))?\/?"?$/.exec(word.text);
  if (inHome !== null) {
    const isRoot = model.userAt(command.instruction)?.privilege === 'root';
    return isRoot ? normalisePath(`/root/${inHome.groups?.['rest'] ?? ''}`) : undefined;
  }
  const path = model.valueOf(word, command.instruction);
  if (path === undefined || path === '' || path.includes('~')) return undefined;
  const plain = path.endsWith('/*') ? path.slice(0, -2) : path;
  if (/[*?[]/.test(plain)) return undefined;
  if (plain.startsWith('/')) return normalisePath(plain);
  const { commands } = model.executionOf(command.instruction);
  const moves = commands.some(({ name }) => name === 'cd' || name === 'pushd');
  return moves ? undefined : joinPath(model.workdirAt(command.instruction), plain);
}
