import type { Command } from '../../model/commands';
import type { DockerfileModel } from '../../model/model';
import { readPackageOperation } from '../../model/packages';
import type { Stage } from '../../model/stage-graph';
import { removeCommand } from '../../rewrite/remove-command';
import { deleteListedWord } from '../../rewrite/words';
import type { ShellWord } from '../../syntax/shell';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'shipped-debugger',
  code: 'IH547',
  category: 'packages',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A debugger or a coverage tool of PHP is in the shipped image.',
  why: 'Xdebug slows every request down, also when nobody debugs, and can be told from outside to open a connection to a debugger; PCOV only counts which lines tests reach. Install them in a stage for development that starts from the shipped one. A stage whose name says that it is for development or tests is left alone.',
  fixNotes:
    'The fix takes the extension out of each command of the stage that installs or enables it.',
  equivalents: {},
  messages: { shipped: '"{{name}}" is in the shipped image.' },
  examples: [
    {
      bad: dockerfile`
        FROM php:8.4-fpm
        RUN docker-php-ext-install opcache \
            && pecl install xdebug-3.5.0 \
        #                   ^^^^^^^^^^^^ shipped-debugger
            && docker-php-ext-enable xdebug opcache
      `,
      good: dockerfile`
        FROM php:8.4-fpm
        RUN docker-php-ext-install opcache \
            && docker-php-ext-enable opcache
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined || isForDevelopment(target)) return;
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      if (isForDevelopment(stage)) continue;
      const uses = model.commandsOf(stage).flatMap((command) => findUses(command));
      for (const name of ['xdebug', 'pcov']) {
        const own = uses.filter((use) => use.name === name);
        const first = own.find(({ command }) => command.name !== 'docker-php-ext-enable');
        if (first === undefined || isTurnedOff(model, stage, name)) continue;
        const edits = takeOut(model, stage, own, name);
        yield {
          message: 'shipped',
          data: { name },
          span: first.word.span,
          ...(edits === undefined
            ? { refusal: 'It stands in a command that does more, or settings of it follow.' }
            : {
                fixes: [
                  {
                    title: `Take ${name} out`,
                    applicability: 'unsafe',
                    phase: 'instruction',
                    edits,
                  },
                ],
              }),
        };
      }
    }
  },
});

interface Use {
  readonly command: Command;
  readonly word: ShellWord;
  readonly name: string;
}

function isForDevelopment({ name }: Stage): boolean {
  return /dev|test|debug|coverage|local|ci\b|build/.test(name ?? '');
}

const tools = new Set([
  'install-php-extensions',
  'docker-php-ext-enable',
  'docker-php-ext-install',
]);

/** The words with which PHP extensions are installed or enabled. */
function findUses(command: Command): readonly Use[] {
  const { name = '', words } = command;
  const isPecl = name === 'pecl' && words[1]?.value === 'install';
  const isPie = name === 'pie' && words[1]?.value === 'install';
  const operation = readPackageOperation(command);
  const isSystem = operation?.manager.kind === 'system' && operation.action === 'install';
  if (!tools.has(name) && !isPecl && !isPie && !isSystem) return [];
  return words.slice(1).flatMap((word): readonly Use[] => {
    const match =
      /^(?:(?:php[\d.]*-(?:pecl-)?)?(xdebug|pcov)(?:[-=~@][\w.*~-]+)?|xdebug\/(xdebug)\S*|pecl\/(pcov)\S*)$/.exec(
        word.value ?? '',
      );
    const found = match?.[1] ?? match?.[2] ?? match?.[3];
    return found === undefined ? [] : [{ command, word, name: found }];
  });
}

/** Code that installs it only on demand, or a mode that a variable turns off. */
function isTurnedOff(model: DockerfileModel, stage: Stage, name: string): boolean {
  const isOff = name === 'xdebug' && model.variables.atEnd(stage).get('XDEBUG_MODE') !== undefined;
  const isOptional = model
    .commandsOf(stage)
    .some(
      (command) =>
        findUses(command).some((use) => use.name === name) &&
        (command.shell.nesting.length !== 0 || !isPlain(model, command)),
    );
  return isOff || isOptional;
}

/** False for `[ "$DEBUG" ] && pecl install xdebug || true`. */
function isPlain(model: DockerfileModel, command: Command): boolean {
  return model
    .executionOf(command.instruction)
    .scripts.every((script) =>
      script.allStatements.every(
        (statement) =>
          !statement.pipelines.some(({ commands }) => commands.includes(command.shell)) ||
          (statement.operators.every((operator) => operator === '&&') &&
            !statement.pipelines.some(({ commands }) =>
              commands.some((each) => /^(?:\[|\[\[|test)$/.test(each?.program?.text ?? '')),
            )),
      ),
    );
}

function takeOut(
  model: DockerfileModel,
  stage: Stage,
  uses: readonly Use[],
  name: string,
): readonly Edit[] | undefined {
  const named = new Set(uses.map(({ command }) => command.instruction));
  const isNamedElsewhere = stage.instructions.some(({ span }, index) => {
    const instruction = stage.instructions[index];
    const text = model.text.slice(span.start, span.end);
    const count = text.split(new RegExp(name, 'i')).length - 1;
    const own = uses.filter(({ command }) => command.instruction === instruction).length;
    return instruction !== undefined && (named.has(instruction) ? own < count : count !== 0);
  });
  if (isNamedElsewhere) return undefined;
  const edits = uses.map(({ command, word }) => {
    const operands = command.words
      .slice(1)
      .filter(({ text }) => !text.startsWith('-') && text !== 'install' && text !== 'add');
    return operands.length === 1
      ? removeCommand(model, model.executionOf(command.instruction), command)
      : deleteListedWord(model.text, word);
  });
  const known = edits.filter((edit) => edit !== undefined);
  if (known.length !== edits.length) return undefined;
  const sorted = [...known].sort((left, right) => left.span.start - right.span.start);
  const overlap = sorted.some(({ span }, index) => {
    const before = sorted[index - 1]?.span;
    return before !== undefined && (span.start < before.end || span.start === before.start);
  });
  return overlap ? undefined : known;
}
