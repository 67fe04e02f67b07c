import { joinPath } from './files';
import { collectMainCommands } from './main-command';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** What a container gives to `java`. */
export interface JavaStart {
  readonly kind: 'jar' | 'class path';
  /** Absolute paths of the jar, or of the entries of the class path; they may hold patterns. */
  readonly paths: readonly string[];
  /** Absolute paths of agents. */
  readonly agents: readonly string[];
  /** Every word as written, to look for names of files in it. */
  readonly text: string;
}

/** Options of `java` whose value is the next word. */
const valueOptions = new Set(
  '-cp -classpath --class-path -p --module-path --upgrade-module-path --add-modules --add-opens --add-exports --add-reads --limit-modules --enable-native-access -m --module'.split(
    ' ',
  ),
);

/** Reads the `java` that a container of a stage starts; a sentence when that is not understood. */
export function findJavaStart(model: DockerfileModel, stage: Stage): JavaStart | string {
  const process = model.processOf(stage);
  const main = collectMainCommands(process).find(({ name }) => name === 'java');
  if (main === undefined) return 'The container does not start java itself.';
  const workdir = model.workdirAtEnd(stage);
  const agents: string[] = [];
  const { words, instruction } = main;
  const value = (index: number): string | undefined => {
    const word = words[index];
    return word === undefined ? undefined : model.valueOf(word, instruction);
  };
  const resolve = (path: string): string | undefined => joinPath(workdir, path);
  let classPath: string | undefined;
  for (let index = 1; index < words.length; index++) {
    const written = words[index]?.text ?? '';
    const text = value(index) ?? written;
    const agent = /^-javaagent:([^=]+)/.exec(text)?.[1];
    if (agent !== undefined) agents.push(resolve(agent) ?? agent);
    if (text === '-jar') {
      const path = value(index + 1);
      const jar = path === undefined ? undefined : resolve(path);
      if (jar === undefined) return 'Which jar the container starts is not known.';
      return { kind: 'jar', paths: [jar], agents, text: textOf(words) };
    }
    if (/^(?:-cp|-classpath|--class-path)$/.test(text)) classPath = value(index + 1);
    if (/^(?:-p|--module-path|-m|--module|@\S+)$/.test(text)) {
      return 'The container starts a module, whose path is not followed.';
    }
    if (valueOptions.has(text)) index++;
    else if (/^[A-Za-z_$][\w.$]*$/.test(text) && words[index]?.variables.length === 0) break;
  }
  if (classPath === undefined) return 'The class path of the container is not known.';
  const entries = classPath.split(':').map((entry) => resolve(entry.replace(/\/\*$/, '') || '.'));
  const known = entries.flatMap((entry) => entry ?? []);
  return known.length === entries.length
    ? { kind: 'class path', paths: [...new Set(known)], agents, text: textOf(words) }
    : 'The class path of the container is not known.';
}

function textOf(words: readonly { readonly text: string }[]): string {
  return words.map(({ text }) => text).join(' ');
}
