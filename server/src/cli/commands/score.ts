import path from 'node:path';
import { scoreFiles, type Score } from '../../core/service';
import { isGiven, UsageError, valueOf, type Arguments } from '../args';
import { readCompanions } from '../companions';
import { findTargets } from '../files';
import { Projects } from '../project';
import { readTargets, standardInputPath } from '../read-targets';
import { describeScore, describeScoresAsJson } from '../reporters/score';
import { exitCodes, Terminal } from '../terminal';
import { readToday } from '../today';

/** `ironhull score`: holds Dockerfiles and what lies beside them against the 40 points. */
export async function runScore(parsed: Arguments): Promise<number> {
  const terminal = new Terminal(isGiven(parsed, 'quiet'));
  const least = readLeast(parsed);
  const today = readToday(parsed);
  const projects = new Projects(parsed);
  const targets = findTargets(parsed.operands, (message) => {
    terminal.note(message);
  });
  const scores: { readonly file: string; readonly score: Score }[] = [];
  for await (const input of readTargets(targets, standardInputPath, terminal)) {
    if (input.kind === 'failed') continue;
    const project = await projects.read(input.path, input.text);
    const context = findContextFolder(parsed, input.path, project?.dockerfile);
    const score = scoreFiles({
      dockerfile: input.text,
      project: project ?? { paths: [], complete: false, texts: new Map(), dockerfile: input.path },
      companions: readCompanions(context, project?.paths ?? []),
      today,
    });
    scores.push({ file: input.path, score });
  }
  terminal.print(
    isGiven(parsed, 'json')
      ? describeScoresAsJson(scores)
      : scores.map(({ file, score }) => describeScore(file, score)).join('\n'),
  );
  if (terminal.failed) return exitCodes.failure;
  return scores.some(({ score }) => score.total < least) ? exitCodes.findings : exitCodes.clean;
}

/** @throws UsageError when the value of `--min` is no number of points */
function readLeast(parsed: Arguments): number {
  const value = valueOf(parsed, 'min') ?? '0';
  const least = Number(value);
  if (!/^\d+(?:\.5)?$/.test(value) || 40 < least) {
    throw new UsageError(`The option "--min" is a number of points up to 40, not "${value}".`);
  }
  return least;
}

function findContextFolder(
  parsed: Arguments,
  file: string,
  dockerfile: string | undefined,
): string {
  const given = valueOf(parsed, 'context');
  if (given !== undefined) return given;
  return dockerfile === undefined
    ? path.dirname(file)
    : path.resolve(file, ...dockerfile.split('/').map(() => '..'));
}
