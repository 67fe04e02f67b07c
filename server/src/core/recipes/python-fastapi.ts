import type { BaseChoices } from '../plan/choices';
import { byDefault, fact, saidIn, type Fact } from '../plan/evidence';
import type { PlanOutcome } from '../plan/image-plan';
import { findPort } from '../plan/port';
import { findPythonApplication, type PythonApplication } from '../plan/python-application';
import { planPythonImage, type PythonFacts } from '../plan/python-image';
import { findPythonBases } from '../plan/python-interpreter';
import { findPythonHealth } from '../plan/python-health';
import { findMigration } from '../plan/python-migration';
import {
  findPythonManifest,
  isWorkspaceMember,
  readPythonPackages,
  type PythonPackages,
} from '../plan/python-packages';
import { findPythonSecrets } from '../plan/python-secrets';
import { findServer, serverCommand, type ServerName } from '../plan/python-servers';
import { findOwnPackage, findShippedSources } from '../plan/python-shipped';
import { defineRecipe, refuse, type Place } from './define-recipe';

interface AsgiFacts extends PythonFacts {
  readonly application: PythonApplication;
  readonly server: ServerName;
  readonly port: Fact<number>;
  /** Folder of the package that the project is, when the application is a part of it. */
  readonly installed: string | undefined;
  readonly migration: readonly string[] | undefined;
}

/** Frameworks that speak ASGI, and the classes that their applications are made of. */
const frameworks: readonly (readonly [name: string, constructor: string])[] = [
  ['fastapi', 'FastAPI'],
  ['starlette', 'Starlette'],
  ['litestar', 'Litestar'],
  ['quart', 'Quart'],
];

export default defineRecipe<AsgiFacts>({
  id: 'python-fastapi',
  title: 'FastAPI, Starlette and other ASGI applications',
  before: ['python-flask', 'python-script'],
  detect: (place) => {
    const { context, folder } = place;
    const file = findPythonManifest(context, folder);
    const packages = readPythonPackages(context, folder);
    if (file === undefined || typeof packages === 'string') return undefined;
    const name = usedFrameworks(packages)[0]?.[0];
    const application = findApplication(place, packages);
    if (name === undefined || application === undefined) return undefined;
    return [
      saidIn(context, file, new RegExp(`\\b${name}\\b`, 'i'), `The package ${name} is used.`),
      ...(typeof application === 'string' ? [] : [application.evidence]),
    ];
  },
  needsRoot: ({ context, folder }) => isWorkspaceMember(context, folder),
  read: (place) => {
    const { context, folder } = place;
    const packages = readPythonPackages(context, folder);
    if (typeof packages === 'string') return refuse(packages);
    const application = findApplication(place, packages);
    if (application === undefined) return refuse('No module of the project makes an application.');
    if (typeof application === 'string') return refuse(application);
    const server = findServer(packages, 'asgi', application.isFactory);
    if (typeof server === 'object') return server;
    const own = findOwnPackage(packages, application.module);
    return {
      packages,
      application,
      server,
      port:
        findPort(context, folder, [/\buvicorn\.run\([^)]*\bport\s*=\s*(\d{2,5})/]) ??
        fact(8000, byDefault('The sources name no port, so 8000 is taken.')),
      installed: own,
      shipped: findShippedSources(context, folder, own),
      secrets: findPythonSecrets(context, folder, packages),
      health: findPythonHealth(context, folder, application.object),
      migration: findMigration(context, folder, packages, undefined),
    };
  },
  bases: ({ packages }) => findPythonBases(packages),
  plan: planAsgi,
});

function usedFrameworks({ names }: PythonPackages): readonly (readonly [string, string])[] {
  return frameworks.filter(([name]) => names.includes(name));
}

function findApplication(
  { context, folder }: Place,
  packages: PythonPackages,
): PythonApplication | string | undefined {
  const constructors = usedFrameworks(packages).map(([, constructor]) => constructor);
  return constructors.length === 0
    ? undefined
    : findPythonApplication(context, folder, constructors);
}

function planAsgi(facts: AsgiFacts, choices: BaseChoices): PlanOutcome {
  const { application, installed } = facts;
  const { module, object, isFactory } = application;
  const port = choices.port ?? facts.port.value;
  return planPythonImage(
    facts,
    {
      recipe: 'python-fastapi',
      words: serverCommand(facts.server, {
        target: `${module.name}:${object}`,
        isFactory,
        port,
        interface: 'asgi',
        hasSettings: false,
      }),
      root: installed === undefined ? module.root : '',
      port,
      installed,
      migration: facts.migration,
      evidence: [application.evidence, facts.port.evidence],
    },
    choices,
  );
}
