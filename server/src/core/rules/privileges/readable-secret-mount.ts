import { defineRule, type Report } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import { findUserHome } from '../../model/user-home';
import { readMounts, type Mount } from '../../model/mounts';
import type { Instruction, Word } from '../../syntax/instruction';
import type { Span } from '../../text/span';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'readable-secret-mount',
  code: 'IH231',
  category: 'privileges',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A mounted secret can be read by every account of the step.',
  why: 'While the step runs, every program in it can read a secret whose mode allows others to: the scripts of packages that run as another account, for one. Without an option only root may (mode 0400). A step that runs as somebody else needs the owner of the secret changed, `uid=1000`, and not its mode.',
  equivalents: { sonar: 'S6469' },
  messages: { found: 'Mode {{mode}} lets every account of this step read the secret.' },
  examples: [
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN --mount=type=secret,id=npmrc,target=/root/.npmrc,required=true,mode=0444 npm ci
        #                                                                  ^^^^^^^^^ readable-secret-mount
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN --mount=type=secret,id=npmrc,target=/root/.npmrc,required=true,mode=0400 npm ci
      `,
    },
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1
        FROM node:24-trixie-slim
        WORKDIR /home/node
        USER node
        RUN --mount=type=secret,id=token,required=true,mode=0644 ./fetch.sh
        #                                              ^^^^^^^^^ readable-secret-mount
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM node:24-trixie-slim
        WORKDIR /home/node
        USER node
        RUN --mount=type=secret,id=token,required=true,mode=0400,uid=1000 ./fetch.sh
      `,
    },
  ],
  *check(model) {
    for (const instruction of model.tree.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      if (model.stageOf(instruction)?.mayBeWindows === true) continue;
      for (const mount of readMounts(instruction)) {
        if (mount.type !== 'secret' && mount.type !== 'ssh') continue;
        const report = findReport(model, instruction, mount);
        if (report !== undefined) yield report;
      }
    }
  },
});

function findReport(
  model: DockerfileModel,
  instruction: Instruction,
  { flag, type }: Mount,
): Report<'found'> | undefined {
  const mode = findOption(flag.value, 'mode');
  if (mode === undefined || !/^[0-7]+$/.test(mode.value)) return undefined;
  if ((Number.parseInt(mode.value, 8) & 0o4) === 0) return undefined;
  const report: Report<'found'> = {
    message: 'found',
    data: { mode: mode.value },
    span: mode.span,
  };
  const closed = `mode=${type === 'secret' ? '0400' : '0600'}`;
  const home = findUserHome(model, instruction);
  const owner = home?.owner?.uid;
  const hasOwner = findOption(flag.value, 'uid') !== undefined;
  if (!hasOwner && home === undefined) {
    return { ...report, refusal: 'The number of the user of this step is not known.' };
  }
  const text = hasOwner || owner === undefined ? closed : `${closed},uid=${String(owner)}`;
  const edits = [{ span: mode.span, text }];
  const title = 'Let only the user of the step read it';
  return { ...report, fixes: [{ title, applicability: 'safe', phase: 'word', edits }] };
}

/** An option of a mount with its place; undefined when the value of the flag is quoted or split over lines. */
function findOption(
  word: Word | undefined,
  name: string,
): { readonly value: string; readonly span: Span } | undefined {
  if (word === undefined) return undefined;
  const { text, span } = word;
  if (span.end - span.start !== text.length) return undefined;
  let { start } = span;
  for (const part of text.split(',')) {
    const [key = '', value] = part.split('=');
    if (key.toLowerCase() === name && value !== undefined) {
      return { value, span: { start, end: start + part.length } };
    }
    start += part.length + 1;
  }
  return undefined;
}
