import { findDistrolessImage, type DistrolessImage } from '../model/distroless-image';
import type { DockerfileModel } from '../model/model';
import { findRootNeed } from '../model/root-needs';
import { findShellNeeds, findWritingSource } from '../model/shell-needs';
import type { Stage } from '../model/stage-graph';
import type { Instruction } from '../syntax/instruction';
import type { Edit } from '../text/edit';
import { planDistrolessProbe, planDistrolessStart } from './distroless-start';
import { deleteInstruction, insertAfter, keyword } from './instructions';
import { replaceWord } from './words';

/** How the shipped stage starts from an image without shell, or why it cannot. */
export type DistrolessPlan =
  | {
      readonly kind: 'plan';
      readonly image: string;
      readonly edits: readonly Edit[];
      readonly evidence: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Plans a distroless image for the last stage; undefined where it has one, or no image of its own. */
export function planDistroless(model: DockerfileModel, stage: Stage): DistrolessPlan | undefined {
  const { base, imageWord } = stage;
  if (base.kind !== 'image' || imageWord === undefined) return undefined;
  if (base.facts?.variant.shell === 'none' || base.facts?.variant.distribution === 'windows') {
    return undefined;
  }
  const isSingle = model.copiesOf(stage).every(({ origin }) => origin.kind === 'context');
  if (isSingle && stage.instructions.some(({ keyword: name }) => name === 'RUN')) {
    return refuse('The stage builds what it runs: split the builder stage first.');
  }
  const image = findDistrolessImage(model, stage);
  if (typeof image === 'string') return refuse(image);
  if (base.reference.digest !== undefined) return refuse('A digest pins the image.');
  const has = (program: string): boolean =>
    image.names.test(program) ||
    /^(?:npm|yarn|pnpm)$/.test(program) ||
    (image.language === 'node' && /\.[cm]?js$/.test(program)) ||
    (image.language === 'native' && program.includes('/'));
  const [need] = findShellNeeds(model, stage, { has, language: image.language });
  if (need !== undefined) return refuse(need.reason);
  return planEdits(model, stage, image, imageWord);
}

function refuse(reason: string): DistrolessPlan {
  return { kind: 'refused', reason };
}

function planEdits(
  model: DockerfileModel,
  stage: Stage,
  image: DistrolessImage,
  word: NonNullable<Stage['imageWord']>,
): DistrolessPlan {
  const start = planDistrolessStart(model, stage, image);
  if (typeof start === 'string') return refuse(start);
  const probe = planDistrolessProbe(model, stage, image);
  if (typeof probe === 'string') return refuse(probe);
  const users = planUsers(model, stage, image);
  if (typeof users === 'string') return refuse(users);
  const folder = planFolder(model, stage);
  if (typeof folder === 'string') return refuse(folder);
  const edits = [replaceWord(word, image.reference), ...folder, ...users, ...start, ...probe];
  return { kind: 'plan', image: image.reference, edits, evidence: image.evidence };
}

/** The account of the image, by its numbers. */
const nonroot = '65532:65532';

/** Leaves accounts that the image lacks out; files that belonged to them go to its own account. */
function planUsers(
  model: DockerfileModel,
  stage: Stage,
  image: DistrolessImage,
): readonly Edit[] | string {
  const { final } = model.usersOf(stage);
  if (final.privilege === 'unknown') return 'Which user the image runs as is not known.';
  if (final.privilege === 'root') {
    const need = findRootObstacle(model, stage, image);
    if (need !== undefined) return need;
  }
  const edits: Edit[] = [];
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'USER') {
      const edit = planUser(model, instruction);
      if (typeof edit === 'string') return edit;
      edits.push(...edit);
    }
    for (const flag of instruction.flags) {
      if (flag.name.toLowerCase() !== 'chown' || flag.value === undefined) continue;
      const { text } = flag.value;
      if (/^\d+(?::\d+)?$/.test(text) || /^root(?::root)?$/.test(text)) continue;
      if (/[$"']/.test(text)) return `Who "${text}" is in the image is not known.`;
      edits.push(replaceWord(flag.value, nonroot));
    }
  }
  return edits;
}

function planUser(model: DockerfileModel, instruction: Instruction): readonly Edit[] | string {
  const [word] = instruction.words;
  const name = word === undefined ? undefined : model.expand(word, instruction);
  if (word === undefined || name === undefined) return 'The user of a USER is not known.';
  // Files of another number may be waiting in a volume.
  if (/^[1-9]\d*(?::\d+)?$/.test(name)) return [];
  return [deleteInstruction(model, instruction)];
}

/** Why what ran as root may not run as the account of the image. */
function findRootObstacle(
  model: DockerfileModel,
  stage: Stage,
  image: DistrolessImage,
): string | undefined {
  const { ports, volumes } = model.processOf(stage);
  const port = ports.find(({ first }) => first === undefined || first < 1024);
  if (port !== undefined) return `Port ${port.word.text} may be open to root only.`;
  if (volumes.length !== 0) return 'The image runs as root and writes to a volume.';
  const { context } = model;
  const writer = context === undefined ? undefined : findWritingSource(context, image.language);
  if (writer !== undefined) return `${writer} writes files, and the image runs as root until now.`;
  return findRootNeed(model, stage);
}

/** The image without shell starts in the home folder of its account, so the folder has to be written. */
function planFolder(model: DockerfileModel, stage: Stage): readonly Edit[] | string {
  const first = stage.instructions.find(
    ({ keyword: name }) => name !== 'ARG' && name !== 'ENV' && name !== 'LABEL',
  );
  const isSet = first?.keyword === 'WORKDIR' && /^["']?\//.test(first.argumentText);
  if (isSet) return [];
  const before = first === undefined ? undefined : model.workdirAt(first);
  if (before === undefined) return 'The folder that the stage starts in is not known.';
  return [insertAfter(model, stage.from, [`${keyword(model, 'WORKDIR')} ${before}`])];
}
