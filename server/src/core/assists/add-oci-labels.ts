import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage-graph';
import { readPackageJson } from '../project/package-json';
import { insertAfter, insertBefore, keyword } from '../rewrite/instructions';
import { dockerfile } from '../text/dockerfile-tag';
import { touchesSpan } from '../text/span';
import { defineAssist } from './define-assist';

/** Source: https://github.com/opencontainers/image-spec/blob/main/annotations.md (checked 2026-11-21). */
const prefix = 'org.opencontainers.image.';

export default defineAssist({
  id: 'add-oci-labels',
  title: 'Add labels that say what the image is',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Adds the standard labels of the Open Container Initiative: title and description from `package.json` where there is one, and version, revision and source from build arguments that the pipeline gives.',
  examples: [
    {
      files: { 'package.json': '{ "name": "shop", "description": "Sells things." }' },
      before: dockerfile`
        FROM node:24-trixie-slim<CURSOR>
        WORKDIR /app
        COPY . .
        CMD ["node", "server.js"]
      `,
      after: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY . .
        ARG VERSION REVISION SOURCE
        LABEL org.opencontainers.image.title="shop" \
            org.opencontainers.image.version="$VERSION" \
            org.opencontainers.image.revision="$REVISION" \
            org.opencontainers.image.source="$SOURCE"
        CMD ["node", "server.js"]
      `,
    },
  ],
  run({ model, selection }) {
    const { target } = model;
    if (target === undefined || !touchesSpan(target.from.span, selection)) return undefined;
    if (hasLabels(model)) return undefined;
    const lines = writeLabels(model);
    const start = target.instructions.find(({ keyword: name }) => starts.has(name));
    const last = target.instructions.at(-1) ?? target.from;
    const edit =
      start === undefined ? insertAfter(model, last, lines) : insertBefore(model, start, lines);
    const taken = takenArguments(target);
    if (taken !== undefined) {
      return { kind: 'refused', reason: `The stage has a variable "${taken}" already.` };
    }
    return { kind: 'edits', edits: [edit] };
  },
});

/** The labels come last: their values change with each build, and end the cache. */
const starts = new Set(['HEALTHCHECK', 'ENTRYPOINT', 'CMD']);

const fromPipeline: ReadonlyMap<string, string> = new Map([
  ['version', 'VERSION'],
  ['revision', 'REVISION'],
  ['source', 'SOURCE'],
]);

function hasLabels(model: DockerfileModel): boolean {
  return model.stages
    .flatMap(({ instructions }) => instructions)
    .some(
      ({ keyword: name, assignments }) =>
        name === 'LABEL' && assignments.some((each) => each.name.text.includes(prefix)),
    );
}

function takenArguments(stage: Stage): string | undefined {
  const names = stage.instructions.flatMap(({ assignments }) =>
    assignments.map(({ name }) => name.text),
  );
  return [...fromPipeline.values()].find((name) => names.includes(name));
}

function writeLabels(model: DockerfileModel): readonly string[] {
  const { escape, indent } = model.layout;
  const name = model.context === undefined ? undefined : readPackageJson(model.context)?.name;
  const labels = [
    ...(name === undefined ? [] : [`${prefix}title=${JSON.stringify(name)}`]),
    ...[...fromPipeline].map(([label, argument]) => `${prefix}${label}="$${argument}"`),
  ];
  const joined = labels.map((label, index) => {
    const start = index === 0 ? `${keyword(model, 'LABEL')} ` : indent;
    return `${start}${label}${index + 1 < labels.length ? ` ${escape}` : ''}`;
  });
  return [`${keyword(model, 'ARG')} ${[...fromPipeline.values()].join(' ')}`, ...joined];
}
