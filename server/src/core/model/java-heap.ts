import type { Instruction, Word } from '../syntax/instruction';
import type { ShellWord } from '../syntax/shell';
import type { Command } from './commands';
import { isForDevelopment } from './development-stage';
import { findLanguageVersion } from './image-release';
import { collectMainCommands } from './main-command';
import type { DockerfileModel } from './model';
import { collectInheritance, findRootBase, type Stage } from './stage-graph';

/** A `java` that a container starts without a word about its heap. */
export interface DefaultHeap {
  readonly command: Command;
  readonly word: ShellWord;
  /** JAVA_OPTS with options that nothing hands to `java`. */
  readonly unread: { readonly instruction: Instruction; readonly name: Word } | undefined;
}

/**
 * Options that size the heap, or that name a file which may.
 * Source: manual page of `java`, "Advanced Garbage Collection Options for Java"; checked 2026-11-22.
 */
const sizing =
  /^(?:-Xmx|-mx\d|@|-XX:(?:MaxRAM|MinRAMPercentage|MaxHeapSize|Flags=|VMOptionsFile=|\+AggressiveHeap|SoftMaxHeapSize))/;

/** Variables that a JVM reads; the second since Java 9, the third by HotSpot. Source: the same page. */
const readVariables = /\b(?:JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS)\b/;

/** Finds the HotSpot JVM that a container starts with the heap that it chooses by itself. */
export function findDefaultHeap(model: DockerfileModel, stage: Stage): DefaultHeap | undefined {
  if (stage.mayBeWindows || isForDevelopment(stage) || !knowsPercentage(stage)) return undefined;
  const chain = collectInheritance(stage);
  if (chain.some((part) => mentions(model, part))) return undefined;
  const process = model.processOf(stage);
  const [command] = collectMainCommands(process);
  const [word] = command?.words ?? [];
  if (command === undefined || word === undefined) return undefined;
  const isArgument = isDistrolessJava(stage) && process.entrypoint.kind === 'base';
  if (!isArgument && (command.name !== 'java' || command.words.length === 1)) return undefined;
  // What a variable holds may be set anew for each container.
  const isOpen = command.words.some(
    ({ value }) => value === undefined || value.includes('$') || sizing.test(value),
  );
  if (isOpen || command.words.some(({ text }) => isQuestion(text))) return undefined;
  return { command, word, unread: findUnread(model, stage) };
}

/** Questions about Java itself start no program. */
function isQuestion(word: string): boolean {
  return /^--?(?:version|help|showversion|X|list-modules)$/.test(word);
}

function isDistrolessJava(stage: Stage): boolean {
  const base = findRootBase(stage);
  return base.kind === 'image' && base.facts?.family.id === 'distroless-java';
}

const withHotSpot = new Set(['eclipse-temurin', 'amazoncorretto', 'openjdk', 'maven', 'gradle']);

/** True for an image with a HotSpot that has MaxRAMPercentage: Java 10 and later, and Java 8 since update 191. */
function knowsPercentage(stage: Stage): boolean {
  const base = findRootBase(stage);
  if (base.kind !== 'image' || base.facts === undefined || base.stated !== undefined) return false;
  if (isDistrolessJava(stage)) return true;
  if (!withHotSpot.has(base.facts.family.id)) return false;
  const version = Number(findLanguageVersion(stage)?.version);
  if (version !== 8) return 10 <= version;
  const update = /\b8u(\d+)/.exec(base.tag ?? '')?.[1];
  return update === undefined ? /^8(?:-|$)|-8(?:-|$)/.test(base.tag ?? '') : 191 <= Number(update);
}

function mentions(model: DockerfileModel, part: Stage): boolean {
  return part.instructions.some(({ span }) =>
    readVariables.test(model.text.slice(span.start, span.end)),
  );
}

/** The JAVA_OPTS of the image, which only scripts read, where it says how large the heap may be. */
function findUnread(model: DockerfileModel, stage: Stage): DefaultHeap['unread'] {
  const binding = model.variables.atEnd(stage).get('JAVA_OPTS');
  if (binding?.kind !== 'env') return undefined;
  const { assignment, instruction, value } = binding;
  if (assignment === undefined || instruction === undefined || value === undefined)
    return undefined;
  return value.split(/\s+/).some((option) => sizing.test(option))
    ? { instruction, name: assignment.name }
    : undefined;
}
