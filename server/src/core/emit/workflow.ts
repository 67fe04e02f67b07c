import { actionPins, type PinnedAction } from '../data/action-pins';
import { atProjectRoot } from '../plan/context-root';
import type { ImagePlan, PlannedSecret } from '../plan/image-plan';
import { defineEmitter, type EmitSettings } from './define-emitter';

export default defineEmitter({
  id: 'workflow',
  title: 'Workflow of GitHub Actions',
  always: false,
  emit: (plan, settings) => [
    {
      path: atProjectRoot(settings.folder, `.github/workflows/${nameFile(plan, settings)}`),
      text: writeWorkflow(plan, settings),
      purpose: 'Checks, builds, scans, signs and publishes the image.',
    },
  ],
});

/** Several applications of a repository have a workflow each. */
function nameFile({ name }: ImagePlan, { folder }: EmitSettings): string {
  return `image${folder === '' ? '' : `-${name}`}.yml`;
}

/** What the steps of both jobs share. */
interface Build {
  readonly name: string;
  /** What the plan says: one for a module of WebAssembly. */
  readonly platform: string | undefined;
  /** Relative to the repository, as is the next. */
  readonly context: string;
  readonly dockerfile: string;
  readonly secrets: readonly PlannedSecret[];
  /** True when an image comes from the registry that wants a login. */
  readonly hasHardenedImages: boolean;
  /** Behind the name of the repository in the registry; empty for the only image of a repository. */
  readonly imageSuffix: string;
  /** The file of the workflow: `image.yml`. */
  readonly file: string;
  /** The stage that is shipped, and that of a server in front of it, an image of its own. */
  readonly targets: readonly [shipped: string, front: string] | undefined;
}

function writeWorkflow(plan: ImagePlan, settings: EmitSettings): string {
  const { name, platform, front, stages, buildSecrets } = plan;
  const { folder } = settings;
  const build: Build = {
    name,
    platform,
    context: settings.contextFolder === '.' && folder !== '' ? folder : '.',
    dockerfile: folder === '' ? 'Dockerfile' : `${folder}/Dockerfile`,
    secrets: buildSecrets,
    hasHardenedImages: usesHardenedImages(plan),
    imageSuffix: folder === '' ? '' : `/${name}`,
    file: nameFile(plan, settings),
    targets: front === undefined ? undefined : [stages.at(-1)?.name ?? '', front.name],
  };
  return [
    ...writeHead(build),
    '',
    'jobs:',
    ...indent(2, [...writeVerifyJob(build), '', ...writePublishJob(build)]),
    '',
  ].join('\n');
}

function writeHead({
  platform,
  hasHardenedImages,
  secrets,
  imageSuffix,
  file,
}: Build): readonly string[] {
  const needed = [
    ...(hasHardenedImages ? ['DOCKERHUB_USERNAME', 'DOCKERHUB_TOKEN'] : []),
    ...secrets.map(variableOf),
  ];
  const image = `ghcr.io/OWNER/REPOSITORY${imageSuffix}`;
  return [
    ...(platform === undefined
      ? [
          '# Checks, builds and scans the image; off pull requests it is also published, with a list of its parts (SBOM),',
          '# with provenance, and signed. Every action is pinned to a commit, because tags can be moved.',
        ]
      : [
          '# Checks, builds and scans the image; off pull requests it is also published and signed.',
          '# Every action is pinned to a commit, because tags can be moved.',
        ]),
    '#',
    '# To verify what was published:',
    `#   cosign verify ${image}@sha256:DIGEST \\`,
    `#     --certificate-identity-regexp '^https://github\\.com/OWNER/REPOSITORY/\\.github/workflows/${file.replace('.', '\\.')}@' \\`,
    '#     --certificate-oidc-issuer https://token.actions.githubusercontent.com',
    ...(needed.length === 0
      ? []
      : [
          '#',
          `# Secrets of the repository that it needs: ${needed.join(', ')}.`,
          '# Pull requests from forks have no secrets, so their build fails.',
        ]),
    'name: Image',
    '',
    'on:',
    '  pull_request:',
    '  push:',
    '    branches: [main]',
    "    tags: ['v*.*.*']",
    '  schedule:',
    '    # Fixes of the base image arrive without a change here.',
    "    - cron: '23 4 * * 1'",
    '  workflow_dispatch:',
    '',
    'permissions:',
    '  contents: read',
    '',
    'concurrency:',
    '  group: ${{ github.workflow }}-${{ github.ref }}',
    "  cancel-in-progress: ${{ github.event_name == 'pull_request' }}",
  ];
}

