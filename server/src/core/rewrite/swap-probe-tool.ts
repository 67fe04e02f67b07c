import type { Tool } from '../data/image-facts';
import type { MissingProbeTool } from '../model/missing-probe-tool';
import type { DockerfileModel } from '../model/model';
import { isToolPresent } from '../model/present-tools';
import { isWholeProbe, readProbeQuestion, type ProbeQuestion } from '../model/probe-question';
import { findRootBase, type RootBase, type Stage } from '../model/stage-graph';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import type { Span } from '../text/span';
import { toExecForm } from './instructions';

/** A health check that asks the same with a program that the image has, or why there is none. */
export type ProbeSwap =
  | { readonly kind: 'edits'; readonly tool: string; readonly edits: readonly Edit[] }
  | { readonly kind: 'refused'; readonly reason: string };

type Writer = (question: ProbeQuestion) => readonly string[] | undefined;

/** A program that may ask instead, with how it asks. */
export interface Asker {
  readonly tool: string;
  readonly write: Writer;
}

/**
 * Lets a program that the image has ask what a missing one was to ask.
 *
 * @param askers programs of the image that will run the check, where that is another one
 */
export function swapProbeTool(
  model: DockerfileModel,
  stage: Stage,
  { tool, command, execution }: MissingProbeTool,
  askers: readonly Asker[] = findAskers(model, stage),
): ProbeSwap {
  if (tool === 'node') {
    const [node] = nodeOfDistroless(stage);
    const [program] = command.words;
    if (node !== undefined && program !== undefined) {
      const text = execution.form === 'exec' ? JSON.stringify(node) : node;
      return { kind: 'edits', tool: node, edits: [{ span: program.span, text }] };
    }
  }
  const question = isWholeProbe(execution, command) ? readProbeQuestion(command) : undefined;
  if (question === undefined || (execution.form === 'exec' && hasVariable(question))) {
    return refuse(`What the health check asks with ${tool} is more than another program can ask.`);
  }
  for (const asker of askers) {
    const words = asker.tool === tool ? undefined : asker.write(question);
    if (words === undefined) continue;
    const isExec = execution.form === 'exec';
    const text = isExec ? toExecForm(words).slice(1, -1) : toShellWords(words);
    const span = isExec ? elementsSpan(command.instruction) : command.shell.span;
    if (span !== undefined) return { kind: 'edits', tool: asker.tool, edits: [{ span, text }] };
  }
  return refuse(
    `The image has no other program that could ask; install ${tool}, or let the application check itself.`,
  );
}

function hasVariable(question: ProbeQuestion): boolean {
  return (question.kind === 'http' ? question.url : question.port).includes('$');
}

function refuse(reason: string): ProbeSwap {
  return { kind: 'refused', reason };
}

/** The elements of the exec form; undefined where a comment stands between them. */
function elementsSpan({ json, innerComments }: Instruction): Span | undefined {
  const [first] = json ?? [];
  const last = json?.at(-1);
  if (first === undefined || last === undefined || innerComments.length !== 0) return undefined;
  return { start: first.span.start, end: last.span.end };
}

/** Words with double quotes where a shell would split or read them; variables stay open. */
function toShellWords(words: readonly string[]): string {
  return words.map((word) => (/^[\w:/.=%@-]+$/.test(word) ? word : `"${word}"`)).join(' ');
}

function findAskers(model: DockerfileModel, stage: Stage): readonly Asker[] {
  const has = (tool: Tool): boolean => isToolPresent(model, stage, tool) === true;
  const base = findRootBase(stage);
  const facts = base.kind === 'image' ? base.facts : undefined;
  const [distroless] = nodeOfDistroless(stage);
  const isBusyBox = facts?.variant.accountTool === 'busybox';
  return [
    ...(has('node') ? [nodeAsker('node', !isOldNode(base))] : []),
    ...(distroless === undefined ? [] : [nodeAsker(distroless)]),
    ...(has('python') || has('python3') ? [pythonAsker(has('python') ? 'python' : 'python3')] : []),
    ...(has('curl') ? [curlAsker] : []),
    ...(has('wget') ? [wgetAsker] : []),
    ...(has('nc') && isBusyBox ? [ncAsker] : []),
    ...(has('bash') ? [bashAsker] : []),
  ];
}

