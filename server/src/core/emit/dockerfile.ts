import type {
  CopyStep,
  Environment,
  Health,
  ImagePlan,
  Mount,
  PlannedStage,
  Runtime,
  Step,
} from '../plan/image-plan';
import { defineEmitter, type EmitSettings } from './define-emitter';

export default defineEmitter({
  id: 'dockerfile',
  title: 'Dockerfile',
  always: true,
  emit: (plan, settings) => [
    { path: 'Dockerfile', text: writeDockerfile(plan, settings), purpose: 'The image.' },
  ],
});

function writeDockerfile(plan: ImagePlan, settings: EmitSettings): string {
  const { digests } = settings;
  const last = plan.stages.length - 1;
  const stages = plan.stages.map((stage, index) => [
    ...writeStage(stage, digests),
    ...(index === last ? writeRuntime(plan) : []),
    ...(stage.name === plan.front?.name ? writeProcess(plan.front) : []),
  ]);
  return [
    '# syntax=docker/dockerfile:1',
    '# check=error=true',
    '',
    ...writeUse(plan, settings),
    ...stages.flatMap((lines) => ['', ...lines]),
    '',
  ].join('\n');
}

/** How the image is built and run, for the next person who opens the file. */
function writeUse(
  { name, platform, runtime, front, buildSecrets }: ImagePlan,
  { dockerfile }: EmitSettings,
): readonly string[] {
  const secrets = buildSecrets.map(({ id, from, source }) =>
    from === 'file' ? ` --secret id=${id},src=${source}` : ` --secret id=${id},env=${source}`,
  );
  const file = dockerfile === 'Dockerfile' ? '' : ` --file ${dockerfile}`;
  const port =
    runtime.port === undefined || front !== undefined
      ? ''
      : ` --publish 127.0.0.1:${String(runtime.port)}:${String(runtime.port)}`;
  // Hosts of modules look for the platform, which attestations beside the image hide.
  if (platform !== undefined) {
    return [
      `# Build: docker build --platform ${platform} --provenance=false --tag ${name}${file}${secrets.join('')} .`,
    ];
  }
  const folders = runtime.writablePaths.map(({ path, keep }) =>
    keep === true ? ` --volume ${name}${path.replaceAll('/', '-')}:${path}` : ` --tmpfs ${path}`,
  );
  return [
    `# Build: docker build --tag ${name}${file}${secrets.join('')} .`,
    ...(front === undefined
      ? []
      : [
          `#        docker build --target ${front.name} --tag ${name}-${front.name}${file}${secrets.join('')} .`,
        ]),
    `# Run:   docker run --rm${runtime.needsInit ? ' --init' : ''} --read-only --tmpfs /tmp${runtime.tmpWithoutPrograms ? '' : ':exec'}${folders.join('')} --cap-drop=ALL --security-opt=no-new-privileges${port} ${name}`,
  ];
}

function writeStage(
  { name, comment, from, onBuildPlatform, steps }: PlannedStage,
  digests: ReadonlyMap<string, string>,
): readonly string[] {
  const source = from.kind === 'stage' ? from.stage : pin(from.image, digests);
  const platform = onBuildPlatform === true ? '--platform=$BUILDPLATFORM ' : '';
  return [
    ...writeComment(comment),
    `FROM ${platform}${source} AS ${name}`,
    ...steps.flatMap((step) => [...writeComment(step.comment), ...writeStep(step, digests)]),
  ];
}

function pin(image: string, digests: ReadonlyMap<string, string>): string {
  const digest = digests.get(image);
  return digest === undefined ? image : `${image}@${digest}`;
}

function writeComment(comment: string | undefined): readonly string[] {
  return comment === undefined ? [] : comment.split('\n').map((line) => `# ${line}`);
}

function writeStep(step: Step, digests: ReadonlyMap<string, string>): readonly string[] {
  switch (step.kind) {
    case 'argument':
      return [`ARG ${step.name}${step.value === undefined ? '' : `=${quote(step.value)}`}`];
    case 'workdir':
      return [`WORKDIR ${step.path}`];
    case 'environment':
      return writeEnvironment(step.values);
    case 'copy':
      return [writeCopy(step, digests)];
    case 'run':
      return writeRun(step.mounts ?? [], joinCommands(step.commands), digests);
  }
}

function writeEnvironment(values: Environment): readonly string[] {
  const [first, ...others] = values.map(([name, value]) => `${name}=${quote(value)}`);
  if (first === undefined) return [];
  return continueLines([`ENV ${first}`, ...others.map((each) => `    ${each}`)]);
}

