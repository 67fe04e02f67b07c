import { defineRule, type Fix } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import { hasOption } from '../../model/packages';
import { findUncheckedSignatures, type UncheckedSignature } from '../../model/signature-checks';
import { removeOption } from '../../rewrite/remove-option';
import { replaceWord } from '../../rewrite/words';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'unchecked-package-signature',
  code: 'IH121',
  category: 'base-image',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A package manager installs packages without a look at who signed them.',
  why: 'The signature is what tells a package of the distribution from one that somebody else put on a mirror, or on the way to it; package managers even load over plain http because they check it. With the check turned off, whoever answers installs programs as root. Add the key of the repository instead: to `/etc/apk/keys`, to `/etc/apt/keyrings` with `signed-by`, or with `rpm --import` and `gpgkey`. Packages that the project brings itself are not reported.',
  fixNotes:
    'The fix takes the option away, and puts `-y` in the place of `--force-yes`. Packages of a repository whose key the image does not have are refused from then on: add the key.',
  equivalents: {
    checkov: [
      'CKV2_DOCKER_7',
      'CKV2_DOCKER_8',
      'CKV2_DOCKER_9',
      'CKV2_DOCKER_10',
      'CKV2_DOCKER_11',
    ],
  },
  messageEquivalents: {
    apk: { checkov: 'CKV2_DOCKER_7' },
    apt: { checkov: 'CKV2_DOCKER_8' },
    forceYes: { checkov: 'CKV2_DOCKER_11' },
    rpmManager: { checkov: 'CKV2_DOCKER_9' },
    rpm: { checkov: 'CKV2_DOCKER_10' },
    zypper: {},
    pacman: {},
  },
  messages: {
    apk: 'With {{setting}} apk installs packages that nobody signed.',
    apt: 'With {{setting}} apt installs packages that nobody signed.',
    forceYes:
      'With {{setting}} apt installs packages that nobody signed, and older ones over newer ones.',
    rpmManager: 'With {{setting}} packages are installed that nobody signed.',
    rpm: 'With {{setting}} rpm installs what the address sends, whoever signed it.',
    zypper: 'With {{setting}} zypper installs packages that nobody signed.',
    pacman: 'With {{setting}} pacman installs packages that nobody signed.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache --allow-untrusted --repository https://example.com/alpine tool
        #                      ^^^^^^^^^^^^^^^^^ unchecked-package-signature
      `,
      good: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache --repository https://example.com/alpine tool
      `,
    },
    {
      bad: dockerfile`
        FROM ubuntu:24.04
        RUN apt-get update && apt-get install --force-yes --no-install-recommends tool
        #                                     ^^^^^^^^^^^ unchecked-package-signature
      `,
      good: dockerfile`
        FROM ubuntu:24.04
        RUN apt-get update && apt-get install -y --no-install-recommends tool
      `,
    },
    {
      bad: dockerfile`
        FROM rockylinux:9
        RUN dnf install -y --nogpgcheck https://example.com/tool.rpm
        #                  ^^^^^^^^^^^^ unchecked-package-signature
      `,
      good: dockerfile`
        FROM rockylinux:9
        RUN dnf install -y https://example.com/tool.rpm
      `,
    },
  ],
  inTriggers: true,
  *check(model) {
    for (const stage of model.stages) {
      if (stage.mayBeWindows) continue;
      for (const found of findUncheckedSignatures(model, stage)) {
        const edit = remove(model, found);
        yield {
          message: found.check,
          data: { setting: found.setting },
          span: found.span,
          ...(edit === undefined
            ? { refusal: 'It stands in a text that is written to a file: change it there.' }
            : { fixes: [toFix(edit)] }),
        };
      }
    }
  },
});

function toFix(edit: Edit): Fix {
  return {
    title: 'Check signatures again',
    applicability: 'unsafe',
    phase: 'word',
    edits: [edit],
  };
}

function remove(model: DockerfileModel, found: UncheckedSignature): Edit | undefined {
  const { option: place, operation, check } = found;
  if (place === undefined) return undefined;
  const { option, command } = place;
  const says = operation?.manager.assumeYes?.filter((each) => each !== '--force-yes') ?? [];
  if (check === 'forceYes' && operation !== undefined && !hasOption(operation, says)) {
    return replaceWord(option.word, '-y');
  }
  return removeOption(model.text, command, option);
}
