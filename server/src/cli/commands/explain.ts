import { describeModel, DockerfileModel, explainRule } from '../../core/service';
import { UsageError, valueOf, type Arguments } from '../args';
import { findCommand } from '../command-table';
import type { Target } from '../files';
import { readTargets } from '../read-targets';
import { rulesNamed } from '../rule-names';
import { exitCodes, Terminal } from '../terminal';

/** `ironhull explain`: the page of a rule, or the facts of a file. */
export async function runExplain(parsed: Arguments): Promise<number> {
  const file = valueOf(parsed, 'model');
  if ((file === undefined) === (parsed.operands.length === 0)) {
    throw new UsageError(`Usage: ${findCommand('explain')?.usage ?? ''}`);
  }
  const terminal = new Terminal(false);
  if (file === undefined) {
    const rules = new Set(parsed.operands.flatMap(rulesNamed));
    terminal.print([...rules].map(explainRule).join('\n---\n\n'));
    return exitCodes.clean;
  }
  const target: Target =
    file === '-' ? { kind: 'stdin' } : { kind: 'file', path: file, named: true };
  for await (const input of readTargets([target], '<stdin>', terminal)) {
    if (input.kind === 'text') terminal.print(describeModel(new DockerfileModel(input.text)));
  }
  return terminal.failed ? exitCodes.failure : exitCodes.clean;
}
