import { findImageVariant } from '../data/base-images';
import { findLibraryPackages } from '../data/library-packages';
import type { BuildContext } from '../project/build-context';
import { findDebianRelease } from './image-release';
import { findInstalledPackages, type InstalledPackage } from './installed-packages';
import { findJavaRuntime } from './java-runtime';
import { findJavaStart } from './java-start';
import type { DockerfileModel } from './model';
import type { PackageOperation } from './packages';
import { collectInheritance, type BaseImage, type Stage } from './stage-graph';
import { isScript, startedProgramsOf, startsSomething } from './started-programs';

/** Packages for building that the shipped stage of a multi-stage file installs. */
export interface ToolchainPackages {
  readonly kind: 'packages';
  readonly operation: PackageOperation;
  readonly packages: readonly InstalledPackage[];
  /** What to install instead of each, by its name; a sentence when it has to stay. */
  readonly replacements: ReadonlyMap<string, readonly string[]> | string;
}

/** An image for building that the shipped stage only runs something in. */
export interface ToolchainImage {
  readonly kind: 'image';
  readonly stage: Stage;
  readonly base: BaseImage;
  /** The reference that runs the same; a sentence when none is known. */
  readonly runtime: { readonly image: string } | { readonly reason: string };
}

/** Finds tools for building that reach the image though another stage builds. */
export function findShippedToolchains(
  model: DockerfileModel,
): readonly (ToolchainPackages | ToolchainImage)[] {
  const { target } = model;
  if (target === undefined || !startsSomething(model, target)) return [];
  const chain = collectInheritance(target);
  const takes = chain.some((part) =>
    model.copiesOf(part).some(({ origin }) => origin.kind === 'stage'),
  );
  const programs = startedProgramsOf(model, target);
  const isKnown = chain.every((part) => model.runsOf(part).every(({ complete }) => complete));
  if (!takes || !isKnown || programs.length === 0) return [];
  if (programs.some((program) => isScript(program) || tools.test(program.name))) return [];
  return [...findImage(model, chain), ...findPackages(model, target)];
}

/** Programs that build, whoever starts them. */
const tools =
  /^(?:go|cargo|rustc|rustup|mvn|mvnw|gradle|gradlew|javac|jlink|jdeps|jar|jcmd|jmap|jshell|msbuild|make|cmake|ninja|meson|gcc|g\+\+|cc|clang|npm|npx|yarn|pnpm|node-gyp|sbt|ant|bazel|git|sh|bash)$/;

const buildFamilies: ReadonlyMap<string, RegExp> = new Map([
  ['golang', /^(?!go$)/],
  ['rust', /^(?!cargo$)/],
  ['maven', /^java$/],
  ['gradle', /^java$/],
  ['eclipse-temurin', /^java$/],
  ['dotnet-sdk', /^dotnet$/],
]);

function findImage(model: DockerfileModel, chain: readonly Stage[]): readonly ToolchainImage[] {
  const [target] = chain;
  const stage = chain.at(-1);
  const base = stage?.base;
  if (target === undefined || stage === undefined || base?.kind !== 'image') return [];
  const starts = buildFamilies.get(base.facts?.family.id ?? '');
  const builds = chain
    .flatMap((part) => model.commandsOf(part))
    .some(({ name }) => tools.test(name ?? '') || name === 'dotnet');
  const programs = startedProgramsOf(model, target);
  if (starts === undefined || builds || !programs.every(({ name }) => starts.test(name))) return [];
  const found = { kind: 'image', stage, base } as const;
  const id = base.facts?.family.id;
  if (id === 'golang' || id === 'rust') {
    const reason = 'Which libraries the program needs of its image is not known.';
    return [{ ...found, runtime: { reason } }];
  }
  if (id === 'dotnet-sdk') {
    const isApp = programs.every((program) => program.arguments[0]?.endsWith('.dll') === true);
    return isApp ? [{ ...found, runtime: dotnetRuntime(model, target, base) }] : [];
  }
  return javaImage(model, target, found);
}

function javaImage(
  model: DockerfileModel,
  target: Stage,
  found: Omit<ToolchainImage, 'runtime'>,
): readonly ToolchainImage[] {
  const { base, stage } = found;
  const isKit =
    base.facts?.family.id !== 'eclipse-temurin' || !/(?:^|-)jre(?:-|$)/.test(base.tag ?? '');
  const start = findJavaStart(model, target);
  if (!isKit || typeof start === 'string') return [];
  if (
    mentions(model.context, /javax\.tools|ToolProvider|com\.sun\.tools|jdk\.jfr|HotSpotDiagnostic/)
  ) {
    return [];
  }
  const runtime = findJavaRuntime(stage);
  if (typeof runtime === 'string') return [{ ...found, runtime: { reason: runtime } }];
  if (!base.literal || base.reference.digest !== undefined) {
    return [{ ...found, runtime: { reason: 'The image is named by an ARG or a digest.' } }];
  }
  return [{ ...found, runtime: { image: runtime.image } }];
}

