import { defineRule } from '../define-rule';
import { isApt } from '../../model/package-index';
import { visibleText } from '../../model/package-line';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'package-wildcard',
  code: 'IH529',
  category: 'packages',
  severity: 'warning',
  profile: 'strict',
  since: 'next',
  fixable: 'never',
  summary: 'An apt install takes every package whose name matches a pattern.',
  why: '`apt` reads a name with `*` as a pattern for all packages of the index: with new packages in the archive the image grows without a change of the file, and packages that exclude each other make the install fail. Without quotes the shell may replace the pattern by files of the working directory first. Name the packages. A star in a version (`php=8.*`) or in the name of a file is not meant, nor the removal of packages.',
  equivalents: {},
  messages: { wildcard: 'What "{{pattern}}" installs changes with the package index.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends 'php8.4-*'
        #                                                                ^^^^^^^^^^ package-wildcard
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends php8.4-cli php8.4-curl
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const operation of model.packageOperationsOf(stage)) {
        if (!isApt(operation) || operation.action !== 'install') continue;
        for (const { kind, name, word } of operation.packages) {
          if (kind !== 'named' || name?.includes('*') !== true) continue;
          yield { message: 'wildcard', data: { pattern: visibleText(word) }, span: word.span };
        }
      }
    }
  },
});
