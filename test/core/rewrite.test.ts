import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DockerfileModel } from '../../server/src/core/model/model';
import { collectAccountUses } from '../../server/src/core/model/account-names';
import { findChain } from '../../server/src/core/model/shell-form';
import type { Stage } from '../../server/src/core/model/stage-graph';
import { findUidCollisions } from '../../server/src/core/model/uid-collisions';
import { changeId } from '../../server/src/core/rewrite/change-id';
import { planAccount } from '../../server/src/core/rewrite/define-account';
import {
  execFormInPlace,
  replaceByExecForm,
  writeExecChain,
} from '../../server/src/core/rewrite/exec-form';
import {
  deleteInstruction,
  insertAfter,
  insertBefore,
  keyword,
  replaceInstruction,
  sourceOf,
  toExecForm,
} from '../../server/src/core/rewrite/instructions';
import { joinRuns } from '../../server/src/core/rewrite/join-runs';
import { addMount, mountArgument } from '../../server/src/core/rewrite/mount-secret';
import { createAccount, planRunAs } from '../../server/src/core/rewrite/run-as';
import { appendCommand } from '../../server/src/core/rewrite/run-script';
import { setShellOptions } from '../../server/src/core/rewrite/script-start';
import {
  deleteWord,
  deleteWordAndGap,
  deleteWordBehind,
  insertWordAfter,
  insertWordBefore,
  replaceWord,
} from '../../server/src/core/rewrite/words';
import type { Instruction } from '../../server/src/core/syntax/instruction';
import { applyEdits, type Edit } from '../../server/src/core/text/edit';

type Cases = readonly (readonly [title: string, before: string, after: string | undefined])[];

/** Each case: a text, and what the edits make of it; undefined when there are none. */
function check(edit: (model: DockerfileModel) => readonly Edit[] | undefined, cases: Cases): void {
  for (const [title, before, after] of cases) {
    test(title, () => {
      const edits = edit(new DockerfileModel(before));
      assert.equal(edits === undefined ? undefined : applyEdits(before, edits), after);
    });
  }
}

function find(model: DockerfileModel, name: string): Instruction {
  const found = model.tree.instructions.find((each) => each.keyword === name);
  assert.ok(found !== undefined, `there is a ${name}`);
  return found;
}

function target(model: DockerfileModel): Stage {
  assert.ok(model.target !== undefined);
  return model.target;
}

describe('lines above an instruction', () => {
  check(
    (model) => [insertBefore(model, find(model, 'USER'), ['X', 'Y'])],
    [
      ['stand above it', 'FROM a\nUSER b\n', 'FROM a\nX\nY\nUSER b\n'],
      [
        'stand above the comments directly above it',
        'FROM a\n# c\n# d\nUSER b\n',
        'FROM a\nX\nY\n# c\n# d\nUSER b\n',
      ],
      [
        'stand below a comment with an empty line between',
        '# c\n\nUSER b\n',
        '# c\n\nX\nY\nUSER b\n',
      ],
      ['stand below a directive', '# syntax=a\nUSER b\n', '# syntax=a\nX\nY\nUSER b\n'],
      ['follow CRLF', 'FROM a\r\nUSER b\r\n', 'FROM a\r\nX\r\nY\r\nUSER b\r\n'],
      ['stand behind a byte order mark', '\uFEFFUSER b\n', '\uFEFFX\nY\nUSER b\n'],
      ['do not split an indented line', 'FROM a\n\tUSER b\n', 'FROM a\nX\nY\n\tUSER b\n'],
      ['end with a line break when the file does not', 'FROM a\nUSER b', 'FROM a\nX\nY\nUSER b'],
    ],
  );

  check(
    (model) => [insertBefore(model, find(model, 'FROM'), ['X'])],
    [
      [
        'stand below a directive and its comments',
        '# syntax=a\n# b\nFROM c\n',
        '# syntax=a\nX\n# b\nFROM c\n',
      ],
    ],
  );
});

