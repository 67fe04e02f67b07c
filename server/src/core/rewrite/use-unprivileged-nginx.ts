import { findImageVariant } from '../data/base-images';
import type { DockerfileModel } from '../model/model';
import { readNginxSites, type NginxSite } from '../model/nginx-sites';
import type { StartCommand } from '../model/process';
import type { BaseImage, Stage } from '../model/stage-graph';
import type { FileChange } from '../project/project-files';
import type { Instruction } from '../syntax/instruction';
import { applyEdits, type Edit } from '../text/edit';
import { insertAfter, insertBefore, keyword } from './instructions';
import { replaceWord } from './words';

/** How an image of nginx runs without root, or why it cannot. */
export type UnprivilegedNginx =
  | {
      readonly kind: 'plan';
      readonly image: string;
      readonly edits: readonly Edit[];
      readonly files: readonly FileChange[];
      /** True when the port changes from 80 to 8080. */
      readonly movesPort: boolean;
      readonly evidence: readonly string[];
    }
  | { readonly kind: 'refused'; readonly image: string; readonly reason: string };

const repositories: ReadonlyMap<string, string> = new Map([
  ['docker.io/library/nginx', 'nginxinc/nginx-unprivileged'],
  ['public.ecr.aws/docker/library/nginx', 'nginxinc/nginx-unprivileged'],
  ['public.ecr.aws/nginx/nginx', 'public.ecr.aws/nginx/nginx-unprivileged'],
]);

/**
 * Plans the change from nginx to nginx-unprivileged, which serves on port 8080 as user 101. Undefined where the stage
 * does not serve with nginx as root.
 */
export function planUnprivilegedNginx(
  model: DockerfileModel,
  stage: Stage,
): UnprivilegedNginx | undefined {
  const { base } = stage;
  if (base.kind !== 'image' || base.facts?.family.id !== 'nginx') return undefined;
  const has = (...names: readonly string[]): boolean =>
    stage.instructions.some(({ keyword: name }) => names.includes(name));
  if (has('USER', 'ONBUILD') || !has('COPY', 'ADD') || !servesItself(model, stage))
    return undefined;
  const image = imageOf(base, stage.imageWord?.text ?? '');
  if (image === undefined) return undefined;
  const refuse = (reason: string): UnprivilegedNginx => ({ kind: 'refused', image, reason });
  const obstacle = findObstacle(model, stage);
  if (obstacle !== undefined) return refuse(obstacle);
  const sites = readNginxSites(model, stage);
  if (typeof sites === 'string') return refuse(sites);
  const movesPort = sites.usesStock || sites.sites.some(({ edits }) => edits.length !== 0);
  const ports = movePorts(model, stage, movesPort);
  if (typeof ports === 'string') return refuse(ports);
  const word = stage.imageWord;
  if (word === undefined) return undefined;
  return {
    kind: 'plan',
    image,
    edits: [
      replaceWord(word, image),
      ...keepRoot(model, stage),
      ...ports,
      ...sites.sites.flatMap((site) => inDockerfile(site)),
    ],
    files: sites.sites.flatMap((site) => toFile(site)),
    movesPort,
    evidence: evidenceOf(sites.sites, sites.usesStock),
  };
}

/** The reference of the other image; a variable in the tag stays. */
function imageOf({ reference, tag, literal }: BaseImage, written: string): string | undefined {
  const repository = repositories.get(reference.repository);
  if (repository === undefined || tag === undefined || reference.digest !== undefined)
    return undefined;
  const full = repository.startsWith('public.') ? repository : `docker.io/${repository}`;
  if (findImageVariant(full, tag) === undefined) return undefined;
  if (literal) return reference.tag === undefined ? repository : `${repository}:${tag}`;
  const start = /^[^$:]*nginx:/.exec(written)?.[0];
  return start === undefined ? undefined : `${repository}:${written.slice(start.length)}`;
}

/** True when the image starts nginx by itself, or ENTRYPOINT or CMD does. */
function servesItself(model: DockerfileModel, stage: Stage): boolean {
  const { entrypoint, command } = model.processOf(stage);
  const isNginx = (start: StartCommand): boolean =>
    start.kind === 'instruction' && start.execution.commands.some(({ name }) => name === 'nginx');
  return entrypoint.kind === 'base' || isNginx(command) || isNginx(entrypoint);
}

