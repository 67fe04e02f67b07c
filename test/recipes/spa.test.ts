import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collectDirectives, readNginxSettings } from '../../server/src/core/project/nginx-settings';
import type { Generation } from '../../server/src/core/service';
import {
  assertRefused,
  dockerfileOf,
  generated,
  manifest,
  type Files,
} from '../harness/javascript-recipes';

function site(script: string, files: Files, value: Readonly<Record<string, unknown>> = {}): Files {
  return {
    'package.json': manifest({
      scripts: { build: script },
      devDependencies: { vite: '^7.0.0' },
      ...value,
    }),
    'package-lock.json': '{}',
    ...files,
  };
}

function settingsOf({ files }: Generation): string {
  const text = files.find(({ path }) => path.endsWith('.conf'))?.text ?? '';
  assert.ok(readNginxSettings(text) !== undefined, text);
  return text;
}

/** The folder that is taken from the build, and where it goes. */
function copyOf(outcome: Generation): string {
  const copy = /COPY --link --from=build --exclude=\*\*\/\*\.map (.*)/.exec(dockerfileOf(outcome));
  return copy?.[1] ?? '';
}

const html = '/usr/share/nginx/html';
const page = { 'index.html': '' };

describe('what builds a site', () => {
  const cases: readonly (readonly [
    title: string,
    files: Files,
    folder: string,
    fallback: boolean,
  ])[] = [
    ['Vite', site('vite build', page), 'dist', true],
    [
      'Vite, another folder',
      site('vite build', { ...page, 'vite.config.ts': "build: { outDir: 'web' }" }),
      'web',
      true,
    ],
    [
      'Vite, several pages',
      site('vite build', { ...page, 'vite.config.ts': "appType: 'mpa'" }),
      'dist',
      false,
    ],
    ['Create React App', site('react-scripts build', {}), 'build', true],
    ['Vue CLI', site('vue-cli-service build', {}), 'dist', true],
    [
      'Astro',
      site('npm run check && astro build', {}, { scripts: { build: 'astro build' } }),
      'dist',
      false,
    ],
    [
      'SvelteKit',
      site(
        'vite build',
        { 'svelte.config.js': '' },
        { devDependencies: { '@sveltejs/kit': '2', '@sveltejs/adapter-static': '3' } },
      ),
      'build',
      false,
    ],
    [
      'SvelteKit, one page',
      site(
        'vite build',
        { 'svelte.config.js': "adapter({ fallback: '200.html' })" },
        { devDependencies: { '@sveltejs/adapter-static': '3' } },
      ),
      'build',
      true,
    ],
    ['Docusaurus', site('docusaurus build', {}), 'build', false],
    ['VitePress', site('vitepress build docs', {}), 'docs/.vitepress/dist', false],
    ['Gatsby', site('gatsby build', {}), 'public', false],
    ['Nuxt', site('', {}, { scripts: { generate: 'nuxt generate' } }), '.output/public', false],
    [
      'Eleventy',
      site('npx @11ty/eleventy', {}, { scripts: { build: 'npx eleventy' } }),
      '_site',
      false,
    ],
    [
      'Next.js',
      site(
        'next build',
        { 'next.config.ts': "output: 'export'" },
        { dependencies: { next: '16' } },
      ),
      'out',
      false,
    ],
    [
      'React Router',
      site('react-router build', { 'react-router.config.ts': 'ssr: false' }),
      'build/client',
      true,
    ],
    [
      'scripts that call scripts',
      site('run-s check bundle', page, {
        scripts: { build: 'run-s check bundle', check: 'tsc --noEmit', bundle: 'vite build' },
      }),
      'dist',
      true,
    ],
  ];

  for (const [title, files, folder, fallback] of cases) {
    test(title, () => {
      const outcome = generated(files, { recipe: 'node-spa' });
      assert.equal(copyOf(outcome), `/app/${folder} ${html}`);
      const settings = settingsOf(outcome);
      assert.equal(settings.includes('try_files $uri $uri/index.html /'), fallback);
    });
  }

  test('libraries, servers and programs beside the pages are none', () => {
    const found = (files: Files): string => generated(files).candidate.recipe.id;
    const none = /Nothing fits|was found here/;
    assertRefused(site('vite build', {}), none, { recipe: 'node-spa' });
    assertRefused(site('vite build', page, { devDependencies: { vike: '1' } }), none, {
      recipe: 'node-spa',
    });
    const server = {
      scripts: { build: 'vite build', start: 'node server.js' },
      dependencies: { express: '^5.0.0' },
    };
    const files = site('', { ...page, 'server.js': 'app.listen(3000);' }, server);
    assert.equal(found(files), 'node-server');
    const preview = { scripts: { build: 'vite build', start: 'vite preview' } };
    assert.equal(found(site('', page, preview)), 'node-spa');
  });

  test('several folders are refused', () => {
    const files = site('vite build && tsup --out-dir lib', page);
    assertRefused(files, /writes to several folders/, { recipe: 'node-spa' });
  });
});

