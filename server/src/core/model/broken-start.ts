import type { JsonElement } from '../syntax/instruction';
import { parseShell } from '../syntax/shell';
import { findContextFile } from './context-paths';
import { joinPath, type CopyFacts } from './files';
import type { DockerfileModel } from './model';
import { isToolPresent, isTrackedTool } from './present-tools';
import { collectInheritance, type Stage } from './stage-graph';
import { traceContextFile } from './stage-paths';

/** Where the text of a start script stands. */
export type ScriptOrigin =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly text: string;
      /** The copy that brings it straight from the project. */
      readonly copy: CopyFacts | undefined;
    }
  | { readonly kind: 'heredoc'; readonly copy: CopyFacts; readonly text: string };

/** A script that a container or its health check starts and that cannot run. */
export interface BrokenStart {
  readonly defect:
    | { readonly kind: 'carriage-return' }
    | { readonly kind: 'byte-order-mark' }
    | { readonly kind: 'no-interpreter-line' }
    | { readonly kind: 'mode' }
    | {
        readonly kind: 'interpreter';
        readonly program: string;
        /** True when nothing in the script needs more than a POSIX shell, which the image has. */
        readonly plain: boolean;
      };
  readonly script: ScriptOrigin;
  /** The path in the image. */
  readonly path: string;
  /** The word that names the script. */
  readonly word: JsonElement;
}

/** Finds the scripts that a stage starts by name, in exec form, and that surely fail. */
export function findBrokenStarts(model: DockerfileModel, stage: Stage): readonly BrokenStart[] {
  if (stage.mayBeWindows) return [];
  const { entrypoint, command, healthCheck } = model.processOf(stage);
  const [first, second] = [entrypoint, command].map((start) =>
    start.kind === 'instruction' ? start.instruction.json : undefined,
  );
  const main = entrypoint.kind === 'none' ? second : first && [...first, ...(second ?? [])];
  const probe = healthCheck?.kind === 'command' ? healthCheck.instruction.json : undefined;
  return [main, probe].flatMap((words = []) => check(model, stage, words) ?? []);
}

const shells = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a)?sh$/;
const wrappers = /^(?:\/(?:usr\/(?:local\/)?)?s?bin\/|\/)?(?:tini|dumb-init|catatonit)$/;

/** Who starts a script: the kernel, a program that hands it to a shell where the kernel refuses it, or a shell. */
type Starter = 'kernel' | 'wrapper' | 'shell';

function check(
  model: DockerfileModel,
  stage: Stage,
  words: readonly JsonElement[],
): BrokenStart | undefined {
  const isWrapped = wrappers.test(words[0]?.value ?? '');
  const rest = isWrapped ? words.slice(1).filter(({ value }) => !/^-[\w-]*$/.test(value)) : words;
  const isRead = shells.test(rest[0]?.value ?? '');
  const word = isRead ? rest[1] : rest[0];
  if (word === undefined || !/^[\w./-]*\/[\w.-]+$/.test(word.value)) return undefined;
  const path = joinPath(model.workdirAtEnd(stage), word.value);
  const script = path === undefined ? undefined : findScript(model, stage, path);
  if (path === undefined || script === undefined || mayChange(stage, path)) return undefined;
  const starter = isRead ? 'shell' : isWrapped ? 'wrapper' : 'kernel';
  const defect = findDefect(model, stage, script, path, starter);
  return defect === undefined ? undefined : { defect, script, path, word };
}

/** The text of the script at a path, where a COPY brings it from the project or from the Dockerfile itself. */
function findScript(model: DockerfileModel, stage: Stage, path: string): ScriptOrigin | undefined {
  const heredoc = collectInheritance(stage)
    .flatMap((part) => model.copiesOf(part))
    .find(({ sources, target }) => target === path && sources[0]?.kind === 'heredoc');
  const [body] = heredoc?.instruction.heredocs ?? [];
  if (heredoc !== undefined && body !== undefined) {
    const isPlain = !body.expands || !firstLine(body.body).includes('$');
    return heredoc.sources.length === 1 && isPlain
      ? { kind: 'heredoc', copy: heredoc, text: body.body }
      : undefined;
  }
  const file = traceContextFile(model, stage, path);
  const text = file === undefined ? undefined : model.context?.text(file);
  return file === undefined || text === undefined || !isScript(file, text)
    ? undefined
    : { kind: 'file', path: file, text, copy: copyOf(model, stage, path) };
}

