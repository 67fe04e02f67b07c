import type { DockerfileModel } from '../../model/model';
import { findUserHome } from '../../model/user-home';
import { replaceWord } from '../../rewrite/words';
import type { Instruction, Word } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'unexpanded-tilde',
  code: 'IH740',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Only a shell takes "~" for the home folder.',
  why: 'Docker does not replace `~`: `COPY settings ~/` makes a folder that is named `~`, `WORKDIR ~/app` goes to one, and in exec form no program is found below it. Write the path of the home folder.',
  fixNotes:
    'The fix writes the home of the user that the instruction runs as, where it is known: the files then lie where they were meant to.',
  equivalents: {},
  messages: {
    folder: '{{keyword}} does not know "~": this is a folder of that name.',
    program: 'Without a shell nobody replaces "~": no program is found there.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        USER node
        COPY settings.json ~/settings.json
        #                  ^^^^^^^^^^^^^^^ unexpanded-tilde
        CMD ["node", "server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        USER node
        COPY settings.json /home/node/settings.json
        CMD ["node", "server.js"]
      `,
    },
  ],
  *check(model) {
    for (const instruction of model.stages.flatMap((stage) => stage.instructions)) {
      const isExec = /^(?:RUN|CMD|ENTRYPOINT)$/.test(instruction.keyword);
      for (const word of wordsOf(instruction)) {
        if (!/^["']?~(?:\/|["']?$)/.test(word.text)) continue;
        const path = toPath(model, instruction, word);
        const text =
          path === undefined || instruction.json === undefined ? path : JSON.stringify(path);
        const { line } = model.lines.placeAt(word.span.start);
        const end = Math.min(word.span.end, model.lines.endOfLine(line));
        yield {
          message: isExec ? 'program' : 'folder',
          data: { keyword: instruction.keyword },
          span: { start: word.span.start, end },
          ...(text === undefined
            ? { refusal: 'Which folder is meant is not known.' }
            : {
                fixes: [
                  {
                    title: 'Write the path of the home folder',
                    applicability: 'unsafe',
                    phase: 'word',
                    edits: [replaceWord(word, text)],
                  },
                ],
              }),
        };
      }
    }
  },
});

const pathKeywords = new Set(['COPY', 'ADD', 'WORKDIR', 'VOLUME']);

function wordsOf({ keyword, words, json, heredocs }: Instruction): readonly Word[] {
  const elements = json?.map(({ value, span }) => ({ text: value, span }));
  if (/^(?:RUN|CMD|ENTRYPOINT)$/.test(keyword)) {
    // A program may know `~` in its arguments; nobody knows it in the path of the program.
    return elements?.slice(0, 1) ?? [];
  }
  if (!pathKeywords.has(keyword)) return [];
  return (elements ?? words).filter(
    ({ span }) => !heredocs.some((each) => each.span.start === span.start),
  );
}

/** The path with the home of the user; undefined when it is not known. A source in the build context has none. */
function toPath(model: DockerfileModel, instruction: Instruction, word: Word): string | undefined {
  const isCopy = instruction.keyword === 'COPY' || instruction.keyword === 'ADD';
  const isSource = isCopy && wordsOf(instruction).at(-1)?.span.start !== word.span.start;
  const [, quote = '', rest = ''] = /^(["']?)~(.*)$/.exec(word.text) ?? [];
  const home = isSource ? undefined : findUserHome(model, instruction)?.path;
  return home === undefined ? undefined : `${quote}${home}${rest}`;
}
