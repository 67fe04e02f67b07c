import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  baseFamilies,
  collectPinnableImages,
  detectRecipes,
  DockerfileModel,
  emitters,
  generate,
  type Choices,
  type GenerateRequest,
  type Generation,
  type ProjectFiles,
  type ProposedFile,
} from '../../core/service';
import { isGiven, UsageError, valueOf, type Arguments } from '../args';
import { createAtomically, writeAtomically } from '../atomic-write';
import { findCommand } from '../command-table';
import { resolveDigests } from '../digests';
import { suggestion } from '../nearest';
import { Projects } from '../project';
import {
  describeCandidates,
  describeGeneration,
  describeGenerationAsJson,
} from '../reporters/generation';
import { describeSystemError } from '../source';
import { exitCodes, Terminal } from '../terminal';
import { readToday } from '../today';
import { createUnifiedDiff } from '../unified-diff';

/** `ironhull generate`: makes the files of a hardened image for the project in a folder. */
export async function runGenerate(parsed: Arguments): Promise<number> {
  const terminal = new Terminal(isGiven(parsed, 'quiet'));
  const folder = readFolder(parsed);
  const project = await new Projects(parsed).readFolder(folder);
  if (project === undefined) throw new UsageError(`The folder "${folder}" cannot be read.`);
  if (isGiven(parsed, 'list')) {
    terminal.print(describeCandidates(detectRecipes(project)));
    return exitCodes.clean;
  }
  const generation = await makeGeneration(readRequest(parsed, project), parsed, terminal);
  if (generation === undefined) return exitCodes.failure;
  if (isGiven(parsed, 'json')) terminal.print(describeGenerationAsJson(generation));
  else if (isGiven(parsed, 'dry-run')) terminal.print(showDiff(folder, generation));
  else {
    terminal.print(describeGeneration(generation));
    const kept = writeFiles(folder, generation, isGiven(parsed, 'force'), terminal);
    if (kept && !terminal.failed) return exitCodes.findings;
  }
  return terminal.failed ? exitCodes.failure : exitCodes.clean;
}

/** @throws UsageError when there is not one folder, or options exclude each other */
function readFolder(parsed: Arguments): string {
  const [folder = '.', ...others] = parsed.operands;
  if (others.length !== 0) throw new UsageError(`Usage: ${findCommand('generate')?.usage ?? ''}`);
  if (isGiven(parsed, 'dry-run') && isGiven(parsed, 'json')) {
    throw new UsageError('The options "--dry-run" and "--json" exclude each other.');
  }
  return folder;
}

function readRequest(parsed: Arguments, project: ProjectFiles): GenerateRequest {
  const recipe = valueOf(parsed, 'recipe');
  const app = valueOf(parsed, 'app');
  const parts = readParts(parsed);
  return {
    project,
    choices: readChoices(parsed),
    ...(recipe === undefined ? {} : { recipe }),
    ...(app === undefined ? {} : { folder: app === '.' ? '' : app.replace(/^\.\/|\/+$/g, '') }),
    ...(parts === undefined ? {} : { parts }),
  };
}

/** @throws UsageError for a value that cannot be */
function readChoices(parsed: Arguments): Choices {
  const base = baseFamilies.find((family) => family === valueOf(parsed, 'base'));
  const port = valueOf(parsed, 'port');
  const isPort = port === undefined || (/^\d{1,5}$/.test(port) && 0 < +port && +port < 65_536);
  if (!isPort) throw new UsageError(`The option "--port" is a number up to 65535, not "${port}".`);
  const name = valueOf(parsed, 'name');
  if (name !== undefined && !/^[a-z]([a-z0-9-]{0,48}[a-z0-9])?$/.test(name)) {
    throw new UsageError(
      'The option "--name" takes lower-case letters, digits and hyphens, at most 50.',
    );
  }
  const [healthPath, readyPath] = ['health-path', 'ready-path'].map((option) => {
    const value = valueOf(parsed, option);
    if (value !== undefined && !/^\/[\w./~%?=&-]*$/.test(value)) {
      throw new UsageError(`The option "--${option}" is a path like /healthz, not "${value}".`);
    }
    return value;
  });
  return {
    today: readToday(parsed),
    ...(base === undefined ? {} : { base }),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(name === undefined ? {} : { name }),
    ...(healthPath === undefined ? {} : { healthPath }),
    ...(readyPath === undefined ? {} : { readyPath }),
  };
}

/** @throws UsageError for a part that does not exist */
function readParts(parsed: Arguments): readonly string[] | undefined {
  const parts = parsed.options.get('only')?.flatMap((value) => value.split(','));
  const known = emitters.map(({ id }) => id);
  const wrong = parts?.find((part) => part !== 'all' && !known.includes(part));
  if (wrong !== undefined) {
    const hint = suggestion(wrong, known) || ` Parts: ${known.join(', ')}.`;
    throw new UsageError(`There is no part "${wrong}".${hint}`);
  }
  // A variant does what another part does, so that all parts are one of each.
  const originals = emitters.filter(({ variantOf }) => variantOf === undefined);
  return parts?.flatMap((part) => (part === 'all' ? originals.map(({ id }) => id) : [part]));
}

/** Generates, once more with digests where registries may be asked. */
async function makeGeneration(
  request: GenerateRequest,
  parsed: Arguments,
  terminal: Terminal,
): Promise<Generation | undefined> {
  const offline = generate(request);
  if (offline.kind === 'refused') {
    terminal.fail(offline.reason);
    return undefined;
  }
  if (!isGiven(parsed, 'online')) return offline;
  const images = offline.files
    .filter(({ path: file }) => path.posix.basename(file) === 'Dockerfile')
    .flatMap(({ text }) => collectPinnableImages(new DockerfileModel(text)));
  const pinned = generate({ ...request, digests: await resolveDigests(images, terminal) });
  return pinned.kind === 'generated' ? pinned : offline;
}

function showDiff(folder: string, { files }: Generation): string {
  return files
    .map((file) => createUnifiedDiff(file.path, readExisting(folder, file) ?? '', file.text))
    .join('');
}

function readExisting(folder: string, { path: file }: ProposedFile): string | undefined {
  const target = path.join(folder, file);
  return existsSync(target) ? readFileSync(target, 'utf8') : undefined;
}

/** Writes what is new; true when a file was there, says something else and was kept. */
function writeFiles(
  folder: string,
  { files }: Generation,
  force: boolean,
  terminal: Terminal,
): boolean {
  let kept = false;
  for (const file of files) {
    const target = path.join(folder, file.path);
    try {
      const before = readExisting(folder, file);
      if (before === file.text) terminal.note(`Unchanged: ${target}`);
      else if (before === undefined) {
        mkdirSync(path.dirname(target), { recursive: true });
        createAtomically(target, file.text);
        terminal.note(`Wrote ${target}: ${file.purpose}`);
      } else if (force || file.text.startsWith(before.trimEnd())) {
        writeAtomically(target, file.text);
        terminal.note(`${force ? 'Wrote' : 'Completed'} ${target}: ${file.purpose}`);
      } else {
        kept = true;
        terminal.note(`Kept ${target}, which is there already (--force writes over it).`);
      }
    } catch (error) {
      terminal.fail(`${target}: not written: ${describeSystemError(error)}`);
    }
  }
  return kept;
}