describe('lines below an instruction', () => {
  check(
    (model) => [insertAfter(model, find(model, 'RUN'), ['X', 'Y'])],
    [
      ['stand below it', 'RUN a\nUSER b\n', 'RUN a\nX\nY\nUSER b\n'],
      ['stand below its last line', 'RUN a \\\n  b\nUSER c\n', 'RUN a \\\n  b\nX\nY\nUSER c\n'],
      ['stand below its heredocs', 'RUN <<E\na\nE\nUSER c\n', 'RUN <<E\na\nE\nX\nY\nUSER c\n'],
      [
        'make the missing line break at the end of the file',
        'FROM a\nRUN b',
        'FROM a\nRUN b\nX\nY',
      ],
      ['follow CRLF', 'FROM a\r\nRUN b', 'FROM a\r\nRUN b\r\nX\r\nY'],
    ],
  );
});

describe('a deleted instruction', () => {
  check(
    (model) => [deleteInstruction(model, find(model, 'RUN'))],
    [
      ['goes with its line', 'FROM a\nRUN b\nUSER c\n', 'FROM a\nUSER c\n'],
      ['goes with all of its lines', 'FROM a\nRUN b \\\n\n  c\nUSER d\n', 'FROM a\nUSER d\n'],
      ['goes with its heredoc', 'FROM a\nRUN <<E\nb\nE\nUSER d\n', 'FROM a\nUSER d\n'],
      ['leaves the comments above it', 'FROM a\n# b\nRUN c\nUSER d\n', 'FROM a\n# b\nUSER d\n'],
      [
        'leaves the comments between its lines',
        'FROM a\r\nRUN b \\\r\n  # c\r\n  d\r\nUSER e\r\n',
        'FROM a\r\n# c\r\nUSER e\r\n',
      ],
      ['takes the line break in front at the end of the file', 'FROM a\nRUN b', 'FROM a'],
      ['takes CRLF in front at the end of the file', 'FROM a\r\nRUN b', 'FROM a'],
      ['leaves the line break when a comment stays', 'FROM a\nRUN b \\\n# c\n d', 'FROM a\n# c\n'],
      ['leaves a file with nothing', 'RUN a', ''],
    ],
  );
});

describe('instructions', () => {
  check(
    (model) => [replaceInstruction(find(model, 'RUN'), 'X')],
    [
      [
        'are replaced between indentation and line break',
        'FROM a\n  RUN b \\\n c \r\n',
        'FROM a\n  X \r\n',
      ],
    ],
  );

  test('a keyword follows the letter case of the file', () => {
    assert.equal(keyword(new DockerfileModel('from a\nuser b\n'), 'RUN'), 'run');
    assert.equal(keyword(new DockerfileModel('FROM a\nUSER b\n'), 'RUN'), 'RUN');
  });

  test('their source is whole lines', () => {
    const model = new DockerfileModel('FROM a\n  RUN b \\\n c\nUSER d\n');
    assert.equal(sourceOf(model, find(model, 'RUN')), '  RUN b \\\n c\n');
  });

  test('the exec form quotes and escapes', () => {
    assert.equal(toExecForm(['a', 'b "c"', 'd\\e']), '["a", "b \\"c\\"", "d\\\\e"]');
    assert.equal(toExecForm([]), '[]');
  });
});

describe('words', () => {
  const text = 'RUN a  \\\n    bb \\\n    # c\n    dd\n';
  const word = (part: string): { span: { start: number; end: number } } => {
    const start = text.indexOf(part);
    return { span: { start, end: start + part.length } };
  };
  const apply = (edit: Edit): string => applyEdits(text, [edit]);

  test('are replaced, and joined by one blank', () => {
    assert.equal(apply(replaceWord(word('bb'), 'x')), text.replace('bb', 'x'));
    assert.equal(apply(insertWordAfter(word('bb'), 'x')), text.replace('bb', 'bb x'));
    assert.equal(apply(insertWordBefore(word('bb'), 'x')), text.replace('bb', 'x bb'));
  });

  test('are deleted with the blanks in front', () => {
    assert.equal(apply(deleteWord(text, word('a  '))), text.replace(' a  ', ''));
    assert.equal(apply(deleteWord(text, word('bb'))), text.replace('    bb', ''));
  });

  test('are deleted with the blanks behind', () => {
    assert.equal(apply(deleteWordAndGap(text, word('a'))), text.replace('a  ', ''));
  });

  test('are deleted with their line when they stand alone there', () => {
    assert.equal(
      apply(deleteWordBehind(text, word('a'), word('bb'))),
      text.replace('  \\\n    bb', ''),
    );
    assert.equal(apply(deleteWordBehind(text, word('bb'), word('dd'))), text.replace('    dd', ''));
    assert.equal(
      applyEdits('a b', [
        deleteWordBehind('a b', { span: { start: 0, end: 1 } }, { span: { start: 2, end: 3 } }),
      ]),
      'a',
    );
  });
});

