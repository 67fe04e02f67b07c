import { planManifestMounts } from '../rewrite/plan-manifest-mounts';
import { dockerfile } from '../text/dockerfile-tag';
import { defineAssist } from './define-assist';

export default defineAssist({
  id: 'bind-manifests',
  title: 'Mount the manifests instead of copying them',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Turns the COPY of manifests above an install into bind mounts of the RUN, so that they need no layer of their own. Refused where the install may write to them, or something needs them before the sources are copied.',
  examples: [
    {
      before: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY <CURSOR>package.json package-lock.json ./
        RUN npm ci
        COPY . .
        CMD ["node", "server.js"]
      `,
      after: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        RUN --mount=type=bind,source=package.json,target=package.json \
            --mount=type=bind,source=package-lock.json,target=package-lock.json \
            npm ci
        COPY . .
        CMD ["node", "server.js"]
      `,
    },
  ],
  run({ model, selection }) {
    const instruction = model.instructionAt(selection.start);
    const stage = instruction === undefined ? undefined : model.stageOf(instruction);
    if (instruction === undefined || stage === undefined) return undefined;
    const plan = planManifestMounts(model, stage, instruction);
    return plan?.kind === 'planned' ? { ...plan, kind: 'edits' } : plan;
  },
});
