import { findRecipeImage, type RecipeImage } from '../data/recipe-images';
import { findBundlerInputs } from '../project/bundler-install';
import type { BuildContext } from '../project/build-context';
import { readGemfile } from '../project/gemfile';
import { readGemfileLock } from '../project/gemfile-lock';
import { below } from '../project/node-package-manager';
import type { BaseChoices, BaseFamily } from './choices';
import { byDefault, fact, saidIn, type Fact } from './evidence';
import { chooseCycle, fromPessimisticConstraint } from './supported-version';

/** The gems of a project and the Ruby they run on. */
export interface RubyBundle {
  readonly folder: string;
  /** Every gem of `Gemfile.lock`. */
  readonly gems: ReadonlyMap<string, string>;
  /** Gems that production installs by name; others come with them. */
  readonly named: ReadonlySet<string>;
  /** Versions of Ruby that the project allows, as npm writes ranges; undefined: any. */
  readonly range: Fact<string | undefined>;
  /** The only version that Bundler accepts; undefined when any of `range` will do. */
  readonly exact: string | undefined;
  /** What an install reads; undefined: perhaps everything. */
  readonly inputs: readonly string[] | undefined;
  /** Why `inputs` is not known. */
  readonly inputsUnknown: string | undefined;
  /** True where the lock file was made for musl too. */
  readonly fitsMusl: boolean;
}

/** Reads how the gems of a folder are installed, or says in a sentence why they cannot be. */
export function readRubyBundle(context: BuildContext, folder: string): RubyBundle | string {
  const gemfile = readGemfile(context, folder);
  const lock = readGemfileLock(context, folder);
  const path = below(folder, 'Gemfile');
  if (gemfile === undefined) return `${path} cannot be read.`;
  if (lock === undefined) {
    return `${path}.lock is missing, so no build could be repeated: run "bundle lock --add-platform x86_64-linux aarch64-linux" and commit it.`;
  }
  if (!lock.platforms.some((platform) => /^(?:ruby$|(?:x86_64|aarch64)-linux)/.test(platform))) {
    return `${lock.path} names no platform of Linux: run "bundle lock --add-platform x86_64-linux aarch64-linux".`;
  }
  const inputs = findBundlerInputs(context, folder);
  const version = findVersion(context, folder, lock.ruby);
  const unused = new Set(['development', 'test']);
  return {
    folder,
    gems: lock.gems,
    named: new Set(
      gemfile.gems
        .filter(({ groups }) => groups.some((group) => !unused.has(group)))
        .map(({ name }) => name),
    ),
    ...version,
    inputs:
      typeof inputs === 'string'
        ? undefined
        : inputs.files.filter((file) => !file.endsWith('.bundle/config')),
    inputsUnknown: typeof inputs === 'string' ? inputs : undefined,
    fitsMusl: lock.platforms.some((platform) => platform.endsWith('-linux-musl')),
  };
}

/** The `Gemfile` binds Bundler to what it says; the other files are a wish. */
function findVersion(
  context: BuildContext,
  folder: string,
  locked: string | undefined,
): Pick<RubyBundle, 'range' | 'exact'> {
  const gemfile = below(folder, 'Gemfile');
  const directive = /^\s*ruby\s+(.+?)\s*(?:#.*)?$/m.exec(context.text(gemfile) ?? '')?.[1];
  if (directive !== undefined) {
    const written = [...directive.matchAll(/["']([^"']*)["']/g)].map(([, text = '']) => text);
    const [file = ''] = written;
    const isFile = /\bfile:|File\.read/.test(directive);
    const asked = isFile ? readVersionFile(context, below(folder, file)) : undefined;
    const wanted = isFile ? asked : written.length === 0 ? undefined : written.join(', ');
    const exact = /^(?:ruby-)?(\d+\.\d+\.\d+)$/.exec(wanted ?? '')?.[1];
    const says = `The Gemfile asks for Ruby "${wanted ?? locked ?? directive}".`;
    return {
      range: fact(
        exact ?? (wanted === undefined ? locked : fromPessimisticConstraint(wanted)),
        saidIn(context, gemfile, /^\s*ruby\s/, says),
      ),
      exact: exact ?? (wanted === undefined ? locked : undefined),
    };
  }
  for (const name of ['.ruby-version', '.tool-versions']) {
    const file = below(folder, name);
    const version = readVersionFile(context, file);
    if (version === undefined || !/^\d+\.\d+/.test(version)) continue;
    const line = version.replace(/^(\d+\.\d+).*$/, '$1');
    const says = `The version is ${version}.`;
    return {
      range: fact(`${line}.x`, saidIn(context, file, /^(?:ruby[ -]?)?\d/, says)),
      exact: undefined,
    };
  }
  return {
    range: fact(undefined, byDefault('The project names no version of Ruby.')),
    exact: undefined,
  };
}

/** `3.4.7` of a `.ruby-version` or of a line of `.tool-versions`. */
function readVersionFile(context: BuildContext, file: string): string | undefined {
  const text = (context.text(file) ?? '').trim();
  return (/^ruby\s+(\S+)/m.exec(text) ?? /^(?:ruby-)?(\d\S*)/.exec(text))?.[1];
}

/** First releases whose images exist on Debian 13. Source: the history of docker-library/ruby; from general knowledge. */
const firstOnTrixie: ReadonlyMap<string, number> = new Map([
  ['3.3', 9],
  ['3.4', 5],
  ['4.0', 0],
]);

/** Families of images that the gems run on. */
export function rubyBases({ fitsMusl, exact }: RubyBundle): readonly [BaseFamily, ...BaseFamily[]] {
  return fitsMusl && exact === undefined ? ['slim', 'alpine'] : ['slim'];
}

/** An image of Ruby, with the release line: `3.4`. */
export interface RubyImage extends RecipeImage {
  readonly cycle: string;
}

/** The images for the Ruby of a project, or a sentence that says why there are none. */
export function chooseRubyImage(
  { range, exact }: RubyBundle,
  { base, today }: BaseChoices,
): RubyImage | string {
  const { value: wanted = '*' } = range;
  const cycle = chooseCycle('ruby', wanted, today);
  if (cycle === undefined) return `Which Ruby "${wanted}" allows is not known.`;
  const first = firstOnTrixie.get(cycle.cycle);
  if (!cycle.supported || first === undefined) {
    return `Ruby ${cycle.cycle} gets no more security fixes: allow a newer version in the Gemfile.`;
  }
  if (exact !== undefined && Number(exact.split('.')[2]) < first) {
    return `The Gemfile asks for exactly Ruby ${exact}, which has no image on a Debian with support: write "~> ${exact}".`;
  }
  const version = exact ?? cycle.cycle;
  const image = findRecipeImage('ruby', base, version);
  return image === undefined
    ? `There is no image of Ruby ${version} in the family "${base}".`
    : { ...image, cycle: cycle.cycle };
}
