import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What must hold for a case, by the word that begins its line. */
export const verdicts = [
  'Silent',
  'Silent by default',
  'Fires',
  'Fixed',
  'Understood',
  'Formatted',
  'Suppressed',
] as const;

export type Verdict = (typeof verdicts)[number];

/** One complaint, written as a Dockerfile. */
export interface Complaint {
  readonly title: string;
  /** Short names of the threads, `hl#405`. */
  readonly threads: readonly string[];
  readonly verdict: Verdict;
  /** What the verdict names: ids of rules and of checks of other tools, `everything`, or instructions. */
  readonly subjects: readonly string[];
  /** The Dockerfile, with carets. */
  readonly source: string;
  /** The text after, where the verdict is about an edit. */
  readonly after: string | undefined;
  /** The nearest Dockerfiles in which the rules speak, with carets. */
  readonly controls: readonly string[];
  /** What has to be left out so that the rule speaks about the same Dockerfile. */
  readonly controlWithout: ControlWithout | undefined;
  /** The files around the Dockerfile; undefined: not known. */
  readonly files: Readonly<Record<string, string>> | undefined;
  /** Files that are others in the control. */
  readonly controlFiles: Readonly<Record<string, string>> | undefined;
  readonly settings: { readonly name: string; readonly text: string } | undefined;
}

const withoutWhat = ['settings', 'files', 'comments'] as const;

export type ControlWithout = (typeof withoutWhat)[number];

/** A thread that is no matter of a Dockerfile. */
export interface Unwritten {
  readonly threads: readonly string[];
  readonly reason: string;
}

/** What a page of complaints holds. */
export interface ComplaintPage {
  readonly complaints: readonly Complaint[];
  readonly unwritten: readonly Unwritten[];
}

const lastSection = 'Not a Dockerfile';
const threadName = /^\w[\w.-]*(?:\/[\w.-]+)*(?:#\d+)?$/;
const namedTest = /`(test\/[\w./-]+)`(?: "([^"]+)")?/g;
const block = /^```(dockerfile(?: \w+)?|(?:control-)?file \S+|settings \S+)\n([^]*?)^```$/gm;

/**
 * Reads a page of complaints: a `##` heading per case with a line `Threads:`, one sentence or more, a line with the
 * verdict, and blocks. A last section lists the threads that are no matter of a Dockerfile.
 *
 * Throws on whatever is not in this form.
 */
