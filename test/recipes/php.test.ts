import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generate, type Choices } from '../../server/src/core/service';
import { toProject } from '../harness/project';
import { today } from '../harness/recipe-cases';
import { RecipeOutcome } from '../harness/recipe-outcome';

type Files = Readonly<Record<string, string>>;

const index = '<?php echo "ok";\n';
const nginx = { 'ops/site.conf': 'server {\n    fastcgi_pass php:9000;\n}\n' };

/** A front end that is built on a Node.js. */
const frontEnd = (node: string): Files => ({
  'package.json': JSON.stringify({ engines: { node }, scripts: { build: 'vite build' } }),
  'package-lock.json': '{ "lockfileVersion": 3 }',
});

/** A project with requirements and the packages of its lock file. */
function withComposer(
  require: Readonly<Record<string, string>>,
  rest: object = {},
  locked: readonly object[] = [],
): Files {
  return {
    'composer.json': JSON.stringify({ name: 'acme/shop', require, ...rest }),
    'composer.lock': JSON.stringify({ packages: locked }),
    'public/index.php': index,
  };
}

const plain = (files: Files, choices: Partial<Choices> = {}): RecipeOutcome =>
  new RecipeOutcome('php-frankenphp', files, choices);
const fpm = (files: Files, choices: Partial<Choices> = {}): RecipeOutcome =>
  new RecipeOutcome('php-fpm', { ...files, ...nginx }, choices);
const symfony = (files: Files): RecipeOutcome => new RecipeOutcome('php-symfony', files);
const laravel = (files: Files): RecipeOutcome => new RecipeOutcome('php-laravel', files);

describe('the version of PHP', () => {
  const imageFor = (files: Files): string | undefined =>
    /^FROM (dunglas\S+)/m.exec(plain(files).dockerfile)?.[1];

  test('is that of the platform, else the newest that the project allows', () => {
    assert.equal(imageFor({ 'index.php': index }), 'dunglas/frankenphp:1-php8.5-trixie');
    assert.equal(imageFor(withComposer({ php: '~8.3.0' })), 'dunglas/frankenphp:1-php8.3-trixie');
    assert.equal(
      imageFor(withComposer({ php: '^8.2' }, { config: { platform: { php: '8.4.1' } } })),
      'dunglas/frankenphp:1-php8.4-trixie',
    );
    assert.equal(
      imageFor({ 'index.php': index, '.php-version': '8.2\n' }),
      'dunglas/frankenphp:1-php8.2-trixie',
    );
  });

  test('has to be one that there are images of', () => {
    const files = withComposer({ php: '~8.1.0' });
    const choices = { today: '2024-01-01' };
    assert.equal(
      plain(files, choices).reason,
      'There is no image of FrankenPHP with PHP 8.1 in the family "slim".',
    );
    assert.equal(
      fpm(files, choices).reason,
      'There is no image of PHP-FPM 8.1 in the family "slim".',
    );
  });

  test('is not that of a platform that names none', () => {
    const files = withComposer({ php: '~8.3.0' }, { config: { platform: { php: 'false' } } });
    assert.equal(imageFor(files), 'dunglas/frankenphp:1-php8.3-trixie');
  });

  test('is refused without support', () => {
    assert.match(
      plain(withComposer({ php: '~7.4.0' })).reason,
      /PHP 7\.4 gets no more security fixes/,
    );
    assert.match(plain(withComposer({ php: '^99' })).reason, /Which PHP "\^99" allows/);
    assert.match(fpm(withComposer({ php: '^99' })).reason, /Which PHP "\^99" allows/);
  });
});

describe('the extensions', () => {
  test('are those of the project and of its packages, those that PHP has left out', () => {
    const files = withComposer({ 'ext-ctype': '*', 'ext-gd': '*', 'a/b': '^1' }, {}, [
      { name: 'a/b', version: '1.0.0', require: { 'ext-intl': '*', 'ext-json': '*' } },
    ]);
    assert.match(plain(files).dockerfile, /^RUN install-php-extensions gd intl$/m);
  });

  test('have the cache of code before PHP 8.5, which has it', () => {
    const older = withComposer({ php: '~8.4.0', 'ext-zend-opcache': '*' });
    assert.match(plain(older).dockerfile, /^RUN install-php-extensions opcache$/m);
    const newest = withComposer({ php: '~8.5.0', 'ext-zend-opcache': '*' });
    assert.doesNotMatch(plain(newest).dockerfile, /install-php-extensions/);
  });

  test('that load modules keep the whole image', () => {
    const { dockerfile, generation } = plain(withComposer({ 'ext-imagick': '*' }));
    assert.match(dockerfile, /^FROM base AS runtime$/m);
    assert.doesNotMatch(dockerfile, /ldd/);
    assert.match(generation.plan.notes.join('\n'), /the whole image of PHP is shipped/);
  });

  test('of a lock file that cannot be read are not known', () => {
    const files = { ...withComposer({ 'a/b': '^1' }), 'composer.lock': '{' };
    assert.match(plain(files).generation.plan.notes.join('\n'), /composer\.lock is too large/);
  });
});

