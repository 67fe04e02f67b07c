import { isApt } from '../../model/package-index';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'unlocked-package-cache',
  code: 'IH416',
  category: 'caching',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Two builds can use the cache mount of apt at the same time.',
  why: 'A cache mount is shared by all builds of the machine unless it says otherwise. apt takes a lock on its folders and ends with "Could not get lock" when another build, or another stage of the same build, has it. `sharing=locked` makes the second wait for the first; the documentation of Docker uses it for apt.',
  equivalents: {},
  messages: {
    shared:
      'Another build may hold the lock of apt in {{target}}: the mount needs "sharing=locked".',
  },
  examples: [
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1
        FROM debian:13-slim
        RUN rm -f /etc/apt/apt.conf.d/docker-clean
        RUN --mount=type=cache,target=/var/cache/apt \
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unlocked-package-cache
            apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM debian:13-slim
        RUN rm -f /etc/apt/apt.conf.d/docker-clean
        RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
            apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      const runs = new Set(
        model
          .packageOperationsOf(stage)
          .filter((each) => isApt(each) && each.action !== 'clean')
          .map(({ command }) => command.instruction),
      );
      for (const run of runs) {
        for (const { flag, type, target = '' } of model.mountsOf(run)) {
          const text = flag.value?.text ?? '';
          if (type !== 'cache' || !aptFolder.test(target) || /(?:^|,)"?sharing=/.test(text))
            continue;
          const { end } = flag.span;
          const report = { message: 'shared', data: { target }, span: flag.span } as const;
          yield /["'$]/.test(text)
            ? { ...report, refusal: 'The options of the mount are quoted or held in a variable.' }
            : {
                ...report,
                fixes: [
                  {
                    title: 'Let one build at a time use it',
                    applicability: 'safe',
                    phase: 'word',
                    edits: [{ span: { start: end, end }, text: ',sharing=locked' }],
                  },
                ],
              };
        }
      }
    }
  },
});

/** The folders in which apt takes a lock. Source: https://docs.docker.com/reference/dockerfile/#example-cache-apt-packages */
const aptFolder = /^\/var\/(?:cache|lib)\/apt(?:\/(?:archives|lists))?\/?$/;
