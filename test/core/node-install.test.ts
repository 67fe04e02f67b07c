import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildContext } from '../../server/src/core/project/build-context';
import { findScriptInputs } from '../../server/src/core/project/lifecycle-scripts';
import { findNodeInputs } from '../../server/src/core/project/node-install';
import { findLocalFiles, hasMember } from '../../server/src/core/project/node-local-files';
import type { NodeRelease } from '../../server/src/core/project/node-package-manager';
import { readPackageJson } from '../../server/src/core/project/package-json';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

interface Case {
  readonly title: string;
  readonly files: Files;
  readonly release?: NodeRelease;
  readonly folder?: string;
  readonly quiet?: boolean;
  readonly expected: string;
}

/** The files and folders that an install reads, or why that is not known. */
function inputs({ files, release = 'npm', folder = '', quiet = false }: Case): string {
  const context = new BuildContext(toProject(files));
  const found = findNodeInputs(context, folder, { release, runsScripts: !quiet });
  return typeof found === 'string' ? found : [...found.files, ...found.folders].join(' ');
}

const plain = { 'package.json': '{}' };
const scripts = (all: Files): Files => ({ 'package.json': JSON.stringify({ scripts: all }) });
const npmWorkspace = {
  'package.json': '{ "workspaces": ["apps/*"] }',
  'apps/api/package.json': '{}',
};
const pnpmWorkspace = {
  ...plain,
  'pnpm-workspace.yaml': 'packages:\n  - apps/*\n',
  'apps/api/package.json': '{}',
};