describe('the packages', () => {
  test('need a lock file', () => {
    const { 'composer.lock': _lock, ...files } = withComposer({ 'a/b': '^1' });
    assert.match(plain(files).reason, /^composer\.lock is missing/);
  });

  test('and a manifest that can be read', () => {
    assert.match(
      plain({ 'composer.json': '{', 'index.php': index }).reason,
      /^composer\.json cannot be read/,
    );
  });

  test('are installed behind the sources where a plugin may read them', () => {
    const files = withComposer({ 'a/b': '^1' }, { config: { 'allow-plugins': { 'c/d': true } } });
    const { dockerfile } = plain(files);
    assert.ok(dockerfile.indexOf('COPY --link . .') < dockerfile.indexOf('composer install'));
  });

  test('are listed by the manifest alone where the lock file names none', () => {
    const lock = (packages: unknown): Files => ({
      ...withComposer({ 'a/b': '^1', 'ext-gd': '*' }),
      'composer.lock': JSON.stringify({ packages }),
    });
    for (const packages of [undefined, [{ name: 'c/d' }, { version: '1' }, 1]]) {
      assert.match(plain(lock(packages)).dockerfile, /^RUN install-php-extensions gd$/m);
    }
  });

  test('come with credentials as a secret of the build', () => {
    const { dockerfile, generation } = plain({
      ...withComposer({ 'a/b': '^1' }),
      'auth.json': '{}',
    });
    assert.match(dockerfile, /type=secret,id=composer-auth,target=\/app\/auth\.json/);
    assert.doesNotMatch(dockerfile, /source=auth\.json/);
    assert.deepEqual(generation.plan.buildSecrets, [
      { id: 'composer-auth', from: 'file', source: 'auth.json' },
    ]);
  });
});

test('packages that lie in the project change nothing', () => {
  const files = withComposer({ 'a/b': '^1' });
  const vendor = {
    'vendor/a/b/src/Health.php': '<?php $app->get("/health", 1); getenv("B_TOKEN");\n',
    'vendor/a/b/nginx.conf': 'fastcgi_pass php:9000;\n',
  };
  const { generation } = plain({ ...files, ...vendor });
  assert.equal(generation.candidate.recipe.id, 'php-frankenphp');
  assert.deepEqual(generation.plan, plain(files).generation.plan);
});

describe('a project without a framework', () => {
  test('is served from the folder with index.php', () => {
    const environment = (files: Files): ReadonlyMap<string, string> =>
      new Map(plain(files).generation.plan.runtime.environment);
    assert.equal(environment(withComposer({})).get('SERVER_ROOT'), '/app/public');
    const beside = environment({ 'index.php': index });
    assert.equal(beside.get('SERVER_ROOT'), '/app');
    assert.equal(beside.get('CADDY_SERVER_EXTRA_DIRECTIVES'), 'error /vendor/* 404');
  });

  test('ships no manifests where all of it is served', () => {
    const { 'public/index.php': _index, ...rest } = withComposer({});
    const { plan } = plain({ ...rest, 'index.php': index }).generation;
    const copy = plan.stages
      .at(-1)
      ?.steps.find((step) => step.kind === 'copy' && step.from === 'build');
    assert.ok(copy?.kind === 'copy');
    assert.deepEqual(copy.without, ['docker/php.ini', 'composer.json', 'composer.lock']);
  });

  test('is asked for readiness where that is wanted', () => {
    const { health } = plain(withComposer({}), { readyPath: '/ready' }).generation.plan.runtime;
    assert.equal(health.readyPath, '/ready');
  });

  test('is not seen in the folder that is served', () => {
    const outcome = new RecipeOutcome('php-frankenphp', withComposer({}));
    assert.equal(outcome.generation.candidate.folder, '');
  });

  test('is refused where it has an image of its own', () => {
    const files = { 'index.php': index, 'wp-config-sample.php': '' };
    assert.match(plain(files).reason, /WordPress has an image of its own/);
  });

  test('lists secrets, and nothing that a web server says', () => {
    const code = '<?php getenv("MAIL_TOKEN"); $_SERVER["HTTP_X_TOKEN"]; $_ENV["NAME"];\n';
    const { plan } = plain({ 'index.php': code }).generation;
    assert.deepEqual(plan.runtime.secretVariables, ['MAIL_TOKEN']);
  });

  test('builds its front end before', () => {
    const manifest = { scripts: { build: 'vite build' }, devDependencies: { vite: '^7.0.0' } };
    const { dockerfile } = plain({
      ...withComposer({ 'a/b': '^1' }),
      'package.json': JSON.stringify(manifest),
      'package-lock.json': '{ "lockfileVersion": 3 }',
    });
    assert.match(dockerfile, /^COPY --link --from=deps \/app\/vendor \.\/vendor$/m);
    assert.match(dockerfile, /^COPY --link --from=assets \/app\/public\/build \.\/public\/build$/m);
  });
});