describe('a command at the end of a RUN', () => {
  check(
    (model) => {
      const edit = appendCommand(model, model.executionOf(find(model, 'RUN')), 'x y');
      return edit === undefined ? undefined : [edit];
    },
    [
      ['joins one line', 'FROM debian\nRUN a\n', 'FROM debian\nRUN a && x y\n'],
      [
        'joins a file without a final line break',
        'FROM debian\nRUN a',
        'FROM debian\nRUN a && x y',
      ],
      [
        'takes a line of its own where && stands first',
        'FROM debian\nRUN a \\\n  && b\n',
        'FROM debian\nRUN a \\\n  && b \\\n  && x y\n',
      ],
      [
        'takes a line of its own where && stands last',
        'FROM debian\nRUN a && \\\n\tb\n',
        'FROM debian\nRUN a && \\\n\tb && \\\n\tx y\n',
      ],
      [
        'follows tabs',
        'FROM debian\nRUN a \\\n\t&& b\n',
        'FROM debian\nRUN a \\\n\t&& b \\\n\t&& x y\n',
      ],
      [
        'follows CRLF',
        'FROM debian\r\nRUN a \\\r\n  && b\r\n',
        'FROM debian\r\nRUN a \\\r\n  && b \\\r\n  && x y\r\n',
      ],
      [
        'follows a backtick',
        '# escape=`\nFROM debian\nRUN a `\n  && b\n',
        '# escape=`\nFROM debian\nRUN a `\n  && b `\n  && x y\n',
      ],
      [
        'stands behind words on several lines',
        'FROM debian\nRUN a \\\n      b \\\n      c\n',
        'FROM debian\nRUN a \\\n      b \\\n      c \\\n      && x y\n',
      ],
      [
        'stands behind flags on another line',
        'FROM debian\nRUN --network=none \\\n  a\n',
        'FROM debian\nRUN --network=none \\\n  a \\\n  && x y\n',
      ],
      [
        'is a line of a heredoc',
        'FROM debian\nRUN <<E\n  a\nE\n',
        'FROM debian\nRUN <<E\n  a\n  x y\nE\n',
      ],
      [
        'follows CRLF in a heredoc',
        'FROM debian\r\nRUN <<E\r\na\r\nE\r\n',
        'FROM debian\r\nRUN <<E\r\na\r\nx y\r\nE\r\n',
      ],
      [
        'follows the tabs of a heredoc',
        'FROM debian\nRUN <<-E\n\ta\n\tE\n',
        'FROM debian\nRUN <<-E\n\ta\n\tx y\n\tE\n',
      ],
      ['is refused behind ||', 'FROM debian\nRUN a || b\n', undefined],
      ['is refused behind a semicolon', 'FROM debian\nRUN a;\n', undefined],
      ['is refused behind &', 'FROM debian\nRUN a &\n', undefined],
      ['is refused behind a comment of the shell', 'FROM debian\nRUN a # b\n', undefined],
      ['is refused in exec form', 'FROM debian\nRUN ["a"]\n', undefined],
      ['is refused in a script that is not understood', 'FROM debian\nRUN a "b\n', undefined],
      [
        'is refused with a heredoc among other words',
        'FROM debian\nRUN cat <<E\na\nE\n',
        undefined,
      ],
      ['is refused in a heredoc without an end', 'FROM debian\nRUN <<E\na\n', undefined],
      [
        'is refused in a heredoc of another language',
        'FROM debian\nRUN <<E\n#!/usr/bin/env python3\na\nE\n',
        undefined,
      ],
      ['is refused in PowerShell', 'FROM debian\nSHELL ["powershell"]\nRUN a\n', undefined],
    ],
  );
});