describe('how it is handed out', () => {
  test('a site below a path', () => {
    const files = site('vite build', { ...page, 'vite.config.ts': "  base: '/map/'," });
    const outcome = generated(files);
    assert.equal(copyOf(outcome), `/app/dist ${html}/map`);
    const settings = settingsOf(outcome);
    assert.match(settings, /return 302 \/map\/;/);
    assert.match(settings, /try_files \$uri \$uri\/index\.html \/map\/index\.html;/);
    assert.match(settings, /"~\^\/map\/assets\/" "public/);
    const react = site('react-scripts build', {}, { homepage: 'https://shop.example/app' });
    assert.equal(copyOf(generated(react)), `/app/build ${html}/app`);
  });

  test('another port, and a name that is free', () => {
    const files = site('vite build', { ...page, 'nginx.conf': '' });
    const outcome = generated(files, { choices: { port: 9000 } });
    assert.match(settingsOf(outcome), /listen 9000;/);
    assert.match(dockerfileOf(outcome), /COPY --link nginx\.image\.conf \/etc\/nginx\/nginx\.conf/);
    assertRefused(files, /a port of 1024 or more/, { choices: { port: 80 } });
  });

  test('every directive stands where nginx wants it', () => {
    const directives = readNginxSettings(settingsOf(generated(site('vite build', page)))) ?? [];
    const names = directives.map(({ name }) => name);
    assert.deepEqual(names, ['worker_processes', 'pid', 'error_log', 'events', 'http']);
    const all = collectDirectives(directives).map(({ name }) => name);
    assert.ok(all.includes('log_format') && all.includes('try_files'));
  });
});

describe('values that the build writes into the files', () => {
  const source = (name: string): Files => ({ ...page, 'src/main.ts': `import.meta.env.${name};` });

  test('come as arguments', () => {
    const outcome = generated(site('vite build', source('VITE_MAP_URL')));
    assert.match(dockerfileOf(outcome), /\nARG VITE_MAP_URL\n/);
    assert.match(outcome.plan.notes.join('\n'), /give each with --build-arg/);
  });

  test('or, with the name of a secret, as one', () => {
    const outcome = generated(site('vite build', source('VITE_MAP_KEY')));
    assert.match(dockerfileOf(outcome), /id=vite-map-key,env=VITE_MAP_KEY,required=true/);
    assert.match(outcome.plan.notes.join('\n'), /everybody can read/);
  });

  test('or in a file that is meant for it', () => {
    const outcome = generated(site('vite build', { ...page, '.env.production': 'VITE_A=b' }));
    assert.ok(outcome.plan.needed.includes('!.env.production'));
  });
});

describe('workspaces', () => {
  test('a member is built from the root', () => {
    const files = {
      'package.json': manifest({ workspaces: ['apps/*'], devDependencies: { vite: '^7.0.0' } }),
      'package-lock.json': '{}',
      'apps/web/package.json': manifest({ name: 'web', scripts: { build: 'vite build' } }),
      'apps/web/index.html': '',
    };
    const outcome = generated(files, { folder: 'apps/web' });
    assert.equal(copyOf(outcome), `/app/apps/web/dist ${html}`);
    assert.match(dockerfileOf(outcome), /COPY --link apps\/web\/nginx\.conf/);
    assert.ok(outcome.files.some(({ path }) => path === 'apps/web/nginx.conf'));
  });
});
