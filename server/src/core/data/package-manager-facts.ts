import type { Sourced } from './sourced';

export type PackageAction =
  'install' | 'update-index' | 'upgrade' | 'clean' | 'remove' | 'build' | 'run';

/** A verb (or verb sequence) of a package manager and what it does. */
export interface PackageVerb {
  /**
   * Words that must follow the program, options skipped: `['install']`, `['global', 'add']`; `[]` is
   * the bare program (`yarn`). `*` stands for any one word: `['workspace', '*', 'add']`.
   */
  readonly words: readonly string[];
  readonly action: PackageAction;
  /** False when the verb installs from manifests only and takes no package names (`npm ci`). */
  readonly takesPackages?: boolean;
  /**
   * True when the arguments are paths of projects, not names of packages (`dotnet restore
   * src/App`).
   */
  readonly takesPaths?: boolean;
  /**
   * True when the arguments are names of groups or modules, not of packages (`dnf group
   * install`).
   */
  readonly takesGroups?: boolean;
  /** True when the verb installs outside the project (`yarn global add`, `gem install`). */
  readonly global?: boolean;
  /** What the verb does when it names local paths only: `go install ./cmd/x` builds. */
  readonly localAction?: PackageAction;
  /**
   * Options that name something remote, so that `localAction` does not hold: `cargo install --git
   * url`.
   */
  readonly remoteOptions?: readonly string[];
  /** The script it runs, when the verb itself says so: `npm start`. */
  readonly script?: string;
  /**
   * True when the words behind the first argument belong to the program it starts (`uv run x -r
   * y`).
   */
  readonly passesRest?: boolean;
  /** True when the verb fails, without any option, if the lock file does not fit (`npm ci`). */
  readonly frozen?: boolean;
}

/** How a package argument joins name and version. */
export type PackageSyntax =
  /** `curl=7.88.1-10`, `curl/bookworm-backports`, `libc6:arm64`. */
  | 'apt'
  /** `curl=8.5`, `curl~=8.5`, `curl>8`, `curl@edge`. */
  | 'apk'
  /** `curl-7.76.1-26.el9`, `@development-tools`. */
  | 'rpm'
  /** `curl=7.76`, `curl>=7`. */
  | 'zypper'
  /** `@scope/name@^1.2`, `user/repository`, `alias@npm:name@1`. */
  | 'npm'
  /** `name[extra]==1.2`, `name>=1,<2`, `name @ https://…`; some tools also take `name@^1.2`. */
  | 'python'
  /** `numpy=1.26`, `conda-forge::numpy>=1`. */
  | 'conda'
  /** `name@version`. */
  | 'at'
  /** `name:version`. */
  | 'colon'
  /** `vendor/name:^1.2`, `vendor/name=1.2`. */
  | 'composer'
  /** Names only. */
  | 'plain';

/** How one package manager's command line is read. */
export interface PackageManagerFacts extends Sourced {
  /** `apt-get`, `npm`; unique. */
  readonly id: string;
  /**
   * Program names that are this manager: `pip`, `pip3`, `pip3.12`; a RegExp matches the base name
   * of the program.
   */
  readonly program: RegExp;
  /**
   * Words that may start the command instead: `python3 -m pip`; options of the first program may
   * stand between.
   */
  readonly moduleOf?: { readonly program: RegExp; readonly words: readonly string[] };
  readonly kind: 'system' | 'language';
  readonly verbs: readonly PackageVerb[];
  /**
   * Options that take their value as the next word (long and short): `-t`, `--index-url`.
   * `--name=value` needs no entry.
   */
  readonly valueOptions: readonly string[];
  /** More of them that hold only in front of the verb (`zypper -R /mnt install`). */
  readonly valueOptionsBeforeVerb?: readonly string[];
  /**
   * How words with one dash are read: `combined` short flags (`-yq`, the default), `words` for one
   * option each (`-ldflags`), `msbuild` for words whose value follows a colon (`-p:Name=value`).
   */
  readonly optionStyle?: 'combined' | 'words' | 'msbuild';
  /** Short-looking options of several letters that are not a combination: `-ws`. */
  readonly wordOptions?: readonly string[];
  /** True when flags may have `true` or `false` as the next word (`--self-contained false`). */
  readonly takesBooleanWords?: boolean;
  /** How a package argument is read. */
  readonly packageSyntax: PackageSyntax;
  /** Options that hold the version of the named package (`gem install rails --version 7.1`). */
  readonly versionOptions?: readonly string[];
  /** Options that turn the arguments into groups: `-t=pattern`. */
  readonly groupOptions?: readonly string[];
  /**
   * Every word is a verb of its own (`mvn clean package`); names differ in how they are
   * qualified.
   */
  readonly goals?: 'maven' | 'gradle' | 'mix';
  /** The verb is an option, its modifiers stand in the same word (`pacman -Syu`). */
  readonly verbIsOption?: boolean;
  /**
   * What a word that is no verb means: `yarn build` runs a script; `except` lists verbs of no
   * interest.
   */
  readonly scriptVerb?: { readonly verb: PackageVerb; readonly except: readonly string[] };
  /** Options that install outside the project: `-g`. */
  readonly globalOptions?: readonly string[];
  /** Options that answer every question with yes; absent when the manager never asks. */
  readonly assumeYes?: readonly string[];
  /** Options that keep optional or recommended packages out. */
  readonly noRecommends?: readonly string[];
  /** Options that leave no cache behind. */
  readonly noCache?: readonly string[];
  /** Options (or option=value words) that leave development dependencies out of an install. */
  readonly productionOnly?: readonly string[];
  /** Options that make an install fail instead of changing the lock file. */
  readonly frozen?: readonly string[];
  /**
   * Directories that hold the download cache or package index for root; a cache mount on one
   * makes a cleanup unneeded.
   */
  readonly cachePaths: readonly string[];
  /**
   * True when later RUNs read the cache (`go build`): a cache mount must then be on every one of
   * them.
   */
  readonly cacheFeedsBuild?: boolean;
  /** What `cleanCommand` removes, when that is only a part of `cachePaths`. */
  readonly leftoverPaths?: readonly string[];
  /** Shell command that removes what an install leaves, for use at the end of the same RUN. */
  readonly cleanCommand?: string;
  /**
   * For language managers: files that the install reads, in the order COPY should name them; a
   * trailing `*` marks optional ones.
   */
  readonly manifests?: readonly string[];
  readonly lockFiles?: readonly string[];
  /** Where the installed result goes, relative to the project: `node_modules`, `vendor`. */
  readonly resultPaths?: readonly string[];
}
