import { findIgnoredHttpErrors } from '../../model/ignored-http-errors';
import { insertCurlLetter } from '../../rewrite/insert-curl-option';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'ignored-http-error',
  code: 'IH791',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  summary: 'A download keeps the error page of the server as if it were the file.',
  why: 'For curl an answer is a success, whatever it says: the page of a 404 or 503 is written to the file, the step goes on, and the image is built with a text where a program or a setting should be. With `-f` (`--fail`) curl ends with an error and writes nothing. With `-s` the reason is only printed when `-S` stands beside it.\n\nReported are calls of curl in a RUN that write a file which stays, and which no later step reads: an archive that tar unpacks, a script that a shell runs, a key that gpg reads and whatever is compared with a digest make the build fail by themselves. Nothing is said about questions to a server (`-I`, `-w`, `-X`, data that is sent, `-o /dev/null`, this machine as the server), about a failure that something handles (`||`, `if`), about files below `/tmp`, and where a `.curlrc` may say it once for all.',
  fixNotes:
    'The fix adds `-f`. A build that has kept an error page until now fails: that is its point.',
  equivalents: {},
  messages: {
    found: 'Without "-f" curl succeeds on a 404, too: "{{name}}" would be the error page.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM buildpack-deps:trixie-curl
        RUN curl -sSL -o /usr/local/bin/tool https://example.com/tool \
        #   ^^^^ ignored-http-error
            && chmod 755 /usr/local/bin/tool
      `,
      good: dockerfile`
        FROM buildpack-deps:trixie-curl
        RUN curl -fsSL -o /usr/local/bin/tool https://example.com/tool \
            && chmod 755 /usr/local/bin/tool
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const { call, path } of findIgnoredHttpErrors(model, stage)) {
        const [program] = call.download.command.words;
        const edit = insertCurlLetter(model, call.download, 'f', 'front');
        if (program === undefined || edit === undefined) continue;
        yield {
          message: 'found',
          data: { name: path.slice(path.lastIndexOf('/') + 1) },
          span: program.span,
          fixes: [
            {
              title: 'Fail on an error of the server',
              applicability: 'safe',
              phase: 'word',
              edits: [edit],
            },
          ],
        };
      }
    }
  },
});