export function readComplaints(page: string): ComplaintPage {
  const sections = page.replaceAll('\r\n', '\n').split(/^## /m).slice(1);
  const last = sections.at(-1)?.startsWith(`${lastSection}\n`) === true ? sections.pop() : '';
  const complaints = sections.map(readComplaint);
  const titles = complaints.map(({ title }) => title);
  const double = titles.find((title, index) => titles.indexOf(title) !== index);
  if (double !== undefined) throw new Error(`Two cases are named "${double}".`);
  return { complaints, unwritten: readUnwritten(last ?? '') };
}

function readComplaint(section: string): Complaint {
  const title = section.slice(0, section.indexOf('\n')).trim();
  const fail = (what: string): Error => new Error(`"${title}": ${what}`);
  const blocks = [...section.matchAll(block)].map(([, kind = '', text = '']) => ({ kind, text }));
  const prose = section.replace(block, '').split('\n').slice(1);
  if (prose.some((line) => line.startsWith('```'))) throw fail('a block is of no known kind.');
  const textOf = (kind: string): string | undefined => {
    const [found, second] = blocks.filter((each) => each.kind === kind);
    if (second !== undefined) throw fail(`two blocks "${kind}".`);
    return found?.text;
  };
  const lines = prose.filter((line) => line.trim() !== '');
  const verdict = only(
    lines.flatMap((line) => verdicts.find((each) => line.startsWith(`${each}: `)) ?? []),
    () => fail('one verdict is needed.'),
  );
  const isMarked = (line: string): boolean => /^(?:Threads|Control): /.test(line);
  const sentences = lines.filter(
    (line) => !isMarked(line) && verdicts.every((each) => !line.startsWith(`${each}: `)),
  );
  if (!sentences.some((line) => line.endsWith('.'))) throw fail('what was wrong is not told.');
  const source = textOf('dockerfile');
  if (source === undefined) throw fail('the dockerfile block is missing.');
  const settings = blocks.filter(({ kind }) => kind.startsWith('settings '));
  const threads = listOf(lines, 'Threads');
  const wrong = threads.find((thread) => !threadName.test(thread));
  if (threads.length === 0 || wrong !== undefined) throw fail(`no thread: "${wrong ?? ''}".`);
  const result = {
    title,
    threads,
    verdict,
    subjects: listOf(lines, verdict),
    source,
    after: textOf(`dockerfile ${verdict.toLowerCase()}`),
    controls: blocks.filter(({ kind }) => kind === 'dockerfile control').map(({ text }) => text),
    controlWithout: readControl(lines, fail),
    files: readFiles(blocks, 'file '),
    controlFiles: readFiles(blocks, 'control-file '),
    settings:
      settings.length === 0
        ? undefined
        : only(
            settings.map(({ kind, text }) => ({ name: kind.slice('settings '.length), text })),
            () => fail('two blocks of settings.'),
          ),
  };
  const wanted = wantedBlocks(result);
  const unknown = blocks.find(
    ({ kind }) => kind.startsWith('dockerfile ') && !wanted.includes(kind),
  );
  if (unknown !== undefined) throw fail(`the block "${unknown.kind}" has no meaning here.`);
  if (isEdit(verdict) !== (result.after !== undefined)) {
    throw fail('the text after belongs to a verdict about an edit.');
  }
  if (result.controlFiles !== undefined && result.controls.length === 0) {
    throw fail('files of a control need a control.');
  }
  if (hasControl(result) !== (verdict === 'Silent')) {
    throw fail('a silent case, and no other, has controls.');
  }
  return result;
}

function hasControl({ controls, controlWithout }: Complaint): boolean {
  return controls.length !== 0 || controlWithout !== undefined;
}

/** True for a verdict about the text after an edit. */
function isEdit(verdict: Verdict): boolean {
  return verdict === 'Fixed' || verdict === 'Formatted' || verdict === 'Suppressed';
}

function wantedBlocks({ verdict }: Complaint): readonly string[] {
  return ['dockerfile control', `dockerfile ${verdict.toLowerCase()}`];
}

function readControl(
  lines: readonly string[],
  fail: (what: string) => Error,
): ControlWithout | undefined {
  const line = lines.find((each) => each.startsWith('Control: '));
  if (line === undefined) return undefined;
  const what = withoutWhat.find((each) => line === `Control: without ${each}`);
  if (what === undefined) throw fail(`"${line}" is no control.`);
  return what;
}

function listOf(lines: readonly string[], key: string): readonly string[] {
  const line = lines.find((each) => each.startsWith(`${key}: `));
  return line?.slice(key.length + 2).split(/, */) ?? [];
}

function readFiles(
  blocks: readonly { readonly kind: string; readonly text: string }[],
  kind: string,
): Readonly<Record<string, string>> | undefined {
  const files = blocks
    .filter((each) => each.kind.startsWith(kind))
    .map((each): [string, string] => [each.kind.slice(kind.length), each.text]);
  return files.length === 0 ? undefined : Object.fromEntries(files);
}

function only<Item>(items: readonly Item[], fail: () => Error): Item {
  const [first, second] = items;
  if (first === undefined || second !== undefined) throw fail();
  return first;
}

function readUnwritten(section: string): readonly Unwritten[] {
  return section
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, names = '', reason = ''] = /^- ([^:]+): (.+\.)$/.exec(line) ?? [];
      const threads = names.split(', ');
      if (!threads.every((thread) => threadName.test(thread))) {
        throw new Error(`"${line}" is not "- thread, thread: reason."`);
      }
      return { threads, reason };
    });
}

/** What a reason says of our tests and is not so: a file that is not there, a title that it does not have. */
export function findMissingTests({ reason }: Unwritten): readonly string[] {
  return [...reason.matchAll(namedTest)].flatMap(([whole, file = '', title]) => {
    const location = path.join(process.cwd(), file);
    if (!existsSync(location)) return [whole];
    return title === undefined || readFileSync(location, 'utf8').includes(title) ? [] : [whole];
  });
}

/** The rows of the table in the README, with a sum below. */
export function countComplaints(
  pages: readonly (ComplaintPage & { readonly name: string })[],
): string {
  const head = [
    'File',
    'Threads',
    'Cases',
    ...['Silent', 'Fires', 'Understood', 'Edits'],
    'Not a Dockerfile',
  ];
  const all = {
    name: '',
    complaints: pages.flatMap(({ complaints }) => complaints),
    unwritten: pages.flatMap(({ unwritten }) => unwritten),
  };
  const rows = [
    ...pages.map((page) => [`[${page.name}](${page.name})`, ...countsOf(page)]),
    ['All, each thread once', ...countsOf(all)],
  ];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

function countsOf({ complaints, unwritten }: ComplaintPage): readonly string[] {
  const written = new Set(complaints.flatMap(({ threads }) => threads));
  const others = unwritten.flatMap(({ threads }) => threads);
  const count = (isOne: (verdict: Verdict) => boolean): number =>
    complaints.filter(({ verdict }) => isOne(verdict)).length;
  return [
    new Set([...written, ...others]).size,
    complaints.length,
    count((verdict) => verdict.startsWith('Silent')),
    count((verdict) => verdict === 'Fires'),
    count((verdict) => verdict === 'Understood'),
    count(isEdit),
    new Set(others.filter((thread) => !written.has(thread))).size,
  ].map(String);
}