describe('options of the shell', () => {
  check(
    (model) => {
      const edit = setShellOptions(model, model.executionOf(find(model, 'RUN')), '-o pipefail');
      return edit === undefined ? undefined : [edit];
    },
    [
      [
        'stand in front of the first command',
        'FROM debian\nRUN a | b\n',
        'FROM debian\nRUN set -o pipefail && a | b\n',
      ],
      [
        'join a set that is there',
        'FROM debian\nRUN set -eux; a\n',
        'FROM debian\nRUN set -eux -o pipefail; a\n',
      ],
      [
        'do not join a set with other words',
        'FROM debian\nRUN set -- "$A"; a\n',
        'FROM debian\nRUN set -o pipefail && set -- "$A"; a\n',
      ],
      [
        'are the first line of a heredoc',
        'FROM debian\nRUN <<E\n\n  a | b\nE\n',
        'FROM debian\nRUN <<E\n  set -o pipefail\n\n  a | b\nE\n',
      ],
      [
        'stand below a shebang',
        'FROM debian\r\nRUN <<E\r\n#!/bin/bash\r\na | b\r\nE\r\n',
        'FROM debian\r\nRUN <<E\r\n#!/bin/bash\r\nset -o pipefail\r\na | b\r\nE\r\n',
      ],
      [
        'are refused with a heredoc among other words',
        'FROM debian\nRUN cat <<E | b\na\nE\n',
        undefined,
      ],
      ['are refused in exec form', 'FROM debian\nRUN ["a"]\n', undefined],
    ],
  );
});

describe('joined RUNs', () => {
  check(
    (model) => {
      const joined = joinRuns(
        model,
        model.tree.instructions.filter((each) => each.keyword === 'RUN'),
      );
      return joined.kind === 'edits' ? joined.edits : undefined;
    },
    [
      [
        'stand on one line when both are short',
        'FROM debian\nRUN a\nRUN b\n',
        'FROM debian\nRUN a && b\n',
      ],
      [
        'stand on a line each when there are several',
        'FROM debian\nRUN a\nRUN b\nRUN c',
        'FROM debian\nRUN a \\\n    && b \\\n    && c',
      ],
      [
        'keep the style of the first',
        'FROM debian\nRUN a && \\\n\tb\nRUN c\n',
        'FROM debian\nRUN a && \\\n\tb && \\\n\tc\n',
      ],
      [
        'follow CRLF',
        'FROM debian\r\nRUN a \\\r\n  && b\r\nRUN c\r\n',
        'FROM debian\r\nRUN a \\\r\n  && b \\\r\n  && c\r\n',
      ],
      [
        'keep comments between them',
        'FROM debian\nRUN a\n# c\nRUN b\n',
        'FROM debian\nRUN a \\\n    # c\n    && b\n',
      ],
      [
        'lift suppressions above them',
        'FROM debian\nRUN a\n# ironhull ignore=x\nRUN b\n',
        'FROM debian\n# ironhull ignore=x\nRUN a && b\n',
      ],
      [
        'have flags when they are the same',
        'FROM debian\nRUN --network=none a\nRUN --network=none b\n',
        'FROM debian\nRUN --network=none a && b\n',
      ],
    ],
  );

  const refusals: readonly (readonly [string, RegExp])[] = [
    ['RUN ["a"]\nRUN b', /exec form/],
    ['RUN <<E\na\nE\nRUN b', /heredoc/],
    ['RUN --network=none a\nRUN b', /flags/],
    ['RUN a "b\nRUN c', /could not be read/],
    ['RUN a; b\nRUN c', /"&&" alone/],
    ['RUN a\nRUN b || c', /"&&" alone/],
    ['RUN a;\nRUN c', /"&&" alone/],
    ['RUN cd /a && b\nRUN c', /"cd"/],
    ['RUN A=b\nRUN c', /variable "A"/],
    ['RUN f() { a; } && b\nRUN c', /function/],
  ];
  for (const [source, reason] of refusals) {
    test(`are refused: ${source.replaceAll('\n', ' / ')}`, () => {
      const model = new DockerfileModel(`FROM debian\n${source}\n`);
      const joined = joinRuns(model, target(model).instructions);
      assert.equal(joined.kind, 'refused');
      assert.match(joined.reason, reason);
    });
  }
});

