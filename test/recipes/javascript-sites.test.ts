import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nameSettings, planSite } from '../../server/src/core/plan/nginx-site';
import { BuildContext } from '../../server/src/core/project/build-context';
import {
  assertRefused,
  dockerfileOf,
  generated,
  manifest,
  type Files,
} from '../harness/javascript-recipes';
import { toProject } from '../harness/project';
import { today } from '../harness/recipe-cases';

const page = { 'index.html': '' };

function site(value: Readonly<Record<string, unknown>>, files: Files = page): Files {
  return {
    'package.json': manifest({ devDependencies: { vite: '^7.0.0' }, ...value }),
    'package-lock.json': '{}',
    ...files,
  };
}

/** The folder that is taken from the build. */
function outputOf(files: Files): string | undefined {
  return /COPY --link --from=build --exclude=\S+ (\S+)/.exec(
    dockerfileOf(generated(files, { recipe: 'node-spa' })),
  )?.[1];
}

describe('the script that builds a site', () => {
  test('may be called by others, but not by itself', () => {
    const scripts = { build: 'npm run pages', pages: 'vite build' };
    assert.equal(outputOf(site({ scripts })), '/app/dist');
    assert.equal(outputOf(site({ scripts: { ...scripts, build: 'yarn pages' } })), '/app/dist');
    const circle = { scripts: { build: 'npm run build' } };
    assertRefused(site(circle), /Nothing fits|was found/, { recipe: 'node-spa' });
    for (const build of ['npm run', 'run-s other', 'vite build | tee log']) {
      assertRefused(site({ scripts: { build } }), /Nothing fits|was found/, { recipe: 'node-spa' });
    }
  });

  test('names its folder', () => {
    const eleventy = site({ scripts: { build: 'eleventy --output=./public/' } }, {});
    assert.equal(outputOf(eleventy), '/app/public');
    const settings = { '.eleventy.js': "module.exports = { dir: { output: 'web' } };" };
    assert.equal(outputOf(site({ scripts: { build: 'eleventy' } }, settings)), '/app/web');
    const root = { 'vite.config.ts': "export default { root: 'pages' };" };
    assert.equal(outputOf(site({ scripts: { build: 'vite build' } }, root)), '/app/pages/dist');
    const both = { 'vite.config.ts': "root: 'pages', build: { outDir: '../out' }" };
    const elsewhere = site({ scripts: { build: 'vite build' } }, both);
    assertRefused(elsewhere, /Where "vite build" writes is not known/, { recipe: 'node-spa' });
    const press = site({ scripts: { build: 'vitepress build --quiet' } }, {});
    assert.equal(outputOf(press), '/app/.vitepress/dist');
  });

  test('a start that belongs to the project makes it a server', () => {
    const scripts = { build: 'vite build', start: 'bun server.ts' };
    assertRefused(site({ scripts }), /Nothing fits|was found/, { recipe: 'node-spa' });
    const odd = { build: 'vite build', start: 'PORT=80; vite preview' };
    assert.equal(outputOf(site({ scripts: odd })), '/app/dist');
  });
});

describe('where a site lies', () => {
  const targetOf = (value: Readonly<Record<string, unknown>>, files: Files = {}): string =>
    /COPY --link --from=build --exclude=\S+ \S+ (\S+)/.exec(
      dockerfileOf(generated(site(value, files), { recipe: 'node-spa' })),
    )?.[1] ?? '';

  test('below the path of "homepage" for Create React App', () => {
    const scripts = { build: 'react-scripts build' };
    assert.equal(targetOf({ scripts }), '/usr/share/nginx/html');
    assert.equal(targetOf({ scripts, homepage: '.' }), '/usr/share/nginx/html');
    assert.equal(targetOf({ scripts, homepage: '/shop/' }), '/usr/share/nginx/html/shop');
  });

  test('below what the settings of the tool name', () => {
    const scripts = { build: 'docusaurus build' };
    const settings = { 'docusaurus.config.js': "module.exports = { baseUrl: '/docs/' };" };
    assert.equal(targetOf({ scripts }, settings), '/usr/share/nginx/html/docs');
    const root = { 'docusaurus.config.js': "module.exports = { baseUrl: '/' };" };
    assert.equal(targetOf({ scripts }, root), '/usr/share/nginx/html');
  });
});

test('values that pages of other languages name', () => {
  const files = {
    ...page,
    'src/App.vue': '<p>{{ import.meta.env.VITE_TITLE }}</p>',
    'src/main.ts': 'import.meta.env.VITE_TITLE + import.meta.env.VITE_MAP;',
  };
  const text = dockerfileOf(generated(site({ scripts: { build: 'vite build' } }, files)));
  // Texts of pages are not read by the host: here the harness gives them.
  assert.match(text, /\nARG VITE_MAP\nARG VITE_TITLE\n/);
});

test('a version without support is refused, an abandoned tool is named', () => {
  const scripts = { build: 'vite build' };
  assertRefused(site({ scripts, engines: { node: '18.x' } }), /supported Node\.js "18\.x" allows/);
  const vue = site({ scripts: { build: 'vue-cli-service build' } }, {});
  assert.match(generated(vue).plan.notes.join('\n'), /Nobody works on Vue CLI any more/);
});

test('a credential for the packages comes as a secret', () => {
  const npmrc = '//r.example/:_authToken=${NPM_TOKEN}\n';
  const files = site({ scripts: { build: 'vite build' } }, { ...page, '.npmrc': npmrc });
  const { plan } = generated(files);
  assert.ok(plan.needed.includes('!.npmrc'));
  assert.deepEqual(plan.buildSecrets, [{ id: 'npm-token', from: 'env', source: 'NPM_TOKEN' }]);
});

