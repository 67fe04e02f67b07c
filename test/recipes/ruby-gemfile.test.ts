import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildContext } from '../../server/src/core/project/build-context';
import { readGemfile, type Gem, type Gemfile } from '../../server/src/core/project/gemfile';
import { toProject } from '../harness/project';

const read = (text: string): Gemfile | undefined =>
  readGemfile(new BuildContext(toProject({ Gemfile: text })));
const gem = (name: string, rest: Partial<Gem> = {}): Gem => ({
  name,
  origin: undefined,
  groups: ['default'],
  ...rest,
});

describe('a gem', () => {
  const cases: readonly (readonly [line: string, gem: Gem])[] = [
    ['gem "rack"', gem('rack')],
    ['gem("rack", "~> 3.2") # served', gem('rack')],
    ['gem "rack",\n  require: false', gem('rack')],
    ['gem "rack", group: :test', gem('rack', { groups: ['test'] })],
    ['gem "rack", groups: [:development, :test]', gem('rack', { groups: ['development', 'test'] })],
    ['gem "rack", :group => :test', gem('rack', { groups: ['test'] })],
    ['gem "rack", :groups => [:a, :b]', gem('rack', { groups: ['a', 'b'] })],
    ['gem "rack", path: "libs/rack"', gem('rack', { origin: 'path' })],
    ['gem "rack", :path => "libs/rack"', gem('rack', { origin: 'path' })],
    ['gem "rack", github: "rack/rack"', gem('rack', { origin: 'git' })],
    ['gem "rack", :git => "https://example.org/rack.git"', gem('rack', { origin: 'git' })],
    ['group :test, :ci do\n  gem "rack"\nend', gem('rack', { groups: ['test', 'ci'] })],
    ['path "libs" do\n  gem "rack"\nend', gem('rack', { origin: 'path' })],
    ['git "https://example.org/a" do\n  gem "rack"\nend', gem('rack', { origin: 'git' })],
    ['platforms :jruby do\n  gem "rack"\nend', gem('rack')],
    [
      'path "libs" do\n  group :test do\n    gem "rack", git: "https://example.org/a"\n  end\nend',
      gem('rack', { origin: 'git', groups: ['test'] }),
    ],
  ];
  for (const [line, expected] of cases) {
    test(`is read from ${line.replaceAll('\n', ' ')}`, () => {
      assert.deepEqual(read(line), { path: 'Gemfile', gems: [expected], complete: true });
    });
  }
});

describe('a Gemfile', () => {
  test('is complete where all of it is written out', () => {
    const lines = [
      'source "https://rubygems.org"',
      'ruby "3.4.7"',
      'git_source(:github) { |name| "https://github.com/#{name}.git" }',
      'gem "rack"',
    ];
    assert.equal(read(lines.join('\n'))?.complete, true);
  });

  test('proves nothing where a part of it is computed or broken', () => {
    for (const text of [
      'eval_gemfile "more.rb"',
      'group :test do\n  gem "rack"',
      'gem "rack"\nend',
    ]) {
      assert.equal(read(text)?.complete, false, text);
    }
  });

  test('is looked for in the folder that is named', () => {
    const context = new BuildContext(toProject({ 'shop/Gemfile': 'gem "rack"' }));
    assert.equal(readGemfile(context, 'shop')?.path, 'shop/Gemfile');
    assert.equal(readGemfile(context), undefined);
  });
});
