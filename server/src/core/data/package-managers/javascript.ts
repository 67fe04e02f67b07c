import type { PackageManagerFacts } from '../package-manager-facts';
import { list, plainVerbs, verbs } from './row';

const checked = '2026-11-21';

/** Verbs that are themselves the name of a script. */
const lifecycleVerbs = list('start stop restart test').flatMap((script) =>
  verbs('run', [script], { script }),
);

const runOther = { words: ['*'], action: 'run', passesRest: true } as const;

/** The managers of JavaScript. */
export const javascriptPackageManagers: readonly PackageManagerFacts[] = [
  {
    id: 'npm',
    program: /^npm$/,
    kind: 'language',
    verbs: [
      ...verbs('install', [
        ...list('install add i in ins inst insta instal isnt isnta isntal isntall'),
        ...list('install-test it'),
      ]),
      ...verbs(
        'install',
        list(`
          ci clean-install ic install-clean isntall-clean install-ci-test cit sit
          clean-install-test`),
        { takesPackages: false, frozen: true },
      ),
      ...verbs('upgrade', list('update up upgrade udpate u')),
      ...verbs('remove', list('uninstall unlink remove rm r un prune')),
      ...verbs('build', list('rebuild rb')),
      ...plainVerbs('build', ['pack']),
      ...plainVerbs('clean', ['cache clean', 'cache clear', 'cache rm']),
      ...verbs('run', list('run run-script rum urn exec x')),
      ...lifecycleVerbs,
      ...verbs('run', list('t tst'), { script: 'test' }),
    ],
    valueOptions: list(`
      --access --also --audit-level --auth-type --before --enjoy-by --ca --cache --cafile --call
      -c --cert --cidr --cpu --depth --editor --expires --fetch-retries --fetch-retry-factor
      --fetch-retry-maxtimeout --fetch-retry-mintimeout --fetch-timeout --git --globalconfig
      --heading --https-proxy --include --install-strategy --key --libc --local-address --location
      -L --lockfile-version --loglevel --logs-dir --logs-max --maxsockets --message -m
      --min-release-age --node-gyp --node-options --noproxy --omit --only --os --otp
      --pack-destination --package --prefix -C --preid --proxy --python --reg -reg --registry
      --replace-registry-host --save-prefix --scope --script-shell --tag --tag-version-prefix
      --umask --user-agent --userconfig --workspace -w`),
    wordOptions: list('-ws -iwr -no'),
    takesBooleanWords: true,
    packageSyntax: 'npm',
    globalOptions: list('-g --global --location=global -L=global'),
    productionOnly: list('--omit=dev --only=production --only=prod --production --prod'),
    cachePaths: ['/root/.npm'],
    cleanCommand: 'npm cache clean --force',
    manifests: ['package.json', '.npmrc*'],
    lockFiles: ['package-lock.json', 'npm-shrinkwrap.json'],
    resultPaths: ['node_modules'],
    source: 'https://docs.npmjs.com/cli/v11/using-npm/config',
    checked,
  },
  {
    id: 'pnpm',
    program: /^pnpm$/,
    moduleOf: { program: /^corepack$/, words: ['pnpm'] },
    kind: 'language',
    verbs: [
      ...verbs('install', list('install i add install-test it')),
      ...verbs('install', list('ci clean-install ic install-clean'), {
        takesPackages: false,
        frozen: true,
      }),
      ...plainVerbs('install', ['fetch', 'recursive install', 'multi install']),
      ...verbs('install', ['deploy'], { takesPaths: true }),
      ...verbs('upgrade', list('update up upgrade')),
      ...verbs('remove', list('remove rm uninstall un')),
      ...plainVerbs('remove', ['prune']),
      ...verbs('build', list('rebuild rb')),
      ...plainVerbs('build', ['pack']),
      ...plainVerbs('clean', ['store prune', 'cache delete']),
      ...verbs('run', list('run run-script exec dlx'), { passesRest: true }),
      ...verbs('run', ['recursive run', 'recursive exec'], { passesRest: true }),
      ...lifecycleVerbs,
      ...verbs('run', ['t'], { script: 'test' }),
    ],
    valueOptions: list(`
      -C --dir --prefix -F --filter --filter-prod --test-pattern --changed-files-ignore-pattern
      --workspace-concurrency --network-concurrency --child-concurrency --reporter --loglevel
      --store-dir --virtual-store-dir --virtual-store-dir-max-length --modules-dir --lockfile-dir
      --cache-dir --state-dir --global-dir --global-bin-dir --registry --node-linker
      --package-import-method --hoist-pattern --public-hoist-pattern --resolution-mode --pnpmfile
      --global-pnpmfile --fetch-retries --fetch-retry-factor --fetch-retry-maxtimeout
      --fetch-retry-mintimeout --fetch-timeout --cpu --os --libc --tag --save-prefix
      --save-catalog-name --use-node-version --resume-from --package --script-shell --node-options
      --userconfig --depth --cafile --proxy --https-proxy`),
    takesBooleanWords: true,
    packageSyntax: 'npm',
    scriptVerb: {
      verb: runOther,
      except: list(`
        access approve-builds audit bin c cache cat-file cat-index config create dedupe docs
        doctor env find-hash get help ignored-builds import init la licenses link list ll ln login
        logout ls multi outdated owner patch patch-commit patch-remove peers ping publish
        recursive root runtime search self-update server set setup store unlink version view
        whoami why`),
    },
    globalOptions: list('-g --global'),
    productionOnly: list('--prod --production -P'),
    frozen: ['--frozen-lockfile'],
    cachePaths: ['/root/.local/share/pnpm/store', '/root/.cache/pnpm'],
    cleanCommand: 'pnpm store prune',
    manifests: ['package.json', 'pnpm-workspace.yaml*', '.npmrc*', '.pnpmfile.cjs*', 'patches*'],
    lockFiles: ['pnpm-lock.yaml'],
    resultPaths: ['node_modules'],
    source: 'https://pnpm.io/cli/install',
    checked,
  },
  {
    id: 'yarn',
    program: /^(?:yarn|yarnpkg)$/,
    moduleOf: { program: /^corepack$/, words: ['yarn'] },
    kind: 'language',
    verbs: [
      ...plainVerbs('install', ['', 'install', 'workspaces focus', 'workspace * install']),
      ...verbs('install', ['add', 'workspace * add']),
      ...verbs('install', ['global add'], { global: true }),
      ...verbs('upgrade', [
        ...list('up upgrade upgrade-interactive'),
        'global upgrade',
        'workspace * up',
      ]),
      ...verbs('remove', ['remove', 'global remove', 'workspace * remove']),
      ...verbs('build', ['rebuild']),
      ...plainVerbs('build', ['pack']),
      ...plainVerbs('clean', ['cache clean', 'cache clear', 'autoclean']),
      ...verbs(
        'run',
        [
          ...list('run exec dlx node'),
          'workspace *',
          'workspace * run',
          'workspace * exec',
          'workspaces run',
          'workspaces foreach run',
          'workspaces foreach exec',
        ],
        { passesRest: true },
      ),
    ],
    valueOptions: list(`
      --cwd --modules-folder --cache-folder --global-folder --preferred-cache-folder --link-folder
      --mutex --registry --network-timeout --network-concurrency --child-concurrency --loglevel
      --prefix --proxy --https-proxy --use-yarnrc --otp --script-shell --mode --scope --from
      --include --exclude -j --jobs --package`),
    takesBooleanWords: true,
    packageSyntax: 'npm',
    scriptVerb: {
      verb: runOther,
      except: list(`
        access audit bin cache check config constraints create dedupe doctor explain
        generate-lock-entry global help import info init initiate licenses link list login logout
        npm outdated owner patch patch-commit plugin policies prune publish search set stage tag
        team unlink unplug version versions why workspace workspaces`),
    },
    productionOnly: list('--production --prod'),
    frozen: list('--frozen-lockfile --immutable'),
    // Yarn 1 keeps its cache in the first directory, later releases in the second.
    cachePaths: ['/usr/local/share/.cache/yarn', '/root/.yarn/berry/cache'],
    // Fit for Yarn 1 and for the node-modules linker; Plug'n'Play runs from the cache.
    cleanCommand: 'yarn cache clean',
    manifests: [
      'package.json',
      '.yarnrc.yml*',
      '.yarnrc*',
      '.yarn/releases*',
      '.yarn/plugins*',
      '.yarn/patches*',
    ],
    lockFiles: ['yarn.lock'],
    resultPaths: ['node_modules'],
    source: 'https://classic.yarnpkg.com/en/docs/cli/ and https://yarnpkg.com/cli',
    checked,
  },
  {
    id: 'bun',
    program: /^bun$/,
    kind: 'language',
    verbs: [
      ...verbs('install', list('install i add a')),
      ...verbs('install', ['ci'], { takesPackages: false, frozen: true }),
      ...verbs('upgrade', ['update']),
      ...verbs('remove', list('remove rm uninstall')),
      ...verbs('build', ['build'], { takesPaths: true }),
      ...plainVerbs('clean', ['pm cache rm']),
      ...verbs('run', list('run x test'), { passesRest: true }),
    ],
    valueOptions: list(`
      --cwd -c --config --registry --backend --cache-dir --linker --filter -F --omit
      --concurrent-scripts --network-concurrency --ca --cafile --cpu --os --minimum-release-age
      --target --outdir --outfile --define --external --format --env-file --preload -r --port
      --sourcemap --loader -l --tsconfig-override --conditions`),
    packageSyntax: 'npm',
    scriptVerb: {
      verb: runOther,
      except: list(`
        audit c completions create deploy exec help info init link outdated patch patch-commit pm
        publish repl unlink upgrade why`),
    },
    globalOptions: list('-g --global'),
    productionOnly: list('--production -p --omit=dev'),
    frozen: ['--frozen-lockfile'],
    cachePaths: ['/root/.bun/install/cache'],
    cleanCommand: 'bun pm cache rm',
    manifests: ['package.json', 'bunfig.toml*', '.npmrc*', 'patches*'],
    lockFiles: ['bun.lock', 'bun.lockb'],
    resultPaths: ['node_modules'],
    source: 'https://bun.com/docs/pm/cli/install',
    checked,
  },
  {
    id: 'deno',
    program: /^deno$/,
    kind: 'language',
    verbs: [
      ...verbs('install', list('install i add')),
      ...verbs('install', ['ci'], { takesPackages: false, frozen: true }),
      ...verbs('install', ['cache'], { takesPaths: true }),
      ...verbs('upgrade', ['update']),
      ...verbs('remove', list('remove rm uninstall')),
      ...verbs('build', list('compile bundle'), { takesPaths: true }),
      ...plainVerbs('clean', ['clean']),
      ...verbs('run', list('run serve task test x'), { passesRest: true }),
    ],
    valueOptions: list(`
      -c --config --import-map -n --name --root -o --output --target --cwd -L --log-level --seed
      --cert --ext --filter -f --location --port`),
    packageSyntax: 'npm',
    globalOptions: list('-g --global'),
    frozen: list('--frozen --frozen-lockfile'),
    // DENO_DIR is read at run time too, so it is no place for a cache mount.
    cachePaths: [],
    manifests: ['deno.json*', 'deno.jsonc*', 'package.json*', 'import_map.json*'],
    lockFiles: ['deno.lock'],
    resultPaths: ['node_modules', 'vendor'],
    source: 'https://docs.deno.com/runtime/reference/cli/install/',
    checked,
  },
];