describe('the server for files', () => {
  const serving = {
    base: '',
    fallback: undefined,
    notFound: undefined,
    hashed: [],
    hashedPattern: undefined,
  };
  const place = { folder: '', settings: 'nginx.conf' };

  test('a family without an image of nginx', () => {
    const planned = planSite(() => [], serving, { base: 'distroless', today }, place);
    assert.equal(planned, 'There is no image of nginx in the family "distroless".');
  });

  test('chosen paths of the health check', () => {
    const files = site({ scripts: { build: 'vite build' } });
    const { health } = generated(files, { choices: { healthPath: '/up', readyPath: '/ready' } })
      .plan.runtime;
    assert.deepEqual([health.livePath, health.readyPath], ['/up', '/ready']);
    assert.match(health.test?.join(' ') ?? '', /8080\/up$/);
  });

  test('settings that may be there get another name', () => {
    const partial = { ...toProject({ 'index.html': '' }), complete: false };
    assert.equal(nameSettings(new BuildContext(partial), ''), 'nginx.image.conf');
  });
});

describe('Next.js', () => {
  function application(value: Readonly<Record<string, unknown>>, files: Files = {}): Files {
    return {
      'package.json': manifest({
        scripts: { build: 'next build' },
        dependencies: { next: 'latest' },
        ...value,
      }),
      'package-lock.json': '{}',
      'next.config.js': "module.exports = { output: 'standalone' };",
      ...files,
    };
  }

  test('without a script "start", in any version', () => {
    const { plan } = generated(application({}));
    assert.equal(plan.runtime.port, 3000);
    assert.doesNotMatch(plan.notes.join('\n'), /gets no more fixes/);
    assert.equal(plan.runtime.health.livePath, undefined);
  });

  test('public files, and settings that everybody may see', () => {
    const outcome = generated(application({}, { 'public/a.txt': '', '.env.production': 'A=b' }));
    assert.match(dockerfileOf(outcome), /\/app\/public \.\/public/);
    assert.match(outcome.plan.notes.join('\n'), /The build reads \.env\.production/);
    assert.ok(outcome.plan.needed.includes('!.env.production'));
  });

  test('values in the files, and credentials of packages', () => {
    const files = {
      'app/page.tsx': 'export default () => process.env.NEXT_PUBLIC_TITLE;',
      '.npmrc': '//r.example/:_authToken=${NPM_TOKEN}\n',
    };
    const outcome = generated(application({}, files));
    assert.match(dockerfileOf(outcome), /\nARG NEXT_PUBLIC_TITLE\n/);
    assert.ok(outcome.plan.needed.includes('!.npmrc'));
  });

  test('a chosen path of readiness', () => {
    const { health } = generated(application({}), { choices: { readyPath: '/ready' } }).plan
      .runtime;
    assert.equal(health.readyPath, '/ready');
  });

  test('programs of the system need a family that has them', () => {
    const dependencies = { next: '^16.0.0', canvas: '^3.0.0' };
    assert.deepEqual(generated(application({ dependencies })).bases, ['slim', 'alpine']);
  });

  test('Prisma that is called by the project, and in a member', () => {
    const dependencies = { next: '^16.0.0', '@prisma/client': '^7.0.0' };
    const devDependencies = { prisma: '^7.0.0' };
    const scripts = { build: 'prisma generate && next build' };
    const own = application({ scripts, dependencies, devDependencies });
    assert.doesNotMatch(dockerfileOf(generated(own)), /\.bin\/prisma/);
    const member = Object.fromEntries(
      Object.entries(application({ dependencies, devDependencies })).map(([path, text]) => [
        `apps/web/${path}`,
        text,
      ]),
    );
    const root = {
      'package.json': manifest({ workspaces: ['apps/*'] }),
      'package-lock.json': '{}',
    };
    assert.match(
      dockerfileOf(generated({ ...member, ...root }, { folder: 'apps/web' })),
      /prisma generate --schema=apps\/web\/prisma\/schema\.prisma/,
    );
  });

  test('a browser is refused', () => {
    const dependencies = { next: '^16.0.0', puppeteer: '^24.0.0' };
    assertRefused(application({ dependencies }), /"puppeteer" starts a browser/);
    const yarn = application({ packageManager: 'yarn@4.1.0' });
    assertRefused(yarn, /Plug'n'Play/);
  });
});

describe('sites without Node.js', () => {
  const wanted = { recipe: 'static-site' };

  test('Jekyll without a lock file, in any version of Ruby', () => {
    const files = { '_config.yml': '', Gemfile: 'gem "jekyll"\n', 'index.md': '' };
    const outcome = generated(files, wanted);
    assert.match(outcome.plan.notes.join('\n'), /There is no Gemfile\.lock/);
    assert.doesNotMatch(dockerfileOf(outcome), /BUNDLE_FROZEN/);
    assert.match(dockerfileOf(outcome), /COPY --link Gemfile \.\/\n/);
    assert.equal(outcome.plan.name, 'site');
  });

  test('a page of its own for addresses that are not there', () => {
    const outcome = generated({ 'index.html': '', '404.html': '' }, wanted);
    const settings = outcome.files.find(({ path }) => path === 'nginx.conf')?.text ?? '';
    assert.match(settings, /error_page 404 \/404\.html/);
  });

  test('a folder below the root, its helpers in Python left out', () => {
    const files = {
      'guide/mkdocs.yml': 'site_name: Harbour\n',
      'guide/requirements.txt': 'mkdocs==1.6.1\n',
      'guide/hooks.py': '',
    };
    assert.equal(generated(files, { ...wanted, folder: 'guide' }).plan.name, 'harbour');
  });

  test('a port that needs root rights', () => {
    assertRefused(page, /a port of 1024 or more/, { ...wanted, choices: { port: 80 } });
  });
});
