import type { Command } from '../../model/commands';
import type { DockerfileModel } from '../../model/model';
import type { Mount } from '../../model/mounts';
import type { Instruction } from '../../syntax/instruction';
import type { ShellWord } from '../../syntax/shell';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'optional-secret-mount',
  code: 'IH306',
  category: 'secrets',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  summary: 'A build without the secret goes on with an empty value.',
  why: 'A secret mount is optional unless it says `required=true`: when the build is started without the secret, no file is mounted and no variable is set. A command that puts the secret into its arguments then gets an empty text. It may download the wrong thing, or nothing, and the build goes on; the error shows up later, far from its cause. Reported only where the shell puts the value into a command, and nothing tests it.',
  equivalents: {},
  messages: {
    optional:
      'A build without the secret "{{id}}" goes on with an empty value: say "required=true".',
  },
  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.23
        RUN --mount=type=secret,id=token \
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ optional-secret-mount
            wget --header "Authorization: Bearer $(cat /run/secrets/token)" https://example.com/model.bin
      `,
      good: dockerfile`
        FROM alpine:3.23
        RUN --mount=type=secret,id=token,required=true \
            wget --header "Authorization: Bearer $(cat /run/secrets/token)" https://example.com/model.bin
      `,
    },
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1
        FROM alpine:3.23
        RUN --mount=type=secret,id=token,env=TOKEN wget "https://example.com/model.bin?token=$TOKEN"
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ optional-secret-mount
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM alpine:3.23
        RUN --mount=type=secret,id=token,env=TOKEN,required=true wget "https://example.com/model.bin?token=$TOKEN"
      `,
    },
  ],
  *check(model) {
    for (const instruction of model.tree.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      for (const mount of model.mountsOf(instruction)) {
        if (!isSilent(model, instruction, mount)) continue;
        const { end } = mount.flag.span;
        yield {
          message: 'optional',
          data: { id: mount.id ?? '' },
          span: mount.flag.span,
          fixes: [
            {
              title: 'Require the secret',
              applicability: 'safe',
              phase: 'word',
              edits: [{ span: { start: end, end }, text: ',required=true' }],
            },
          ],
        };
      }
    }
  },
});

/** True when the RUN surely goes on without the secret, and with an empty value. */
function isSilent(model: DockerfileModel, run: Instruction, mount: Mount): boolean {
  const text = mount.flag.value?.text ?? '';
  if (mount.type !== 'secret' || mount.id === undefined || /required|["'$]/.test(text))
    return false;
  const { commands, complete } = model.executionOf(run);
  if (!complete) return false;
  const variable = /(?:^|,)env=(\w+)/.exec(text)?.[1];
  const path = pathOf(mount, variable !== undefined);
  const script = model.text.slice(mount.flag.span.end, run.span.end);
  if (variable !== undefined) {
    const isStrict = /\bset\s+-\w*u|nounset/.test(script);
    return !isStrict && usesPlainly(commands, variable, script);
  }
  return path !== undefined && readsPlainly(commands, path, script);
}

function pathOf({ target, id }: Mount, isVariable: boolean): string | undefined {
  if (target === undefined) return isVariable ? undefined : `/run/secrets/${id ?? ''}`;
  return target.startsWith('/') ? target : undefined;
}

const tests = new Set(['[', '[[', 'test']);

/** `curl -H "$TOKEN"`, and nothing that tests the variable or has a default for it. */
function usesPlainly(commands: readonly Command[], name: string, script: string): boolean {
  if (new RegExp(`\\$\\{${name}[:?+=-]|\\$\\{#|!${name}`).test(script)) return false;
  const users = commands.filter((command) =>
    wordsOf(command).some((word) => word.variables.includes(name)),
  );
  return users.length !== 0 && users.every(({ name: program }) => !tests.has(program ?? ''));
}

/**
 * `curl -H "$(cat /run/secrets/x)"`: the failure of `cat` is lost. A lone assignment fails with it, and a second
 * mention of the file may be a test.
 */
function readsPlainly(commands: readonly Command[], path: string, script: string): boolean {
  const name = path.replace(/[$()*+.?[\\\]^{|}/]/g, '\\$&');
  const reading = new RegExp(`(?:\\$\\(|\`)\\s*(?:cat\\s+|<\\s*)["']?${name}["']?\\s*(?:\\)|\`)`);
  const readers = commands.filter(
    (command) =>
      command.shell.program !== undefined &&
      wordsOf(command).some(({ text }) => reading.test(text)),
  );
  return (
    readers.length !== 0 &&
    readers.every(({ name: program }) => !tests.has(program ?? '')) &&
    script.split(path).length - 1 === readers.length
  );
}

function wordsOf({ shell }: Command): readonly ShellWord[] {
  const values = shell.assignments.flatMap(({ value }) => value ?? []);
  return [...shell.arguments, ...values];
}
