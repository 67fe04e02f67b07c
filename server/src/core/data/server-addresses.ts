import type { Sourced } from './sourced';

/** How a server is told where to listen, and where it listens when it is told nothing. */
export interface ServerAddressFacts extends Sourced {
  readonly program: RegExp;
  /** Words one of which has to follow. */
  readonly words?: readonly string[];
  /** Words with which it listens somewhere else, or nowhere. */
  readonly except?: readonly string[];
  readonly host?: readonly string[];
  readonly port?: readonly string[];
  /** Options that take host and port together. */
  readonly both?: readonly string[];
  /** True when host and port may stand as a word of their own: `runserver 0.0.0.0:8000`. */
  readonly bare?: boolean;
  /** What it does without an option for the host; undefined: that depends on something else. */
  readonly fallback?: 'loopback' | 'all';
  readonly defaultPort?: number;
  /** Variables that name host or port. */
  readonly variables?: readonly string[];
  /** Variables that hold whole addresses. */
  readonly addresses?: readonly string[];
  /** Files of settings that may say it. */
  readonly settings?: RegExp;
}

const checked = '2026-11-22';

export const serverAddresses: readonly ServerAddressFacts[] = [
  {
    program: /^flask$/,
    words: ['run'],
    host: ['--host', '-h'],
    port: ['--port', '-p'],
    fallback: 'loopback',
    defaultPort: 5000,
    variables: ['FLASK_RUN_HOST', 'FLASK_RUN_PORT'],
    settings: /(?:^|\/)\.(?:flask)?env$/,
    source: 'https://flask.palletsprojects.com/en/stable/cli/#run-the-development-server',
    checked,
  },
  {
    program: /^uvicorn$/,
    except: ['--uds', '--fd', '--env-file'],
    host: ['--host'],
    port: ['--port'],
    fallback: 'loopback',
    defaultPort: 8000,
    variables: ['UVICORN_HOST', 'UVICORN_PORT', 'UVICORN_UDS', 'UVICORN_FD'],
    source: 'https://www.uvicorn.org/settings/#socket-binding',
    checked,
  },
  {
    program: /^fastapi$/,
    words: ['dev'],
    host: ['--host'],
    port: ['--port'],
    fallback: 'loopback',
    defaultPort: 8000,
    source: 'https://fastapi.tiangolo.com/fastapi-cli/',
    checked,
  },
  {
    program: /^fastapi$/,
    words: ['run'],
    host: ['--host'],
    port: ['--port'],
    fallback: 'all',
    source: 'https://fastapi.tiangolo.com/fastapi-cli/',
    checked,
  },
  {
    program: /^gunicorn$/,
    except: ['-c', '--config'],
    both: ['-b', '--bind'],
    variables: ['GUNICORN_CMD_ARGS'],
    settings: /(?:^|\/)gunicorn\.conf\.py$/,
    source: 'https://docs.gunicorn.org/en/stable/settings.html#bind',
    checked,
  },
  {
    program: /^hypercorn$/,
    except: ['-c', '--config'],
    both: ['-b', '--bind'],
    fallback: 'loopback',
    defaultPort: 8000,
    source: 'https://hypercorn.readthedocs.io/en/latest/how_to_guides/binds.html',
    checked,
  },
  {
    program: /^daphne$/,
    except: ['-e', '--endpoint', '-u', '--unix-socket', '--fd'],
    host: ['-b', '--bind'],
    port: ['-p', '--port'],
    fallback: 'loopback',
    defaultPort: 8000,
    source: 'https://github.com/django/daphne#running',
    checked,
  },
  {
    program: /^manage\.py$/,
    words: ['runserver'],
    bare: true,
    fallback: 'loopback',
    defaultPort: 8000,
    source: 'https://docs.djangoproject.com/en/5.2/ref/django-admin/#runserver',
    checked,
  },
  {
    program: /^rails$/,
    words: ['server', 's'],
    host: ['-b', '--binding'],
    port: ['-p', '--port'],
    source: 'https://guides.rubyonrails.org/command_line.html#starting-a-server',
    checked,
  },
  {
    program: /^puma$/,
    except: ['-C', '--config'],
    both: ['-b', '--bind'],
    port: ['-p', '--port'],
    settings: /(?:^|\/)puma\.rb$/,
    source: 'https://puma.io/puma/#binding-tcp--sockets',
    checked,
  },
  {
    program: /^php$/,
    both: ['-S'],
    source: 'https://www.php.net/manual/en/features.commandline.webserver.php',
    checked,
  },
  {
    program: /^artisan$/,
    words: ['serve'],
    host: ['--host'],
    port: ['--port'],
    fallback: 'loopback',
    defaultPort: 8000,
    variables: ['SERVER_HOST', 'SERVER_PORT'],
    settings: /(?:^|\/)\.env$/,
    source: 'https://github.com/laravel/framework (ServeCommand.php)',
    checked,
  },
  {
    program: /^vite$/,
    except: ['build', 'optimize', '-c', '--config'],
    host: ['--host'],
    port: ['--port'],
    fallback: 'loopback',
    settings: /(?:^|\/)vite\.config\.[cm]?[jt]s$/,
    source: 'https://vite.dev/config/server-options.html#server-host',
    checked,
  },
  {
    program: /^ng$/,
    words: ['serve'],
    except: ['-c', '--configuration'],
    host: ['--host'],
    port: ['--port'],
    fallback: 'loopback',
    settings: /(?:^|\/)angular\.json$/,
    source: 'https://angular.dev/cli/serve',
    checked,
  },
  {
    program: /^(?:next)$/,
    words: ['start', 'dev'],
    host: ['-H', '--hostname'],
    port: ['-p', '--port'],
    fallback: 'all',
    source: 'https://nextjs.org/docs/app/api-reference/cli/next',
    checked,
  },
  {
    program: /^astro$/,
    words: ['dev', 'preview'],
    except: ['--config'],
    host: ['--host'],
    port: ['--port'],
    fallback: 'loopback',
    settings: /(?:^|\/)astro\.config\.[cm]?[jt]s$/,
    source: 'https://docs.astro.build/en/reference/cli-reference/#--host-optional-host-address',
    checked,
  },
  {
    program: /^gatsby$/,
    words: ['develop', 'serve'],
    host: ['-H', '--host'],
    port: ['-p', '--port'],
    fallback: 'loopback',
    source: 'https://www.gatsbyjs.com/docs/reference/gatsby-cli/',
    checked,
  },
  {
    program: /^hugo$/,
    words: ['server', 'serve'],
    host: ['--bind'],
    port: ['-p', '--port'],
    fallback: 'loopback',
    defaultPort: 1313,
    source: 'https://gohugo.io/commands/hugo_server/',
    checked,
  },
  {
    program: /^jekyll$/,
    words: ['serve', 's', 'server'],
    except: ['--config'],
    host: ['-H', '--host'],
    port: ['-P', '--port'],
    fallback: 'loopback',
    settings: /(?:^|\/)_config\.ya?ml$/,
    source: 'https://jekyllrb.com/docs/configuration/options/#serve-command-options',
    checked,
  },
  {
    program: /^mkdocs$/,
    words: ['serve'],
    both: ['-a', '--dev-addr'],
    fallback: 'loopback',
    settings: /(?:^|\/)mkdocs\.ya?ml$/,
    source: 'https://www.mkdocs.org/user-guide/cli/#mkdocs-serve',
    checked,
  },
  {
    program: /^streamlit$/,
    words: ['run'],
    host: ['--server.address'],
    port: ['--server.port'],
    fallback: 'all',
    settings: /(?:^|\/)\.streamlit\//,
    source: 'https://docs.streamlit.io/develop/api-reference/configuration/config.toml',
    checked,
  },
  {
    program: /^mlflow$/,
    words: ['server', 'ui'],
    host: ['-h', '--host'],
    port: ['-p', '--port'],
    fallback: 'loopback',
    defaultPort: 5000,
    variables: ['MLFLOW_HOST', 'MLFLOW_PORT'],
    source: 'https://mlflow.org/docs/latest/cli.html#mlflow-server',
    checked,
  },
  {
    program: /^java$/,
    port: ['--server.port', '-Dserver.port'],
    source: 'https://docs.spring.io/spring-boot/appendix/application-properties/index.html',
    checked,
  },
  {
    program: /^dotnet$/,
    except: ['watch', 'run'],
    both: ['--urls'],
    addresses: ['ASPNETCORE_URLS'],
    source: 'https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/endpoints',
    checked,
  },
];
