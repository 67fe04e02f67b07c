import type { BuildContext } from '../project/build-context';
import { below } from '../project/node-package-manager';
import type { Refusal } from './image-plan';
import type { PythonPackages } from './python-packages';

/** What a server of the packages is given. */
export interface Served {
  /** `app.main:app`; `app:create_app` for a factory. */
  readonly target: string;
  readonly isFactory: boolean;
  readonly port: number;
  readonly interface: 'asgi' | 'wsgi';
  /** True when the project has a `gunicorn.conf.py`, which then says how many workers there are. */
  readonly hasSettings: boolean;
}

/** As PEP 503 compares the package. */
export type ServerName = 'uvicorn' | 'hypercorn' | 'granian' | 'daphne' | 'gunicorn' | 'waitress';

/** Those that speak an interface, the preferred one first. Daphne takes no factory. */
const servers: Readonly<Record<'asgi' | 'wsgi', readonly ServerName[]>> = {
  asgi: ['uvicorn', 'hypercorn', 'granian', 'daphne'],
  wsgi: ['gunicorn', 'waitress', 'granian'],
};

const stopSeconds = '20';

/**
 * The program and its arguments, listening on every address.
 * Sources: the command line reference of each; checked 2026-11-22.
 */
const commands: Readonly<Record<ServerName, (served: Served) => readonly string[]>> = {
  uvicorn: ({ target, isFactory, port }) => [
    'uvicorn',
    target,
    ...(isFactory ? ['--factory'] : []),
    '--host',
    '0.0.0.0',
    '--port',
    String(port),
    '--no-server-header',
    '--timeout-graceful-shutdown',
    stopSeconds,
  ],
  hypercorn: ({ target, isFactory, port }) => [
    'hypercorn',
    '--bind',
    `0.0.0.0:${String(port)}`,
    '--graceful-timeout',
    stopSeconds,
    isFactory ? `${target}()` : target,
  ],
  granian: ({ target, isFactory, port, interface: kind }) => [
    'granian',
    '--interface',
    kind,
    '--host',
    '0.0.0.0',
    '--port',
    String(port),
    ...(isFactory ? ['--factory'] : []),
    target,
  ],
  daphne: ({ target, port }) => ['daphne', '--bind', '0.0.0.0', '--port', String(port), target],
  gunicorn: ({ target, isFactory, port, hasSettings }) => [
    'gunicorn',
    '--bind',
    `0.0.0.0:${String(port)}`,
    ...(hasSettings
      ? []
      : [
          '--workers',
          '2',
          '--threads',
          '4',
          '--worker-tmp-dir',
          '/dev/shm',
          '--access-logfile',
          '-',
          '--graceful-timeout',
          stopSeconds,
        ]),
    isFactory ? `${target}()` : target,
  ],
  waitress: ({ target, isFactory, port }) => [
    'waitress-serve',
    `--listen=0.0.0.0:${String(port)}`,
    ...(isFactory ? ['--call'] : []),
    target,
  ],
};

/** The words of the command that starts a server. */
export function serverCommand(server: ServerName, served: Served): readonly string[] {
  return commands[server](served);
}

/** The server among the packages; a refusal that says which one to add when there is none. */
export function findServer(
  packages: PythonPackages,
  kind: 'asgi' | 'wsgi',
  isFactory: boolean,
): ServerName | Refusal {
  const found = servers[kind].find(
    (name) => packages.names.includes(name) && !(isFactory && name === 'daphne'),
  );
  if (found !== undefined) return found;
  const wanted = kind === 'asgi' ? 'uvicorn' : 'gunicorn';
  return {
    kind: 'refused',
    reason: `No server for the application is among the packages (${servers[kind].join(', ')}): ${howToAdd(packages, wanted)}`,
  };
}

/** How a package gets among those that the project installs. */
function howToAdd({ manager, requirementsFile }: PythonPackages, name: string): string {
  switch (manager?.value) {
    case 'uv':
      return `run "uv add ${name}".`;
    case 'poetry':
      return `run "poetry add ${name}".`;
    case 'pipenv':
      return `run "pipenv install ${name}".`;
    case 'pip':
    case undefined:
      return `add ${name} with its version to ${requirementsFile ?? 'a requirements.txt'}.`;
  }
}

/** True when Gunicorn finds settings in the folder it runs in. */
export function hasGunicornSettings(context: BuildContext, folder: string): boolean {
  return context.has(below(folder, 'gunicorn.conf.py')) === 'yes';
}
