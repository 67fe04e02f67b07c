import { readReport, type Script, type ShellcheckReport } from '../core/service';

/** How a program ended. */
export type ProgramEnd =
  | { readonly kind: 'exited'; readonly code: number | null; readonly output: string }
  /** It could not be started, took too long or wrote too much: a sentence without a subject. */
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'stopped' };

/** A program that runs. */
export interface RunningProgram {
  readonly ended: Promise<ProgramEnd>;
  /** Ends it at once; it then ends as stopped. */
  readonly stop: () => void;
}

/** Starts a program without a shell and hands it its input. */
export type StartProgram = (
  program: string,
  args: readonly string[],
  input: string,
) => RunningProgram;

/** What came of a script. */
export type ScriptAnswer =
  | { readonly kind: 'checked'; readonly report: ShellcheckReport }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'stopped' };

/** A check that goes on. */
export interface RunningCheck {
  readonly answer: Promise<ScriptAnswer>;
  readonly stop: () => void;
}

/** Checks that say nothing here: files of the image are not at hand, and the shell is named to ShellCheck. */
const excluded = ['SC1090', 'SC1091', 'SC2187'];

/** Answers that are kept; the oldest go first. */
const keptAnswers = 2_000;

/** The first version that knows the shell of BusyBox (https://github.com/koalaman/shellcheck/releases/tag/v0.10.0). */
const busyboxVersion = [0, 10] as const;

type Probe =
  | { readonly kind: 'known'; readonly busybox: boolean }
  | Exclude<ScriptAnswer, { readonly kind: 'checked' }>;

/** Runs ShellCheck on scripts, one process each, and keeps what it said. */
export class ScriptChecker {
  readonly #findProgram: () => Promise<string | undefined>;
  readonly #start: StartProgram;
  readonly #answers = new Map<string, ScriptAnswer>();
  readonly #probes = new Map<string, Probe>();

  /** @param findProgram the absolute path of ShellCheck; asked before each run, until there is one */
  constructor(findProgram: () => Promise<string | undefined>, start: StartProgram) {
    this.#findProgram = findProgram;
    this.#start = start;
  }

  /** What came of an equal script before; undefined when it has not been checked. */
  known(script: Pick<Script, 'dialect' | 'text'>): ScriptAnswer | undefined {
    return this.#answers.get(keyOf(script));
  }

  /** Checks a script, or gives what is known of an equal one. */
  check(script: Pick<Script, 'dialect' | 'text'>): RunningCheck {
    const known = this.known(script);
    if (known !== undefined) return { answer: Promise.resolve(known), stop: () => undefined };
    const session = new Session(this.#start);
    const answer = this.#run(script, session).then((ended) => {
      if (ended.kind === 'checked' || ended.kind === 'failed') this.#keep(script, ended);
      return ended;
    });
    return {
      answer,
      stop: () => {
        session.stop();
      },
    };
  }

  async #run({ dialect, text }: Pick<Script, 'dialect' | 'text'>, session: Session) {
    const program = await this.#findProgram();
    if (program === undefined) return { kind: 'missing' } as const;
    const probe = await this.#probe(program, session);
    if (probe.kind !== 'known') return probe;
    const shell = dialect !== 'ash' ? dialect : probe.busybox ? 'busybox' : 'dash';
    const args = [
      '--norc',
      '--format=json1',
      `--shell=${shell}`,
      `--exclude=${excluded.join(',')}`,
      '-',
    ];
    return readAnswer(await session.run(program, args, text), shell);
  }

  /** Asks a program once whether it is ShellCheck, and which. */
  async #probe(program: string, session: Session): Promise<Probe> {
    const known = this.#probes.get(program);
    if (known !== undefined) return known;
    const probe = readVersion(await session.run(program, ['--version'], ''), program);
    if (probe.kind !== 'stopped') this.#probes.set(program, probe);
    return probe;
  }

  #keep(script: Pick<Script, 'dialect' | 'text'>, answer: ScriptAnswer): void {
    this.#answers.set(keyOf(script), answer);
    const [oldest] = this.#answers.keys();
    if (keptAnswers < this.#answers.size && oldest !== undefined) this.#answers.delete(oldest);
  }
}

/** The processes of one check, one after the other; none is started once it was stopped. */
class Session {
  readonly #start: StartProgram;
  #running: RunningProgram | undefined;
  #stopped = false;

  constructor(start: StartProgram) {
    this.#start = start;
  }

  async run(program: string, args: readonly string[], input: string): Promise<ProgramEnd> {
    if (this.#stopped) return { kind: 'stopped' };
    this.#running = this.#start(program, args, input);
    return this.#running.ended;
  }

  stop(): void {
    this.#stopped = true;
    this.#running?.stop();
  }
}

function keyOf({ dialect, text }: Pick<Script, 'dialect' | 'text'>): string {
  return `${dialect}\n${text}`;
}

function readVersion(end: ProgramEnd, program: string): Probe {
  if (end.kind !== 'exited') return end;
  const [, major, minor] = /^version: (\d+)\.(\d+)/m.exec(end.output) ?? [];
  if (!end.output.startsWith('ShellCheck') || major === undefined || minor === undefined) {
    return { kind: 'failed', reason: `${program} is not ShellCheck` };
  }
  const [first, second] = busyboxVersion;
  const busybox = first < Number(major) || (first === Number(major) && second <= Number(minor));
  return { kind: 'known', busybox };
}

/** ShellCheck ends with 0 when it found nothing and with 1 when it did. */
function readAnswer(end: ProgramEnd, shell: string): ScriptAnswer {
  if (end.kind !== 'exited') return end;
  if (end.code !== 0 && end.code !== 1) {
    return { kind: 'failed', reason: `it ended with the exit code ${String(end.code)}` };
  }
  const comments = readReport(end.output);
  return comments === undefined
    ? { kind: 'failed', reason: 'its answer cannot be read' }
    : { kind: 'checked', report: { shell, comments } };
}
