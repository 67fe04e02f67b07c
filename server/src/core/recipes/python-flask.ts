import type { BaseChoices } from '../plan/choices';
import { byDefault, fact, saidIn, type Fact } from '../plan/evidence';
import type { PlanOutcome } from '../plan/image-plan';
import { findPort } from '../plan/port';
import { findPythonApplication, type PythonApplication } from '../plan/python-application';
import { planPythonImage, type PythonFacts } from '../plan/python-image';
import { findPythonBases } from '../plan/python-interpreter';
import { findPythonHealth } from '../plan/python-health';
import { findMigration } from '../plan/python-migration';
import { findPythonManifest, isWorkspaceMember, readPythonPackages } from '../plan/python-packages';
import { findPythonSecrets } from '../plan/python-secrets';
import {
  findServer,
  hasGunicornSettings,
  serverCommand,
  type ServerName,
} from '../plan/python-servers';
import { findOwnPackage, findShippedSources } from '../plan/python-shipped';
import { defineRecipe, refuse } from './define-recipe';

interface FlaskFacts extends PythonFacts {
  readonly application: PythonApplication;
  readonly server: ServerName;
  readonly port: Fact<number>;
  /** Folder of the package that the project is, when the application is a part of it. */
  readonly installed: string | undefined;
  readonly hasSettings: boolean;
  readonly migration: readonly string[] | undefined;
}

const constructors = ['Flask', 'APIFlask'];

export default defineRecipe<FlaskFacts>({
  id: 'python-flask',
  title: 'Flask',
  before: ['python-script'],
  detect: ({ context, folder }) => {
    const file = findPythonManifest(context, folder);
    const packages = readPythonPackages(context, folder);
    if (file === undefined || typeof packages === 'string') return undefined;
    const name = ['flask', 'apiflask'].find((each) => packages.names.includes(each));
    const application = findPythonApplication(context, folder, constructors);
    if (name === undefined || application === undefined) return undefined;
    return [
      saidIn(context, file, new RegExp(`\\b${name}\\b`, 'i'), `The package ${name} is used.`),
      ...(typeof application === 'string' ? [] : [application.evidence]),
    ];
  },
  needsRoot: ({ context, folder }) => isWorkspaceMember(context, folder),
  read: ({ context, folder }) => {
    const packages = readPythonPackages(context, folder);
    if (typeof packages === 'string') return refuse(packages);
    const application = findPythonApplication(context, folder, constructors);
    if (application === undefined) return refuse('No module of the project makes an application.');
    if (typeof application === 'string') return refuse(application);
    const server = findServer(packages, 'wsgi', application.isFactory);
    if (typeof server === 'object') return server;
    const own = findOwnPackage(packages, application.module);
    return {
      packages,
      application,
      server,
      port:
        findPort(context, folder, [
          /\bapp\.run\([^)]*\bport\s*=\s*(\d{2,5})/,
          /^bind\s*=\s*["'][\d.]*:(\d{2,5})/m,
        ]) ?? fact(8000, byDefault('The sources name no port, so 8000 is taken.')),
      installed: own,
      hasSettings: hasGunicornSettings(context, folder),
      shipped: findShippedSources(context, folder, own),
      secrets: findPythonSecrets(context, folder, packages),
      health: findPythonHealth(context, folder, application.object),
      migration: findMigration(context, folder, packages, toTarget(application)),
    };
  },
  bases: ({ packages }) => findPythonBases(packages),
  plan: planFlask,
});

function toTarget({ module, object }: PythonApplication): string {
  return `${module.name}:${object}`;
}

function planFlask(facts: FlaskFacts, choices: BaseChoices): PlanOutcome {
  const { application, installed, hasSettings } = facts;
  const { module, isFactory } = application;
  const port = choices.port ?? facts.port.value;
  return planPythonImage(
    facts,
    {
      recipe: 'python-flask',
      words: serverCommand(facts.server, {
        target: toTarget(application),
        isFactory,
        port,
        interface: 'wsgi',
        hasSettings,
      }),
      root: installed === undefined ? module.root : '',
      port,
      installed,
      started: ['gunicorn.conf.py'],
      migration: facts.migration,
      evidence: [application.evidence, facts.port.evidence],
    },
    choices,
  );
}