const cases: readonly Case[] = [
  {
    title: 'manifests and lock files of its own',
    files: { ...plain, 'package-lock.json': '{}', 'pnpm-lock.yaml': '', '.npmrc': 'audit=false\n' },
    expected: 'package.json package-lock.json .npmrc',
  },
  { title: 'no manifest', files: {}, expected: 'The build context has no package.json.' },
  {
    title: 'a manifest that says nothing that can be read',
    files: { 'package.json': '[' },
    expected: 'package.json cannot be read.',
  },
  {
    title: 'a workspace of npm',
    files: npmWorkspace,
    expected: 'package.json apps/api/package.json',
  },
  {
    title: 'a member by itself',
    files: npmWorkspace,
    folder: 'apps/api',
    expected: 'The folder may be a part of a workspace.',
  },
  {
    title: 'a workspace that pnpm does not read',
    files: npmWorkspace,
    release: 'pnpm',
    expected: 'package.json',
  },
  {
    title: 'a workspace of pnpm with its patches',
    files: {
      ...pnpmWorkspace,
      'pnpm-workspace.yaml': 'packages:\n  - apps/*\npatchedDependencies:\n  a: patches/a.patch\n',
      'patches/a.patch': '',
    },
    release: 'pnpm',
    expected: 'package.json pnpm-workspace.yaml apps/api/package.json patches/a.patch',
  },
  {
    title: 'a workspace of pnpm with a folder in its catalog',
    files: { ...pnpmWorkspace, 'pnpm-workspace.yaml': 'catalog:\n  a: file:../a\n' },
    release: 'pnpm',
    expected: 'pnpm-workspace.yaml: "a" is "file:../a", which lies in the project.',
  },
  {
    title: 'a workspace of pnpm that npm installs',
    files: pnpmWorkspace,
    expected: 'The workspace belongs to pnpm.',
  },
  {
    title: 'a pattern that is not clear',
    files: { ...npmWorkspace, 'package.json': '{ "workspaces": ["{apps,libs}/*"] }' },
    expected: 'Which folders package.json names is not clear.',
  },
  {
    title: 'a pattern of pnpm that is not clear',
    files: { ...pnpmWorkspace, 'pnpm-workspace.yaml': "packages:\n  - 'apps/(a|b)'\n" },
    release: 'pnpm',
    expected: 'Which folders pnpm-workspace.yaml names is not clear.',
  },
  {
    title: 'a member with programs',
    files: { ...npmWorkspace, 'apps/api/package.json': '{ "bin": "cli.js" }' },
    expected: 'apps/api/package.json declares programs, which the install links from its sources.',
  },
  {
    title: 'programs of the root',
    files: { 'package.json': '{ "bin": "cli.js" }' },
    expected: 'package.json',
  },
  {
    title: 'an archive of a member, once',
    files: {
      ...npmWorkspace,
      'apps/api/package.json':
        '{ "dependencies": { "a": "file:../../a.tgz", "b": "file:../../a.tgz" } }',
      'a.tgz': '',
    },
    expected: 'package.json apps/api/package.json a.tgz',
  },
  {
    title: 'sources in C++',
    files: { ...plain, 'binding.gyp': '' },
    expected: 'binding.gyp has the install compile sources.',
  },
  {
    title: 'sources in C++ that stay as they are',
    files: { ...plain, 'binding.gyp': '' },
    quiet: true,
    expected: 'package.json',
  },
  {
    title: 'scripts that the settings turn off',
    files: { ...scripts({ prepare: 'tsc' }), '.npmrc': 'ignore-scripts=true\n' },
    expected: 'package.json .npmrc',
  },
  {
    title: 'a script that builds',
    files: scripts({ prepare: 'tsc' }),
    expected: 'The script "prepare" of package.json may read the sources: "tsc".',
  },
  {
    title: 'patches in their folder, and one that is named by itself',
    files: {
      'package.json': JSON.stringify({
        scripts: { postinstall: 'patch-package' },
        overrides: { a: './patches/a.tgz' },
      }),
      'patches/a.tgz': '',
    },
    expected: 'package.json patches',
  },
  {
    title: 'a setting that names a file',
    files: { ...plain, '.npmrc': 'cafile=ca.pem\n' },
    expected: '.npmrc sets "cafile".',
  },
  {
    title: 'settings above the folder',
    files: { 'api/package.json': '{}', '.npmrc': '' },
    folder: 'api',
    expected: '.npmrc above the folder may set something.',
  },
  {
    title: 'settings that were not read',
    files: { ...plain, '.npmrc/': '' },
    expected: 'package.json',
  },
  {
    title: 'Yarn with its release',
    files: {
      ...plain,
      'yarn.lock': '',
      '.yarnrc.yml':
        'yarnPath: .yarn/releases/yarn-4.9.1.cjs\nplugins:\n  - path: .yarn/plugins/a.cjs\n',
      '.yarn/releases/yarn-4.9.1.cjs': '',
      '.yarn/plugins/a.cjs': '',
      '.yarn/unplugged/a': '',
    },
    release: 'yarn 2',
    expected: 'package.json yarn.lock .yarnrc.yml .yarn/releases .yarn/plugins',
  },
  {
    title: 'Yarn 1 with its release',
    files: {
      ...plain,
      '.yarnrc': 'yarn-path ".yarn/releases/yarn-1.22.22.cjs"\n',
      '.yarn/releases/yarn-1.22.22.cjs': '',
      '.yarn/cache/a': '',
    },
    release: 'yarn',
    expected: 'package.json .yarnrc .yarn/releases',
  },
  {
    title: 'a program of the project',
    files: { ...plain, '.yarnrc.yml': 'yarnPath: ./tools/yarn.cjs\n' },
    release: 'yarn 2',
    expected: '.yarnrc.yml names a program of the project.',
  },
  {
    title: "Plug'n'Play",
    files: { ...plain, '.pnp.cjs': '' },
    release: 'yarn 2',
    expected: '.pnp.cjs is made by the install, but a part of the project.',
  },
  {
    title: "Plug'n'Play that Yarn 1 does not read",
    files: { ...plain, '.pnp.cjs': '' },
    release: 'yarn',
    expected: 'package.json',
  },
  {
    title: 'a hook of pnpm',
    files: { ...plain, '.pnpmfile.cjs': 'module.exports = { hooks: {} };' },
    release: 'pnpm',
    expected: 'package.json .pnpmfile.cjs',
  },
  {
    title: 'a hook of pnpm that reads others',
    files: { ...plain, '.pnpmfile.cjs': "require('./x')" },
    release: 'pnpm',
    expected: '.pnpmfile.cjs may read other files.',
  },
];

describe('what an install of Node.js reads', () => {
  for (const each of cases) {
    test(each.title, () => {
      assert.equal(inputs(each), each.expected);
    });
  }

  test('files that the host did not read or list', () => {
    const project = toProject(npmWorkspace);
    const install = { release: 'npm', runsScripts: true } as const;
    const some = new BuildContext({ ...project, complete: false });
    assert.equal(
      findNodeInputs(some, '', install),
      'The files of the workspace are not all known.',
    );
    const read = (name: string, release: NodeRelease): unknown => {
      const paths = [...toProject(plain).paths, name].sort();
      const context = new BuildContext({ ...toProject(plain), paths });
      return findNodeInputs(context, '', { release, runsScripts: true });
    };
    assert.equal(read('.npmrc', 'npm'), '.npmrc cannot be read.');
    assert.equal(read('.pnpmfile.cjs', 'pnpm'), '.pnpmfile.cjs may read other files.');
  });
});

