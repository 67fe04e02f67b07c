// Which package registries answer.
import { runCommand } from './run-command.mjs';

/** A small file of each registry. @type {Readonly<Record<string, readonly string[]>>} */
const probes = {
  npm: ['https://registry.npmjs.org/is-number/latest'],
  pypi: ['https://pypi.org/simple/wheel/'],
  go: ['https://proxy.golang.org/golang.org/x/text/@v/list'],
  maven: ['https://repo.maven.apache.org/maven2/junit/junit/maven-metadata.xml'],
  crates: ['https://index.crates.io/config.json'],
  debian: ['http://deb.debian.org/debian/dists/stable/Release'],
};

/** @type {Map<string, Promise<boolean>>} */
const answers = new Map();

/** @param {string} name */
function reaches(name) {
  const known = answers.get(name);
  if (known) return known;
  const urls = probes[name];
  if (!urls) throw new Error(`unknown registry: ${name}`);
  // curl, like the package managers, uses the proxy and the certificates of the machine.
  const answer = runCommand('curl', [
    '-fsSL',
    '-m',
    '20',
    '--retry',
    '2',
    '-o',
    '/dev/null',
    ...urls,
  ]);
  const reached = answer.then(({ code }) => code === 0);
  answers.set(name, reached);
  return reached;
}

/** The first registry of a project that cannot be reached. @param {readonly string[]} names */
export async function findUnreachable(names) {
  for (const name of names) if (!(await reaches(name))) return name;
  return undefined;
}
