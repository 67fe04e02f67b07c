import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generate, type Generation } from '../../server/src/core/service';
import { today } from '../harness/recipe-cases';
import { toProject } from '../harness/project';

type Files = Readonly<Record<string, string>>;

const starts = (module: string): string =>
  `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "${module}")\n`;

function projectOf(settings: string, more: Files = {}, folder = ''): Files {
  return {
    'requirements.txt': 'django==5.2\ngunicorn==25.0\n',
    [`${folder}manage.py`]: starts('config.settings'),
    [`${folder}config/__init__.py`]: '',
    [`${folder}config/settings.py`]: settings,
    [`${folder}config/urls.py`]: '',
    [`${folder}config/wsgi.py`]: `${starts('config.settings')}application = get_wsgi_application()\n`,
    ...more,
  };
}

function generated(files: Files): Generation {
  const outcome = generate({ project: toProject(files), choices: { today } });
  assert.ok(outcome.kind === 'generated', outcome.kind === 'refused' ? outcome.reason : '');
  assert.equal(outcome.candidate.recipe.id, 'python-django');
  return outcome;
}

function assertRefused(files: Files, reason: RegExp): void {
  const outcome = generate({ project: toProject(files), choices: { today } });
  assert.match(outcome.kind === 'refused' ? outcome.reason : '', reason);
}

function dockerfileOf({ files }: Generation): string {
  return files.find(({ path }) => path === 'Dockerfile')?.text ?? '';
}

const static_ = 'INSTALLED_APPS = [\n    "django.contrib.staticfiles",\n]\n';

