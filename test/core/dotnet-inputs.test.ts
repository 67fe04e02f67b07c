import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildContext } from '../../server/src/core/project/build-context';
import { findDotnetInputs } from '../../server/src/core/project/dotnet-install';
import { toProject } from '../harness/project';
import type { Files } from '../harness/split';

function project(...references: readonly string[]): string {
  const items = references.map((path) => `<ProjectReference Include="${path}"/>`).join('');
  return `<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>${items}</ItemGroup></Project>`;
}

const files: Files = {
  'Shop.sln': 'Project("{1}") = "Web", "src\\Web\\Web.csproj", "{2}"\nEndProject\n',
  'Directory.Build.props': '<Project/>',
  'src/Web/Web.csproj': project('..\\Core\\Core.csproj'),
  'src/Web/packages.lock.json': '{}',
  'src/Core/Core.csproj': project(),
  'other/nuget.config': '<configuration/>',
};
const found = [
  'src/Web/Web.csproj',
  'src/Core/Core.csproj',
  'Directory.Build.props',
  'src/Web/packages.lock.json',
];

function contextOf(all: Files): BuildContext {
  return new BuildContext(toProject(all));
}

/** What `dotnet restore TARGET` reads, in a folder of the context. */
function inputsOf(target: string, more: Files = {}, folder = ''): readonly string[] | string {
  const answer = findDotnetInputs(contextOf({ ...files, ...more }), folder, target);
  return typeof answer === 'string' ? answer : answer.files;
}

describe('what dotnet restore reads', () => {
  const rows: readonly (readonly [title: string, target: string, more: Files])[] = [
    ['a project', 'src/Web/Web.csproj', {}],
    ['a folder with one project', 'src/Web', {}],
    [
      'a project that another refers to twice',
      './src/Web',
      {
        'src/Core/Core.csproj': project('../Web/Web.csproj'),
      },
    ],
  ];
  for (const [title, target, more] of rows) {
    test(title, () => {
      assert.deepEqual(inputsOf(target, more), found);
    });
  }

  test('a solution, by its name, by its folder, in the new form', () => {
    assert.deepEqual(inputsOf('Shop.sln'), ['Shop.sln', ...found]);
    assert.deepEqual(inputsOf('.'), ['Shop.sln', ...found]);
    const slnx = '<Solution><Project Path="Web/Web.csproj" /></Solution>';
    assert.deepEqual(inputsOf('src', { 'src/All.slnx': slnx }), ['src/All.slnx', ...found]);
    assert.deepEqual(inputsOf('Web', {}, 'src'), found);
    assert.deepEqual(inputsOf('.', {}, '.'), ['Shop.sln', ...found]);
    const alone = contextOf({ 'Web.csproj': project() });
    const answer = findDotnetInputs(alone, '.', '.');
    assert.deepEqual(typeof answer === 'string' ? answer : answer.files, ['Web.csproj']);
  });

  test('what it makes must not come from the host', () => {
    const answer = findDotnetInputs(contextOf(files), '', 'src/Core');
    assert.ok(typeof answer !== 'string');
    assert.deepEqual(answer.results, ['src/Core/bin', 'src/Core/obj']);
    assert.deepEqual(answer.evidence, ['The projects are src/Core/Core.csproj.']);
  });

  const refusals: readonly (readonly [
    title: string,
    target: string,
    more: Files,
    reason: string,
  ])[] = [
    ['outside', '../Shop.sln', {}, '"../Shop.sln" lies outside of the copied folder.'],
    ['no project', 'other', {}, 'Which project is restored is not clear.'],
    [
      'two projects',
      'src/Web',
      { 'src/Web/Old.csproj': project() },
      'Which project is restored is not clear.',
    ],
    ['two solutions', '.', { 'Old.sln': '' }, 'Which solution is restored is not clear.'],
    ['a missing solution', 'Old.sln', {}, 'Which solution is restored is not clear.'],
    ['a missing project', 'src/Old.csproj', {}, 'src/Old.csproj cannot be read.'],
    [
      'not a project',
      'src/Web',
      { 'src/Web/Web.csproj': '<Project' },
      'src/Web/Web.csproj cannot be read.',
    ],
    [
      'an import',
      'src/Web',
      { 'src/Web/Web.csproj': '<Project><Import Project="../x.props"/></Project>' },
      'src/Web/Web.csproj reads other files of the project.',
    ],
    [
      'a reference out of the context',
      'src/Web',
      { 'src/Web/Web.csproj': project('..\\..\\..\\Core\\Core.csproj') },
      'src/Web/Web.csproj refers to "../../../Core/Core.csproj".',
    ],
    [
      'an import of every project',
      'src/Web',
      { 'Directory.Build.props': '<Project><Import Project="x.props"/></Project>' },
      'Directory.Build.props reads other files of the project, or cannot be read.',
    ],
    [
      'a project of another kind',
      '.',
      { 'Shop.sln': 'Project("{1}") = "Db", "Db\\Db.sqlproj", "{2}"' },
      'Shop.sln has projects that are not of .NET.',
    ],
    [
      'a project outside',
      '.',
      { 'Shop.sln': 'Project("{1}") = "Core", "..\\Core\\Core.csproj", "{2}"' },
      'Shop.sln names projects outside of the build context.',
    ],
  ];
  for (const [title, target, more, reason] of refusals) {
    test(`refused: ${title}`, () => {
      assert.equal(inputsOf(target, more), reason);
    });
  }

  test('refused: shared settings that were not read', () => {
    const { texts, ...rest } = toProject(files);
    const unread = new Map([...texts].filter(([path]) => path !== 'Directory.Build.props'));
    const answer = findDotnetInputs(new BuildContext({ ...rest, texts: unread }), '', 'src/Web');
    assert.equal(
      answer,
      'Directory.Build.props reads other files of the project, or cannot be read.',
    );
    const bare = new Map([...texts].filter(([path]) => !path.endsWith('.csproj')));
    const without = findDotnetInputs(new BuildContext({ ...rest, texts: bare }), '', 'src/Web');
    assert.equal(without, 'src/Web/Web.csproj cannot be read.');
  });
});
