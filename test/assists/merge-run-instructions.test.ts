import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import mergeRunInstructions from '../../server/src/core/assists/merge-run-instructions';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { applyAssist, atCursor, runAssist } from '../harness/assists';

interface Case {
  readonly title: string;
  readonly before: string;
  /** The joined text, or the reason of a refusal, or undefined when it is not offered. */
  readonly after?: string;
  readonly reason?: RegExp;
}

const cases: readonly Case[] = [
  {
    title: 'a long second line goes on a line of its own',
    before: dockerfile`
      FROM debian:13-slim
      RUN make -C /src/first/of/all <CURSOR>all
      RUN make -C /src/second/of/all/the/others/that/are/there install install-man install-info
    `,
    after: dockerfile`
      FROM debian:13-slim
      RUN make -C /src/first/of/all all \
          && make -C /src/second/of/all/the/others/that/are/there install install-man install-info
    `,
  },
  {
    title: 'operators at the end of lines stay there',
    before: dockerfile`
      FROM debian:13-slim
      RUN make && \
        make <CURSOR>test
      RUN make install && \
        make clean
    `,
    after: dockerfile`
      FROM debian:13-slim
      RUN make && \
        make test && \
        make install && \
        make clean
    `,
  },
  {
    title: 'a list of packages follows the command on its line',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR>apt-get update
      RUN apt-get install -y \
          curl \
          git
    `,
    after: dockerfile`
      FROM debian:13-slim
      RUN apt-get update && apt-get install -y \
          curl \
          git
    `,
  },
  {
    title: 'comments and blank lines between',
    before: dockerfile`
      FROM debian:13-slim
      RUN make <CURSOR>all

      # One.

      # Two.
      RUN make install
    `,
    after: dockerfile`
      FROM debian:13-slim
      RUN make all \
          # One.
          # Two.
          && make install
    `,
  },
  {
    title: 'comments inside both',
    before: dockerfile`
      FROM debian:13-slim
      RUN make <CURSOR>all \
          # One.
          && make test
      RUN \
          # Two.
          make install
    `,
    after: dockerfile`
      FROM debian:13-slim
      RUN make all \
          # One.
          && make test \
          # Two.
          && make install
    `,
  },
  {
    title: 'the same flags are kept once',
    before: dockerfile`
      FROM golang:1.26
      RUN --mount=type=cache,target=/root/.cache/go-build go <CURSOR>test ./...
      RUN --mount=type=cache,target=/root/.cache/go-build go build -o /app .
    `,
    after: dockerfile`
      FROM golang:1.26
      RUN --mount=type=cache,target=/root/.cache/go-build go test ./... && go build -o /app .
    `,
  },
  {
    title: 'what happens in a subshell does not leak',
    before: dockerfile`
      FROM debian:13-slim
      RUN (cd /src && <CURSOR>make)
      RUN ls
    `,
    after: dockerfile`
      FROM debian:13-slim
      RUN (cd /src && make) && ls
    `,
  },
  {
    title: 'the variable of one command does not leak',
    before: dockerfile`
      FROM debian:13-slim
      RUN DEBIAN_FRONTEND=noninteractive <CURSOR>apt-get update
      RUN ls
    `,
    after: dockerfile`
      FROM debian:13-slim
      RUN DEBIAN_FRONTEND=noninteractive apt-get update && ls
    `,
  },
  {
    title: 'a suppression stays above the instruction',
    before: dockerfile`
      FROM debian:13-slim
      # Build.
      RUN <CURSOR>make
      # ironhull ignore=all: known
      RUN make install
    `,
    after: dockerfile`
      FROM debian:13-slim
      # Build.
      # ironhull ignore=all: known
      RUN make && make install
    `,
  },
  {
    title: 'a directory of the first',
    before: dockerfile`
      FROM debian:13-slim
      RUN cd /src && <CURSOR>make
      RUN ls
    `,
    reason: /"cd" of the first RUN/,
  },
  {
    title: 'a variable of the first',
    before: dockerfile`
      FROM debian:13-slim
      RUN CC=clang && <CURSOR>make
      RUN ls
    `,
    reason: /variable "CC"/,
  },
  {
    title: 'an exported variable',
    before: dockerfile`
      FROM debian:13-slim
      RUN export CC=clang && <CURSOR>make
      RUN ls
    `,
    reason: /"export"/,
  },
  {
    title: 'a semicolon in the first',
    before: dockerfile`
      FROM debian:13-slim
      RUN make; <CURSOR>true
      RUN ls
    `,
    reason: /chained with "&&" alone/,
  },
  {
    title: 'an alternative in the second',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR>make
      RUN ls /missing || true
    `,
    reason: /chained with "&&" alone/,
  },
  {
    title: 'a job in the background',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR>server &
      RUN ls
    `,
    reason: /chained with "&&" alone/,
  },
  {
    title: 'a comment at the end of the first',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR>make # all
      RUN ls
    `,
    reason: /comment at the end/,
  },
  {
    title: 'the exec form',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR>make
      RUN ["ls"]
    `,
    reason: /exec form/,
  },
  {
    title: 'a heredoc',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR>make
      RUN <<EOF
      ls
      EOF
    `,
    reason: /heredoc/,
  },
  {
    title: 'other flags',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR>make
      RUN --network=none ls
    `,
    reason: /flags/,
  },
  {
    title: 'PowerShell',
    before: dockerfile`
      FROM mcr.microsoft.com/windows/servercore:ltsc2022
      SHELL ["powershell", "-Command"]
      RUN <CURSOR>Get-Item .
      RUN Get-Item ..
    `,
    reason: /could not be read/,
  },
  {
    title: 'another instruction between',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR>make
      COPY . .
      RUN ls
    `,
  },
  {
    title: 'the last RUN of a stage',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR>make
      FROM debian:13-slim
      RUN ls
    `,
  },
  {
    title: 'an instruction that is no RUN',
    before: dockerfile`
      FROM <CURSOR>debian:13-slim
      RUN make
      RUN ls
    `,
  },
];

describe('merge-run-instructions', () => {
  for (const { title, before, after, reason } of cases) {
    test(title, () => {
      const { text, offset } = atCursor(before);
      const outcome = runAssist(mergeRunInstructions, text, offset);
      if (reason === undefined) {
        assert.equal(applyAssist(mergeRunInstructions, text, offset), after);
      } else {
        assert.match(outcome?.kind === 'refused' ? outcome.reason : '', reason);
      }
      if (after === undefined && reason === undefined) assert.equal(outcome, undefined);
    });
  }

  test('all selected RUNs are joined', () => {
    const text = dockerfile`
      FROM debian:13-slim
      RUN one
      RUN two
      # The third.
      RUN three
      RUN four
    `;
    const selection = { start: text.indexOf('RUN one'), end: text.indexOf('RUN four') };
    assert.equal(
      applyAssist(mergeRunInstructions, text, selection),
      dockerfile`
        FROM debian:13-slim
        RUN one \
            && two \
            # The third.
            && three
        RUN four
      `,
    );
  });

  test('a selection that holds something else is left alone', () => {
    const text = 'FROM debian:13-slim\nRUN one\nCOPY . .\nRUN two\n';
    const selection = { start: text.indexOf('RUN one'), end: text.length };
    assert.equal(runAssist(mergeRunInstructions, text, selection), undefined);
  });
});
