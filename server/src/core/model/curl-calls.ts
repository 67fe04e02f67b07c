import type { ShellPipeline, ShellStatement, ShellWord } from '../syntax/shell';
import { containsSpan } from '../text/span';
import { findPath } from './command-folder';
import type { Command, Execution } from './commands';
import { downloadsOf, hostOf, isLoopback, readDownloadedFile, type Download } from './downloads';
import { memoize } from './memoize';
import type { DockerfileModel } from './model';
import { visibleText } from './package-line';
import { shellOptionsAt } from './shell-options';
import type { Stage } from './stage-graph';
import { isTemplated } from './template';

/** A call of curl in a RUN that only loads something over HTTP, and whose failure nobody handles. */
export interface CurlCall {
  readonly download: Download;
  readonly run: Execution;
  readonly output: CurlOutput;
}

/** Where a call of curl puts what it gets. */
export type CurlOutput =
  /** `-o file`, `-O`; the path is undefined when it is not known. */
  | { readonly kind: 'file'; readonly path: string | undefined }
  /** `> file`, or `| tee file` where the pipeline fails with curl. */
  | { readonly kind: 'redirected'; readonly path: string | undefined }
  /** Into another program, or to the log. */
  | { readonly kind: 'stream' };

/**
 * Options of a call that asks for something else than a file, or whose options stand elsewhere.
 * Source: https://curl.se/docs/manpage.html, 2026-11-22.
 */
const otherRequests = new Set(
  (
    '-I --head -i --include --show-headers -D --dump-header -w --write-out -X --request -d --data --data-ascii ' +
    '--data-binary --data-raw --data-urlencode --url-query -G --get -F --form --form-string -T --upload-file --json ' +
    '-K --config -h --help -V --version -M --manual -Q --quote -l --list-only --next -:'
  ).split(' '),
);

/** Places of a command in which a failure is an answer, or in which it runs at a time that is not known. */
const handled: readonly string[] = ['condition', 'function', 'background', 'substitution'];

/** The calls of curl in the RUN instructions of a stage that load files; none on Windows, or where settings may change them. */
export const curlCallsOf = memoize((model, stage: Stage): readonly CurlCall[] => {
  if (stage.mayBeWindows || /curlrc|CURL_HOME/i.test(model.text)) return [];
  return downloadsOf(model, stage).flatMap((download) => {
    const run = model.executionOf(download.command.instruction);
    const { command } = download;
    if (!run.complete || isTemplated(run) || !isPlain(download)) return [];
    if (isHandled(run, command)) return [];
    const output = findOutput(model, run, download);
    return output === undefined ? [] : [{ download, run, output }];
  });
});

/** True for a request of files whose options are all seen. */
function isPlain({ program, options, addresses, command }: Download): boolean {
  return (
    program.name === 'curl' &&
    addresses.length !== 0 &&
    addresses.every(({ text }) => /^https?:\/\//i.test(text) && !isOwn(text)) &&
    !options.some(({ name }) => otherRequests.has(name)) &&
    !command.shell.redirects.some(({ operator }) => operator.startsWith('<'))
  );
}

/** True for a server of the same container: that it answers at all is the question. */
function isOwn(address: string): boolean {
  const host = hostOf(address);
  return host !== undefined && isLoopback(host);
}

/** True when something asks whether the call succeeds, or lets it fail. */
function isHandled(run: Execution, { shell }: Command): boolean {
  if (shell.nesting.some((each) => handled.includes(each))) return true;
  if (run.form === 'exec') return false;
  const around = placesOf(run, shell.span);
  return (
    around.length === 0 ||
    around.some(
      ({ statement, pipeline, index }) =>
        statement.background || pipeline.negated || statement.operators.slice(index).includes('||'),
    )
  );
}

interface PipelinePlace {
  readonly statement: ShellStatement;
  readonly pipeline: ShellPipeline;
  readonly index: number;
}

/** The pipelines around a command, and the one that it stands in. */
function placesOf(run: Execution, span: Command['shell']['span']): readonly PipelinePlace[] {
  return run.scripts
    .flatMap(({ allStatements }) => allStatements)
    .flatMap((statement) =>
      statement.pipelines.flatMap((pipeline, index) =>
        containsSpan(pipeline.span, span) ? [{ statement, pipeline, index }] : [],
      ),
    );
}

/** Undefined when it is thrown away. */
function findOutput(
  model: DockerfileModel,
  run: Execution,
  { command, options, program, output, addresses }: Download,
): CurlOutput | undefined {
  if (output === '/dev/null') return undefined;
  const named = [...program.output, ...program.remoteName, ...program.openName];
  if (output !== '-' && options.some(({ name }) => named.includes(name))) {
    const path = addresses.length === 1 ? readDownloadedFile(model, command)?.path : undefined;
    return { kind: 'file', path };
  }
  const redirect = command.shell.redirects.find(
    ({ operator, descriptor }) =>
      /^&?>/.test(operator) && operator !== '>&' && (descriptor ?? 1) === 1,
  );
  if (redirect?.target?.value === '/dev/null') return undefined;
  if (redirect !== undefined) return redirectedTo(model, command, redirect.target);
  const file = findTeeFile(run, command);
  return file === undefined ? { kind: 'stream' } : redirectedTo(model, command, file);
}

function redirectedTo(
  model: DockerfileModel,
  command: Command,
  word: ShellWord | undefined,
): CurlOutput {
  const path = word === undefined ? undefined : findPath(model, command, word);
  return { kind: 'redirected', path };
}

/** The only file of `| tee file`, in a pipeline that fails with its first command. */
function findTeeFile(run: Execution, { shell }: Command): ShellWord | undefined {
  const script = run.scripts.find(({ span }) => containsSpan(span, shell.span));
  const pipeline = placesOf(run, shell.span)
    .map((place) => place.pipeline)
    .find(({ commands }) => commands.includes(shell));
  const [first, last, ...others] = pipeline?.commands ?? [];
  if (script === undefined || first !== shell || last === undefined || others.length !== 0) {
    return undefined;
  }
  if (!shellOptionsAt(run, script, shell.span.start).pipefail) return undefined;
  const [name, ...words] = [last.program, ...last.arguments]
    .flatMap((word) => word ?? [])
    .filter((word) => word.value !== 'sudo');
  const files = words.filter((word) => !visibleText(word).startsWith('-'));
  return name?.value === 'tee' && files.length === 1 ? files[0] : undefined;
}
