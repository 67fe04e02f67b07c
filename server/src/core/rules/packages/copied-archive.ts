import type { Command } from '../../model/commands';
import type { CopyFacts } from '../../model/files';
import type { DockerfileModel } from '../../model/model';
import { resolvePath } from '../../model/secret-files';
import { isPlainChain } from '../../rewrite/run-script';
import { deleteInstruction } from '../../rewrite/instructions';
import { replaceWord } from '../../rewrite/words';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'copied-archive',
  code: 'IH541',
  category: 'packages',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'An archive is copied and then unpacked by a RUN, so the image holds it packed as well.',
  why: 'The layer of a COPY keeps the archive, also when the RUN that unpacks it deletes it. ADD unpacks a local tar archive at once (plain, or packed with gzip, bzip2 or xz), and the archive itself never gets into the image. An archive of another kind, such as zip, has to be unpacked in a stage that is not shipped, or from a bind mount.',
  fixNotes:
    'The fix makes an ADD of the COPY and deletes the RUN, where the RUN only unpacks the archive (and deletes it). ADD keeps the owners of the archive, as tar does for root. It is refused for options of tar such as `--strip-components`, which ADD does not have.',
  equivalents: { hadolint: 'DL3010' },
  messages: {
    copied:
      'The image keeps this archive beside what "{{command}}" takes out of it; ADD unpacks it at once.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        COPY tool.tar.gz /tmp/
        #    ^^^^^^^^^^^ copied-archive
        RUN tar -xzf /tmp/tool.tar.gz -C /opt && rm /tmp/tool.tar.gz
      `,
      good: dockerfile`
        FROM debian:13-slim
        ADD tool.tar.gz /opt/
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      for (const copy of model.copiesOf(stage)) {
        if (copy.origin.kind !== 'context' || copy.instruction.keyword !== 'COPY') continue;
        for (const source of copy.sources) {
          const path = source.kind === 'path' ? placeOf(copy, source.path) : undefined;
          const unpacker =
            path === undefined
              ? undefined
              : model.commandsOf(stage).find((each) => unpacks(model, copy, each, path));
          if (path === undefined || unpacker === undefined) continue;
          const edits = toAdd(model, copy, unpacker, path);
          yield {
            message: 'copied',
            data: { command: unpacker.name ?? '' },
            span: source.word.span,
            related: [{ span: unpacker.shell.span, message: 'It is unpacked here.' }].filter(
              ({ span }) => !model.text.slice(span.start, span.end).includes('\n'),
            ),
            ...(typeof edits === 'string'
              ? { refusal: edits }
              : {
                  fixes: [
                    {
                      title: 'Unpack it with ADD',
                      applicability: 'unsafe',
                      phase: 'structure',
                      edits,
                    },
                  ],
                }),
          };
        }
      }
    }
  },
});

/** What ADD unpacks. Source: https://docs.docker.com/reference/dockerfile/#adding-local-tar-archives */
const archive = /\.(?:tar|tar\.gz|tgz|tar\.bz2|tbz2?|tar\.xz|txz)$/;

/** Where the archive lies in the image; undefined for other files. */
function placeOf(
  { target, intoFolder }: CopyFacts,
  source: string | undefined,
): string | undefined {
  if (source === undefined || target === undefined || !archive.test(source)) return undefined;
  if (/[*?[]/.test(source)) return undefined;
  if (archive.test(target) && !intoFolder) return target;
  const name = source.slice(source.lastIndexOf('/') + 1);
  return intoFolder ? `${target === '/' ? '' : target}/${name}` : undefined;
}

function unpacks(
  model: DockerfileModel,
  { instruction }: CopyFacts,
  command: Command,
  path: string,
): boolean {
  if (command.name !== 'tar' || command.instruction.span.start < instruction.span.end) return false;
  const [, first] = command.words;
  const isExtraction =
    /^-{0,1}[a-z]*x[a-z]*$/.test(first?.text ?? '') ||
    command.words.some(({ text }) => /^(?:--extract|--get|-[a-z]*x[a-z]*)$/.test(text));
  return isExtraction && command.words.some((word) => resolvePath(model, command, word) === path);
}

/** The edits that make an ADD of both, or a sentence. */
function toAdd(
  model: DockerfileModel,
  copy: CopyFacts,
  command: Command,
  path: string,
): readonly Edit[] | string {
  const { instruction: run, words } = command;
  const { destination, instruction, sources } = copy;
  const folder = findFolder(model, command, path);
  if (folder === undefined) return 'ADD has no such option of tar.';
  if (sources.length !== 1 || destination === undefined || instruction.json !== undefined) {
    return 'The COPY brings other files too.';
  }
  const { scripts, commands } = model.executionOf(run);
  const [statement, ...others] = scripts.flatMap((script) => script.statements);
  const isPlain =
    statement !== undefined && others.length === 0 && isPlainChain(statement) && words.length !== 0;
  const isOnly = commands.every((each) => {
    if (each === command) return true;
    const paths = each.words.slice(1).map((word) => resolvePath(model, each, word));
    const files = paths.filter((_, index) => each.words[index + 1]?.text.startsWith('-') === false);
    if (each.name === 'mkdir') return files.length === 1 && files[0] === folder;
    return each.name === 'rm' && files.length === 1 && files[0] === path;
  });
  if (!isPlain || !isOnly || run.heredocs.length !== 0 || run.flags.length !== 0) {
    return 'The RUN does more than unpack the archive.';
  }
  const isUser = model.userAt(run)?.privilege !== 'root' || copy.chown !== undefined;
  if (isUser) return 'ADD keeps the owners of the archive, tar here does not.';
  const keyword = model.layout.lowerCase ? 'add' : 'ADD';
  return [
    { span: instruction.keywordSpan, text: keyword },
    replaceWord(destination, folder === '/' ? '/' : `${folder}/`),
    deleteInstruction(model, run),
  ];
}

/** The folder that tar unpacks to; undefined when it has options that change what comes out. */
function findFolder(model: DockerfileModel, command: Command, path: string): string | undefined {
  let folder = model.workdirAt(command.instruction);
  const [, ...words] = command.words;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) continue;
    if (word.text === '-C' || word.text === '--directory') {
      const next = words[++index];
      folder = next === undefined ? undefined : resolvePath(model, command, next);
    } else if (/^-?[xvzjJf]+$/.test(word.text) && (index === 0 || word.text.startsWith('-'))) {
      continue;
    } else if (resolvePath(model, command, word) !== path) return undefined;
  }
  return folder;
}
