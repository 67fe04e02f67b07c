import { defineRule, type Report } from '../define-rule';
import { normalisePath } from '../../model/files';
import type { DockerfileModel } from '../../model/model';
import { replaceWord } from '../../rewrite/words';
import type { Instruction, Word } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'system-folder-target',
  code: 'IH226',
  category: 'privileges',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A WORKDIR or COPY points into a folder of the kernel or the boot loader.',
  why: 'When a container starts, the system mounts its own over `/proc`, `/sys` and `/dev`: what the image has there is gone. Relative paths of the program then mean files of the kernel, which a mistake can change. `/boot`, `/initrd` and `/lost+found` are for the start of a machine and the repair of disks. Use a folder of your own, such as `/app`.',
  fixNotes:
    'The working directory becomes `/app` when nothing else in the file names the old folder. Other files that name it must follow.',
  equivalents: { trivy: 'DS-0030' },
  messages: {
    workdir: 'The working directory {{path}} belongs to the system.',
    hidden: 'Nobody sees these files: the system mounts its own over {{folder}}.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /sys/app
        #       ^^^^^^^^ system-folder-target
        COPY . .
        USER node
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        USER node
        CMD ["node", "server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        COPY settings.conf /proc/settings.conf
        #                  ^^^^^^^^^^^^^^^^^^^ system-folder-target
        CMD ["/usr/local/bin/server"]
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY settings.conf /etc/server/settings.conf
        CMD ["/usr/local/bin/server"]
      `,
      fixed: dockerfile`
        FROM debian:13-slim
        COPY settings.conf /proc/settings.conf
        CMD ["/usr/local/bin/server"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      if (!model.isShipped(stage) || stage.mayBeWindows) continue;
      for (const instruction of stage.instructions) {
        const [word] = instruction.keyword === 'WORKDIR' ? instruction.words : [];
        const path = word === undefined ? undefined : model.expand(word, instruction);
        if (word === undefined || path === undefined || folderOf(path) === undefined) continue;
        yield toReport(model, instruction, word, path);
      }
      for (const { destination, target } of model.copiesOf(stage)) {
        const folder = folderOf(target ?? '');
        if (destination?.text.startsWith('/') !== true || !mounted.has(folder ?? '')) continue;
        const refusal = 'Where the files should be is not known.';
        const data = { folder: folder ?? '' };
        yield { message: 'hidden', data, span: destination.span, refusal };
      }
    }
  },
});

/** Images of whole systems have a kernel in `/boot`: only what nobody sees is wrong to copy. */
const mounted: ReadonlySet<string> = new Set(['/proc', '/sys', '/dev']);

function folderOf(path: string): string | undefined {
  const match = /^(\/(?:proc|sys|dev|boot|lost\+found|initrd))(?:\/|$)/.exec(
    path.startsWith('/') ? normalisePath(path) : '',
  );
  return match?.[1];
}

function toReport(
  model: DockerfileModel,
  instruction: Instruction,
  word: Word,
  path: string,
): Report<'workdir'> {
  const report: Report<'workdir'> = { message: 'workdir', data: { path }, span: word.span };
  const isNamedAgain = model.text.split(normalisePath(path)).length !== 2 || path !== word.text;
  const isTaken = model.tree.instructions.some(
    (each) => each !== instruction && /(?:^|[\s"'=])\/app\b/.test(each.argumentText),
  );
  if (isNamedAgain || isTaken) {
    return { ...report, refusal: 'Other lines name the folder, or /app, as well.' };
  }
  return {
    ...report,
    fixes: [
      {
        title: 'Use /app',
        applicability: 'unsafe',
        phase: 'word',
        edits: [replaceWord(word, '/app')],
      },
    ],
  };
}
