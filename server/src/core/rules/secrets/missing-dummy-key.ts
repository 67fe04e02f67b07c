import type { Command } from '../../model/commands';
import { findContextFolder } from '../../model/context-folder';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import type { BuildContext } from '../../project/build-context';
import { readGemfileLock } from '../../project/gemfile-lock';
import { below } from '../../project/node-package-manager';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'missing-dummy-key',
  code: 'IH312',
  category: 'secrets',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Rails compiles its assets without the dummy key, so the build asks for the real one.',
  why: 'Starting Rails in production needs a secret key. The assets do not depend on it, but without one `assets:precompile` ends with "Missing `secret_key_base`", and the way out is often to give the real key to the build, where it stays in a layer or in the history. Since Rails 7.1 `SECRET_KEY_BASE_DUMMY=1` makes Rails use a random key for that one command. Reported where `Gemfile.lock` names Rails 7.1 or later, the environment is production and nothing gives a key.',
  equivalents: {},
  messages: {
    missing:
      'Rails {{version}} ends here without a secret key; SECRET_KEY_BASE_DUMMY=1 lets it compile the assets without a real one.',
  },
  examples: [
    {
      files: { Gemfile: '', 'Gemfile.lock': 'GEM\n  specs:\n    rails (8.1.1)\n', 'config.ru': '' },
      bad: dockerfile`
        FROM ruby:3.4-slim
        ENV RAILS_ENV=production
        WORKDIR /rails
        COPY . .
        RUN bundle install && bin/rails assets:precompile
        #                               ^^^^^^^^^^^^^^^^^ missing-dummy-key
      `,
      good: dockerfile`
        FROM ruby:3.4-slim
        ENV RAILS_ENV=production
        WORKDIR /rails
        COPY . .
        RUN bundle install && SECRET_KEY_BASE_DUMMY=1 bin/rails assets:precompile
      `,
    },
  ],
  *check(model) {
    const { context } = model;
    if (context === undefined) return;
    for (const stage of model.stages) {
      for (const command of model.commandsOf(stage)) {
        const task = findTask(command);
        const version = task === undefined ? undefined : findRails(model, stage, context, command);
        if (task === undefined || version === undefined) continue;
        if (!isProduction(model, stage, command) || mayHaveKey(model, stage, context, command)) {
          continue;
        }
        const fix = addDummyKey(model, command);
        yield {
          message: 'missing',
          data: { version },
          span: task.span,
          ...(fix === undefined
            ? { refusal: 'Only a command of a shell can get a variable in front of it.' }
            : { fixes: [fix] }),
        };
      }
    }
  },
});

function findTask({ name, words }: Command): Command['words'][number] | undefined {
  const isBundled = name === 'bundle' && words[1]?.value === 'exec';
  const program = isBundled ? words[2]?.value?.replace(/^.*\//, '') : name;
  if (program !== 'rails' && program !== 'rake') return undefined;
  return words.find(({ value }) => value === 'assets:precompile');
}

/** The version of Rails where it knows the dummy key. */
function findRails(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext,
  { instruction }: Command,
): string | undefined {
  const workdir = model.workdirAt(instruction);
  const folder = workdir === undefined ? undefined : findContextFolder(model, stage, workdir);
  if (folder === undefined) return undefined;
  const { gems } = readGemfileLock(context, folder) ?? {};
  const version = gems?.get('rails') ?? gems?.get('railties');
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  const isKnown = 7 < major || (major === 7 && 1 <= minor);
  const mentions = (path: string): boolean =>
    context.text(path)?.includes('secret_key_base') === true;
  const isSet =
    context.has(below(folder, 'config/secrets.yml')) !== 'no' ||
    context.visiblePaths.some((path) => /(?:^|\/)config\/.*\.rb$/.test(path) && mentions(path));
  return isKnown && !isSet ? version : undefined;
}

function isProduction(model: DockerfileModel, stage: Stage, command: Command): boolean {
  const own = command.shell.assignments.find(({ name }) => name === 'RAILS_ENV');
  if (own !== undefined) return own.value?.value === 'production';
  const word = command.shell.arguments.find(({ text }) => text.startsWith('RAILS_ENV='));
  if (word !== undefined) return word.value === 'RAILS_ENV=production';
  const scope = model.variables.before(stage, command.instruction);
  return scope.get('RAILS_ENV')?.value === 'production';
}

const keyNames = ['SECRET_KEY_BASE', 'SECRET_KEY_BASE_DUMMY', 'RAILS_MASTER_KEY'];

/** True when a variable, a mount or a file of the project may give Rails a key. */
function mayHaveKey(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext,
  { instruction }: Command,
): boolean {
  const scope = model.variables.before(stage, instruction);
  const source = model.text.slice(instruction.span.start, instruction.span.end);
  return (
    keyNames.some((name) => scope.get(name) !== undefined || source.includes(name)) ||
    model.mountsOf(instruction).some(({ type }) => type === 'secret') ||
    context.visiblePaths.some((path) => /(?:^|\/)(?:\.env[\w.]*|[\w-]+\.key)$/.test(path))
  );
}

function addDummyKey(model: DockerfileModel, { shell, instruction }: Command): Fix | undefined {
  if (model.executionOf(instruction).form === 'exec') return undefined;
  const { start } = shell.span;
  return {
    title: 'Set SECRET_KEY_BASE_DUMMY=1 for this command',
    applicability: 'safe',
    phase: 'word',
    edits: [{ span: { start, end: start }, text: 'SECRET_KEY_BASE_DUMMY=1 ' }],
  };
}