/** The first copy that puts a file of the project at a path of the stage. */
function copyOf(model: DockerfileModel, stage: Stage, path: string): CopyFacts | undefined {
  return collectInheritance(stage)
    .toReversed()
    .flatMap((part) => model.copiesOf(part))
    .find(
      ({ instruction: { span } }) =>
        findContextFile(model, stage, path, span.start) === undefined &&
        findContextFile(model, stage, path, span.end + 1) !== undefined,
    );
}

/** COPY makes files of heredocs with mode 644, and keeps the mode of those of the project. */
function isPlain(model: DockerfileModel, script: ScriptOrigin): boolean {
  return (
    script.kind === 'heredoc' || model.context?.project.plainScripts?.has(script.path) === true
  );
}

function isScript(path: string, text: string): boolean {
  return /\.(?:ba)?sh$/.test(path) || /^\uFEFF?#!/.test(text);
}

function firstLine(text: string): string {
  return /^[^\n]*/.exec(text)?.[0] ?? '';
}

/** True when a step may write the script anew: line endings, interpreter, another file in its place. */
function mayChange(stage: Stage, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return collectInheritance(stage).some((part) =>
    part.instructions.some(({ keyword, argumentText, heredocs }) => {
      if (keyword !== 'RUN') return false;
      const text = [argumentText, ...heredocs.map(({ body }) => body)].join('\n');
      if (/dos2unix|unix2dos|\\r|fromdos/.test(text)) return true;
      const rest = text.replace(/\bchmod\s[^;&|\n]*/g, '').replace(/\bchown\s[^;&|\n]*/g, '');
      return rest.includes(name);
    }),
  );
}

function findDefect(
  model: DockerfileModel,
  stage: Stage,
  script: ScriptOrigin,
  path: string,
  starter: Starter,
): BrokenStart['defect'] | undefined {
  const { text } = script;
  const line = firstLine(text);
  if (script.kind === 'file' && line.endsWith('\r')) return { kind: 'carriage-return' };
  if (starter === 'shell') return undefined;
  if (text.startsWith('\uFEFF#!')) return { kind: 'byte-order-mark' };
  if (!line.startsWith('#!')) {
    const isScript = /\S/.test(text) && /\.(?:ba)?sh$/.test(path);
    return isScript && starter === 'kernel' ? { kind: 'no-interpreter-line' } : undefined;
  }
  if (
    isPlain(model, script) &&
    script.copy !== undefined &&
    staysPlain(model, stage, script.copy, path)
  ) {
    return { kind: 'mode' };
  }
  const program = interpreterOf(line);
  if (!isTrackedTool(program) || isToolPresent(model, stage, program) !== false) return undefined;
  const plain =
    program === 'bash' && hasShell(stage) && parseShell(text, 0).bashSyntax.length === 0;
  return { kind: 'interpreter', program, plain };
}

/** `bash` for `#!/bin/bash -e` and `#!/usr/bin/env bash`. */
function interpreterOf(line: string): string | undefined {
  const [, path = '', argument] = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(line) ?? [];
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name === 'env' ? argument : name;
}

function hasShell({ rootBase }: Stage): boolean {
  const shell = rootBase.kind === 'image' ? rootBase.facts?.variant.shell : undefined;
  return shell !== undefined && shell !== 'none';
}

/** Commands that change the mode of no file that is there already. */
const neutral = new Set(
  (
    'mkdir rm rmdir touch cd echo printf true : set export test [ cat grep sed ln mv ls id sleep ' +
    'useradd groupadd adduser addgroup usermod groupmod chown chgrp update-ca-certificates locale-gen ' +
    'apt-get apt apk dnf yum microdnf zypper npm yarn pnpm pip pip3 composer bundle curl wget tar gunzip unzip'
  ).split(' '),
);

/** A file keeps its mode until a chmod of it, or a step that is not known to change no mode. */
function staysPlain(model: DockerfileModel, stage: Stage, copy: CopyFacts, path: string): boolean {
  const copies = collectInheritance(stage).flatMap((part) => model.copiesOf(part));
  if (copies.some(({ chmod }) => chmod !== undefined)) return false;
  const runs = collectInheritance(stage)
    .flatMap((part) => model.runsOf(part))
    .filter(({ instruction }) => copy.instruction.span.end < instruction.span.start);
  return runs.every(
    (run) =>
      run.complete &&
      run.commands.every(({ name = '', words }) =>
        name === 'chmod'
          ? words.slice(2).every(({ value }) => value !== undefined && !covers(value, path))
          : neutral.has(name),
      ),
  );
}

/** True when a path, or a pattern or a folder of it, may mean a file. */
function covers(operand: string, path: string): boolean {
  return !operand.startsWith('/') || /[*?[]/.test(operand) || path.startsWith(operand);
}
