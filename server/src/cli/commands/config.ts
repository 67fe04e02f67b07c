import { existsSync } from 'node:fs';
import path from 'node:path';
import { configFileName, foreignConfigNames, LineIndex, migrateFiles } from '../../core/service';
import { isGiven, UsageError, type Arguments } from '../args';
import { createAtomically } from '../atomic-write';
import { readSource } from '../source';
import { suggestion } from '../nearest';
import { exitCodes, Terminal } from '../terminal';
import { readToday } from '../today';

/** `ironhull config migrate`: turns the configuration of other tools into ours. */
export function runConfig(parsed: Arguments): number {
  const [action, folder = '.', ...more] = parsed.operands;
  if (action !== 'migrate') {
    const hint = suggestion(action ?? '', ['migrate']) || ' There is: ironhull config migrate.';
    throw new UsageError(
      action === undefined ? `What to do?${hint}` : `There is no "config ${action}".${hint}`,
    );
  }
  if (more.length !== 0) throw new UsageError('Only one folder can be migrated at a time.');
  return migrate(folder, parsed);
}

function migrate(folder: string, parsed: Arguments): number {
  const terminal = new Terminal(isGiven(parsed, 'quiet'));
  const files = foreignConfigNames.flatMap((name) => {
    const file = path.join(folder, name);
    const source = readSource(file);
    if (source.kind === 'text') return [{ name, text: source.text }];
    if (source.kind !== 'missing') terminal.fail(`${file}: ${source.message}`);
    return [];
  });
  if (files.length === 0) {
    const names = [...foreignConfigNames].reverse().join(', ');
    if (!terminal.failed) terminal.fail(`${folder}: there is none of ${names}`);
    return exitCodes.failure;
  }
  const { text, problems, notes } = migrateFiles(files, readToday(parsed));
  for (const { message, span, file: name } of problems) {
    const lines = new LineIndex(files.find((each) => each.name === name)?.text ?? '');
    const { line, column } = lines.placeAt(span.start);
    const place = `${path.join(folder, name)}:${String(line + 1)}:${String(column + 1)}`;
    terminal.fail(`${place}: ${message}`);
  }
  for (const note of notes) terminal.note(note);
  if (isGiven(parsed, 'write')) write(path.join(folder, configFileName), text, terminal);
  else terminal.print(text);
  return terminal.failed ? exitCodes.failure : exitCodes.clean;
}

function write(target: string, text: string, terminal: Terminal): void {
  if (existsSync(target)) {
    terminal.fail(`${target} is there already and was kept.`);
    return;
  }
  createAtomically(target, text);
  terminal.note(`Wrote ${target}.`);
}
