/**
 * Python packages that need no library of the system when they run, and whose dependencies need none: pure
 * Python, or with wheels for CPython that bring their libraries (manylinux).
 * Source: the files and dependencies that PyPI lists for their releases, checked 2026-11-21.
 */
const selfContained: ReadonlySet<string> = new Set(
  (
    'aiofiles aiohttp aiosqlite alembic amqp annotated-types anyio apscheduler argon2-cffi arrow asgiref asyncpg ' +
    'azure-common azure-mgmt-core blacksheep bottle bottle-sqlalchemy cherrypy cython essentials granian guardpost hpack hyperframe legacy-cgi litestar litestar-granian ' +
    'pony priority psycopg2-pool pypika-tortoise pyramid pyramid-chameleon robyn tortoise-orm uvicorn-worker ' +
    'attrs authlib azure-core azure-identity azure-storage-blob babel backoff bcrypt beautifulsoup4 billiard black ' +
    'bleach blinker boto3 botocore brotli cachetools celery certifi cffi channels charset-normalizer click ' +
    'cloudpickle colorama coloredlogs confluent-kafka coverage croniter cryptography daphne databases dj-database-url ' +
    'django django-allauth django-celery-beat django-cors-headers django-crispy-forms django-debug-toolbar ' +
    'django-environ django-extensions django-filter django-redis django-storages djangorestframework ' +
    'djangorestframework-simplejwt dnspython docopt ecdsa email-validator et-xmlfile exceptiongroup factory-boy faker ' +
    'falcon fastapi feedparser filelock flake8 flask flask-admin flask-bcrypt flask-caching flask-cors flask-jwt-extended ' +
    'flask-limiter flask-login flask-mail flask-marshmallow flask-migrate flask-restful flask-restx flask-session ' +
    'flask-socketio flask-sqlalchemy flask-wtf frozenlist fsspec gevent google-api-core google-auth googleapis-common-protos ' +
    'graphene greenlet grpcio gunicorn h11 h2 hiredis html5lib httpcore httptools httpx hypercorn hypothesis idna ' +
    'importlib-metadata iniconfig isodate isort itsdangerous jinja2 jmespath joblib jsonschema kombu limits loguru lxml ' +
    'mako markdown markupsafe marshmallow marshmallow-sqlalchemy matplotlib motor msgpack multidict mypy mypy-extensions ' +
    'networkx numpy oauthlib openai openpyxl opentelemetry-api opentelemetry-sdk orjson packaging pandas paramiko passlib ' +
    'peewee pillow pluggy prettytable prometheus-client prometheus-flask-exporter prompt-toolkit propcache protobuf psutil ' +
    'psycopg2-binary pyasn1 pyasn1-modules pycparser pycryptodome pydantic pydantic-core pydantic-settings pygments pyjwt ' +
    'pymongo pymysql pynacl pyopenssl pyparsing pytest pytest-asyncio pytest-cov pytest-django pytest-mock python-dateutil ' +
    'python-decouple python-dotenv python-jose python-json-logger python-multipart python-slugify pytz pyyaml quart ' +
    'redis referencing regex requests requests-oauthlib rfc3986 rich rpds-py rq rsa ruff s3transfer sanic scikit-learn ' +
    'scipy sentry-sdk setuptools simplejson six slowapi sniffio soupsieve sqlalchemy sqlmodel sqlparse starlette ' +
    'statsd structlog tabulate tblib tenacity termcolor threadpoolctl tomli toml tornado tqdm typer typing-extensions tzdata ' +
    'tzlocal ujson urllib3 uvicorn uvloop vine waitress watchfiles wcwidth webargs websocket-client websockets werkzeug wheel ' +
    'whitenoise wrapt wsproto wtforms xmltodict xxhash yarl zipp zope-interface'
  ).split(' '),
);

/** The wheels of these packages are looked at from this minor version of Python 3 on. */
export const firstMinor = 9;

/**
 * Packages that are compiled against libraries of the system where no wheel fits, and their first versions with
 * wheels for CPython 3.9, 3.10, 3.11, 3.12, 3.13 and 3.14.
 */
const firstWheels: ReadonlyMap<string, readonly string[]> = new Map([
  ['lxml', ['4.6.2', '4.7.1', '4.9.2', '4.9.3', '5.3.0', '6.0.1']],
  ['pillow', ['8.0.1', '8.4.0', '9.3.0', '10.1.0', '11.0.0', '12.0.0']],
  ['psycopg2-binary', ['2.8.6', '2.9.2', '2.9.5', '2.9.9', '2.9.10', '2.9.11']],
]);

/**
 * True when a package runs without libraries of the system.
 *
 * @param name as PEP 503 compares it
 * @param specifier of the version, `''` for any
 * @param minor of the Python 3 that installs it
 */
export function isSelfContained(name: string, specifier: string, minor: number): boolean {
  if (!selfContained.has(name)) return false;
  const first = firstWheels.get(name);
  if (first === undefined || specifier === '') return true;
  const wanted = first[minor - firstMinor];
  const version = /^(?:==|>=|~=|\^)?\s*(\d[\d.]*)\s*$/.exec(specifier)?.[1];
  return wanted !== undefined && version !== undefined && !isBelow(version, wanted);
}

function isBelow(left: string, right: string): boolean {
  const numbers = (text: string): readonly number[] => text.split('.').map(Number);
  const wanted = numbers(right);
  for (const [index, part] of wanted.entries()) {
    const own = numbers(left)[index] ?? 0;
    if (own !== part) return own < part;
  }
  return false;
}
