import { defineRule, type Fix } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import { invokedDownloadsOf, powershellRunsOf } from '../../model/powershell';
import { collectRemoteScripts, type RemoteScript } from '../../model/remote-script';
import { digestHole } from '../../rewrite/digest-hole';
import { isPlainChain } from '../../rewrite/run-script';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'piped-remote-script',
  code: 'IH106',
  category: 'base-image',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A script from the network is run without a look at what came.',
  why: 'Whoever controls the server, or the way to it, runs code in your build as its user. A download that breaks off in the middle is run as far as it came. Download to a file, compare its digest with the one you read, then run it; or take the tool from a package or from `COPY --from` of its official image.',
  fixNotes:
    'The fix downloads to a file and compares a digest, which you must fill in: until then the build stops.',
  equivalents: { sonar: 'S6474' },
  messages: {
    piped:
      'The output of {{download}} is run by {{interpreter}} at once: nobody sees what the server sent.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM buildpack-deps:trixie-curl
        RUN curl -fsSL https://example.com/install.sh | sh
        #   ^^^^ piped-remote-script
      `,
      good: dockerfile`
        FROM buildpack-deps:trixie-curl
        RUN curl -fsSL -o /tmp/install.sh https://example.com/install.sh \
            && echo "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  /tmp/install.sh" | sha256sum -c - \
            && sh /tmp/install.sh
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        SHELL ["/bin/bash", "-c"]
        RUN bash <(wget -qO- https://example.com/setup.sh) --yes
        #          ^^^^ piped-remote-script
      `,
      good: dockerfile`
        FROM debian:13-slim
        SHELL ["/bin/bash", "-c"]
        COPY setup.sh /tmp/
        RUN bash /tmp/setup.sh --yes
      `,
    },
  ],
  inTriggers: true,
  *check(model) {
    for (const stage of model.stages) {
      for (const run of powershellRunsOf(model, stage)) {
        for (const { download, span } of invokedDownloadsOf(run)) {
          yield { message: 'piped', data: { download, interpreter: 'PowerShell' }, span };
        }
      }
      for (const run of model.runsOf(stage)) {
        for (const script of collectRemoteScripts(run)) {
          const [program] = script.download.words;
          const fix = findFix(model, script);
          yield {
            message: 'piped',
            data: {
              download: script.download.name ?? '',
              interpreter: script.interpreter.name ?? '',
            },
            span: (program ?? script.download.shell).span,
            ...(fix === undefined ? {} : { fixes: [fix] }),
          };
        }
      }
    }
  },
});

/** Only for `curl URL | shell` and `wget -O - URL | shell`, alone in the pipeline: anything else needs a person. */
function findFix(model: DockerfileModel, script: RemoteScript): Fix | undefined {
  const { pipeline, statement, download, interpreter } = script;
  if (pipeline === undefined || statement === undefined || !isPlainChain(statement))
    return undefined;
  const addresses = download.words.filter((word) => word.value?.startsWith('http') === true);
  const plain = download.wrappers.length === 0 && download.shell.redirects.length === 0;
  if (!plain || addresses.length !== 1) return undefined;
  const rest = interpreter.words
    .slice(1)
    .filter((word) => !['-', '--', '-s'].includes(word.text))
    .map((word) => word.text);
  const [, second] = pipeline.commands;
  const [runner] = interpreter.words;
  if (second === undefined || runner === undefined) return undefined;
  const file = '/tmp/remote-script';
  const before = model.text.slice(second.span.start, runner.span.end);
  const written = model.text.slice(download.shell.span.start, download.shell.span.end);
  const fetch = download.name === 'curl' ? `${written} -o ${file}` : withOutput(written, file);
  if (fetch === undefined) return undefined;
  const text = [
    fetch,
    `echo "${digestHole}  ${file}" | sha256sum -c -`,
    [before, file, ...rest].join(' '),
    `rm ${file}`,
  ].join(' && ');
  return {
    title: 'Download to a file, compare its digest, then run it',
    applicability: 'placeholder',
    phase: 'instruction',
    edits: [{ span: pipeline.span, text }],
  };
}

/** A call of wget that writes to a file in place of the standard output. */
function withOutput(text: string, file: string): string | undefined {
  const output = /(?<=\s-[a-zA-Z]*O)[ \t]*-(?=\s|$)/;
  return output.test(text) ? text.replace(output, ` ${file}`) : undefined;
}