/** One job for each image, where there are two. */
function writeMatrix({ targets }: Build): readonly string[] {
  if (targets === undefined) return [];
  const [shipped, front] = targets;
  return [
    '  strategy:',
    '    matrix:',
    '      include:',
    `        - { target: ${shipped}, suffix: '' }`,
    `        - { target: ${front}, suffix: -${front} }`,
  ];
}

/** What a value has behind it that differs between the images. */
function suffixOf({ targets }: Build): string {
  return targets === undefined ? '' : '${{ matrix.suffix }}';
}

function writeTarget({ targets }: Build): readonly string[] {
  return targets === undefined ? [] : ['    target: ${{ matrix.target }}'];
}

function writeVerifyJob(build: Build): readonly string[] {
  const name = `${build.name}${suffixOf(build)}`;
  return [
    'verify:',
    '  name: Check, build and scan',
    ...writeMatrix(build),
    '  runs-on: ubuntu-24.04',
    '  timeout-minutes: 30',
    '  permissions:',
    '    contents: read',
    '    security-events: write # for the findings of the scan',
    '  steps:',
    ...indent(4, [
      ...writeCheckout(),
      ...writeSetup(build),
      '- name: Check the Dockerfile',
      `  uses: ${use('docker/build-push-action')}`,
      '  with:',
      `    context: ${build.context}`,
      `    file: ${build.dockerfile}`,
      ...writeTarget(build),
      '    call: check',
      '- name: Build for the scan',
      `  uses: ${use('docker/build-push-action')}`,
      ...writeSecretVariables(build),
      '  with:',
      `    context: ${build.context}`,
      `    file: ${build.dockerfile}`,
      ...writeTarget(build),
      '    pull: true',
      '    load: true',
      "    no-cache: ${{ github.event_name == 'schedule' }}",
      `    tags: ${name}:scan`,
      ...writeSecrets(build),
      `    cache-from: type=gha,scope=${name}`,
      '    # Pull requests read the cache and do not write to it.',
      `    cache-to: \${{ github.event_name != 'pull_request' && ${writeCache(build)} || '' }}`,
      '- name: Scan',
      '  id: scan',
      `  uses: ${use('anchore/scan-action')}`,
      '  with:',
      `    image: ${name}:scan`,
      '    # Fails on what is serious and has a fix.',
      '    fail-build: true',
      '    severity-cutoff: high',
      '    only-fixed: true',
      '    output-format: sarif',
      '- name: Show the findings',
      "  if: ${{ !cancelled() && steps.scan.outputs.sarif != '' && github.event.pull_request.head.repo.fork != true }}",
      `  uses: ${use('github/codeql-action', 'upload-sarif')}`,
      '  # Private repositories need GitHub Code Security for it.',
      '  continue-on-error: true',
      '  with:',
      '    sarif_file: ${{ steps.scan.outputs.sarif }}',
      `    category: ${name}`,
    ]),
  ];
}

/** The cache to write to, as an expression: within one no other can stand. */
function writeCache({ name, targets }: Build): string {
  const cache = `type=gha,mode=max,scope=${name}`;
  return targets === undefined ? `'${cache}'` : `format('${cache}{0}', matrix.suffix)`;
}

