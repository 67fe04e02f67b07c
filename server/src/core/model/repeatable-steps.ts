import type { Instruction } from '../syntax/instruction';
import type { Artifact } from './builder-plan';
import type { Command } from './commands';
import { isCoveredBy } from './covered-path';
import { joinPath } from './files';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** The steps that make accounts and folders and count for the runtime stage, or why that cannot be told. */
export type RepeatableSteps =
  | { readonly kind: 'known'; readonly steps: readonly Instruction[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Where things lie when the steps are repeated. */
export interface RuntimePlaces {
  readonly artifacts: readonly Artifact[];
  readonly workdir: string;
}

type Effect =
  /** Nothing in the runtime stage, and it does no harm there. */
  | 'none'
  /** Needed there. */
  | 'needed'
  /** Nothing there, and it would fail. */
  | 'fails';

/**
 * Chooses, among steps above the split, those that the runtime stage has to repeat: what they do to files that are
 * copied from the builder stage comes along with them.
 */
export function findRepeatableSteps(
  model: DockerfileModel,
  stage: Stage,
  steps: readonly Instruction[],
  places: RuntimePlaces,
): RepeatableSteps {
  const repeated: Instruction[] = [];
  const made = new Set<string>();
  for (const step of steps) {
    const effects = model
      .executionOf(step)
      .commands.flatMap((command) => effectsOf(model, stage, command, places, made));
    if (!effects.includes('needed')) continue;
    if (effects.includes('fails')) {
      const line = String(model.lines.placeAt(step.span.start).line + 1);
      const reason = `The RUN on line ${line} prepares files of the build and of the program together.`;
      return { kind: 'unknown', reason };
    }
    repeated.push(step);
  }
  return { kind: 'known', steps: repeated };
}

const accountPrograms = new Set(
  'useradd adduser groupadd addgroup usermod groupmod userdel groupdel passwd chsh'.split(' '),
);

function effectsOf(
  model: DockerfileModel,
  stage: Stage,
  command: Command,
  places: RuntimePlaces,
  made: Set<string>,
): readonly Effect[] {
  const { name = '' } = command;
  if (accountPrograms.has(name)) return ['needed'];
  const paths = folderPaths(model, command);
  if (name === 'mkdir') {
    const asks = command.words.some(({ text }) => /^-\w*p|^--parents$/.test(text));
    return paths.map((path) => {
      if (!exists(path, places)) {
        made.add(path);
        return 'needed';
      }
      return asks ? 'none' : 'fails';
    });
  }
  return paths.map((path) => {
    if (places.artifacts.some(({ to }) => isInside(path, to))) return 'none';
    const isThere = exists(path, places) || [...made].some((each) => isCoveredBy(path, each));
    return isThere || !isCopied(model, stage, path) ? 'needed' : 'fails';
  });
}

/** The absolute paths that mkdir, chown, chmod, chgrp and touch work on. */
export function folderPaths(model: DockerfileModel, command: Command): readonly string[] {
  const { name = '', words, instruction } = command;
  if (!/^(?:mkdir|chown|chmod|chgrp|touch)$/.test(name)) return [];
  const named = words.slice(1).filter(({ text }) => !text.startsWith('-'));
  const targets = name === 'mkdir' || name === 'touch' ? named : named.slice(1);
  const workdir = model.workdirAt(instruction);
  return targets.flatMap(
    (word) => joinPath(workdir, model.valueOf(word, instruction) ?? word.text) ?? [],
  );
}

/** True when the path is there once the artifacts are copied. */
function exists(path: string, { artifacts, workdir }: RuntimePlaces): boolean {
  return (
    isCoveredBy(workdir, path) ||
    artifacts.some(({ to }) => isCoveredBy(path, to) || isCoveredBy(to, path))
  );
}

/** Below an artifact, not the folder itself, whose owner and mode stay behind when its content is copied. */
function isInside(path: string, folder: string): boolean {
  return path !== folder && isCoveredBy(path, folder);
}

/** True when a COPY of the stage brought the path, or something round it. */
function isCopied(model: DockerfileModel, stage: Stage, path: string): boolean {
  return model
    .copiesOf(stage)
    .some(({ target }) => target === undefined || isCoveredBy(path, target));
}
