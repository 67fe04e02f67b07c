import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { findUnwritableState, type UnwritableState } from '../../model/state-folders';
import { insertBefore, keyword } from '../../rewrite/instructions';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'unwritable-state-folder',
  code: 'IH625',
  category: 'runtime',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Rails or Laravel runs as a user who cannot write the folders that it needs.',
  why: 'COPY makes files that belong to root. `rails server` writes `tmp/pids` and `log`, Laravel `storage` and `bootstrap/cache`: as another user the first does not start, the second answers with error 500. Give these folders to the user, and leave the code to root. A volume that is mounted there has the owner that the folder has in the image. Nothing is reported when a step may have given them away already, when they come from another stage, or when the project is not known.',
  fixNotes:
    'The folders, which hold next to nothing in a project, are given to the user of the container above its USER. There is no fix when the user is set in another stage, or above the files.',
  equivalents: {},
  messages: {
    found: '{{framework}} writes {{folders}}, which belong to root here and not to "{{user}}".',
  },
  examples: [
    {
      bad: dockerfile`
        FROM ruby:3.4-slim
        RUN useradd --uid 10001 rails
        WORKDIR /app
        COPY . .
        USER rails
        #    ^^^^^ unwritable-state-folder
        CMD ["bin/rails", "server", "-b", "0.0.0.0"]
      `,
      good: dockerfile`
        FROM ruby:3.4-slim
        RUN useradd --uid 10001 rails
        WORKDIR /app
        COPY . .
        RUN chown -R rails log tmp
        USER rails
        CMD ["bin/rails", "server", "-b", "0.0.0.0"]
      `,
      files: {
        'config/application.rb': 'module Shop; end',
        'tmp/.keep': '',
        'log/.keep': '',
      },
    },
  ],
  *check(model) {
    const { target } = model;
    const found =
      target === undefined || target.mayBeWindows ? undefined : findUnwritableState(model, target);
    if (target === undefined || found === undefined) return;
    const { framework, folders, user, instruction } = found;
    yield {
      message: 'found',
      data: { framework, folders: folders.join(' and '), user: user.name ?? '' },
      span: user.word?.span ?? instruction.keywordSpan,
      ...findFix(model, target, found),
    };
  },
});

function findFix(
  model: DockerfileModel,
  stage: Stage,
  { instruction, folders, workdir, user }: UnwritableState,
): Pick<Report, 'fixes' | 'refusal'> {
  const isAbove = model
    .copiesOf(stage)
    .every((copy) => copy.instruction.span.start < instruction.span.start);
  const isHere = model.stageOf(instruction) === stage && model.workdirAt(instruction) === workdir;
  if (!isAbove || !isHere || model.userAt(instruction)?.privilege !== 'root') {
    return { refusal: 'At its USER the folders are not there yet.' };
  }
  const owner = user.name;
  if (owner === undefined || !/^[\w.-]+$/.test(owner))
    return { refusal: 'The name of the user is not known.' };
  const line = `${keyword(model, 'RUN')} chown -R ${owner} ${folders.join(' ')}`;
  return {
    fixes: [
      {
        title: `Give ${folders.join(' and ')} to "${owner}"`,
        applicability: 'unsafe',
        phase: 'instruction',
        edits: [insertBefore(model, instruction, [line])],
      },
    ],
  };
}