describe('the front end', () => {
  test('that nothing builds needs no Node.js, nor a lock file of it', () => {
    const manifest = { devDependencies: { prettier: '^3.0.0' }, packageManager: 'deno@2' };
    const files = { ...withComposer({}), 'package.json': JSON.stringify(manifest) };
    assert.deepEqual(plain(files).generation.plan, plain(withComposer({})).generation.plan);
  });

  test('has to be written in a manifest that can be read', () => {
    const files = { ...withComposer({}), 'package.json': '{' };
    assert.equal(plain(files).reason, 'package.json cannot be read.');
  });

  test('needs a Node.js that is known', () => {
    const reason = 'Which Node.js "^99" allows is not known.';
    assert.equal(plain({ ...withComposer({}), ...frontEnd('^99') }).reason, reason);
    assert.equal(fpm({ ...withComposer({}), ...frontEnd('^99') }).reason, reason);
  });

  test('whose packages no plain Node.js finds is refused', () => {
    const files = {
      ...withComposer({}),
      ...frontEnd('24.x'),
      'package.json': '{ "scripts": { "build": "a" }, "packageManager": "yarn@4.0.0" }',
      '.yarnrc.yml': 'nodeLinker: pnp\n',
    };
    assert.match(plain(files).reason, /^Yarn uses Plug'n'Play here/);
  });

  test('has nothing of Composer where the project has none', () => {
    const { dockerfile } = plain({ 'public/index.php': index, ...frontEnd('24.x') });
    assert.doesNotMatch(dockerfile, /vendor|composer/);
    assert.match(dockerfile, /^COPY --link --from=assets \/app\/public\/build \.\/public\/build$/m);
  });
});

describe('Laravel', () => {
  const files: Files = {
    ...withComposer({ 'laravel/framework': '^12.0' }),
    artisan: '',
    'bootstrap/app.php': '<?php\n',
    'routes/web.php': "<?php\nRoute::domain(config('app.domain'))->group(fn () => 1);\n",
  };

  test('with SQLite has no address of a database, and no path where no file declares one', () => {
    const { 'bootstrap/app.php': _bootstrap, ...rest } = files;
    const sqlite = withComposer({ 'laravel/framework': '^12.0', 'ext-pdo_sqlite': '*' });
    const { runtime } = laravel({ ...rest, ...sqlite }).generation.plan;
    assert.deepEqual(runtime.secretVariables, ['APP_KEY']);
    assert.equal(new Map(runtime.environment).get('DB_CONNECTION'), 'sqlite');
    assert.equal(runtime.health.livePath, undefined);
  });

  test('has no cache of routes that read settings, and drivers for either database', () => {
    const { dockerfile, generation } = laravel(files);
    assert.doesNotMatch(dockerfile, /route:cache/);
    assert.match(dockerfile, /install-php-extensions pdo_mysql pdo_pgsql$/m);
    assert.match(generation.plan.notes.join('\n'), /Which database is used is not known/);
    assert.deepEqual(generation.plan.runtime.secretVariables, ['APP_KEY', 'DB_URL']);
  });

  test('with a front end that runs PHP is refused', () => {
    const manifest = {
      scripts: { build: 'vite build' },
      devDependencies: { '@laravel/vite-plugin-wayfinder': '^0.1.0' },
    };
    const front = { ...files, 'package.json': JSON.stringify(manifest) };
    assert.match(laravel(front).reason, /wayfinder needs PHP beside Node\.js/);
  });
});

