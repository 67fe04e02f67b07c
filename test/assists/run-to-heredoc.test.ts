import runToHeredoc from '../../server/src/core/assists/run-to-heredoc';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import { testAssistCases } from '../harness/assist-cases';

testAssistCases(runToHeredoc, [
  {
    title: 'flags stay, and a shell that ends at errors needs no "set -e"',
    before: dockerfile`
      FROM debian:13-slim
      SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
      RUN --network=none <CURSOR>make && make install
    `,
    after: dockerfile`
      FROM debian:13-slim
      SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
      RUN --network=none <<EOF
      make
      make install
      EOF
    `,
    outcome: { level: 'safe' },
  },
  {
    title: 'an alternative',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR>make && make install || true
    `,
    reason: /chained with "&&" alone/,
  },
  {
    title: 'a negation',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR>! test -e /a && make
    `,
    reason: /overlooks a command/,
  },
  {
    title: 'a command over two lines',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR>apt-get update && apt-get install -y \
          curl
    `,
    reason: /several lines/,
  },
  {
    title: 'an old frontend',
    before: dockerfile`
      # syntax=docker/dockerfile:1.3
      FROM debian:13-slim
      RUN <CURSOR>make && make install
    `,
    reason: /does not know heredocs/,
  },
  {
    title: 'a line that would end the heredoc',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR>make && EOF
    `,
    reason: /"EOF"/,
  },
  {
    title: 'a script that cannot be read',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR>make && (
    `,
    reason: /could not be read/,
  },
  {
    title: 'a single command',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR>make
    `,
  },
  {
    title: 'a heredoc is there',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR><<EOF
      make
      EOF
    `,
  },
  {
    title: 'the exec form',
    before: dockerfile`
      FROM debian:13-slim
      RUN <CURSOR>["make", "install"]
    `,
  },
]);