describe('scripts that an install runs', () => {
  const read = (name: string, script: string, release: NodeRelease = 'npm'): unknown => {
    const files = { ...scripts({ [name]: script }), 'patches/a.patch': '', 'fixes/b.patch': '' };
    const context = new BuildContext(toProject(files));
    const manifest = readPackageJson(context, '');
    assert.ok(manifest);
    const found = findScriptInputs(context, '', manifest, release);
    return typeof found === 'string' ? 'sources' : found.join(' ');
  };
  const table: readonly (readonly [
    name: string,
    script: string,
    expected: string,
    release?: NodeRelease,
  ])[] = [
    ['prepare', 'husky', ''],
    ['prepare', 'husky install', ''],
    ['prepare', 'husky || true', ''],
    ['prepare', 'husky install .config/husky', ''],
    ['prepare', 'husky add x', 'sources'],
    ['preinstall', 'npx only-allow pnpm', ''],
    ['preinstall', 'npx -y only-allow npm && echo ok', ''],
    ['postinstall', 'patch-package', 'patches'],
    ['postinstall', 'npx --yes patch-package --patch-dir fixes', 'fixes'],
    ['postinstall', 'patch-package --patch-dir none', ''],
    ['postinstall', 'patch-package --patch-dir', ''],
    ['postinstall', 'husky && patch-package', 'patches'],
    ['postinstall', 'echo *', 'sources'],
    ['postinstall', 'npx', 'sources'],
    ['postinstall', 'node a.js', 'sources'],
    ['postinstall', 'cat a | sh', 'sources'],
    ['build', 'tsc', ''],
    ['prepare', 'tsc', '', 'yarn 2'],
    ['prepare', 'tsc', 'sources', 'bun'],
    ['pnpm:devPreinstall', 'tsc', 'sources', 'pnpm'],
  ];
  for (const [name, script, expected, release] of table) {
    test(`${name}: ${script}`, () => {
      assert.equal(read(name, script, release), expected);
    });
  }
});

describe('files that a manifest of Node.js names', () => {
  const local = (manifest: unknown, path = 'package.json', folder = ''): unknown => {
    const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
    const files = { [path]: text, 'a.tgz': '', 'patches/a.patch': '', 'lib/index.js': '' };
    return findLocalFiles(new BuildContext(toProject(files)), folder, path);
  };
  const dependency = (target: string): unknown => local({ dependencies: { a: target } });

  test('packages of elsewhere name none', () => {
    for (const target of [
      '^1.0.0',
      'github:x/y',
      'workspace:*',
      'npm:b@1',
      'https://x.org/a.tgz',
    ]) {
      assert.deepEqual(dependency(target), [], target);
    }
    assert.deepEqual(dependency('patch:a@npm%3A1#~builtin<compat/a>'), []);
  });

  test('archives and patches', () => {
    assert.deepEqual(dependency('file:./a.tgz'), ['a.tgz']);
    assert.deepEqual(dependency('./a.tgz'), ['a.tgz']);
    assert.deepEqual(dependency('patch:a@npm%3A1#~/patches/a.patch'), ['patches/a.patch']);
    assert.deepEqual(dependency('patch:a@npm%3A1#optional!./patches/a.patch::v=1&h=2'), [
      'patches/a.patch',
    ]);
    assert.deepEqual(local({ pnpm: { patchedDependencies: { 'a@1': 'patches/a.patch' } } }), [
      'patches/a.patch',
    ]);
    assert.deepEqual(local({ overrides: { b: { a: 'file:a.tgz' } }, resolutions: 7 }), ['a.tgz']);
    assert.deepEqual(local('catalogs:\n  old:\n    a: file:a.tgz\n', 'pnpm-workspace.yaml'), [
      'a.tgz',
    ]);
    assert.deepEqual(local('', 'pnpm-workspace.yaml'), []);
  });

  test('folders, and what lies outside', () => {
    for (const target of [
      'file:lib',
      'link:./lib',
      '../a.tgz',
      'portal:/lib',
      '~/lib',
      'file:none.tgz',
    ]) {
      assert.equal(
        dependency(target),
        `package.json: "a" is "${target}", which lies in the project.`,
      );
    }
  });

  test('what cannot be read', () => {
    assert.equal(local('{'), 'package.json cannot be read.');
    assert.equal(local([]), 'package.json cannot be read.');
    assert.equal(local('a: [', 'pnpm-workspace.yaml'), 'pnpm-workspace.yaml cannot be read.');
    assert.equal(
      findLocalFiles(new BuildContext(toProject({})), '', 'package.json'),
      'package.json cannot be read.',
    );
    assert.equal(
      local({ dependenciesMeta: { a: { injected: true } } }),
      'package.json has packages of the workspace copied.',
    );
  });

  test('members by their names', () => {
    assert.equal(hasMember('{ "bin": "a" }', ['bin', 'directories']), true);
    assert.equal(hasMember('{ "name": "bin" }', ['bin']), false);
    assert.equal(hasMember('[]', ['bin']), false);
  });
});