describe('Symfony', () => {
  const required = { 'symfony/framework-bundle': '^7.4', 'symfony/runtime': '^7.4' };
  const files: Files = { ...withComposer(required), 'bin/console': '' };

  test('without Flex and without .env has its environment written down', () => {
    const { dockerfile, generation } = symfony(files);
    assert.match(dockerfile, /printf "<\?php return \['APP_ENV' => 'prod'\];" > \.env\.local\.php/);
    assert.match(dockerfile, /php bin\/console cache:warmup$/m);
    assert.deepEqual(generation.plan.needed, []);
  });

  test('with Flex and without .env dumps an empty one', () => {
    const more = { ...withComposer({ ...required, 'symfony/flex': '^2' }), 'bin/console': '' };
    assert.match(symfony(more).dockerfile, /composer dump-env prod --empty/);
  });

  test('with Flex takes the settings that it is meant to have', () => {
    const more = {
      ...withComposer({ ...required, 'symfony/flex': '^2' }),
      'bin/console': '',
      '.env': 'APP_ENV=dev\n',
      '.env.prod': '',
      'importmap.php': '<?php return [];\n',
    };
    const { dockerfile, generation } = symfony(more);
    assert.match(dockerfile, /composer dump-env prod( |$)/m);
    assert.doesNotMatch(dockerfile, /--empty/);
    assert.match(dockerfile, /php bin\/console asset-map:compile$/m);
    assert.deepEqual(generation.plan.needed, ['!.env', '!.env.prod']);
  });

  test('without a folder that is served is refused', () => {
    const { 'public/index.php': _index, ...rest } = files;
    assert.match(symfony(rest).reason, /No index\.php was found/);
  });

  test('with the runtime of FrankenPHP keeps workers', () => {
    const worker = { ...required, 'runtime/frankenphp-symfony': '^0.2' };
    const { plan } = symfony({ ...withComposer(worker), 'bin/console': '' }).generation;
    assert.ok(plan.runtime.environment.some(([name]) => name === 'FRANKENPHP_CONFIG'));
  });
});

describe('PHP-FPM', () => {
  test('is found in a folder of the project, by settings of its own alone', () => {
    const files = { 'shop/public/index.php': index, 'shop/site.conf': nginx['ops/site.conf'] };
    const { generation } = new RecipeOutcome('php-fpm', { ...files, 'a.conf': 'fastcgi_pass b;' });
    assert.equal(generation.candidate.folder, 'shop');
    const elsewhere = { 'shop/public/index.php': index, 'shop/notes.txt': '', ...nginx };
    assert.equal(
      new RecipeOutcome('php-fpm', elsewhere).reason,
      'Nothing fits the recipe "php-fpm". Found: php-frankenphp in shop.',
    );
  });

  test('is not found in settings that were not read', () => {
    const project = toProject({ ...withComposer({}), ...nginx });
    const texts = new Map(project.texts);
    texts.delete('ops/site.conf');
    const outcome = generate({ project: { ...project, texts }, choices: { today } });
    assert.ok(outcome.kind === 'generated');
    assert.equal(outcome.candidate.recipe.id, 'php-frankenphp');
  });

  test('needs packages that can be installed', () => {
    const { 'composer.lock': _lock, ...files } = withComposer({ 'a/b': '^1' });
    assert.match(fpm(files).reason, /^composer\.lock is missing/);
  });

  test('has nothing of Composer where the project has none, and a front end all the same', () => {
    const settings = '//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n';
    const files = { 'public/index.php': index, ...frontEnd('24.x'), '.npmrc': settings };
    const { plan } = fpm(files).generation;
    assert.equal(plan.ecosystem, undefined);
    assert.deepEqual(
      plan.buildSecrets.map(({ source }) => source),
      ['NPM_TOKEN'],
    );
  });

  test('brings a database up to date as the framework does', () => {
    const doctrine = {
      'symfony/framework-bundle': '^7.4',
      'doctrine/doctrine-migrations-bundle': '^3.4',
    };
    const { plan } = fpm({ ...withComposer(doctrine), 'bin/console': '' }).generation;
    assert.equal(plan.runtime.migration?.[2], 'doctrine:migrations:migrate');
  });

  test('serves no project as a whole', () => {
    assert.match(
      fpm({ 'index.php': index }).reason,
      /move what may be served into a folder "public"/,
    );
  });

  test('of Symfony keeps what is written apart', () => {
    const files = {
      ...withComposer({ 'symfony/framework-bundle': '^7.4', 'runtime/frankenphp-symfony': '*' }),
      'bin/console': '',
    };
    const { plan } = fpm(files).generation;
    assert.ok(plan.runtime.writablePaths.some(({ path }) => path === '/app/var/log'));
    assert.ok(!plan.runtime.environment.some(([name]) => name === 'APP_RUNTIME'));
  });
});
