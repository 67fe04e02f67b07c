import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildContext } from '../../server/src/core/project/build-context';
import {
  findGoInputs,
  findMemberRequirement,
  findOuterReplacements,
  needsNoDownload,
} from '../../server/src/core/project/go-install';
import type { Files } from '../harness/split';
import { toProject } from '../harness/project';

const module = 'module example.org/shop\n';
const requires = `${module}\nrequire github.com/a/b v1.0.0\n`;

/** A context in which some files are known by name only. */
function contextOf(files: Files, ...unread: readonly string[]): BuildContext {
  const project = toProject(files);
  const texts = new Map([...project.texts].filter(([path]) => !unread.includes(path)));
  return new BuildContext({ ...project, texts });
}

describe('what "go mod download" reads', () => {
  const found: readonly (readonly [string, Files, string, readonly string[]])[] = [
    ['a module without requirements', { 'go.mod': module }, '', ['go.mod']],
    ['its sums', { 'go.mod': requires, 'go.sum': '' }, '', ['go.mod', 'go.sum']],
    [
      'the module above the folder',
      { 'app/go.mod': requires, 'app/go.sum': '' },
      'app/cmd/api',
      ['app/go.mod', 'app/go.sum'],
    ],
    [
      'a module that is replaced by a folder beside it',
      {
        'app/go.mod': `${requires}\nreplace "github.com/a/b" => "../lib" // ours\n`,
        'lib/go.mod': 'module github.com/a/b\n',
      },
      'app',
      ['app/go.mod', 'lib/go.mod'],
    ],
    [
      'replacements in a block, of which one is another version',
      {
        'go.mod': `${requires}\nreplace (\n\tgithub.com/a/b => ./b\n\tgithub.com/c/d v1.0.0 => github.com/x/d v1.2.0\n)\n`,
        'b/go.mod': 'module github.com/a/b\n',
        'go.sum': '',
      },
      '',
      ['go.mod', 'go.sum', 'b/go.mod'],
    ],
    [
      'a workspace of the root',
      {
        'go.work': 'go 1.26\n\nuse (\n\t.\n\t./api\n)\n',
        'go.work.sum': '',
        'go.mod': requires,
        'api/go.mod': 'module example.org/api\n',
      },
      'api',
      ['go.work', 'go.work.sum', 'go.mod', 'api/go.mod'],
    ],
    [
      'a workspace with a module without a name',
      { 'go.work': 'use .\n', 'go.mod': 'go 1.26\n' },
      '',
      ['go.work', 'go.mod'],
    ],
  ];
  for (const [title, files, folder, expected] of found) {
    test(title, () => {
      const inputs = findGoInputs(contextOf(files), folder);
      assert.deepEqual(typeof inputs === 'string' ? inputs : inputs.files, expected);
    });
  }

  const refusals: readonly (readonly [string, BuildContext, RegExp])[] = [
    ['no module', contextOf({ 'main.go': '' }), /has no go\.mod/],
    ['no sums', contextOf({ 'go.mod': requires }), /has no go\.sum/],
    [
      'a replacement out of the context',
      contextOf({ 'go.mod': `${requires}replace github.com/a/b => ../b\n` }),
      /replaces a module by "\.\.\/b"/,
    ],
    [
      'a replacement by the folder above',
      contextOf({ 'go.mod': `${requires}replace github.com/a/b => ..\n` }),
      /replaces a module by "\.\."/,
    ],
    [
      'a workspace that was not read',
      contextOf({ 'go.work': 'use .\n', 'go.mod': module }, 'go.work'),
      /^go\.work cannot be read/,
    ],
    [
      'a workspace that leaves the context',
      contextOf({ 'go.work': 'use ../api\n', 'go.mod': module }),
      /^go\.work cannot be read/,
    ],
    [
      'a workspace that replaces modules',
      contextOf({ 'go.work': 'use .\nreplace github.com/a/b => ./b\n', 'go.mod': module }),
      /replaces modules by folders/,
    ],
    [
      'a workspace without one of its modules',
      contextOf({ 'go.work': 'use ./api\n', 'go.mod': module }),
      /^api\/go\.mod cannot be read/,
    ],
  ];
  for (const [title, context, reason] of refusals) {
    test(`it refuses ${title}`, () => {
      const inputs = findGoInputs(context, '');
      assert.match(typeof inputs === 'string' ? inputs : inputs.files.join(' '), reason);
    });
  }
});

test('builds of Go that download nothing', () => {
  const answers: readonly (readonly [boolean, BuildContext, string])[] = [
    [true, contextOf({ 'main.go': '' }), ''],
    [true, contextOf({ 'go.mod': module }), ''],
    [false, contextOf({ 'go.mod': requires }), ''],
    [true, contextOf({ 'go.mod': requires, 'vendor/modules.txt': '' }), ''],
    [
      false,
      contextOf({ 'go.work': 'use ./a\nuse ./b\n', 'a/go.mod': module, 'b/go.mod': requires }),
      'a',
    ],
    [true, contextOf({ 'go.work': 'use ./a\n', 'a/go.mod': module }), 'a/cmd/tool'],
    [false, contextOf({ 'go.work': 'use ./a\n' }), ''],
    [false, contextOf({ 'go.work': 'use ./a\n', 'a/go.mod': module }, 'go.work'), 'a'],
  ];
  for (const [index, [expected, context, folder]] of answers.entries()) {
    assert.equal(needsNoDownload(context, folder), expected, String(index));
  }
});

test('requirements of a workspace that its own members fulfil', () => {
  const work = 'use ./a\nuse ./b\nuse ./gone\n';
  const other = 'module github.com/a/b\n';
  const files = { 'go.work': work, 'a/go.mod': requires, 'b/go.mod': other };
  assert.equal(findMemberRequirement(contextOf(files), ''), 'github.com/a/b');
  const apart = { ...files, 'b/go.mod': 'module example.org/b\n' };
  assert.equal(findMemberRequirement(contextOf(apart), ''), undefined);
  assert.equal(findMemberRequirement(contextOf(files, 'go.work'), ''), undefined);
});

test('folders outside of a module that replace others', () => {
  const text = `${requires}replace github.com/a/b => ../b\nreplace github.com/c/d => ./d\n`;
  assert.deepEqual(findOuterReplacements(contextOf({ 'a/go.mod': text }), 'a'), ['../b']);
  assert.deepEqual(findOuterReplacements(contextOf({ 'a/go.mod': text }, 'a/go.mod'), 'a'), []);
});
