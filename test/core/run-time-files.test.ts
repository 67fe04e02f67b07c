import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildContext } from '../../server/src/core/project/build-context';
import {
  findRunTimeFiles,
  type RunTimeQuestion,
} from '../../server/src/core/project/run-time-files';
import { toProject } from '../harness/project';

const data: Readonly<Record<string, string>> = {
  'views/index.html': '',
  'views/about.html': '',
  'share/words/english.txt': '',
  'share/words/german.txt': '',
  'share/dict.db': '',
  'shop.csv': '',
  'README.md': '',
  'docs/notes.txt': '',
  'test/cases.csv': '',
  'yarn.lock': '',
};

function find(
  files: Readonly<Record<string, string>>,
  question: RunTimeQuestion = {},
  folder = '',
): readonly string[] | string {
  const found = findRunTimeFiles(
    new BuildContext(toProject({ ...data, ...files })),
    folder,
    question,
  );
  return found.kind === 'known' ? found.paths : found.reason;
}

const conventional = ['views'];

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['nothing but conventions', 'main()', []],
  ['a path', 'open("share/dict.db")', ['share/dict.db']],
  ['a path with ./', "open('./shop.csv')", ['shop.csv']],
  ['an absolute path ends with it', 'open("/app/shop.csv")', ['shop.csv']],
  ['a path from the folder of a source', 'open("../shop.csv")', ['shop.csv']],
  ['a folder by name', 'join("share", name)', ['share']],
  ['a folder with a slash', 'open("share/words/" + name)', ['share/words']],
  ['a pattern in a folder', 'glob("share/words/*.txt")', ['share/words']],
  ['a pattern of a kind', 'glob("*.txt")', ['share/words']],
  ['a format', 'sprintf("share/words/%s.txt", name)', ['share/words']],
  ['a template', 'open(`${root}/shop.csv`)', ['shop.csv']],
  ['an extension', 'name + ".csv"', ['shop.csv']],
  ['a name alone', 'join(folder, "english.txt")', ['share/words/english.txt']],
  ['backslashes', 'open("share\\\\dict.db")', ['share']],
  ['an apostrophe before it', "// it's\nopen('shop.csv')", ['shop.csv']],
  ['a document that is named', 'open("README.md")', ['README.md']],
  ['what is compiled in', 'include_str!("../shop.csv")', []],
  ['a word that is not in quotes', 'share()', []],
];

describe('findRunTimeFiles', () => {
  for (const [title, source, expected] of cases) {
    test(title, () => {
      assert.deepEqual(find({ 'src/main.rs': source }), [...expected, ...conventional].sort());
    });
  }

  test('mentions count like sources', () => {
    assert.deepEqual(find({}, { mentions: new Map([['CMD', 'shop.csv']]) }), ['shop.csv', 'views']);
  });

  test('a file of settings may name every other, JSON by its name only', () => {
    const all = ['app.toml', 'share', 'shop.csv', 'views'];
    assert.deepEqual(find({ 'main.go': '"app.toml"', 'app.toml': '' }), all);
    assert.deepEqual(find({ 'main.go': '"list.json"', 'list.json': '' }), ['list.json', 'views']);
  });

  test('.env goes with dotenv', () => {
    assert.deepEqual(find({ 'a.js': 'require("dotenv")', '.env': 'A=1' }).includes('.env'), true);
  });

  test('scripts and pages are data of a compiled program', () => {
    const files = { 'main.go': '"public/*"', 'public/app.js': '' };
    assert.deepEqual(find(files, { sources: /\.go$/ }), ['public', 'views']);
    assert.deepEqual(find(files), ['views']);
  });

  test('sources of other folders and of tests say nothing', () => {
    assert.deepEqual(find({ 'other/main.go': '"shop.csv"' }, {}, 'app'), ['views']);
    assert.deepEqual(find({ 'main_test.go': '"shop.csv"', 'tests/a.go': '"shop.csv"' }), ['views']);
  });

  test('it does not know where sources were not read, and where a folder is listed', () => {
    const project = { ...toProject(data), paths: ['main.go'], texts: new Map<string, string>() };
    const found = findRunTimeFiles(new BuildContext(project), '');
    assert.deepEqual(found, {
      kind: 'unknown',
      reason: 'The source file main.go could not be read.',
    });
    assert.match(String(find({ 'main.js': "fs.readdirSync('.')" })), /main\.js lists the folder/);
    const large = { ...toProject(data), complete: false };
    assert.equal(findRunTimeFiles(new BuildContext(large), '').kind, 'unknown');
  });

  test('it says why', () => {
    const found = findRunTimeFiles(
      new BuildContext(toProject({ ...data, 'main.go': '"shop.csv"' })),
      '',
    );
    assert.deepEqual(found.kind === 'known' ? found.evidence : [], [
      'shop.csv is named by main.go ("shop.csv").',
      'views is read by convention.',
    ]);
  });
});