describe('the exec form', () => {
  const words = (
    model: DockerfileModel,
  ): readonly { value: string; span: { start: number; end: number } }[] =>
    model
      .commandsOf(target(model))
      .flatMap((command) =>
        command.words.flatMap(({ value, span }) => (value === undefined ? [] : [{ value, span }])),
      );
  check(
    (model) => execFormInPlace(words(model)),
    [
      [
        'is written round words where they stand',
        'FROM debian\nRUN a \\\n  # c\n  "b d"\n',
        'FROM debian\nRUN ["a", \\\n  # c\n  "b d"]\n',
      ],
      ['takes a single word', 'FROM debian\nRUN a\n', 'FROM debian\nRUN ["a"]\n'],
    ],
  );
  check(
    (model) => replaceByExecForm(model, find(model, 'CMD'), ['x', 'y']),
    [
      ['replaces the arguments', 'FROM a\nCMD b \\\n  c\n', 'FROM a\nCMD ["x", "y"]\n'],
      [
        'moves comments above',
        'FROM a\r\nCMD b \\\r\n  # d\r\n  c\r\n',
        'FROM a\r\n# d\r\nCMD ["x", "y"]\r\n',
      ],
    ],
  );

  const chain = (script: string): string | undefined => {
    const model = new DockerfileModel(`FROM debian\nCMD ${script}\n`);
    return writeExecChain(findChain(model.executionOf(find(model, 'CMD'))) ?? []);
  };
  test('hands over the last command of a chain', () => {
    assert.equal(chain('a b && C=d e "$F"'), 'a b && exec env C=d e "$F"');
    assert.equal(chain('A=1 b && c'), 'A=1 b && exec c');
  });
  test('is not written for a chain with redirections or line breaks', () => {
    assert.equal(chain('a > b && c'), undefined);
    assert.equal(chain('a "b \\\n c"'), undefined);
  });
});

describe('a mount', () => {
  check(
    (model) => [addMount(find(model, 'RUN'), 'type=cache')],
    [
      ['stands behind the keyword', 'FROM a\nRUN b\n', 'FROM a\nRUN --mount=type=cache b\n'],
      [
        'stands behind the flags',
        'FROM a\nRUN --network=none \\\n  b\n',
        'FROM a\nRUN --network=none --mount=type=cache \\\n  b\n',
      ],
    ],
  );

  check(
    (model) => {
      const argument = find(model, 'ARG');
      const assignment = argument.assignments.find((each) => each.name.text === 'TOKEN');
      assert.ok(assignment !== undefined);
      const outcome = mountArgument(model, target(model), argument, assignment);
      return outcome.kind === 'edits' ? outcome.edits : undefined;
    },
    [
      [
        'takes the place of a secret argument',
        '# syntax=docker/dockerfile:1\nFROM debian\nARG TOKEN\nRUN a\nRUN b "$TOKEN"\n',
        '# syntax=docker/dockerfile:1\nFROM debian\nRUN a\nRUN --mount=type=secret,id=TOKEN,env=TOKEN,required=true b "$TOKEN"\n',
      ],
      [
        'leaves the other arguments of the line',
        '# syntax=docker/dockerfile:1\nFROM debian\nARG TOKEN B\nRUN b "$TOKEN"\n',
        '# syntax=docker/dockerfile:1\nFROM debian\nARG B\nRUN --mount=type=secret,id=TOKEN,env=TOKEN,required=true b "$TOKEN"\n',
      ],
      [
        'is refused without a frontend that knows it',
        'FROM debian\nARG TOKEN\nRUN b "$TOKEN"\n',
        undefined,
      ],
      [
        'is refused for an old frontend',
        '# syntax=docker/dockerfile:1.4\nFROM debian\nARG TOKEN\nRUN b "$TOKEN"\n',
        undefined,
      ],
      [
        'is refused for an argument with a default',
        '# syntax=docker/dockerfile:1\nFROM debian\nARG TOKEN=a\nRUN b "$TOKEN"\n',
        undefined,
      ],
      [
        'is refused when another instruction uses it',
        '# syntax=docker/dockerfile:1\nFROM debian\nARG TOKEN\nENV A=$TOKEN\nRUN b "$TOKEN"\n',
        undefined,
      ],
      [
        'is refused when no RUN names it',
        '# syntax=docker/dockerfile:1\nFROM debian\nARG TOKEN\nRUN b\n',
        undefined,
      ],
    ],
  );
});