function isOldNode(base: RootBase): boolean {
  const major = base.kind === 'image' ? /^\d+/.exec(base.tag ?? '')?.[0] : undefined;
  return major !== undefined && Number(major) < 18;
}

function nodeOfDistroless(stage: Stage): readonly string[] {
  const base = findRootBase(stage);
  const entrypoint = base.kind === 'image' ? base.facts?.variant.entrypoint : undefined;
  const program = entrypoint?.[0] ?? '';
  return program.endsWith('/node') ? [program] : [];
}

/** `fetch` came with Node 18; the name `localhost` may mean an IPv6 address there that nobody listens on. */
export function nodeAsker(program: string, hasFetch = true): Asker {
  return {
    tool: program,
    write: (question) => {
      if (question.kind === 'http' && !hasFetch) return undefined;
      if (question.kind === 'connect') {
        const connect = `require('net').connect(${question.port}, '127.0.0.1')`;
        const script = `${connect}.on('connect', () => process.exit(0)).on('error', () => process.exit(1))`;
        return [program, '-e', script];
      }
      const { failsOnError, followsRedirects, timeout } = question;
      const options = [
        ...(followsRedirects ? [] : ["redirect: 'manual'"]),
        ...(timeout === undefined
          ? []
          : [`signal: AbortSignal.timeout(${String(timeout * 1000)})`]),
      ];
      const given = options.length === 0 ? '' : `, { ${options.join(', ')} }`;
      const status = failsOnError
        ? '(r) => process.exit(r.status < 400 ? 0 : 1)'
        : '() => process.exit(0)';
      return [
        program,
        '-e',
        `fetch('${plainHost(question.url)}'${given}).then(${status}, () => process.exit(1))`,
      ];
    },
  };
}

export function pythonAsker(program: string): Asker {
  return {
    tool: program,
    write: (question) => {
      if (question.kind === 'connect') {
        const script = `import socket; socket.create_connection(('127.0.0.1', ${question.port}), 3)`;
        return [program, '-c', script];
      }
      const { url, failsOnError, timeout = 5 } = question;
      if (!failsOnError) return undefined;
      const script = `import urllib.request; urllib.request.urlopen('${url.replace('0.0.0.0', '127.0.0.1')}', timeout=${String(timeout)})`;
      return [program, '-c', script];
    },
  };
}

const curlAsker: Asker = {
  tool: 'curl',
  write: (question) => {
    if (question.kind === 'connect') return undefined;
    const { url, failsOnError, followsRedirects, timeout } = question;
    const flags = `-${failsOnError ? 'f' : ''}sS${followsRedirects ? 'L' : ''}`;
    const limit = timeout === undefined ? [] : ['-m', String(timeout)];
    return ['curl', flags, '-o', '/dev/null', ...limit, url];
  },
};

/** Asks as a browser does: some servers answer no HEAD, which `--spider` sends. */
const wgetAsker: Asker = {
  tool: 'wget',
  write: (question) => {
    if (question.kind === 'connect' || !question.failsOnError) return undefined;
    const limit = question.timeout === undefined ? [] : ['-T', String(question.timeout)];
    return ['wget', '-q', ...limit, '-O', '/dev/null', plainHost(question.url)];
  },
};

const ncAsker: Asker = {
  tool: 'nc',
  write: (question) =>
    question.kind === 'connect' ? ['nc', '-z', '127.0.0.1', question.port] : undefined,
};

const bashAsker: Asker = {
  tool: 'bash',
  write: (question) =>
    question.kind === 'connect' && /^\d+$/.test(question.port)
      ? ['bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${question.port}`]
      : undefined,
};

function plainHost(url: string): string {
  return url.replace(/^http:\/\/(?:localhost|0\.0\.0\.0)(?=[:/]|$)/, 'http://127.0.0.1');
}
