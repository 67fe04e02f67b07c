import { findStartInstalls, type StartInstall } from '../../model/start-installs';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { markInScript } from '../../rewrite/edit-start-script';
import { installWhileBuilding } from '../../rewrite/install-while-building';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'install-at-start',
  code: 'IH629',
  category: 'runtime',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Every container loads packages or sources from the network before it serves.',
  why: 'What is installed at the start is not in the image: two containers of the same image may run different code, a start takes minutes and fails when a registry is down, the container needs a writable file system, and nobody has tested or scanned what runs. Install in a RUN. Stages for development, whose sources come with a volume, are not reported, nor steps behind a condition, such as "install when the folder is missing".',
  fixNotes:
    'The installation moves to a RUN directly above, where the files of the image are those of the start. There is no fix when files of the application may come with a volume, and where sources are loaded that may be meant to be new.',
  equivalents: {},
  messages: {
    packages: '"{{words}}" installs packages anew at every start.',
    sources: '"{{words}}" gets other sources than the image was built from.',
    script: '"{{words}}" runs a script from the network at every start.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        COPY . .
        CMD ["sh", "-c", "pip install --no-cache-dir -r requirements.txt && exec python app.py"]
        #                 ^^^^^^^^^^^ install-at-start
      `,
      good: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        COPY . .
        RUN pip install --no-cache-dir -r requirements.txt
        CMD ["sh", "-c", "exec python app.py"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined) return;
    for (const step of findStartInstalls(model, target)) {
      const { command, script, kind } = step;
      const [program, verb = program] = command.words;
      if (program === undefined || verb === undefined) continue;
      const words = command.words.slice(0, 3).map(({ value, text }) => value ?? text);
      const span = { start: program.span.start, end: verb.span.end };
      yield {
        message: kind,
        data: { words: words.join(' ') },
        span: markInScript(model, script, span),
        ...findFix(model, target, step),
      };
    }
  },
});

function findFix(
  model: DockerfileModel,
  stage: Stage,
  step: StartInstall,
): Pick<Report, 'fixes' | 'refusal'> {
  const plan = installWhileBuilding(model, stage, step);
  if (plan.kind === 'refused') return { refusal: plan.reason };
  return {
    fixes: [
      {
        title: 'Install while the image is built',
        applicability: 'unsafe',
        phase: 'instruction',
        edits: plan.edits,
      },
    ],
  };
}