function writePublishJob(build: Build): readonly string[] {
  const { platform, imageSuffix, targets } = build;
  const name = `${build.name}${suffixOf(build)}`;
  return [
    'publish:',
    '  name: Publish and sign',
    '  needs: verify',
    "  if: ${{ github.event_name != 'pull_request' }}",
    ...writeMatrix(build),
    '  runs-on: ubuntu-24.04',
    '  timeout-minutes: 60',
    '  permissions:',
    '    contents: read',
    '    packages: write # for the image',
    '    id-token: write # for the signature, which needs no key',
    '    attestations: write # for the provenance',
    '  steps:',
    ...indent(4, [
      ...writeCheckout(),
      ...(platform === undefined
        ? ['- name: Emulate other processors', `  uses: ${use('docker/setup-qemu-action')}`]
        : []),
      ...writeSetup(build),
      '- name: Log in to the registry',
      `  uses: ${use('docker/login-action')}`,
      '  with:',
      '    registry: ghcr.io',
      '    username: ${{ github.actor }}',
      '    password: ${{ secrets.GITHUB_TOKEN }}',
      '- name: Name the image',
      '  id: name',
      ...(targets === undefined ? [] : ['  env:', '    SUFFIX: ${{ matrix.suffix }}']),
      `  run: echo "image=ghcr.io/\${GITHUB_REPOSITORY,,}${imageSuffix}${targets === undefined ? '' : '${SUFFIX}'}" >> "$GITHUB_OUTPUT"`,
      '- name: Choose tags and labels',
      '  id: meta',
      `  uses: ${use('docker/metadata-action')}`,
      '  with:',
      '    images: ${{ steps.name.outputs.image }}',
      '    flavor: latest=false',
      '    tags: |',
      '      type=semver,pattern={{version}}',
      '      type=semver,pattern={{major}}.{{minor}}',
      "      type=semver,pattern={{major}},enable=${{ !startsWith(github.ref, 'refs/tags/v0.') }}",
      "      type=sha,enable=${{ github.event_name != 'schedule' }}",
      "      type=schedule,pattern={{date 'YYYYMMDD'}}",
      '- name: Build and push',
      '  id: build',
      `  uses: ${use('docker/build-push-action')}`,
      ...writeSecretVariables(build),
      '  with:',
      `    context: ${build.context}`,
      `    file: ${build.dockerfile}`,
      ...writeTarget(build),
      `    platforms: ${platform ?? 'linux/amd64,linux/arm64'}`,
      '    pull: true',
      '    push: true',
      '    tags: ${{ steps.meta.outputs.tags }}',
      '    labels: ${{ steps.meta.outputs.labels }}',
      '    build-args: |',
      '      VERSION=${{ steps.meta.outputs.version }}',
      '      REVISION=${{ github.sha }}',
      ...writeSecrets(build),
      ...(platform === undefined
        ? ['    provenance: mode=max', '    sbom: true']
        : [
            '    # Hosts of modules look for the platform, which attestations beside the image hide.',
            '    provenance: false',
            '    sbom: false',
          ]),
      "    no-cache: ${{ github.event_name == 'schedule' }}",
      `    cache-from: type=gha,scope=${name}`,
      `    cache-to: type=gha,mode=max,scope=${name}`,
      '- name: Install cosign',
      `  uses: ${use('sigstore/cosign-installer')}`,
      '- name: Sign',
      '  env:',
      '    IMAGE: ${{ steps.name.outputs.image }}',
      '    DIGEST: ${{ steps.build.outputs.digest }}',
      '  run: cosign sign --yes "${IMAGE}@${DIGEST}"',
      '- name: Attest where it was built',
      '  # Private repositories need GitHub Enterprise Cloud for it.',
      "  if: ${{ github.event.repository.visibility == 'public' }}",
      `  uses: ${use('actions/attest-build-provenance')}`,
      '  with:',
      '    subject-name: ${{ steps.name.outputs.image }}',
      '    subject-digest: ${{ steps.build.outputs.digest }}',
      '    push-to-registry: true',
    ]),
  ];
}

function writeCheckout(): readonly string[] {
  return [
    '- name: Check out',
    `  uses: ${use('actions/checkout')}`,
    '  with:',
    '    persist-credentials: false',
  ];
}

function writeSetup({ hasHardenedImages }: Build): readonly string[] {
  const login = [
    '- name: Log in to Docker Hardened Images',
    `  uses: ${use('docker/login-action')}`,
    '  with:',
    '    registry: dhi.io',
    '    username: ${{ secrets.DOCKERHUB_USERNAME }}',
    '    password: ${{ secrets.DOCKERHUB_TOKEN }}',
  ];
  return [
    '- name: Set up Buildx',
    `  uses: ${use('docker/setup-buildx-action')}`,
    ...(hasHardenedImages ? login : []),
  ];
}

/** Secrets of the repository as variables of a step, whose input `secret-envs` hands them to the build. */
function writeSecretVariables({ secrets }: Build): readonly string[] {
  if (secrets.length === 0) return [];
  return [
    '  env:',
    ...secrets.map((secret) => `    ${variableOf(secret)}: \${{ secrets.${variableOf(secret)} }}`),
  ];
}

function writeSecrets({ secrets }: Build): readonly string[] {
  if (secrets.length === 0) return [];
  return [
    '    secret-envs: |',
    ...secrets.map((secret) => `      ${secret.id}=${variableOf(secret)}`),
  ];
}

function variableOf({ from, id, source }: PlannedSecret): string {
  return from === 'env' ? source : id.toUpperCase().replace(/\W/g, '_');
}

function usesHardenedImages({ stages }: ImagePlan): boolean {
  return stages.some(
    ({ from, steps }) =>
      (from.kind === 'image' && from.image.startsWith('dhi.io/')) ||
      steps.some((step) => step.kind === 'copy' && step.from?.startsWith('dhi.io/') === true),
  );
}

/** `docker/login-action@COMMIT # v4.6.0`; `inner` is the folder of an action that shares a repository. */
function use(action: PinnedAction, inner?: string): string {
  const { commit, version } = actionPins[action];
  return `${inner === undefined ? action : `${action}/${inner}`}@${commit} # ${version}`;
}

function indent(width: number, lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `${' '.repeat(width)}${line}`));
}
