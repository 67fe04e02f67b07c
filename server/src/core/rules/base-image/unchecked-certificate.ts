import { defineRule, type Fix } from '../define-rule';
import {
  findUncheckedCertificates,
  type UncheckedCertificate,
} from '../../model/certificate-checks';
import type { DockerfileModel } from '../../model/model';
import { hasCertificates } from '../../model/present-certificates';
import type { Stage } from '../../model/stage-graph';
import { deleteInstruction } from '../../rewrite/instructions';
import { removeCommand } from '../../rewrite/remove-command';
import { removeListed, removeOption } from '../../rewrite/remove-option';
import { anchorEdit, deleteWordAndGap } from '../../rewrite/words';
import type { Assignment, Instruction } from '../../syntax/instruction';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'unchecked-certificate',
  code: 'IH120',
  category: 'base-image',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A download does not check whom it talks to.',
  why: 'Without the check of its certificate a server can be anybody on the way: what is downloaded, and often run as root, is what that somebody sends. The usual cause is an image without `ca-certificates`, or a company proxy with an authority of its own: install the package, or copy the certificate of that authority to `/usr/local/share/ca-certificates/` and run `update-ca-certificates`. `NODE_EXTRA_CA_CERTS`, `PIP_CERT` and `GIT_SSL_CAINFO` name a certificate to those that bring their own list. A setting in `ENV` also holds for every container.',
  fixNotes:
    'The fix takes the option, variable or command away, so servers with a wrong certificate are refused from then on. It is refused where the image may have no certificates of public authorities to check with, and for addresses without TLS.',
  equivalents: {
    checkov: [
      'CKV2_DOCKER_2',
      'CKV2_DOCKER_3',
      'CKV2_DOCKER_4',
      'CKV2_DOCKER_5',
      'CKV2_DOCKER_6',
      'CKV2_DOCKER_12',
      'CKV2_DOCKER_13',
      'CKV2_DOCKER_14',
      'CKV2_DOCKER_15',
      'CKV2_DOCKER_16',
    ],
    sonar: 'S4830',
  },
  messageEquivalents: {
    curl: { checkov: 'CKV2_DOCKER_2', sonar: 'S4830' },
    wget: { checkov: 'CKV2_DOCKER_3', sonar: 'S4830' },
    pip: { checkov: ['CKV2_DOCKER_4', 'CKV2_DOCKER_16'] },
    python: { checkov: 'CKV2_DOCKER_5' },
    node: { checkov: 'CKV2_DOCKER_6', sonar: 'S4830' },
    npm: { checkov: ['CKV2_DOCKER_12', 'CKV2_DOCKER_13'] },
    git: { checkov: 'CKV2_DOCKER_14' },
    packages: { checkov: 'CKV2_DOCKER_15' },
    other: {},
  },
  messages: {
    curl: 'With {{setting}} curl takes files from whoever answers.',
    wget: 'With {{setting}} wget takes files from whoever answers.',
    pip: 'With {{setting}} packages of Python come from whoever answers as that host.',
    python: 'With {{setting}} Python does not check certificates.',
    node: 'With {{setting}} Node.js does not check certificates.',
    npm: 'With {{setting}} packages of Node.js come from whoever answers as the registry.',
    git: 'With {{setting}} Git takes sources from whoever answers.',
    packages: 'With {{setting}} the package manager does not check certificates.',
    other: 'With {{setting}} certificates are not checked.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache curl \
            && curl -kfsSL -o /tmp/tool.tar.gz https://example.com/tool.tar.gz
        #           ^^^^^^ unchecked-certificate
      `,
      good: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache curl \
            && curl -fsSL -o /tmp/tool.tar.gz https://example.com/tool.tar.gz
      `,
    },
    {
      bad: dockerfile`
        FROM node:24
        ENV NODE_TLS_REJECT_UNAUTHORIZED=0
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unchecked-certificate
        WORKDIR /app
        COPY . .
        RUN npm ci
      `,
      good: dockerfile`
        FROM node:24
        WORKDIR /app
        COPY . .
        RUN npm ci
      `,
    },
    {
      bad: dockerfile`
        FROM python:3.14
        RUN pip install --no-cache-dir --trusted-host pypi.org flask==3.1.2
        #                              ^^^^^^^^^^^^^^ unchecked-certificate
      `,
      good: dockerfile`
        FROM python:3.14
        RUN pip install --no-cache-dir flask==3.1.2
      `,
    },
  ],
  inTriggers: true,
  *check(model) {
    for (const stage of model.stages) {
      for (const found of findUncheckedCertificates(model, stage)) {
        yield {
          message: found.check,
          data: { setting: found.setting },
          span: found.span,
          ...mend(model, stage, found),
        };
      }
    }
  },
});

function mend(
  model: DockerfileModel,
  stage: Stage,
  found: UncheckedCertificate,
): { readonly fixes: readonly Fix[] } | { readonly refusal: string } {
  if (found.servesCleartext) {
    return { refusal: 'The index has an address without TLS: serve it over https first.' };
  }
  if (!hasCertificates(model, stage, found.instruction)) {
    return {
      refusal: 'The image may have no certificates to check with: install ca-certificates first.',
    };
  }
  const edit = remove(model, found);
  if (edit === undefined)
    return { refusal: 'It is a part of something larger: take it out there.' };
  return {
    fixes: [
      { title: 'Check certificates again', applicability: 'unsafe', phase: 'word', edits: [edit] },
    ],
  };
}

function remove(
  model: DockerfileModel,
  { form, instruction }: UncheckedCertificate,
): Edit | undefined {
  switch (form.kind) {
    case 'option':
      return removeOption(model.text, form.command, form.option);
    case 'pair':
      return removePair(model, instruction, form.assignment);
    case 'prefix':
      return deleteWordAndGap(model.text, form.assignment);
    case 'command':
      return removeCommand(model, model.executionOf(instruction), form.command);
    case 'text':
      return undefined;
  }
}

function removePair(
  model: DockerfileModel,
  instruction: Instruction,
  pair: Assignment,
): Edit | undefined {
  const { assignments } = instruction;
  if (assignments.length === 1) return deleteInstruction(model, instruction);
  const previous = assignments[assignments.indexOf(pair) - 1];
  const keyword = { span: instruction.keywordSpan };
  const edit = removeListed(model.text, previous ?? keyword, pair.span);
  return edit && anchorEdit(model.text, keyword, edit);
}
