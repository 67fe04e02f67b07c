import type { PackageManagerFacts } from '../package-manager-facts';
import { javascriptPackageManagers } from './javascript';
import { pythonPackageManagers } from './python';
import { list, plainVerbs, verbs } from './row';

const checked = '2026-11-21';

const runOther = { words: ['*'], action: 'run' } as const;

/** The managers of programming languages. */
export const languagePackageManagers: readonly PackageManagerFacts[] = [
  ...javascriptPackageManagers,
  ...pythonPackageManagers,
  {
    id: 'go',
    program: /^go(?:\d+\.\d+(?:\.\d+)?)?$/,
    kind: 'language',
    verbs: [
      ...verbs('install', ['mod download', 'get']),
      ...plainVerbs('install', ['mod tidy', 'mod vendor', 'work sync', 'work vendor']),
      ...verbs('install', ['install'], { global: true, localAction: 'build' }),
      ...verbs('build', list('build test vet generate'), { takesPaths: true }),
      ...verbs('run', ['run'], { passesRest: true }),
      ...plainVerbs('clean', ['clean']),
    ],
    optionStyle: 'words',
    valueOptions: list(`
      -C -asmflags -bench -benchtime -blockprofile -buildmode -compiler -count -covermode
      -coverpkg -coverprofile -cpu -cpuprofile -exec -fuzz -fuzztime -gccgoflags -gcflags
      -installsuffix -ldflags -list -memprofile -mod -modfile -mutexprofile -o -outputdir -overlay
      -p -parallel -pgo -pkgdir -reuse -run -shuffle -skip -tags -timeout -toolexec -trace -vet`),
    packageSyntax: 'at',
    cachePaths: ['/go/pkg/mod', '/root/.cache/go-build'],
    cacheFeedsBuild: true,
    manifests: ['go.mod', 'go.work*', 'go.work.sum*'],
    lockFiles: ['go.sum'],
    resultPaths: ['vendor'],
    source: 'https://pkg.go.dev/cmd/go',
    checked,
  },
  {
    id: 'cargo',
    program: /^cargo$/,
    kind: 'language',
    verbs: [
      ...plainVerbs('install', list('fetch vendor')),
      ...verbs('install', ['add']),
      ...verbs('install', ['install'], {
        global: true,
        localAction: 'build',
        remoteOptions: ['--git'],
      }),
      ...verbs('install', ['binstall'], { global: true }),
      ...verbs('upgrade', ['update']),
      ...verbs('remove', list('remove rm uninstall')),
      ...plainVerbs('build', [
        ...list('build b rustc check c clippy test t bench doc d package zigbuild'),
        'chef cook',
        'auditable build',
        'leptos build',
        'nextest run',
        'xwin build',
      ]),
      ...verbs('run', list('run r'), { passesRest: true }),
      ...plainVerbs('clean', ['clean']),
    ],
    valueOptions: list(`
      -p --package --exclude --bin --example --test --bench -F --features --target --profile
      --target-dir --artifact-dir --color --message-format --manifest-path --config -C -Z -j
      --jobs --vers --version --git --branch --tag --rev --path --root --registry --index
      --recipe-path --lockfile-path --precise --rename`),
    packageSyntax: 'at',
    versionOptions: list('--version --vers'),
    frozen: list('--locked --frozen'),
    cachePaths: ['/usr/local/cargo/registry', '/usr/local/cargo/git'],
    cacheFeedsBuild: true,
    manifests: ['Cargo.toml', '.cargo*', 'rust-toolchain.toml*', 'rust-toolchain*'],
    lockFiles: ['Cargo.lock'],
    resultPaths: ['target'],
    source: 'https://doc.rust-lang.org/cargo/commands/',
    checked,
  },
  {
    id: 'maven',
    program: /^mvn[dw]?$/,
    kind: 'language',
    verbs: [
      ...plainVerbs(
        'install',
        list(`
          dependency:go-offline dependency:resolve dependency:resolve-plugins
          dependency:copy-dependencies dependency:get dependency:copy
          go-offline:resolve-dependencies`),
      ),
      ...plainVerbs(
        'build',
        list(`
          generate-sources process-resources compile process-classes test-compile test
          prepare-package package integration-test verify install deploy spring-boot:repackage
          spring-boot:build-image quarkus:build native:compile jib:build assembly:single
          shade:shade war:war jar:jar`),
      ),
      ...plainVerbs('clean', ['clean']),
    ],
    optionStyle: 'words',
    goals: 'maven',
    valueOptions: list(`
      -b --builder --color -D --define -emp --encrypt-master-password -ep --encrypt-password -f
      --file -gs --global-settings -gt --global-toolchains -l --log-file -P --activate-profiles
      -pl --projects -rf --resume-from -s --settings -t --toolchains -T --threads`),
    packageSyntax: 'plain',
    scriptVerb: {
      verb: runOther,
      except: list(`
        validate initialize archetype:generate help:evaluate help:effective-pom help:system
        versions:set versions:commit wrapper:wrapper`),
    },
    cachePaths: ['/root/.m2/repository'],
    cacheFeedsBuild: true,
    manifests: ['pom.xml', '.mvn*', 'mvnw*'],
    resultPaths: ['target'],
    source: 'https://maven.apache.org/ref/current/maven-embedder/cli.html',
    checked,
  },
  {
    id: 'gradle',
    program: /^gradlew?$/,
    kind: 'language',
    verbs: [
      ...plainVerbs(
        'install',
        list('dependencies resolveDependencies downloadDependencies resolveAllDependencies'),
      ),
      ...plainVerbs(
        'build',
        list(`
          build assemble classes testClasses compileJava compileKotlin compileScala compileGroovy
          processResources jar war ear bootJar bootWar bootBuildImage installDist
          installShadowDist shadowJar shadowDistZip distZip distTar nativeCompile nativeBuild
          buildNative quarkusBuild check test publish publishToMavenLocal jlink jpackage
          jpackageImage buildFatJar`),
      ),
      ...plainVerbs('clean', ['clean']),
    ],
    optionStyle: 'words',
    goals: 'gradle',
    valueOptions: list(`
      -x --exclude-task -b --build-file -c --settings-file -p --project-dir -I --init-script -g
      --gradle-user-home -D --system-prop -P --project-prop --console --max-workers --priority
      --warning-mode --include-build --project-cache-dir --configuration-cache-problems -F
      --dependency-verification -M --write-verification-metadata --update-locks --tests
      --configuration`),
    packageSyntax: 'plain',
    scriptVerb: {
      verb: runOther,
      except: list(`
        help init wrapper tasks projects properties outgoingVariants buildEnvironment components
        model javaToolchains dependencyInsight resolvableConfigurations`),
    },
    cachePaths: ['/root/.gradle'],
    cacheFeedsBuild: true,
    manifests: [
      'settings.gradle*',
      'settings.gradle.kts*',
      'build.gradle*',
      'build.gradle.kts*',
      'gradle.properties*',
      'gradle*',
      'gradlew*',
    ],
    lockFiles: ['gradle.lockfile'],
    resultPaths: ['build/libs'],
    source: 'https://docs.gradle.org/current/userguide/command_line_interface.html',
    checked,
  },
  {
    id: 'bundler',
    program: /^bundler?$/,
    kind: 'language',
    verbs: [
      ...plainVerbs('install', list('install i package pack cache')),
      ...plainVerbs('install', ['']),
      ...verbs('install', ['add']),
      ...verbs('upgrade', ['update']),
      ...verbs('remove', ['remove']),
      ...plainVerbs('clean', ['clean']),
      ...verbs('run', list('exec e ex exe'), { passesRest: true }),
    ],
    valueOptions: list(`
      -j --jobs --retry --path --without --with --gemfile --shebang -P --trust-policy
      --target-rbconfig -g --group -s --source -v --version --git --github --branch --ref --glob`),
    packageSyntax: 'colon',
    versionOptions: list('-v --version'),
    productionOnly: ['--without'],
    frozen: list('--frozen --deployment'),
    cachePaths: ['/usr/local/bundle/cache'],
    cleanCommand: 'rm -rf /usr/local/bundle/cache/*.gem',
    manifests: ['Gemfile', '*.gemspec*', '.ruby-version*'],
    lockFiles: ['Gemfile.lock'],
    resultPaths: ['vendor/bundle'],
    source: 'https://bundler.io/man/bundle-install.1.html',
    checked,
  },
  {
    id: 'gem',
    program: /^gem$/,
    kind: 'language',
    verbs: [
      ...verbs('install', list('install i'), { global: true }),
      ...verbs('upgrade', ['update']),
      ...verbs('remove', ['uninstall']),
      ...verbs('build', ['build'], { takesPaths: true }),
      ...plainVerbs('clean', ['cleanup']),
    ],
    valueOptions: list(`
      -v --version -i --install-dir -n --bindir -s --source -P --trust-policy --platform -B
      --build-root --file --without --target-rbconfig --config-file`),
    packageSyntax: 'colon',
    versionOptions: list('-v --version'),
    cachePaths: ['/usr/local/bundle/cache'],
    cleanCommand: 'rm -rf "$(gem env gemdir)"/cache/*.gem',
    source: 'https://guides.rubygems.org/command-reference/',
    checked,
  },
  {
    id: 'composer',
    program: /^composer(?:\.phar)?$/,
    moduleOf: { program: /^php[\d.]*$/, words: ['composer.phar'] },
    kind: 'language',
    verbs: [
      ...plainVerbs('install', list('install i')),
      ...verbs('install', list('require r create-project')),
      ...verbs('install', ['global require'], { global: true }),
      ...plainVerbs('install', ['global install']),
      ...verbs('upgrade', ['update', 'u', 'upgrade', 'global update']),
      ...verbs('remove', ['remove', 'rm', 'uninstall', 'global remove']),
      ...plainVerbs('build', list('dump-autoload dumpautoload archive')),
      ...plainVerbs('clean', list('clear-cache clearcache cc')),
      ...verbs('run', list('run-script run exec'), { passesRest: true }),
    ],
    valueOptions: list(`
      -d --working-dir --prefer-install --ignore-platform-req --apcu-autoloader-prefix
      --repository --repository-url -s --stability --audit-format --bump-after-update --timeout`),
    packageSyntax: 'composer',
    assumeYes: list('-n --no-interaction'),
    noCache: ['--no-cache'],
    productionOnly: ['--no-dev'],
    cachePaths: ['/root/.composer/cache', '/root/.cache/composer'],
    cleanCommand: 'composer clear-cache',
    manifests: ['composer.json', 'symfony.lock*', 'auth.json*'],
    lockFiles: ['composer.lock'],
    resultPaths: ['vendor'],
    source: 'https://getcomposer.org/doc/03-cli.md',
    checked,
  },
  {
    id: 'dotnet',
    program: /^dotnet$/,
    kind: 'language',
    verbs: [
      ...verbs('install', ['restore'], { takesPaths: true }),
      ...plainVerbs('install', ['tool restore', 'workload restore']),
      ...verbs('install', ['add package', 'add * package', 'package add', 'workload install']),
      ...verbs('install', ['tool install']),
      ...verbs('upgrade', ['tool update', 'workload update']),
      ...verbs('remove', ['remove package', 'remove * package', 'package remove']),
      ...verbs('remove', ['tool uninstall']),
      ...verbs('build', list('build publish pack msbuild test'), { takesPaths: true }),
      ...plainVerbs('clean', ['clean', 'nuget locals']),
      ...verbs('run', list('run watch')),
    ],
    optionStyle: 'msbuild',
    valueOptions: list(`
      -c --configuration -f --framework -r --runtime -o --output -v --verbosity -a --arch --os -s
      --source --add-source --packages --configfile --version-suffix --project --logger --filter
      --results-directory --settings --tool-path --tool-manifest --version --lock-file-path
      --artifacts-path --package-directory --launch-profile -p --property -t --target --manifest`),
    takesBooleanWords: true,
    packageSyntax: 'at',
    versionOptions: ['--version'],
    globalOptions: list('-g --global'),
    frozen: ['--locked-mode', '-p:RestoreLockedMode=true'],
    cachePaths: ['/root/.nuget/packages'],
    cacheFeedsBuild: true,
    manifests: [
      '*.sln*',
      '*.slnx*',
      '*.csproj*',
      '*.fsproj*',
      '*.vbproj*',
      'Directory.Build.props*',
      'Directory.Build.targets*',
      'Directory.Packages.props*',
      'global.json*',
      'nuget.config*',
    ],
    lockFiles: ['packages.lock.json'],
    resultPaths: ['bin', 'obj'],
    source: 'https://learn.microsoft.com/en-us/dotnet/core/tools/dotnet-restore',
    checked,
  },
  {
    id: 'mix',
    program: /^mix$/,
    kind: 'language',
    verbs: [
      ...plainVerbs('install', ['deps.get']),
      ...verbs('install', list('local.hex local.rebar archive.install escript.install'), {
        global: true,
        takesPackages: false,
      }),
      ...plainVerbs('upgrade', ['deps.update']),
      ...plainVerbs(
        'build',
        list('deps.compile compile release test assets.deploy phx.digest escript.build'),
      ),
      ...plainVerbs('clean', list('clean deps.clean')),
      ...verbs('run', list('run phx.server ecto.migrate')),
    ],
    goals: 'mix',
    valueOptions: list('--only --target --path --name --version --sha512 --repo --organization'),
    packageSyntax: 'plain',
    assumeYes: ['--force'],
    productionOnly: ['--only=prod'],
    frozen: ['--check-locked'],
    cachePaths: ['/root/.hex/packages'],
    manifests: ['mix.exs', 'config*'],
    lockFiles: ['mix.lock'],
    resultPaths: ['deps', '_build'],
    source: 'https://hexdocs.pm/mix/Mix.Tasks.Deps.Get.html',
    checked,
  },
];
