import type { BaseChoices } from '../plan/choices';
import { byDefault, fact, presence, type Evidence, type Fact } from '../plan/evidence';
import type { PlanOutcome } from '../plan/image-plan';
import { findMention, findPort } from '../plan/port';
import { findPythonEntry, type PythonEntry } from '../plan/python-entry';
import { planPythonImage, type PythonFacts } from '../plan/python-image';
import { findPythonBases } from '../plan/python-interpreter';
import { findPythonHealth } from '../plan/python-health';
import { findMigration } from '../plan/python-migration';
import { findPythonManifest, isWorkspaceMember, readPythonPackages } from '../plan/python-packages';
import { findPythonSecrets } from '../plan/python-secrets';
import { findShippedSources } from '../plan/python-shipped';
import { defineRecipe, refuse, type Place } from './define-recipe';

interface ScriptFacts extends PythonFacts {
  readonly entry: PythonEntry;
  /** Undefined: it serves nothing. */
  readonly port: Fact<number> | undefined;
  /** Where the sources read the port from the variable PORT. */
  readonly readsPort: Evidence | undefined;
  /** Where the sources deal with SIGTERM; undefined: the first process of a container would not be stopped by it. */
  readonly stops: Evidence | undefined;
  /** Where the sources listen on the container's own address alone. */
  readonly loopback: Evidence | undefined;
  readonly migration: readonly string[] | undefined;
}

export default defineRecipe<ScriptFacts>({
  id: 'python-script',
  title: 'Python program',
  detect: (place) => {
    const { context, folder } = place;
    const manifest = findPythonManifest(context, folder);
    if (manifest === undefined && !isAllPython(place)) return undefined;
    const packages = readPythonPackages(context, folder);
    if (typeof packages === 'string')
      return manifest === undefined ? undefined : [presence(manifest)];
    const entry = findPythonEntry(context, folder, packages);
    if (typeof entry === 'object') return [entry.evidence];
    // Nothing else can be meant: what is missing is said when it is read.
    const isMeant = entry !== undefined || (isAllPython(place) && !hasInnerProject(place));
    return manifest !== undefined && isMeant ? [presence(manifest)] : undefined;
  },
  needsRoot: ({ context, folder }) => isWorkspaceMember(context, folder),
  read: ({ context, folder }) => {
    const packages = readPythonPackages(context, folder);
    if (typeof packages === 'string') return refuse(packages);
    const entry = findPythonEntry(context, folder, packages);
    if (typeof entry === 'string') return refuse(entry);
    if (entry === undefined) {
      return refuse(
        'Which file starts the program is not known: name it main.py, or in a Procfile, like "worker: python -m module".',
      );
    }
    return { packages, entry, ...readProgram({ context, folder }, entry, packages) };
  },
  bases: ({ packages }) => findPythonBases(packages),
  plan: planScript,
});

/** True at the root of a project in which nothing but Python is to be built. */
function isAllPython({ context, folder }: Place): boolean {
  const others =
    /^(?:package\.json|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|composer\.json|Gemfile|mix\.exs|CMakeLists\.txt|[^/]+\.(?:csproj|sln|slnx))$/;
  return folder === '' && !context.visiblePaths.some((path) => others.test(path));
}

/** True where the manifest of the root may belong to tools, and projects lie in its folders. */
function hasInnerProject({ context }: Place): boolean {
  const manifests = /\/(?:pyproject\.toml|Pipfile|requirements\.txt|manage\.py)$/;
  return context.visiblePaths.some((path) => manifests.test(path));
}

function readProgram(
  { context, folder }: Place,
  entry: PythonEntry,
  packages: ScriptFacts['packages'],
): Omit<ScriptFacts, 'packages' | 'entry'> {
  // What Poetry installs of the project refers to its sources.
  const isEditable = packages.manager?.value === 'poetry';
  const mention = (pattern: RegExp, says: string): Evidence | undefined =>
    findMention(context, folder, pattern, says);
  return {
    shipped: findShippedSources(context, folder, isEditable ? undefined : entry.installed),
    secrets: findPythonSecrets(context, folder, packages),
    health:
      entry.healthPath === undefined
        ? findPythonHealth(context, folder, 'app')
        : fact(entry.healthPath, byDefault('The framework answers it by itself.')),
    port:
      entry.port === undefined
        ? findPort(context, folder, [
            /(?:os\.environ\.get|\bgetenv)\(\s*["']PORT["']\s*,\s*["']?(\d{2,5})/,
            /(?:HTTPServer|TCPServer|make_server|start_server)\([^)]*?["'][^"']*["']\s*,\s*(\d{2,5})/,
            /\b(?:run|run_app|serve|bind)\([^)]*\bport\s*=\s*(\d{2,5})/,
            /\.listen\(\s*(\d{2,5})/,
          ])
        : fact(entry.port, byDefault(`The framework is told to listen on ${String(entry.port)}.`)),
    readsPort: mention(
      /(?:os\.environ(?:\.get\(|\[)|\bgetenv\()\s*["']PORT["']/,
      'The port is read from the variable PORT.',
    ),
    stops: mention(
      /\bSIGTERM\b|\buvicorn\.run\(|\bweb\.run_app\(|\basgi\.run\(/,
      'The program stops when it is told to.',
    ),
    loopback: mention(
      /(?:HTTPServer|TCPServer|make_server|start_server|\brun|\bserve|\bbind)\([^)]*["'](?:127\.0\.0\.1|localhost)["']/,
      'The program listens on 127.0.0.1.',
    ),
    migration: findMigration(context, folder, packages, undefined),
  };
}

function planScript(facts: ScriptFacts, choices: BaseChoices): PlanOutcome {
  const { entry, port: found, readsPort, stops, loopback } = facts;
  const isFixed = entry.port !== undefined || readsPort === undefined;
  const port = isFixed ? found?.value : (choices.port ?? found?.value);
  const isHandled =
    stops !== undefined || ['celery', 'streamlit'].some((name) => entry.words[0] === name);
  return planPythonImage(
    facts,
    {
      recipe: 'python-script',
      words: entry.words,
      root: entry.root,
      port,
      installed: entry.installed,
      started: entry.words.filter((word) => word.endsWith('.py')),
      environment: port === undefined || isFixed ? [] : [['PORT', String(port)]],
      needsInit: !isHandled,
      migration: facts.migration,
      notes: [
        ...(isFixed && choices.port !== undefined && choices.port !== found?.value
          ? [
              `The port ${String(choices.port)} was not taken: the program does not read it from the variable PORT.`,
            ]
          : []),
        ...(loopback === undefined
          ? []
          : [
              'The program listens on 127.0.0.1, where nobody outside of the container reaches it: let it listen on 0.0.0.0.',
            ]),
      ],
      evidence: [entry.evidence, ...(found === undefined ? [] : [found.evidence])],
    },
    choices,
  );
}
