import { planAlpineBase, planSlimBase, type SlimBasePlan } from '../rewrite/use-slim-base';
import { dockerfile } from '../text/dockerfile-tag';
import { touchesSpan } from '../text/span';
import { defineAssist, type AssistOutcome } from './define-assist';

export default defineAssist({
  id: 'use-slim-base',
  title: 'Use a slim base image',
  kind: 'refactor.rewrite',
  since: 'next',
  summary:
    'Starts the image from the slim tag of the same version and distribution, or from Alpine where that is asked for, when nothing in the stage, its health check and the sources of the project needs what it leaves out.',
  examples: [
    {
      files: { 'requirements.txt': 'flask==3.1.2\n', 'app.py': 'import flask\n' },
      before: dockerfile`
        FROM python:3.13<CURSOR>
        WORKDIR /app
        COPY . .
        RUN pip install -r requirements.txt
        HEALTHCHECK CMD curl -f http://localhost:5000/ || exit 1
        CMD ["flask", "run"]
      `,
      after: dockerfile`
        FROM python:3.13-slim
        WORKDIR /app
        COPY . .
        RUN pip install -r requirements.txt
        HEALTHCHECK CMD python -c "import urllib.request; urllib.request.urlopen('http://localhost:5000/', timeout=5)" || exit 1
        CMD ["flask", "run"]
      `,
    },
    {
      files: { 'site/index.html': '' },
      request: { base: 'alpine' },
      before: dockerfile`
        FROM nginxinc/nginx-unprivileged:1.30<CURSOR>
        COPY site /usr/share/nginx/html
      `,
      after: dockerfile`
        FROM nginxinc/nginx-unprivileged:1.30-alpine
        COPY site /usr/share/nginx/html
      `,
    },
  ],
  run({ model, selection, base }) {
    const stage = model.stages.find(({ from }) => touchesSpan(from.span, selection));
    if (stage?.base.kind !== 'image' || !model.isShipped(stage)) return undefined;
    const slim = planSlimBase(model, stage);
    if (base !== 'alpine') return toOutcome(slim);
    const alpine = planAlpineBase(model, stage);
    if (alpine.kind === 'plan' || slim?.kind !== 'plan') return toOutcome(alpine);
    return toOutcome({ ...slim, evidence: [...slim.evidence, `Not Alpine: ${alpine.reason}`] });
  },
});

function toOutcome(plan: SlimBasePlan | undefined): AssistOutcome | undefined {
  if (plan === undefined) return undefined;
  if (plan.kind === 'refused') return { kind: 'refused', reason: plan.reason };
  const { image, edits, evidence } = plan;
  return { kind: 'edits', title: `Use ${image}`, edits, evidence };
}
