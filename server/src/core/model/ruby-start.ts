import type { DockerfileModel } from './model';
import { findRubyLine } from './ruby-image';
import { collectInheritance, type Stage } from './stage-graph';
import { findStartedCommands, type StartedCommand } from './start-scripts';
import { startedProgramsOf } from './started-programs';

/** Programs of Ruby that read no settings of a process from files of their own. */
const rubyPrograms =
  /^(?:ruby|bundle|rails|rake|rackup|puma|pumactl|unicorn|thin|falcon|iodine|pitchfork|sidekiq|resque|thrust|good_job|solid_queue|jobs|rage|hanami)$/;

const shells = /^(?:sh|bash|dash|ash)$/;

/**
 * The program of Ruby that a stage on an official image of Ruby starts; undefined when a program or a script that is not
 * known starts with it, which may set variables.
 *
 * @param sets what the Dockerfile, or a script that starts, may say that settles the question already
 */
export function findRubyStart(
  model: DockerfileModel,
  stage: Stage,
  sets: RegExp,
): StartedCommand | undefined {
  if (findRubyLine(stage) === undefined) return undefined;
  const isSet = collectInheritance(stage).some(({ instructions }) =>
    instructions.some(
      ({ keyword, span }) => keyword !== 'RUN' && sets.test(model.text.slice(span.start, span.end)),
    ),
  );
  const all = findStartedCommands(model, stage);
  const scripts = all.flatMap(({ script }) => (script === undefined ? [] : [script]));
  const texts = scripts.map(({ source }) => (source.kind === 'file' ? source.text : ''));
  const written = all.flatMap(({ command }) => [
    ...command.words.map(({ text }) => text),
    ...command.shell.assignments.map(({ name }) => name),
  ]);
  if (isSet || [...texts, ...written].some((text) => sets.test(text))) return undefined;
  const named = scripts.map(({ word }) => model.text.slice(word.start, word.end));
  const isKnown = startedProgramsOf(model, stage).every(
    ({ name, path }) =>
      rubyPrograms.test(name) || shells.test(name) || named.some((text) => text.includes(path)),
  );
  const started = all.filter(({ command }) => rubyPrograms.test(command.name ?? ''));
  return isKnown ? (started.find(({ script }) => script === undefined) ?? started[0]) : undefined;
}