describe('an account', () => {
  test('is created with the tools of its system', () => {
    const base = { name: 'app', id: 10001 };
    assert.deepEqual(createAccount({ ...base, tool: 'busybox', needsHome: false }), [
      'addgroup -S -g 10001 app',
      'adduser -S -D -H -u 10001 -G app app',
    ]);
    assert.deepEqual(createAccount({ ...base, tool: 'shadow', needsHome: true }), [
      'groupadd --system --gid 10001 app',
      'useradd --system --uid 10001 --gid app --create-home --shell /usr/sbin/nologin app',
    ]);
  });

  check(
    (model) => {
      const plan = planRunAs(model, target(model));
      return plan.refusal === undefined ? plan.edits : undefined;
    },
    [
      [
        'of the base image is used above CMD',
        'FROM node:24-trixie-slim\nCOPY . /app\nCMD ["node", "/app/a.js"]\n',
        'FROM node:24-trixie-slim\nCOPY . /app\nUSER node\nCMD ["node", "/app/a.js"]\n',
      ],
      [
        'takes the place of a last USER root',
        'FROM node:24-trixie-slim\nUSER root\nCMD ["node", "/app/a.js"]\n',
        'FROM node:24-trixie-slim\nUSER node\nCMD ["node", "/app/a.js"]\n',
      ],
      ['is refused for an image that is not known', 'FROM example.com/a\nCMD ["b"]\n', undefined],
      [
        'follows CRLF',
        'FROM node:24-trixie-slim\r\nCMD ["node", "/app/a.js"]\r\n',
        'FROM node:24-trixie-slim\r\nUSER node\r\nCMD ["node", "/app/a.js"]\r\n',
      ],
    ],
  );

  const plan = (text: string): string => {
    const model = new DockerfileModel(text);
    const stage = target(model);
    const use = collectAccountUses(model, stage).at(-1);
    assert.ok(use !== undefined);
    const found = planAccount(model, stage, use);
    return 'refusal' in found ? found.refusal : applyEdits(text, found.edits);
  };
  test('that is missing is created above its first use', () => {
    assert.equal(
      plan('FROM alpine:3.23\nCOPY --chown=web . /a\nUSER web\n'),
      'FROM alpine:3.23\nRUN addgroup -S -g 10001 web \\\n    && adduser -S -D -H -u 10001 -G web web\nCOPY --chown=web . /a\nUSER web\n',
    );
  });
  test('that is missing where one is ready is replaced by it', () => {
    assert.equal(
      plan('FROM node:24-trixie-slim\nUSER web\n'),
      'FROM node:24-trixie-slim\nUSER node\n',
    );
  });
  test('that is missing in an empty image becomes a number', () => {
    assert.equal(plan('FROM scratch\nUSER web\n'), 'FROM scratch\nUSER 65532:65532\n');
  });
  test('that a variable names is refused', () => {
    assert.match(plan('FROM alpine:3.23\nARG A=web\nUSER $A\n'), /variable/);
  });
  test('that a step of its own creates further down moves up, and is refused where the step does more', () => {
    assert.equal(
      plan('FROM alpine:3.23\nCOPY --chown=web a b\nRUN adduser -D web\n'),
      'FROM alpine:3.23\nRUN adduser -D web\nCOPY --chown=web a b\n',
    );
    assert.match(
      plan('FROM alpine:3.23\nCOPY --chown=web a b\nRUN make && adduser -D web\n'),
      /further down/,
    );
  });
});

describe('another number for an account', () => {
  const change = (text: string): string | undefined => {
    const model = new DockerfileModel(text);
    const [collision] = findUidCollisions(model, target(model));
    assert.ok(collision !== undefined);
    const edits = changeId(model, target(model), collision, 10001);
    return edits === undefined ? undefined : applyEdits(text, edits);
  };
  test('is written wherever the old one stands', () => {
    assert.equal(
      change(
        'FROM node:24-trixie-slim\nRUN useradd --uid 1000 app \\\n && chown 1000:1000 /a /1000\nCOPY --chown=1000:root . /a\nUSER 1000\n',
      ),
      'FROM node:24-trixie-slim\nRUN useradd --uid 10001 app \\\n && chown 10001:10001 /a /1000\nCOPY --chown=10001:root . /a\nUSER 10001\n',
    );
  });
  test('is written into the default of the argument that holds it', () => {
    assert.equal(
      change('FROM node:24-trixie-slim\nARG ID=1000\nRUN useradd -u $ID app\nUSER app\n'),
      'FROM node:24-trixie-slim\nARG ID=10001\nRUN useradd -u $ID app\nUSER app\n',
    );
  });
});