function writeCopy(step: CopyStep, digests: ReadonlyMap<string, string>): string {
  const flags = [
    '--link',
    ...(step.from === undefined ? [] : [`--from=${pin(step.from, digests)}`]),
    ...(step.parents === true ? ['--parents'] : []),
    ...(step.without ?? []).map((path) => `--exclude=${path}`),
    ...(step.mode === undefined ? [] : [`--chmod=${step.mode}`]),
    ...(step.owner === undefined ? [] : [`--chown=${step.owner}`]),
  ];
  const words = [...step.sources, step.target];
  return `COPY ${flags.join(' ')} ${words.some((word) => /\s/.test(word)) ? writeArray(words) : words.join(' ')}`;
}

function joinCommands(commands: readonly string[]): readonly string[] {
  return commands.map((command, index) =>
    index < commands.length - 1 ? `${command} &&` : command,
  );
}

function writeRun(
  mounts: readonly Mount[],
  lines: readonly string[],
  digests: ReadonlyMap<string, string>,
): readonly string[] {
  const [first = '', ...others] = [
    ...mounts.map((mount) => `--mount=${writeMount(mount, digests)}`),
    ...lines.flatMap((line) => line.split('\n')),
  ];
  return continueLines([`RUN ${first}`, ...others.map((line) => `    ${line}`)]);
}

function writeMount(mount: Mount, digests: ReadonlyMap<string, string>): string {
  switch (mount.kind) {
    case 'bind':
      return [
        'type=bind',
        ...(mount.from === undefined ? [] : [`from=${pin(mount.from, digests)}`]),
        `source=${mount.source}`,
        `target=${mount.target ?? mount.source}`,
        ...(mount.writable === true ? ['rw'] : []),
      ].join(',');
    case 'cache':
      return [
        'type=cache',
        ...(mount.id === undefined ? [] : [`id=${mount.id}`]),
        `target=${mount.target}`,
        ...(mount.locked === true ? ['sharing=locked'] : []),
      ].join(',');
    case 'secret':
      return [
        'type=secret',
        `id=${mount.id}`,
        ...(mount.target === undefined ? [] : [`target=${mount.target}`]),
        ...(mount.variable === undefined ? [] : [`env=${mount.variable}`]),
        'required=true',
      ].join(',');
  }
}

function writeRuntime({
  name,
  description,
  source,
  licence,
  runtime,
}: ImagePlan): readonly string[] {
  const label = (key: string, value: string): string =>
    `org.opencontainers.image.${key}=${JSON.stringify(value)}`;
  const labels = [
    label('title', name),
    ...(description === undefined ? [] : [label('description', description)]),
    ...(source === undefined ? [] : [label('source', source)]),
    ...(licence === undefined ? [] : [label('licenses', licence)]),
    label('version', '${VERSION}'),
    label('revision', '${REVISION}'),
  ];
  const [first = '', ...others] = labels;
  return [
    '',
    '# What this build is: docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)"',
    'ARG VERSION=0.0.0',
    'ARG REVISION=unknown',
    ...continueLines([`LABEL ${first}`, ...others.map((each) => `      ${each}`)]),
    ...writeEnvironment(runtime.environment),
    ...writeProcess(runtime),
  ];
}

type Process = Pick<Runtime, 'user' | 'port' | 'stopSignal' | 'health' | 'entrypoint' | 'command'>;

function writeProcess(process: Process): readonly string[] {
  const { user, port, stopSignal, health, entrypoint, command } = process;
  return [
    `USER ${String(user.uid)}:${String(user.gid)}`,
    ...(port === undefined ? [] : [`EXPOSE ${String(port)}`]),
    ...(stopSignal === undefined ? [] : [`STOPSIGNAL ${stopSignal}`]),
    ...writeHealthcheck(health),
    ...(entrypoint === undefined ? [] : [`ENTRYPOINT ${writeArray(entrypoint)}`]),
    ...(command.length === 0 ? [] : [`CMD ${writeArray(command)}`]),
  ];
}

function writeHealthcheck(health: Health): readonly string[] {
  if (health.test === undefined) return [];
  return [
    `HEALTHCHECK --interval=30s --timeout=3s --start-period=${String(health.startPeriod)}s --start-interval=2s --retries=3 \\`,
    `    CMD ${writeArray(health.test)}`,
  ];
}

function writeArray(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}

/** A value of ENV or ARG; variables in it stay variables. */
function quote(value: string): string {
  return /^[\w./:@%+,=${}-]+$/.test(value) ? value : `"${value.replace(/(["\\])/g, '\\$1')}"`;
}

function continueLines(lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line));
}
