import { existsSync } from 'node:fs';
import path from 'node:path';
import { configFileName, LineIndex, migrateHadolint } from '../../core/service';
import { isGiven, UsageError, type Arguments } from '../args';
import { createAtomically } from '../atomic-write';
import { readSource } from '../source';
import { suggestion } from '../nearest';
import { exitCodes, Terminal } from '../terminal';

const names = ['.hadolint.yaml', '.hadolint.yml'];

/** `ironhull config migrate`: turns the configuration of hadolint into ours. */
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
  const file = names.map((name) => path.join(folder, name)).find((each) => existsSync(each));
  if (file === undefined) {
    terminal.fail(`${folder}: there is no ${names.join(' or ')}`);
    return exitCodes.failure;
  }
  const source = readSource(file);
  if (source.kind !== 'text') {
    terminal.fail(`${file}: ${source.message}`);
    return exitCodes.failure;
  }
  const { text, problems, notes } = migrateHadolint(source.text);
  const lines = new LineIndex(source.text);
  for (const { message, span } of problems) {
    const { line, column } = lines.placeAt(span.start);
    terminal.fail(`${file}:${String(line + 1)}:${String(column + 1)}: ${message}`);
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
