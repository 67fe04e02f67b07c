import { readAccountLine, type AccountLine, type AccountOption } from '../model/accounts';
import type { ForeignAccountTool } from '../model/foreign-account-tools';
import type { DockerfileModel } from '../model/model';
import type { Edit } from '../text/edit';

/** Options and what becomes of each: another name, with its value when it has one, or nothing. */
type Table = Readonly<Record<string, string>>;

/** What BusyBox calls the options of `useradd`; Alpine makes a home directory unless told otherwise. */
const toAdduser: Table = {
  '-r': '-S',
  '--system': '-S',
  '-u': '-u',
  '--uid': '-u',
  '-g': '-G',
  '--gid': '-G',
  '-d': '-h',
  '--home-dir': '-h',
  '-s': '-s',
  '--shell': '-s',
  '-c': '-g',
  '--comment': '-g',
  '-m': '',
  '--create-home': '',
  '-M': '',
  '--no-create-home': '',
  '-l': '',
  '--no-log-init': '',
};

const toAddgroup: Table = { '-r': '-S', '--system': '-S', '-g': '-g', '--gid': '-g' };

/** What shadow calls the options of the `adduser` of BusyBox. */
const toUseradd: Table = {
  '-D': '',
  '-S': '--system',
  '-H': '',
  '-u': '--uid',
  '-G': '--gid',
  '--ingroup': '--gid',
  '-h': '--home-dir',
  '--home': '--home-dir',
  '-s': '--shell',
  '-g': '--comment',
  '--gecos': '--comment',
};

const toGroupadd: Table = { '-S': '--system', '-g': '--gid', '--gid': '--gid' };

/** Writes a command of one family of account tools with the tool of the other; undefined when it is not known how. */
export function translateAccountTool(
  model: DockerfileModel,
  { command }: ForeignAccountTool,
): Edit | undefined {
  const line = readAccountLine(command);
  const first = command.words[0]?.span.start;
  const last = command.words.at(-1)?.span.end;
  if (first === undefined || last === undefined || line === undefined) return undefined;
  const span = { start: first, end: last };
  const source = model.text.slice(span.start, span.end);
  if (source.includes('\n') || line.options.some(({ word, name }) => isJoined(word.text, name))) {
    return undefined;
  }
  const text = translate(model, command.name ?? '', line);
  return text === undefined ? undefined : { span, text };
}

/** `-u1000`, `--uid=1000`: the value is a part of the word. */
function isJoined(text: string, name: string): boolean {
  return text.startsWith('--') ? text !== name : /\d/.test(text);
}

function translate(model: DockerfileModel, program: string, line: AccountLine): string | undefined {
  const operands = line.operands.map(({ word }) =>
    model.text.slice(word.span.start, word.span.end),
  );
  const [first = '', second] = operands;
  const has = (...names: readonly string[]): boolean =>
    line.options.some(({ name }) => names.includes(name));
  const write = (tool: string, table: Table, extra: readonly string[] = []): string | undefined => {
    const options = line.options.map((option) => writeOption(model, option, table));
    if (options.includes(undefined) || operands.length !== 1) return undefined;
    const words = options.filter((each) => each !== undefined && each !== '');
    return [tool, ...extra, ...words, first].join(' ');
  };
  switch (program) {
    case 'useradd': {
      if (line.options.some((each) => isGroupNumber(each))) return undefined;
      const home = has('-m', '--create-home') ? [] : ['-H'];
      return write('adduser', toAdduser, ['-D', ...home]);
    }
    case 'groupadd':
      return write('addgroup', toAddgroup);
    case 'adduser': {
      if (second !== undefined) return undefined;
      const group = has('-S') && !has('-G', '--ingroup') ? ['--gid nogroup'] : [];
      return write('useradd', toUseradd, [...(has('-H') ? [] : ['--create-home']), ...group]);
    }
    case 'addgroup':
      return write('groupadd', toGroupadd);
    default:
      return undefined;
  }
}

/** BusyBox wants the name of the group. */
function isGroupNumber({ name, value }: AccountOption): boolean {
  return (name === '-g' || name === '--gid') && !/^[a-z_]/i.test(value ?? '');
}

function writeOption(
  model: DockerfileModel,
  { name, valueWord }: AccountOption,
  table: Table,
): string | undefined {
  const translated = table[name];
  if (translated === undefined || translated === '' || valueWord === undefined) return translated;
  return `${translated} ${model.text.slice(valueWord.span.start, valueWord.span.end)}`;
}
