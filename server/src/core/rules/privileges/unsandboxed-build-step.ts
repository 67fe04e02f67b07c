import { defineRule } from '../define-rule';
import { deleteListedWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'unsandboxed-build-step',
  code: 'IH219',
  category: 'privileges',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A build step runs without the isolation of the builder.',
  why: '`--security=insecure` runs the step with all capabilities and without the filters of the builder: whatever it downloads or compiles has the rights of root on the machine that builds. `--network=host` lets it reach what listens on that machine and its internal network. Both need an entitlement that should stay off in CI. Few steps really need them; mount, loop devices and nested containers belong into a machine of their own.',
  fixNotes:
    'The flag is removed. A step that really needs it fails then: keep the flag there and say why in a suppression.',
  equivalents: { sonar: ['S6502', 'S6431'] },
  messageEquivalents: { insecure: { sonar: 'S6502' }, network: { sonar: 'S6431' } },
  messages: {
    insecure: 'This step runs with every right of root on the machine that builds.',
    network: 'This step is in the network of the machine that builds.',
  },
  examples: [
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1.20
        FROM debian:13-slim
        RUN --security=insecure ./build-image.sh
        #   ^^^^^^^^^^^^^^^^^^^ unsandboxed-build-step
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1.20
        FROM debian:13-slim
        RUN ./build-image.sh
      `,
    },
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN --mount=type=cache,target=/root/.npm --network=host npm ci
        #                                        ^^^^^^^^^^^^^^ unsandboxed-build-step
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN --mount=type=cache,target=/root/.npm npm ci
      `,
    },
  ],
  *check(model) {
    for (const instruction of model.tree.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      for (const flag of instruction.flags) {
        const value = flag.value === undefined ? undefined : model.expand(flag.value, instruction);
        const isInsecure = flag.name.toLowerCase() === 'security' && value === 'insecure';
        const isNetwork = flag.name.toLowerCase() === 'network' && value === 'host';
        if (!isInsecure && !isNetwork) continue;
        yield {
          message: isInsecure ? 'insecure' : 'network',
          span: flag.span,
          fixes: [
            {
              title: `Remove --${flag.name}`,
              applicability: 'unsafe',
              phase: 'word',
              edits: [deleteListedWord(model.text, flag)],
            },
          ],
        };
      }
    }
  },
});
