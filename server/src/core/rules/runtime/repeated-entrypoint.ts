import { findRepeatedEntrypoint, type RepeatedEntrypoint } from '../../model/repeated-entrypoint';
import type { DockerfileModel } from '../../model/model';
import { keyword } from '../../rewrite/instructions';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'repeated-entrypoint',
  code: 'IH606',
  category: 'runtime',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  summary: 'CMD repeats the program that the ENTRYPOINT of the base image starts already.',
  why: 'The images of distroless for Node.js, Java and Python start their runtime by ENTRYPOINT, and CMD is what follows it: `CMD ["node", "server.js"]` becomes `/nodejs/bin/node node server.js`, and Node.js looks for a file called "node". The container ends at once with "Cannot find module" or "Unable to access jarfile java".',
  fixNotes:
    'The words that the ENTRYPOINT has already are left out of CMD. Where options stand in front of `-jar`, the command becomes the ENTRYPOINT itself, which then no longer comes from the base image.',
  equivalents: {},
  messages: {
    repeated: 'The container runs "{{line}}", because the base image starts {{program}} itself.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM gcr.io/distroless/nodejs24-debian13:nonroot
        WORKDIR /app
        COPY server.js .
        CMD ["node", "server.js"]
        #     ^^^^ repeated-entrypoint
      `,
      good: dockerfile`
        FROM gcr.io/distroless/nodejs24-debian13:nonroot
        WORKDIR /app
        COPY server.js .
        CMD ["server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM gcr.io/distroless/java21-debian13:nonroot
        COPY app.jar /
        CMD ["java", "-Xmx256m", "-jar", "/app.jar"]
        #     ^^^^ repeated-entrypoint
      `,
      good: dockerfile`
        FROM gcr.io/distroless/java21-debian13:nonroot
        COPY app.jar /
        ENTRYPOINT ["java", "-Xmx256m", "-jar", "/app.jar"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    const found = target === undefined ? undefined : findRepeatedEntrypoint(model, target);
    const [first] = found?.repeated ?? [];
    if (found === undefined || first === undefined) return;
    const words = found.instruction.json?.map(({ value }) => value) ?? [];
    yield {
      message: 'repeated',
      data: {
        line: [...found.entrypoint, ...words].join(' '),
        program: found.entrypoint.join(' '),
      },
      span: { start: first.span.start + 1, end: first.span.end - 1 },
      fixes: [toFix(model, found)],
    };
  },
});

function toFix(model: DockerfileModel, found: RepeatedEntrypoint): Fix {
  const { instruction, repeated, isMixed } = found;
  if (isMixed) {
    const edit = replaceWord({ span: instruction.keywordSpan }, keyword(model, 'ENTRYPOINT'));
    return {
      title: 'Make it the ENTRYPOINT',
      applicability: 'unsafe',
      phase: 'instruction',
      edits: [edit],
    };
  }
  const [first] = repeated;
  const next = instruction.json?.[repeated.length];
  const start = first?.span.start ?? instruction.argumentSpan.start;
  const end = next?.span.start ?? repeated.at(-1)?.span.end ?? start;
  return {
    title: `Leave out "${repeated.map(({ value }) => value).join(' ')}"`,
    applicability: 'safe',
    phase: 'instruction',
    edits: [{ span: { start, end }, text: '' }],
  };
}