/** Why the stage may need root for more than the usual settings. */
function findObstacle(model: DockerfileModel, stage: Stage): string | undefined {
  const { entrypoint, command } = model.processOf(stage);
  const own = [entrypoint, command].filter((start) => start.kind === 'instruction');
  const texts = own.flatMap(({ execution }) =>
    execution.commands.flatMap(({ words }) => words.map(({ value, text }) => value ?? text)),
  );
  const isUsual = /^nginx(?:-debug)?(?: -g daemon off;)?$/.test(texts.join(' '));
  if (own.some(({ execution }) => !execution.complete) || (own.length !== 0 && !isUsual)) {
    return 'The file starts nginx with settings of its own, or something else.';
  }
  for (const run of model.runsOf(stage)) {
    const text = run.instruction.argumentText;
    if (!run.complete) return 'Not every RUN of the stage is understood.';
    const rest = text.replace(
      /\brm(?:\s+-\w+)*(?:\s+\/etc\/nginx\/conf\.d\/(?:default\.conf|\*(?:\.conf)?))+/g,
      '',
    );
    if (
      /\/etc\/nginx|\bnginx\.conf|conf\.d|nginx\.pid|\blisten\b|setcap|\/run\b|docker-entrypoint/.test(
        rest,
      )
    ) {
      return 'A RUN changes the settings of nginx.';
    }
  }
  return undefined;
}

/** EXPOSE and the health check name the new port; a sentence when they name others. */
function movePorts(model: DockerfileModel, stage: Stage, moves: boolean): readonly Edit[] | string {
  const edits: Edit[] = [];
  for (const { word, first, last } of model.processOf(stage).ports) {
    if (first === undefined || first !== last) return `EXPOSE names ports that are not known.`;
    if (first === 80 && moves) {
      if (!/^80(?:\/tcp)?$/i.test(word.text)) return 'The port of EXPOSE comes from a variable.';
      edits.push(replaceWord(word, word.text.replace(/^80/, '8080')));
    } else if (first < 1024) {
      return `EXPOSE names port ${String(first)}.`;
    }
  }
  const { healthCheck } = model.processOf(stage);
  if (healthCheck?.kind !== 'command' || !moves) return edits;
  const probe = moveProbe(model, healthCheck.instruction);
  return probe === undefined
    ? 'Which port the health check asks is not known.'
    : [...edits, ...probe];
}

const address =
  /\bhttp:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(:\d+)?(?=[/"'\s?]|$)|\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(:\d+)?(?=[/"'\s?]|$)/g;

function moveProbe(model: DockerfileModel, instruction: Instruction): readonly Edit[] | undefined {
  const text = model.text.slice(instruction.span.start, instruction.span.end);
  if (instruction.innerComments.length !== 0) return undefined;
  const edits: Edit[] = [];
  for (const match of text.matchAll(address)) {
    const port = match[1] ?? match[2];
    if (port !== undefined && port !== ':80') return undefined;
    const end = instruction.span.start + match.index + match[0].length;
    edits.push({ span: { start: end - (port?.length ?? 0), end }, text: ':8080' });
  }
  return edits.length === 1 ? edits : undefined;
}

/** The steps of the stage run as root, as they did; nginx itself does not. */
function keepRoot(model: DockerfileModel, stage: Stage): readonly Edit[] {
  const runs = stage.instructions.filter(({ keyword: name }) => name === 'RUN');
  const [first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined) return [];
  const user = keyword(model, 'USER');
  return [insertBefore(model, first, [`${user} root`]), insertAfter(model, last, [`${user} 101`])];
}

function inDockerfile({ path, edits, offset }: NginxSite): readonly Edit[] {
  if (path !== undefined) return [];
  return edits.map(({ span, text }) => ({
    span: { start: span.start + offset, end: span.end + offset },
    text,
  }));
}

function toFile({ path, text, edits }: NginxSite): readonly FileChange[] {
  if (path === undefined || edits.length === 0) return [];
  return [{ path, before: text, after: applyEdits(text, edits) }];
}

function evidenceOf(sites: readonly NginxSite[], usesStock: boolean): readonly string[] {
  const changed = sites.filter(({ edits, path }) => edits.length !== 0 && path !== undefined);
  return [
    ...changed.map(({ path }) => `${path ?? ''}: listens on port 80.`),
    ...(usesStock ? ['The settings of nginx-unprivileged listen on port 8080.'] : []),
  ];
}
