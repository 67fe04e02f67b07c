import {
  isOfKind,
  knownLabels,
  labelKinds,
  licenseMeant,
  type LabelKind,
} from '../../model/label-values';
import { labelsOf, type Label } from '../../model/labels';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { deletePair } from '../../rewrite/delete-pair';
import { deleteInstruction } from '../../rewrite/instructions';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { choicesOption } from '../define-option';
import { defineRule, type Report } from '../define-rule';

const kinds = choicesOption(
  'kinds',
  labelKinds,
  'What the values of labels are, by key: besides the standard labels, whose kinds are known.',
);

type MessageId = 'key' | 'reserved' | 'stale' | 'empty' | Exclude<LabelKind, 'any' | 'text'>;

export default defineRule({
  id: 'invalid-label',
  code: 'IH832',
  category: 'style',
  severity: 'hint',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A label is empty, or not what it is said to be.',
  why: 'Registries and dashboards read labels with programs: they look for `org.opencontainers.image.created` as a time, for `…licenses` as an expression of SPDX, for `…url` and `…documentation` as addresses. Keys have lower-case letters, digits, dots and hyphens by the advice of Docker, which keeps `com.docker.*`, `io.docker.*` and `org.dockerproject.*` to itself; those that its extensions must set are not reported. With the option `kinds` the values of other labels are checked, too. A value from a variable is not looked at: the build fills it in.',
  fixNotes:
    'A licence that is beyond doubt, such as `Apache 2.0`, is written with its id. A digest of the base image gets the value that FROM has, or goes away where FROM names a tag only (`unsafe`). Nothing but the label changes.',
  equivalents: {
    hadolint: ['DL3048', 'DL3051', 'DL3052', 'DL3053', 'DL3054', 'DL3055', 'DL3056', 'DL3058'],
  },
  messageEquivalents: {
    key: { hadolint: 'DL3048' },
    reserved: { hadolint: 'DL3048' },
    stale: {},
    empty: { hadolint: 'DL3051' },
    url: { hadolint: 'DL3052' },
    time: { hadolint: 'DL3053' },
    license: { hadolint: 'DL3054' },
    hash: { hadolint: 'DL3055' },
    semver: { hadolint: 'DL3056' },
    email: { hadolint: 'DL3058' },
  },
  messages: {
    key: 'The key "{{key}}" has other characters than lower-case letters, digits, "." and "-".',
    reserved: 'Docker keeps the keys of "{{key}}" to itself.',
    stale: 'FROM does not name this digest, so the label is wrong as soon as the tag moves.',
    empty: 'The label "{{key}}" is empty.',
    url: '"{{value}}" is not a URL.',
    time: '"{{value}}" is not a time as in RFC 3339: 2026-11-22T10:00:00Z.',
    license: '"{{value}}" is not an expression of SPDX, such as "Apache-2.0".',
    hash: '"{{value}}" is not the hash of a Git commit.',
    semver: '"{{value}}" is not a semantic version: 1.2.3.',
    email: '"{{value}}" is not an e-mail address.',
  },
  options: [kinds],
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        LABEL org.opencontainers.image.licenses="Apache 2.0"
        #                                       ^^^^^^^^^^^^ invalid-label
      `,
      good: dockerfile`
        FROM debian:13-slim
        LABEL org.opencontainers.image.licenses="Apache-2.0"
      `,
    },
    {
      options: { kinds: { 'com.example.release': 'semver' } },
      bad: dockerfile`
        FROM debian:13-slim
        LABEL com.example.release="v12"
        #                         ^^^^^ invalid-label
      `,
      good: dockerfile`
        FROM debian:13-slim
        LABEL com.example.release="12.0.0"
      `,
      fixed: dockerfile`
        FROM debian:13-slim
        LABEL com.example.release="v12"
      `,
    },
  ],
  *check(model, { option }) {
    const configured = option(kinds);
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      for (const label of labelsOf(stage)) {
        const kind = configured.get(label.key ?? '') ?? knownLabels.get(label.key ?? '') ?? 'text';
        const report = checkKey(label) ?? checkBase(model, stage, label) ?? checkValue(label, kind);
        if (report !== undefined) yield report;
      }
    }
  },
});

/** Source: docs.docker.com, "Docker object labels" and "Extension metadata", November 2026. */
const reserved = /^(?:com\.docker\.(?!desktop\.|extension\.)|io\.docker\.|org\.dockerproject\.)/;

function checkKey({ key, assignment }: Label): Report<MessageId> | undefined {
  if (key === undefined || key === '') return undefined;
  const isPlain = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(key);
  if (isPlain && !reserved.test(key)) return undefined;
  return { message: isPlain ? 'reserved' : 'key', data: { key }, span: assignment.name.span };
}

/** `org.opencontainers.image.base.digest` for another image than that of FROM, or for a tag, which moves. */
function checkBase(
  model: DockerfileModel,
  { rootBase }: Stage,
  { key, value, assignment, instruction }: Label,
): Report<MessageId> | undefined {
  const word = assignment.value;
  if (key !== 'org.opencontainers.image.base.digest' || value === undefined) return undefined;
  if (word === undefined || rootBase.kind !== 'image' || !rootBase.literal) return undefined;
  const digest = rootBase.reference.digest?.text;
  if (!/^sha256:[0-9a-f]{64}$/.test(value) || digest === value) return undefined;
  const isAlone = instruction.assignments.length === 1;
  const edit =
    digest !== undefined
      ? replaceWord(word, digest)
      : isAlone
        ? deleteInstruction(model, instruction)
        : deletePair(model, instruction, assignment);
  const report: Report<MessageId> = { message: 'stale', span: word.span };
  if (edit === undefined) return report;
  const title = digest === undefined ? 'Delete the label' : 'Write the digest of FROM';
  return {
    ...report,
    fixes: [{ title, applicability: 'unsafe', phase: 'instruction', edits: [edit] }],
  };
}

function checkValue(
  { key, value, assignment }: Label,
  kind: LabelKind,
): Report<MessageId> | undefined {
  if (key === undefined || value === undefined || kind === 'any') return undefined;
  if (value.trim() === '') return { message: 'empty', data: { key }, span: assignment.name.span };
  const word = assignment.value;
  if (kind === 'text' || word === undefined || isOfKind(kind, value) || value.includes('\n')) {
    return undefined;
  }
  const meant = kind === 'license' ? licenseMeant(value) : undefined;
  const report: Report<MessageId> = { message: kind, data: { value }, span: word.span };
  if (meant === undefined) return report;
  const quote = /^["']/.exec(word.text)?.[0] ?? '';
  return {
    ...report,
    fixes: [
      {
        title: `Write "${meant}"`,
        applicability: 'safe',
        phase: 'word',
        edits: [replaceWord(word, `${quote}${meant}${quote}`)],
      },
    ],
  };
}
