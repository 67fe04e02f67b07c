import { defineRule, type Fix } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { staysRoot } from '../../model/stays-root';
import { planRunAs } from '../../rewrite/run-as';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'root-owned-volume',
  code: 'IH211',
  category: 'privileges',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A container that runs as root writes data that outlives it.',
  why: 'What the process writes to a volume belongs to root, also in a folder of the host that is mounted there: nobody else can change or delete the files, and a later image that runs as another account cannot write. Setting a user before there is data costs one line; changing the owner of every volume in use costs an evening. Images whose start changes the user, or may do so, are not meant.',
  fixNotes:
    'The container runs as an account without root rights, and the volumes are given to it, as the rule for a missing user does it. Volumes that hold data already keep their owner: change it once, where they are. There is no fix when no account can be made, when the path of a volume is not known, or when a stage above declares the volume.',
  equivalents: {},
  messages: {
    found: 'What the container writes to {{path}} belongs to root, on the host as well.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        COPY . .
        VOLUME /data
        #      ^^^^^ root-owned-volume
        CMD ["python", "-m", "app"]
      `,
      good: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        RUN groupadd --system --gid 10001 app \
            && useradd --system --uid 10001 --gid app --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin app \
            && mkdir -p /data \
            && chown app:app /data
        COPY . .
        VOLUME /data
        USER app
        CMD ["python", "-m", "app"]
      `,
    },
  ],
  *check(model) {
    const stage = model.target;
    if (stage === undefined || stage.mayBeWindows || !staysRoot(model, stage)) return;
    for (const { text, span } of model.processOf(stage).volumes) {
      if (/^\/(?:var\/)?(?:tmp|run)\/?$/.test(text)) continue;
      yield { message: 'found', data: { path: text }, span, ...mend(model, stage) };
    }
  },
});

function mend(
  model: DockerfileModel,
  stage: Stage,
): { readonly fixes: readonly Fix[] } | { readonly refusal: string } {
  const isInherited = model
    .processOf(stage)
    .volumes.some(({ span }) => span.end <= stage.from.span.start);
  if (isInherited) return { refusal: 'A stage above declares a volume: give it away there.' };
  const plan = planRunAs(model, stage);
  if (plan.refusal !== undefined) return { refusal: plan.refusal };
  const { title, edits } = plan;
  return { fixes: [{ title, applicability: 'unsafe', phase: 'structure', edits }] };
}