describe('Django', () => {
  test('static files are collected with stand-ins for what the settings read', () => {
    const text = dockerfileOf(
      generated(
        projectOf(
          `${static_}BASE_DIR = Path(__file__).resolve().parents[1]\nSTATIC_ROOT = os.path.join(BASE_DIR, "public", "static")\n` +
            'SECRET_KEY = os.getenv("DJANGO_SECRET_KEY")\nPORT = env.int("MAIL_PORT")\nX = env("X", default="")\n' +
            'DATABASES = {"default": env.db("DATABASE_URL")}\nCACHE = config("REDIS_URL")\nHOOK = os.environ["HOOK_URL"]\nY = os.getenv("Y")\n',
        ),
      ),
    );
    assert.match(
      text,
      /^RUN DATABASE_URL=sqlite:\/\/:memory: DJANGO_SECRET_KEY=only-for-the-build HOOK_URL=http:\/\/127\.0\.0\.1 MAIL_PORT=0 REDIS_URL=redis:\/\/127\.0\.0\.1 python manage\.py collectstatic --noinput$/m,
    );
    assert.match(text, /^COPY --link --from=build \/app\/public\/static \.\/public\/static$/m);
  });

  test('folders that are not known, and stores, are left alone', () => {
    const base = 'BASE_DIR = Path(__file__).resolve().parent.parent\n';
    const texts = [
      `${static_}STATIC_ROOT = os.environ["STATIC_ROOT"]\n`,
      `${static_}STATIC_ROOT = "/var/www/static"\n`,
      `${static_}STATIC_ROOT = SOMEWHERE / "static"\n`,
      `${base}STATIC_ROOT = BASE_DIR / "static"\n`,
    ];
    for (const text of texts) {
      assert.doesNotMatch(dockerfileOf(generated(projectOf(text))), /collectstatic/, text);
    }
    const store = `${base}${static_}STATIC_ROOT = BASE_DIR / "static"\nSTATICFILES_STORAGE = "storages.backends.s3.S3Storage"\n`;
    const { plan } = generated(projectOf(store));
    assert.match(plan.notes.join('\n'), /Static files go to a store/);
  });

  test('settings of production, in a package, that take others over', () => {
    const files = projectOf('', {
      'config/settings.py': '',
      'config/settings/__init__.py': '',
      'config/settings/base.py':
        'BASE_DIR = Path(__file__).resolve().parent.parent.parent\nMEDIA_ROOT = str(BASE_DIR / "media")\n',
      'config/settings/production.py': 'from .base import *\nDEBUG = True\n',
      'config/wsgi.py': `${starts('config.settings.production')}application = get_wsgi_application()\n`,
    });
    const { 'config/settings.py': _, ...without } = files;
    const generation = generated(without);
    const { runtime, notes } = generation.plan;
    assert.deepEqual(runtime.environment.at(-1), [
      'DJANGO_SETTINGS_MODULE',
      'config.settings.production',
    ]);
    assert.deepEqual(runtime.writablePaths, [
      { path: '/app/media', purpose: 'Files that people upload.', size: 1024, keep: true },
    ]);
    assert.match(notes.join('\n'), /DEBUG is on in config\.settings\.production/);
  });

  test('health checks, and hosts that are answered', () => {
    const urls = { 'config/urls.py': 'urlpatterns = [path("healthz/", x)]\n' };
    const of = (hosts: string): Generation =>
      generated(projectOf(`ROOT_URLCONF = "config.urls"\nALLOWED_HOSTS = ${hosts}\n`, urls));
    assert.equal(of('["*"]').plan.runtime.health.livePath, '/healthz/');
    const loopback = of('["127.0.0.1"]').plan;
    assert.equal(loopback.runtime.health.livePath, undefined);
    assert.match(loopback.runtime.health.test?.join(' ') ?? '', /'\/healthz\/'/);
    assert.match(loopback.notes.join('\n'), /ALLOWED_HOSTS/);
    assert.match(
      of('env.list("HOSTS")').plan.runtime.health.test?.join(' ') ?? '',
      /import socket/,
    );
  });

  test('SQLite is given a folder, or told to get one', () => {
    const of = (name: string): Generation =>
      generated(
        projectOf(
          `BASE_DIR = Path(__file__).resolve().parent.parent\nDATABASES = {\n    "default": {\n        "ENGINE": "django.db.backends.sqlite3",\n        "NAME": ${name},\n    }\n}\n`,
        ),
      );
    assert.match(of('BASE_DIR / "db.sqlite3"').plan.notes.join('\n'), /beside the sources/);
    const { plan } = of('BASE_DIR / "data" / "db.sqlite3"');
    assert.equal(plan.runtime.writablePaths[0]?.path, '/app/data');
    assert.deepEqual(plan.runtime.migration?.slice(1), ['manage.py', 'migrate', '--noinput']);
    assert.match(
      dockerfileOf(of('BASE_DIR / "data" / "db.sqlite3"')),
      /--chown=65532:65532 \/app\/data/,
    );
  });

  test('ASGI, where only a server for it is there', () => {
    const asgi = {
      'config/asgi.py': `${starts('config.settings')}application = get_asgi_application()\n`,
    };
    const wordsOf = (names: string): readonly string[] =>
      generated(projectOf('X = 1\n', { ...asgi, 'requirements.txt': names })).plan.runtime.command;
    assert.equal(wordsOf('django==5.2\nuvicorn==0.32\n')[1], 'config.asgi:application');
    assert.equal(
      wordsOf('django==5.2\ngunicorn==25\nuvicorn==0.32\n').at(-1),
      'config.wsgi:application',
    );
    assert.equal(wordsOf('django==5.2\nchannels==4\ndaphne==4\n')[0], 'daphne');
  });

  test('settings that only the interface names', () => {
    const { plan } = generated(
      projectOf('X = 1\n', { 'manage.py': 'import os\nos.environ["DJANGO_SETTINGS_MODULE"]\n' }),
    );
    assert.deepEqual(plan.runtime.environment.at(-1), [
      'DJANGO_SETTINGS_MODULE',
      'config.settings',
    ]);
    const says = plan.evidence.find(({ file }) => file === 'manage.py')?.says;
    assert.equal(says, 'The settings are "config.settings".');
  });

  test('settings in a package that takes its parts over', () => {
    const { 'config/settings.py': _, ...files } = projectOf('', {
      'config/settings/__init__.py': 'from .base import *\nfrom .gone import *\n',
      'config/settings/base.py': 'from . import x\nfrom .. import y\nDEBUG = True\n',
    });
    assert.match(generated(files).plan.notes.join('\n'), /DEBUG is on in config\.settings,/);
  });

  test('folders by the ways to write them', () => {
    const folderOf = (text: string): string | undefined =>
      generated(projectOf(text)).plan.runtime.writablePaths[0]?.path;
    const base = 'BASE_DIR = Path(__file__).resolve().parent.parent\n';
    assert.equal(folderOf('MEDIA_ROOT = "media/"\n'), '/app/media');
    assert.equal(folderOf('MEDIA_ROOT = "up" "loads"\n'), undefined);
    assert.equal(
      folderOf(`${base}MEDIA_ROOT: Path = BASE_DIR / "up" / "loads"\n`),
      '/app/up/loads',
    );
    assert.equal(folderOf('HERE = str(__file__)\nMEDIA_ROOT = HERE / "media"\n'), undefined);
    assert.equal(
      folderOf('BASE = Path(__file__).parents[5]\nMEDIA_ROOT = BASE / "media"\n'),
      undefined,
    );
    assert.equal(
      folderOf(
        'BASE = os.path.dirname(os.path.dirname(__file__))\nMEDIA_ROOT = os.path.join(BASE, "media")\n',
      ),
      '/app/media',
    );
  });

  test('stand-ins by the types that are asked for', () => {
    const text = dockerfileOf(
      generated(
        projectOf(
          `${static_}STATIC_ROOT = "static"\nA = config("MAILS", cast=int)\nB = config("NAME", cast=str)\nC = config("OTHER", default="x")\nD = os.getenv("SECRET_KEY", "x")\nE = config("NAME")\n`,
        ),
      ),
    );
    assert.match(text, /^RUN MAILS=0 NAME=only-for-the-build python manage\.py collectstatic/m);
  });

  test('a health check of the first middleware', () => {
    const settings = (first: string): string =>
      `ALLOWED_HOSTS = ["shop.example.org"]\nMIDDLEWARE = ["${first}", "x.y.Z"]\n`;
    const pathOf = (first: string, text: string): string | undefined =>
      generated(projectOf(settings(first), { 'config/health.py': text })).plan.runtime.health
        .livePath;
    const answers = 'def __call__(self, request):\n    if request.path == "/healthz":\n';
    assert.equal(pathOf('config.health.Probe', answers), '/healthz');
    assert.equal(pathOf('config.health.Probe', 'pass\n'), undefined);
    assert.equal(pathOf('config.gone.Probe', answers), undefined);
  });

  test('addresses that are not there, or have no health check', () => {
    const pathOf = (urls: string): string | undefined =>
      generated(projectOf(`ALLOWED_HOSTS = ["*"]\nROOT_URLCONF = "${urls}"\n`)).plan.runtime.health
        .livePath;
    assert.equal(pathOf('config.urls'), undefined);
    assert.equal(pathOf('config.gone'), undefined);
  });

  test('the address of the database that a library reads by itself', () => {
    const secretsOf = (names: string): readonly string[] =>
      generated(
        projectOf('DATABASES = {"default": env.db()}\n', {
          'requirements.txt': `django==5.2\ngunicorn==25.0\n${names}`,
        }),
      ).plan.runtime.secretVariables;
    assert.deepEqual(secretsOf('django-environ==0.12\n'), ['DATABASE_URL']);
    assert.deepEqual(secretsOf(''), []);
  });

  test('a project in a folder', () => {
    const { plan } = generated(projectOf('X = 1\n', {}, 'src/'));
    assert.deepEqual(
      plan.runtime.environment.find(([name]) => name === 'PYTHONPATH'),
      ['PYTHONPATH', '/app/src'],
    );
    assert.equal(plan.runtime.command.at(-1), 'config.wsgi:application');
  });

  test('what is missing is said', () => {
    const files = projectOf('X = 1\n');
    assertRefused({ ...files, 'requirements.txt': 'django==5.2\n' }, /add gunicorn/);
    assertRefused({ ...files, 'config/wsgi.py': '' }, /neither a wsgi\.py nor an asgi\.py/);
    const name = 'import os\nos.environ["DJANGO_SETTINGS_MODULE"]\n';
    assertRefused(
      { ...files, 'manage.py': name, 'config/wsgi.py': 'get_wsgi_application\n' },
      /names no settings/,
    );
    const { 'config/settings.py': _, ...without } = files;
    assertRefused(without, /The settings "config\.settings" were not found/);
    const { 'requirements.txt': __, ...bare } = files;
    assertRefused({ ...bare, 'setup.py': '' }, /setup\.py alone/);
    assertRefused(
      { ...bare, 'pyproject.toml': '[project]\nname = "x"\n' },
      /add gunicorn with its version to a requirements\.txt\./,
    );
  });
});
