import { findPath } from '../../model/command-folder';
import type { Command } from '../../model/commands';
import { readDownloadedFile, type DownloadedFile } from '../../model/downloads';
import type { DockerfileModel } from '../../model/model';
import { isMounted } from '../../model/mounts';
import type { Stage } from '../../model/stage-graph';
import { appendCommand } from '../../rewrite/run-script';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'leftover-archive',
  code: 'IH545',
  category: 'packages',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'An archive that was downloaded and unpacked stays in the image.',
  why: 'Once an archive is unpacked nobody needs it, but the layer keeps it beside what came out of it. Each RUN is a layer of its own, so the archive has to go in the RUN that downloads it; piping the download into tar leaves none at all.',
  fixNotes:
    'A `rm -f` is added to the end of the RUN; refused when the RUN does not end in a plain `&&` chain.',
  equivalents: {},
  messages: { left: 'This RUN unpacks "{{name}}" and leaves the archive in its layer.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl && rm -rf /var/lib/apt/lists/* \
            && curl -fsSL -o /tmp/tool.tar.gz https://files.acme.io/tool-1.2.tar.gz \
        #                    ^^^^^^^^^^^^^^^^ leftover-archive
            && tar -xzf /tmp/tool.tar.gz -C /opt
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl && rm -rf /var/lib/apt/lists/* \
            && curl -fsSL -o /tmp/tool.tar.gz https://files.acme.io/tool-1.2.tar.gz \
            && tar -xzf /tmp/tool.tar.gz -C /opt \
            && rm -f /tmp/tool.tar.gz
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      for (const command of model.commandsOf(stage)) {
        const download = readDownloadedFile(model, command);
        if (download === undefined || !isLeft(model, stage, download)) continue;
        const execution = model.executionOf(command.instruction);
        const edit = isPlainPath(download.path)
          ? appendCommand(model, execution, `rm -f ${download.path}`)
          : undefined;
        const report = {
          message: 'left',
          data: { name: nameOf(download.path) },
          span: download.word.span,
        } as const;
        yield edit === undefined
          ? {
              ...report,
              refusal: 'The RUN is not a plain "&&" chain, to which a "rm" could be added.',
            }
          : {
              ...report,
              fixes: [
                {
                  title: 'Delete the archive in this RUN',
                  applicability: 'safe',
                  phase: 'instruction',
                  edits: [edit],
                },
              ],
            };
      }
    }
  },
});

const archive = /\.(?:tar(?:\.\w+)?|t[gbx]z2?|zip|deb|7z)$/;

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function isPlainPath(path: string): boolean {
  return /^[\w./+-]+$/.test(path);
}

/** True when the RUN unpacks the file and nothing, here or later, deletes or may need it. */
function isLeft(model: DockerfileModel, stage: Stage, download: DownloadedFile): boolean {
  const { command, path } = download;
  const { instruction } = command;
  if (!archive.test(path) || isMounted(model.mountsOf(instruction), path)) return false;
  const execution = model.executionOf(instruction);
  if (!execution.complete) return false;
  const { start } = command.shell.span;
  const later = execution.commands.filter((each) => start < each.shell.span.start);
  const user = later.find((each) => unpacks(model, each, path));
  if (user === undefined) return false;
  const name = nameOf(path);
  const isHandled = execution.commands.some(
    (each) =>
      mayRemove(each, path, name) || (each !== user && each !== command && names(each, name, path)),
  );
  return !isHandled && !isUsedElsewhere(model, stage, instruction, name, path);
}

function unpacks(model: DockerfileModel, command: Command, path: string): boolean {
  const { name, words } = command;
  const isUnpacker =
    name === 'unzip' ||
    (name === 'tar' &&
      words
        .slice(1)
        .some(
          ({ text }, index) =>
            /^--extract$|^-\w*x/.test(text) || (index === 0 && /^\w*x\w*$/.test(text)),
        )) ||
    (name === 'dpkg' && words[1]?.text === '-i');
  return isUnpacker && words.slice(1).some((word) => findPath(model, command, word) === path);
}

/** True for a deletion by name, by a pattern or by a folder above, and for what moves the file. */
function mayRemove({ name, words }: Command, path: string, file: string): boolean {
  if (name === 'mv' || name === 'trap' || name === 'find' || name === 'apt-get') {
    return words.some(({ text }) => text.includes(file) || text === '-delete' || name === 'trap');
  }
  if (name !== 'rm' && name !== 'shred') return false;
  const folders = path.split('/').slice(1, -1);
  return words.slice(1).some(({ text }) => {
    const last = text.replace(/^["']|["']$/g, '').replace(/\/\*?$/, '');
    return (
      text.includes(file) || mayMatch(text, path) || folders.some((folder) => last.endsWith(folder))
    );
  });
}

/** True for a pattern, or a word with a variable, that may mean the path. */
function mayMatch(text: string, path: string): boolean {
  const plain = text.replace(/^["']/, '');
  const end = plain.search(/[*?{$[]/);
  if (end < 0) return false;
  const prefix = plain.slice(0, end);
  return !prefix.startsWith('/') || path.startsWith(prefix);
}

function names({ words }: Command, file: string, path: string): boolean {
  return words
    .slice(1)
    .some(({ text }) => text.includes(file) || (text.includes('*') && mayMatch(text, path)));
}

/** A later instruction that names the file, and a stage that copies its folder. */
function isUsedElsewhere(
  model: DockerfileModel,
  stage: Stage,
  run: Command['instruction'],
  name: string,
  path: string,
): boolean {
  const isNamed = stage.instructions.some(
    ({ span }) =>
      run.span.end <= span.start && model.text.slice(span.start, span.end).includes(name),
  );
  const isDeleted = model
    .commandsOf(stage)
    .some((each) => run.span.end <= each.shell.span.start && mayRemove(each, path, name));
  return isNamed || isDeleted;
}
