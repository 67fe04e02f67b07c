import { joinPath, type CopyFacts } from '../../model/files';
import type { Command } from '../../model/commands';
import type { DockerfileModel } from '../../model/model';
import { isCoveredBy } from '../../model/covered-path';
import { collectStageCopies, type StageCopy } from '../../model/stage-copies';
import { collectInheritance, findRootBase, type Stage } from '../../model/stage-graph';
import { isPattern } from '../../project/path-pattern';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'missing-stage-path',
  code: 'IH708',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'COPY --from takes a path that nothing in the other stage makes.',
  why: 'The build ends with "not found", but only after every stage above was built: minutes for a typing error. The check follows the COPYs and the plain commands of the other stage and says something only when all of them are understood.',
  fixNotes: 'The fix takes the one path of the other stage whose name is nearly the same.',
  equivalents: {},
  messages: {
    missing: 'Nothing in the stage makes {{path}}.',
    similar: 'Nothing in the stage makes {{path}}; "{{similar}}" is there.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY . .
        RUN CGO_ENABLED=0 go build -o /out/server ./cmd/server

        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=build /out/servr /server
        #                 ^^^^^^^^^^ missing-stage-path
        ENTRYPOINT ["/server"]
      `,
      good: dockerfile`
        FROM golang:1.26 AS build
        WORKDIR /src
        COPY . .
        RUN CGO_ENABLED=0 go build -o /out/server ./cmd/server

        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=build /out/server /server
        ENTRYPOINT ["/server"]
      `,
    },
  ],
  *check(model) {
    if (model.syntaxProblems.length !== 0) return;
    for (const stageCopy of collectStageCopies(model)) {
      const made = findMadePaths(model, stageCopy.from, stageCopy.path);
      if (made === undefined || isMade(made, stageCopy.path)) continue;
      const similar = findSimilar(made.files, stageCopy.path);
      const { word } = stageCopy.source;
      yield similar === undefined
        ? {
            message: 'missing',
            data: { path: stageCopy.path },
            span: word.span,
            refusal: 'Which path is meant is not known.',
          }
        : {
            message: 'similar',
            data: { path: stageCopy.path, similar },
            span: word.span,
            fixes: [toFix(stageCopy, similar)],
          };
    }
  },
});

/** What a stage makes. */
interface MadePaths {
  /** Files and folders by their full path. */
  readonly files: readonly string[];
  /** Folders that hold more than is known. */
  readonly open: readonly string[];
}

/** Folders that every system has: what lies there is not known from the document. */
const systemFolder =
  /^\/(?:bin|boot|dev|etc|home|lib\w*|media|mnt|nix|opt|proc|root|run|sbin|srv|sys|tmp|usr|var|go|node_modules|dotnet|rust)(?:\/|$)/;

/** Everything that a stage makes, as far as it matters for a path; undefined when that is not known. */
function findMadePaths(model: DockerfileModel, stage: Stage, path: string): MadePaths | undefined {
  const base = findRootBase(stage);
  if (path === '/' || (base.kind !== 'scratch' && !isKnownBase(base, path))) return undefined;
  const files: string[] = [];
  const open: string[] = [];
  for (const part of collectInheritance(stage)) {
    for (const copy of model.copiesOf(part)) {
      if (!addCopy(model, copy, files, open)) return undefined;
    }
    for (const run of model.runsOf(part)) {
      if (!run.complete || model.mountsOf(run.instruction).some(({ type }) => type === 'bind')) {
        return undefined;
      }
      for (const command of run.commands) {
        if (!addCommand(model, command, files)) return undefined;
      }
    }
    for (const instruction of part.instructions) {
      const workdir = model.workdirAt(instruction);
      if (workdir !== undefined) files.push(workdir);
      if (instruction.keyword === 'VOLUME' || instruction.keyword === 'ONBUILD') return undefined;
    }
    const last = model.workdirAtEnd(part);
    if (last === undefined) return undefined;
    files.push(last);
  }
  return { files, open };
}

/** True when the image under the stage has nothing at the path. */
function isKnownBase(base: ReturnType<typeof findRootBase>, path: string): boolean {
  return base.kind === 'image' && base.facts !== undefined && !systemFolder.test(path);
}

function addCopy(
  model: DockerfileModel,
  copy: CopyFacts,
  files: string[],
  open: string[],
): boolean {
  const { target, origin } = copy;
  if (target === undefined || copy.instruction.keyword === 'ADD') return false;
  if (copy.instruction.flags.some(({ name }) => /^(?:parents|exclude)$/i.test(name))) return false;
  for (const source of copy.sources) {
    if (source.kind !== 'path') {
      files.push(target);
      continue;
    }
    const { context } = model;
    if (source.path === undefined) return false;
    if (origin.kind !== 'context' || context?.project.complete !== true || isPattern(source.path)) {
      open.push(target);
      continue;
    }
    if (context.has(source.path) !== 'yes') return false;
    const name = source.path.slice(source.path.lastIndexOf('/') + 1);
    if (!context.isFolder(source.path)) {
      files.push(
        copy.intoFolder || target === '/' ? `${target}/${name}`.replace('//', '/') : target,
      );
      // An existing folder takes the file in.
      open.push(...(copy.intoFolder ? [] : [target]));
      continue;
    }
    const prefix = source.path === '.' ? '' : `${source.path}/`;
    files.push(target);
    for (const file of context.visiblePaths) {
      if (!file.startsWith(prefix)) continue;
      const place = `${target === '/' ? '' : target}/${file.slice(prefix.length)}`;
      if (place.endsWith('/')) open.push(place.slice(0, -1));
      else files.push(place);
    }
  }
  return true;
}

/** Notes what a command makes; false when that is not known. */
function addCommand(model: DockerfileModel, command: Command, files: string[]): boolean {
  const { name, words, shell, instruction } = command;
  const workdir = model.workdirAt(instruction);
  if (shell.redirects.some(({ target }) => target !== undefined && target.value !== '/dev/null')) {
    return false;
  }
  const known = words.slice(1).flatMap(({ value }) => value ?? []);
  if (known.length !== words.length - 1 || workdir === undefined) return false;
  switch (name) {
    case 'echo':
    case 'true':
    case ':':
    case 'chmod':
    case 'chown':
      return true;
    case 'mkdir':
      for (const text of known.filter((each) => !each.startsWith('-'))) {
        files.push(joinPath(workdir, text) ?? text);
      }
      return !known.includes('-m');
    case 'go':
      return addGo(known, workdir, files);
    default:
      return false;
  }
}

/** `go mod download` fills the cache only; `go build -o X` makes X. */
function addGo(texts: readonly string[], workdir: string, files: string[]): boolean {
  if (texts[0] === 'mod' && texts[1] === 'download') return true;
  const at = texts.indexOf('-o');
  const output = texts[at + 1];
  if (texts[0] !== 'build' || at < 0 || output === undefined || output.endsWith('/')) return false;
  if (texts.includes('-C')) return false;
  const path = joinPath(workdir, output);
  if (path === undefined || files.includes(path)) return false;
  files.push(path);
  return true;
}

function isMade({ files, open }: MadePaths, path: string): boolean {
  return (
    files.some((file) => isCoveredBy(file, path)) ||
    open.some((each) => isCoveredBy(path, each) || isCoveredBy(each, path))
  );
}

/** The one path that differs by one or two letters, or lies in another folder under the same name. */
function findSimilar(files: readonly string[], path: string): string | undefined {
  const candidates = [...new Set(files)].filter(
    (file) => distance(file, path) <= 2 && file !== '/',
  );
  const name = path.slice(path.lastIndexOf('/') + 1);
  const namesakes = [...new Set(files)].filter((file) => file.endsWith(`/${name}`));
  const found = candidates.length === 0 ? namesakes : candidates;
  return found.length === 1 ? found[0] : undefined;
}

/** Letters to change, add or remove; counts no further than 3. */
function distance(left: string, right: string): number {
  if (2 < Math.abs(left.length - right.length)) return 3;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(row[right.length] ?? 3, 3);
}

function toFix({ source }: StageCopy, similar: string): Fix {
  return {
    title: `Copy "${similar}"`,
    applicability: 'unsafe',
    phase: 'word',
    edits: [replaceWord(source.word, similar)],
  };
}