/** ASP.NET has all that the plain runtime has. */
function dotnetRuntime(
  model: DockerfileModel,
  target: Stage,
  { reference, tag, literal }: BaseImage,
): ToolchainImage['runtime'] {
  const version = /^(\d+)\.0(?:-(?!.*alpine)[\w.-]+)?$/.exec(tag ?? '')?.[1];
  if (!literal || tag === undefined || version === undefined) {
    return { reason: 'A runtime image of the same version is not known.' };
  }
  const variables = model.variables.atEnd(target);
  const setsPort = ['ASPNETCORE_URLS', 'ASPNETCORE_HTTP_PORTS', 'DOTNET_URLS'].some(
    (name) => variables.get(name)?.kind === 'env',
  );
  if (!setsPort) {
    return {
      reason:
        'A web application listens on port 5000 in the SDK image, on 8080 in that for running.',
    };
  }
  const repository = reference.repository.replace(/sdk$/, 'aspnet');
  return findImageVariant(repository, tag) === undefined
    ? { reason: 'A runtime image of the same version is not known.' }
    : { image: `${reference.name.text.replace(/sdk$/, 'aspnet')}:${tag}` };
}

function mentions(context: BuildContext | undefined, pattern: RegExp): boolean {
  return context?.visiblePaths.some((path) => pattern.test(context.text(path) ?? '')) === true;
}

/** Packages with the role `build` that people use by hand, or that set up sources of packages. */
const other =
  /^(?:vim|nano|emacs|less|man-db|htop|tree|zsh|fish|tmux|screen|eatmydata|gnupg2?|dirmngr|lsb-release|apt-|software-properties|strace|gdb|valgrind|gettext|python3?-|subversion|mercurial|binutils|patch|git|upx|maven|gradle|ant$|cargo|rustc|golang|go$)/;

function findPackages(model: DockerfileModel, target: Stage): readonly ToolchainPackages[] {
  const { base } = target;
  const root = target.rootBase;
  if (root.kind !== 'image' || root.facts === undefined || base.kind === 'unknown') return [];
  const loads = loading.test(root.facts.family.id);
  const packages = findInstalledPackages(model, target).filter(
    (each) => isForBuilding(each) && !(loads && each.role === 'headers'),
  );
  const operations = [...new Set(packages.map(({ operation }) => operation))];
  const chain = collectInheritance(target);
  const removes = chain
    .flatMap((part) => model.packageOperationsOf(part))
    .some(({ manager, action }) => manager.kind === 'system' && action === 'remove');
  const installs = chain
    .flatMap((part) => model.packageOperationsOf(part))
    .find(({ manager, action }) => manager.kind === 'language' && action !== 'clean');
  if (removes) return [];
  return operations.map((operation) => {
    const own = packages.filter((each) => each.operation === operation);
    const reason =
      installs === undefined
        ? undefined
        : `What ${installs.manager.id} does in this stage may need them: do it in the stage that builds.`;
    return {
      kind: 'packages',
      operation,
      packages: own,
      replacements: reason ?? replace(model, target, own),
    };
  });
}

/** Languages that load libraries by a name that packages of headers bring (`libodbc.so`). */
const loading = /^(?:dotnet|mono|python|ruby|erlang|elixir|julia|php|perl|swift)/;

function isForBuilding({ name, role }: InstalledPackage): boolean {
  if (name === undefined) return false;
  return role === 'headers' || (role === 'build' && !other.test(name));
}

/** Tools that no library comes with. */
const pure =
  /^(?:make|cmake3?|ninja(?:-build)?|meson|autoconf|automake|autogen|autotools-dev|m4|bison|flex|gperf|re2c|pkg-config|pkgconf|nasm|yasm)$/;

const harmless =
  /^(?:mkdir|rm|chown|chmod|ln|touch|cp|mv|cd|echo|true|set|useradd|groupadd|adduser|addgroup|usermod|update-ca-certificates|locale-gen|sed|export|printf|apt-get|apt|apk)$/;

function replace(
  model: DockerfileModel,
  target: Stage,
  packages: readonly InstalledPackage[],
): ToolchainPackages['replacements'] {
  const chain = collectInheritance(target);
  const odd = chain
    .flatMap((part) => model.commandsOf(part))
    .find(({ name }) => !harmless.test(name ?? ''));
  if (odd !== undefined)
    return `Whether "${odd.name ?? odd.shell.program?.text ?? ''}" needs them is not known.`;
  const release = findDebianRelease(target);
  const found = new Map<string, readonly string[]>();
  for (const { name = '', role } of packages) {
    const libraries =
      role === 'headers' && (release === 12 || release === 13)
        ? findLibraryPackages(name, release === 12 ? '12' : '13')
        : undefined;
    if (libraries === undefined && !pure.test(name)) {
      return `Which libraries of "${name}" the program needs is not known.`;
    }
    found.set(name, libraries ?? []);
  }
  return found;
}
