import { defineRule, type Fix } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import { findRemovedDatabases, type RemovedDatabase } from '../../model/package-databases';
import { removeCommand } from '../../rewrite/remove-command';
import { removeListed } from '../../rewrite/remove-option';
import { anchorEdit } from '../../rewrite/words';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'removed-package-database',
  code: 'IH126',
  category: 'base-image',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The shipped image has no list of the packages in it any more.',
  why: 'Scanners and tools that write a bill of materials read the database of the package manager. Without it they see no packages and report no holes: the image looks clean and is only blind, and nobody can install or update anything in it. The few megabytes are not worth that; for a small image take a slim or distroless base.',
  fixNotes: 'The fix takes the path out of the command. The image grows by the database.',
  equivalents: {},
  messages: {
    removed: 'Without the database of {{manager}} no scanner sees what is in the image.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update \
            && apt-get install -y --no-install-recommends curl \
            && rm -rf /var/lib/apt/lists/* /var/lib/dpkg /usr/share/doc
            #                              ^^^^^^^^^^^^^ removed-package-database
      `,
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update \
            && apt-get install -y --no-install-recommends curl \
            && rm -rf /var/lib/apt/lists/* /usr/share/doc
      `,
    },
    {
      bad: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache curl && rm -rf /lib/apk/db
        #                                     ^^^^^^^^^^^ removed-package-database
      `,
      good: dockerfile`
        FROM alpine:3.23
        RUN apk add --no-cache curl
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages.filter((each) => model.isShipped(each))) {
      for (const found of findRemovedDatabases(model, stage)) {
        const edit = keep(model, found);
        yield {
          message: 'removed',
          data: { manager: found.manager },
          span: found.word.span,
          ...(edit === undefined
            ? { refusal: 'The pattern also deletes other folders: write those out.' }
            : { fixes: [toFix(edit)] }),
        };
      }
    }
  },
});

function toFix(edit: Edit): Fix {
  return {
    title: 'Keep the list of packages',
    applicability: 'unsafe',
    phase: 'word',
    edits: [edit],
  };
}

function keep(
  model: DockerfileModel,
  { command, word, others }: RemovedDatabase,
): Edit | undefined {
  const isPlain = /^\/(?:var\/lib\/(?:dpkg|rpm|pacman)|lib\/apk|usr\/lib\/sysimage)\b[\w./*-]*$/;
  if (!isPlain.test(word.text)) return undefined;
  if (others === 0) return removeCommand(model, model.executionOf(command.instruction), command);
  const previous = command.words[command.words.indexOf(word) - 1];
  const edit = previous && removeListed(model.text, previous, word.span);
  return edit && anchorEdit(model.text, command.words[0] ?? word, edit);
}
