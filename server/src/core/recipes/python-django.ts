import type { BaseChoices } from '../plan/choices';
import { fact, saidIn, type Evidence } from '../plan/evidence';
import type { PlanOutcome, WritablePath } from '../plan/image-plan';
import { findManage, readDjangoProject, type DjangoProject } from '../plan/python-django';
import { planPythonImage, type PythonFacts } from '../plan/python-image';
import { findPythonBases } from '../plan/python-interpreter';
import {
  findPythonManifest,
  isWorkspaceMember,
  readPythonPackages,
  type PythonPackages,
} from '../plan/python-packages';
import { findPythonSecrets } from '../plan/python-secrets';
import {
  findServer,
  hasGunicornSettings,
  serverCommand,
  type ServerName,
} from '../plan/python-servers';
import { findShippedSources } from '../plan/python-shipped';
import { environmentFolder } from '../plan/python-stages';
import { defineRecipe, refuse } from './define-recipe';

interface DjangoFacts extends PythonFacts {
  readonly project: DjangoProject;
  readonly server: ServerName;
  readonly interface: 'asgi' | 'wsgi';
  /** Module with the object that the server is given. */
  readonly module: string;
  readonly hasSettings: boolean;
  readonly evidence: Evidence;
}

const port = 8000;

export default defineRecipe<DjangoFacts>({
  id: 'python-django',
  title: 'Django',
  before: ['python-fastapi', 'python-flask', 'python-script'],
  detect: ({ context, folder }) => {
    const manage = findManage(context, folder);
    if (manage === undefined || findPythonManifest(context, folder) === undefined) return undefined;
    return [saidIn(context, manage, /DJANGO_SETTINGS_MODULE/, 'Django is managed by it.')];
  },
  needsRoot: ({ context, folder }) => isWorkspaceMember(context, folder),
  read: ({ context, folder }) => {
    const packages = readPythonPackages(context, folder);
    if (typeof packages === 'string') return refuse(packages);
    const manage = findManage(context, folder);
    if (manage === undefined) return refuse('There is no manage.py.');
    const project = readDjangoProject(context, folder, manage);
    if (typeof project === 'string') return refuse(project);
    const kind = chooseInterface(packages, project);
    const module = kind === 'asgi' ? project.asgi : project.wsgi;
    if (module === undefined) return refuse('There is neither a wsgi.py nor an asgi.py of Django.');
    const server = findServer(packages, kind, false);
    if (typeof server === 'object') return server;
    return {
      packages,
      server,
      project,
      interface: kind,
      module,
      hasSettings: hasGunicornSettings(context, folder),
      shipped: findShippedSources(context, folder, undefined),
      secrets: findPythonSecrets(context, folder, packages),
      health:
        project.health === undefined || !isOpen(project)
          ? undefined
          : fact(project.health.path, project.health.evidence),
      evidence: project.evidence,
    };
  },
  bases: ({ packages }) => findPythonBases(packages),
  plan: planDjango,
});

function chooseInterface(packages: PythonPackages, { wsgi, asgi }: DjangoProject): 'asgi' | 'wsgi' {
  const { names } = packages;
  if (asgi === undefined) return 'wsgi';
  if (wsgi === undefined || names.includes('channels') || names.includes('daphne')) return 'asgi';
  const hasServer = (kind: 'asgi' | 'wsgi'): boolean =>
    typeof findServer(packages, kind, false) === 'string';
  return !hasServer('wsgi') && hasServer('asgi') ? 'asgi' : 'wsgi';
}

function planDjango(facts: DjangoFacts, choices: BaseChoices): PlanOutcome {
  const { project, module } = facts;
  const settings = [['DJANGO_SETTINGS_MODULE', project.settings]] as const;
  const collected = findCollected(project);
  const variables = [...(project.needsVariable ? settings : []), ...project.required];
  const given = variables.map(([name, value]) => `${name}=${value} `).join('');
  return planPythonImage(
    facts,
    {
      recipe: 'python-django',
      words: serverCommand(facts.server, {
        target: `${module}:application`,
        isFactory: false,
        port: choices.port ?? port,
        interface: facts.interface,
        hasSettings: facts.hasSettings,
      }),
      root: project.root,
      started: [project.manage, 'gunicorn.conf.py'],
      port: choices.port ?? port,
      probedPath: project.answers === 'loopback' ? project.health?.path : undefined,
      prepare:
        collected === undefined ? [] : [`${given}python ${project.manage} collectstatic --noinput`],
      results: collected === undefined ? [] : [collected],
      environment: project.needsVariable ? settings : [],
      writablePaths: findWritablePaths(project),
      migration: project.hasDatabase
        ? [`${environmentFolder}/bin/python`, project.manage, 'migrate', '--noinput']
        : undefined,
      notes: collectNotes(facts, collected),
      evidence: [facts.evidence],
    },
    choices,
  );
}

/** True when the health check answers whatever the host is called, as probes of Kubernetes need it. */
function isOpen({ answers, health }: DjangoProject): boolean {
  return answers === 'everybody' || health?.isOpen === true;
}

/** Folder below the project that the build collects static files in; undefined when it collects none. */
function findCollected({ staticRoot, uploadsStatic }: DjangoProject): string | undefined {
  return isInProject(staticRoot) && !uploadsStatic ? staticRoot : undefined;
}

/** True for a folder below the project. */
function isInProject(path: string | undefined): path is string {
  return path !== undefined && path !== '' && !path.startsWith('/');
}

function findWritablePaths({ mediaRoot, database }: DjangoProject): readonly WritablePath[] {
  const folder = database?.slice(0, Math.max(0, database.lastIndexOf('/')));
  return [
    ...(isInProject(mediaRoot)
      ? [
          {
            path: `/app/${mediaRoot}`,
            purpose: 'Files that people upload.',
            size: 1024,
            keep: true,
          },
        ]
      : []),
    ...(isInProject(folder)
      ? [{ path: `/app/${folder}`, purpose: 'The database.', size: 1024, keep: true }]
      : []),
  ];
}

function collectNotes(
  { project, packages }: DjangoFacts,
  collected: string | undefined,
): readonly string[] {
  const { health, database, uploadsStatic } = project;
  return [
    ...(health === undefined || isOpen(project)
      ? []
      : [
          `Which hosts Django answers is decided elsewhere, so probes ask the port instead of ${health.path}: let it answer before ALLOWED_HOSTS is checked.`,
        ]),
    ...(database !== undefined && !database.includes('/')
      ? [
          `${database} lies beside the sources, where the program may not write: give the database a folder of its own.`,
        ]
      : []),
    ...(collected !== undefined && !packages.names.includes('whitenoise')
      ? [`Nothing serves the static files in /app/${collected}: add whitenoise, or a web server.`]
      : []),
    ...(project.isDebug
      ? [`DEBUG is on in ${project.settings}, which shows strangers the settings: turn it off.`]
      : []),
    ...(uploadsStatic
      ? ['Static files go to a store: run "manage.py collectstatic" where its credentials are.']
      : []),
  ];
}
