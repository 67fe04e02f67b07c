import { defineRule } from '../define-rule';
import { findAccountOption, readAccountLine } from '../../model/accounts';
import { insertWordAfter } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'sparse-login-log',
  code: 'IH223',
  category: 'privileges',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'An account with a high number makes useradd write a huge login log.',
  why: '`useradd` writes an entry for the new account into `/var/log/lastlog` and `/var/log/faillog`, whose place in the file is the number of the account. The files are mostly holes, but a layer stores them in full: with a number of some hundred million the image grows by gigabytes, or the build stops for lack of space. `--no-log-init` (`-l`) leaves the entry out; nobody logs in to a container. Below a hundred thousand the files stay small.',
  equivalents: { hadolint: 'DL3046' },
  messages: {
    found: 'Without -l, useradd makes the login log as large as the number {{uid}} asks for.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN useradd --uid 1001230000 --create-home app
        #                 ^^^^^^^^^^ sparse-login-log
        USER app
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN useradd -l --uid 1001230000 --create-home app
        USER app
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        ARG USER_ID=250000
        RUN groupadd -g 250000 app && useradd -m -u \${USER_ID} -g app app
        #                                           ^^^^^^^^^^ sparse-login-log
        USER app
      `,
      good: dockerfile`
        FROM debian:13-slim
        ARG USER_ID=250000
        RUN groupadd -g 250000 app && useradd -l -m -u \${USER_ID} -g app app
        USER app
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const command of model.commandsOf(stage)) {
        const { name, words, instruction } = command;
        const line = readAccountLine(command, (word) => model.valueOf(word, instruction));
        const [program] = words;
        if (name !== 'useradd' || line === undefined || program === undefined) continue;
        if (findAccountOption(line, ['-l', '--no-log-init']) !== undefined) continue;
        const option = findAccountOption(line, ['-u', '--uid']);
        if (option?.value === undefined || !/^\d+$/.test(option.value)) continue;
        if (Number(option.value) < firstHighId) continue;
        yield {
          message: 'found',
          data: { uid: option.value },
          span: (option.valueWord ?? option.word).span,
          fixes: [
            {
              title: 'Leave the login log alone',
              applicability: 'safe',
              phase: 'word',
              edits: [insertWordAfter(program, '-l')],
            },
          ],
        };
      }
    }
  },
});

/** An entry of lastlog has 292 bytes, so that the file of this number has some 30 megabytes. */
const firstHighId = 100_000;
