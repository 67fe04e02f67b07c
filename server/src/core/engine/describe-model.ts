import type { Execution } from '../model/commands';
import type { CopyFacts, CopyOrigin } from '../model/files';
import type { DockerfileModel } from '../model/model';
import type { PackageOperation } from '../model/packages';
import type { ExposedPort, StartCommand } from '../model/process';
import type { EffectiveShell } from '../model/shell';
import type { Stage, StageBase } from '../model/stage-graph';
import type { Binding } from '../model/variables';
import type { Span } from '../text/span';

/** The facts of a document as text, to look inside: what rules believe about a file. */
export function describeModel(model: DockerfileModel): string {
  if (model.stages.length === 0) return 'no stages\n';
  return model.stages.map((stage) => describeStage(model, stage)).join('\n');
}

function describeStage(model: DockerfileModel, stage: Stage): string {
  const process = model.processOf(stage);
  const lines = [
    `stage ${String(stage.index)}${stage.name === undefined ? '' : ` "${stage.name}"`}${model.isShipped(stage) ? ' (shipped)' : ''}`,
    `  base: ${describeBase(stage.base)}`,
    `  user: ${describeUsers(model, stage)}`,
    `  accounts: ${describeAccounts(model, stage)}`,
    `  shell: ${describeShell(model.shellAtEnd(stage))}`,
    `  workdir: ${model.workdirAtEnd(stage) ?? 'unknown'}`,
    `  environment: ${list(
      model.variables
        .atEnd(stage)
        .all()
        .map((binding) => describeBinding(model, binding)),
    )}`,
    `  packages: ${list(model.packageOperationsOf(stage).map(describeOperation))}`,
    `  copies: ${list(model.copiesOf(stage).map(describeCopy))}`,
    `  entrypoint: ${describeStart(process.entrypoint)}`,
    `  command: ${describeStart(process.command)}`,
    `  health check: ${process.healthCheck?.kind ?? 'not set'}`,
    `  ports: ${list(process.ports.map(describePort))}`,
    `  volumes: ${list(process.volumes.map((word) => word.text))}`,
    `  stop signal: ${process.stopSignal?.argumentText ?? 'not set'}`,
    ...model.runsOf(stage).map((run) => describeRun(model, run)),
  ];
  return `${lines.join('\n')}\n`;
}

/** `root, then node (non-root, line 4)`: what the stage starts with, and what each USER makes of it. */
function describeUsers(model: DockerfileModel, stage: Stage): string {
  const { initial, changes } = model.usersOf(stage);
  return [initial, ...changes]
    .map(({ name, group, privilege, instruction }, index) => {
      const account = `${name ?? 'unknown'}${group === undefined ? '' : `:${group}`}`;
      const place =
        index === 0 || instruction === undefined ? '' : `, ${lineOf(model, instruction)}`;
      return `${account} (${privilege}${place})`;
    })
    .join(', then ');
}

function describeAccounts(model: DockerfileModel, stage: Stage): string {
  const { accounts, groups, complete } = model.accountsOf(stage);
  const names = accounts.map(({ name, uid }) => `${name}=${String(uid ?? '?')}`);
  const made = groups.map(({ name, gid }) => `group ${name}=${String(gid ?? '?')}`);
  return `${list([...names, ...made])}${complete ? '' : ' (and maybe others)'}`;
}

function describeShell({ program, errexit, pipefail }: EffectiveShell): string {
  return [program, ...(errexit ? ['errexit'] : []), ...(pipefail ? ['pipefail'] : [])].join(', ');
}

/** The line is that of the value: an ARG without one may have it from above the first FROM. */
function describeBinding(model: DockerfileModel, binding: Binding): string {
  const { kind, name, value, assignment } = binding;
  const place = assignment === undefined ? '' : ` (${lineOf(model, assignment)})`;
  return `${kind} ${name}=${value ?? '?'}${place}`;
}

function describeOperation({ manager, action, script, packages }: PackageOperation): string {
  const names = packages.map(
    ({ name, version, word }) =>
      `${name ?? word.text}${version === undefined ? '' : `@${version}`}`,
  );
  return [manager.id, action, ...(script === undefined ? [] : [script]), ...names].join(' ');
}

function describeCopy({ origin, sources, target, chown, chmod }: CopyFacts): string {
  const paths = sources.map(({ kind, path }) => (kind === 'path' ? (path ?? '?') : kind));
  const owner = chown === undefined ? '' : ` owner ${chown.text}`;
  const mode = chmod === undefined ? '' : ` mode ${chmod.text}`;
  return `${describeOrigin(origin)}:${paths.join('+')} -> ${target ?? '?'}${owner}${mode}`;
}

function describeOrigin(origin: CopyOrigin): string {
  switch (origin.kind) {
    case 'stage':
      return `stage ${String(origin.stage.index)}`;
    case 'image':
      return `image ${origin.reference.text}`;
    default:
      return origin.kind;
  }
}

function describePort({ first, last, protocol }: ExposedPort): string {
  const range = first === last ? '' : `-${String(last ?? '?')}`;
  return `${String(first ?? '?')}${range}/${protocol}`;
}

function describeRun(model: DockerfileModel, run: Execution): string {
  const mounts = model
    .mountsOf(run.instruction)
    .map(({ type, target, id, required }) =>
      [type, target ?? id ?? '', ...(required ? ['required'] : [])]
        .filter((part) => part !== '')
        .join(' '),
    );
  const notes = [run.form, ...(run.complete ? [] : ['not fully understood']), ...mounts];
  const commands = run.commands.map(({ name, wrappers }) => [...wrappers, name ?? '?'].join(' '));
  return `  run (${notes.join(', ')}): ${list(commands)}`;
}

function lineOf(model: DockerfileModel, { span }: { readonly span: Span }): string {
  return `line ${String(model.lines.placeAt(span.start).line + 1)}`;
}

function describeBase(base: StageBase): string {
  switch (base.kind) {
    case 'image':
      return `${base.reference.repository}${base.tag === undefined ? '' : `:${base.tag}`}${base.facts === undefined ? ' (no facts)' : ` (${base.facts.variant.distribution}, ${base.facts.variant.libc})`}`;
    case 'stage':
      return `stage ${String(base.stage.index)}`;
    default:
      return base.kind;
  }
}

function describeStart(start: StartCommand): string {
  switch (start.kind) {
    case 'instruction':
      return `${start.instruction.argumentText} (${start.execution.form} form)`;
    case 'base':
      return `${start.words.join(' ')} (from the base image)`;
    default:
      return start.kind;
  }
}

function list(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}
