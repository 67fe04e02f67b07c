import { frontendSupports } from '../../model/frontend';
import type { Command } from '../../model/commands';
import type { DockerfileModel } from '../../model/model';
import { addMount } from '../../rewrite/mount-secret';
import { dockerfile } from '../../text/dockerfile-tag';
import { textsOption } from '../define-option';
import { defineRule, type Report } from '../define-rule';

const mounts = textsOption(
  'mounts',
  'What commands need, each as "COMMAND: OPTIONS": the words it begins with, and the options of its secret mount.',
);

export default defineRule({
  id: 'missing-secret-mount',
  code: 'IH365',
  category: 'secrets',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A command that needs a credential does not get the secret mount of the configuration.',
  why: 'A team whose packages come from a private registry knows which commands need a credential, and says so with the option `mounts`: `"npm ci: id=npmrc,target=/root/.npmrc,required=true"`. A RUN with such a command and without that secret then asks the public registry, where a stranger may have published a package of the same name, or gets the credential in a way that stays in the image. Without the option this rule is silent, for it cannot know what is private.',
  equivalents: {},
  messages: {
    missing: '"{{command}}" needs the secret "{{id}}", which this RUN does not mount.',
  },
  options: [mounts],
  examples: [
    {
      options: { mounts: ['npm ci: id=npmrc,target=/root/.npmrc,required=true'] },
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        #   ^^^ missing-secret-mount
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN --mount=type=secret,id=npmrc,target=/root/.npmrc,required=true npm ci --omit=dev
      `,
    },
  ],
  *check(model, { option }) {
    const needs = option(mounts).flatMap((line) => readNeed(line) ?? []);
    if (needs.length === 0) return;
    for (const stage of model.stages) {
      const seen = new Set<string>();
      for (const command of model.commandsOf(stage)) {
        for (const need of needs) {
          const [program] = command.words;
          const key = `${String(command.instruction.span.start)} ${need.id}`;
          if (program === undefined || seen.has(key) || !isMeant(command, need)) continue;
          if (isMounted(model, command, need)) continue;
          seen.add(key);
          yield {
            message: 'missing',
            data: { command: need.words.join(' '), id: need.id },
            span: program.span,
            ...mount(model, command, need),
          };
        }
      }
    }
  },
});

interface Need {
  /** The words that a command begins with. */
  readonly words: readonly string[];
  /** What stands behind `type=secret,`. */
  readonly options: string;
  readonly id: string;
}

/** `npm ci: id=npmrc,target=/root/.npmrc`; undefined for a line that names no secret. */
function readNeed(line: string): Need | undefined {
  const [, start = '', options = ''] =
    /^([^:]+):\s*(?:type=secret,)?([^\s"']+)$/.exec(line.trim()) ?? [];
  const id =
    /(?:^|,)id=([^,]+)/.exec(options)?.[1] ??
    /(?:^|,)(?:target|dst|destination)=(?:[^,]*\/)?([^,/]+)/.exec(options)?.[1];
  return id === undefined ? undefined : { words: start.trim().split(/\s+/), options, id };
}

function isMeant({ name, words }: Command, need: Need): boolean {
  const line = [name, ...words.slice(1).map(({ value }) => value)];
  return need.words.every((word, index) => line[index] === word);
}

function isMounted(model: DockerfileModel, { instruction }: Command, { id }: Need): boolean {
  return model
    .mountsOf(instruction)
    .some(
      (each) =>
        each.type === 'secret' && (each.id ?? each.target?.replace(/^.*\//, '') ?? id) === id,
    );
}

function mount(
  model: DockerfileModel,
  { instruction }: Command,
  { options }: Need,
): Pick<Report, 'fixes' | 'refusal'> {
  const minor = /(?:^|,)env=/.test(options) ? 10 : 2;
  const support = frontendSupports(model, minor);
  if (support === 'no' || (support === 'daemon' && minor === 10)) {
    return { refusal: 'Needs the line "# syntax=docker/dockerfile:1" at the top.' };
  }
  return {
    fixes: [
      {
        title: 'Mount the secret',
        applicability: 'safe',
        phase: 'instruction',
        edits: [addMount(instruction, `type=secret,${options}`)],
      },
    ],
  };
}
