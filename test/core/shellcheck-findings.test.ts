import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  applyEdits,
  collectActions,
  collectScripts,
  DockerfileModel,
  explainRule,
  findRule,
  joinFindings,
  lint,
  readReport,
  resolveRules,
  rulePage,
  type LintResult,
  type Script,
  type Settings,
  type ShellcheckReport,
} from '../../server/src/core/service';
import { isSaidByUs, sameAsOurs } from '../../server/src/core/shellcheck/same-as-ours';
import { recordedAnswer } from '../harness/shellcheck';

/** What ShellCheck says of the first script that has a word. */
interface Said {
  readonly code: number;
  readonly word: string;
  readonly message?: string;
  readonly level?: 'error' | 'warning' | 'info' | 'style';
  /** Put in front of the word and behind it. */
  readonly quote?: string;
  readonly replacement?: string;
  /** Another word that is replaced, too. */
  readonly also?: string;
}

function placeIn(text: string, index: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, index).split('\n');
  return { line: lines.length, column: Array.from(lines.at(-1) ?? '').length + 1 };
}

function toJson(script: string, { code, word, message = '', ...said }: Said): object {
  const start = placeIn(script, script.indexOf(word));
  const end = placeIn(script, script.indexOf(word) + word.length);
  const range = (from: typeof start, to: typeof start) => ({
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
  });
  const quotes =
    said.quote === undefined
      ? []
      : [
          { ...range(start, start), replacement: said.quote, insertionPoint: 'afterEnd' },
          { ...range(end, end), replacement: said.quote, insertionPoint: 'beforeStart' },
        ];
  const replaced =
    said.replacement === undefined
      ? []
      : [{ ...range(start, end), replacement: said.replacement, insertionPoint: 'beforeStart' }];
  const at = script.indexOf(said.also ?? '');
  const also =
    said.also === undefined
      ? []
      : [
          {
            ...range(placeIn(script, at), placeIn(script, at + said.also.length)),
            replacement: 'z',
          },
        ];
  const fix = { replacements: [...quotes, ...replaced, ...also] };
  return { ...range(start, end), level: said.level ?? 'warning', code, message, fix };
}

function join(
  text: string,
  said: readonly Said[],
  settings: Settings = {},
  shell = 'dash',
): LintResult & { readonly model: DockerfileModel } {
  const model = new DockerfileModel(text);
  const reports = new Map<Script, ShellcheckReport>();
  for (const script of collectScripts(model)) {
    const here = said.filter(({ word }) => script.text.includes(word));
    const json = JSON.stringify({ comments: here.map((each) => toJson(script.text, each)) });
    reports.set(script, { shell, comments: readReport(json) ?? [] });
  }
  const active = resolveRules(settings);
  const own = lint(model, active, '2026-11-22');
  return { ...joinFindings(model, own, reports, active, '2026-11-22'), model };
}

function shownOf(...args: Parameters<typeof join>): readonly string[] {
  const { findings, model } = join(...args);
  return findings
    .filter(({ rule }) => rule.startsWith('SC'))
    .map(({ rule, severity, span }) =>
      [rule, severity, model.text.slice(span.start, span.end)].join(' '),
    );
}

const unquoted: Said = { code: 2086, word: '$A', level: 'info' };

describe('findings of ShellCheck', () => {
  test('stand among ours in source order', () => {
    const { findings } = join('FROM debian:13\nRUN x $A\nWORKDIR a\n', [unquoted]);
    const codes = findings.map(({ code }) => code);
    assert.ok(codes.indexOf('SC2086') < codes.indexOf('IH701'));
    assert.ok(0 <= codes.indexOf('SC2086'));
  });

  test('have the severities of ShellCheck', () => {
    const levels = ['error', 'warning', 'info', 'style'] as const;
    for (const [index, severity] of ['error', 'warning', 'information', 'hint'].entries()) {
      const level = levels[index] ?? 'error';
      assert.deepEqual(shownOf('FROM debian:13\nRUN x $A\n', [{ ...unquoted, level }]), [
        `SC2086 ${severity} $A`,
      ]);
    }
  });

  test('have the page of ShellCheck', () => {
    const { findings } = join('FROM debian:13\nRUN x $A\n', [unquoted]);
    const found = findings.find(({ rule }) => rule === 'SC2086');
    assert.ok(found !== undefined);
    assert.equal(rulePage(found.definition), 'https://www.shellcheck.net/wiki/SC2086');
    assert.match(explainRule(found.definition), /wiki\/SC2086[^]*# ironhull ignore=SC2086/);
  });

  test('can be ignored from the menu', () => {
    const { findings, model } = join('FROM debian:13\nRUN x $A\n', [unquoted]);
    const at = model.text.indexOf('$A');
    const actions = collectActions(
      model,
      { start: at, end: at },
      resolveRules({}),
      '2026-11-22',
      findings,
    );
    const [action] = actions.filter(({ title }) => title.startsWith('Ignore SC2086'));
    assert.match(applyEdits(model.text, action?.edits ?? []), /^# ironhull ignore=SC2086: /m);
  });
});

describe('ShellCheck is silenced by', () => {
  const cases: readonly (readonly [title: string, comment: string])[] = [
    ['our comment', '# ironhull ignore=SC2086: x'],
    ['our comment on everything', '# ironhull ignore=all: x'],
    ['our comment for the file', '# ironhull file-ignore=SC2086: x'],
    ['the comment of hadolint', '# hadolint ignore=SC2086'],
    ['the comment of hadolint for the file', '# hadolint global ignore=SC2086'],
    ['the comment of tally', '# tally ignore=hadolint/SC2086'],
    ['its own comment above', '# shellcheck disable=SC2086'],
    ['its own comment with several ids', '# shellcheck disable=SC2016,2086 # x'],
    ['its own comment with a range', '# shellcheck disable=SC2000-SC3000'],
    ['its own comment on everything', '# shellcheck disable=all'],
  ];
  for (const [title, comment] of cases) {
    test(title, () => {
      const text = `FROM debian:13\n${comment}\nRUN x $A\n`;
      assert.deepEqual(shownOf(text, [unquoted]), []);
      const { silenced, findings } = join(text, [unquoted], { profile: 'strict' });
      assert.ok(silenced.some(({ rule }) => rule === 'SC2086'));
      assert.ok(!findings.some(({ rule }) => rule === 'unused-suppression'));
    });
  }

  test('its own comment between continuations', () => {
    const text = 'FROM debian:13\nRUN a && \\\n # shellcheck disable=SC2086\n x $A\n';
    assert.deepEqual(shownOf(text, [unquoted]), []);
  });

  test('a setting', () => {
    const text = 'FROM debian:13\nRUN x $A\n';
    assert.deepEqual(shownOf(text, [unquoted], { checks: { SC2086: 'off' } }), []);
    assert.deepEqual(shownOf(text, [unquoted], { checks: { SC2086: 'error' } }), [
      'SC2086 error $A',
    ]);
  });

  test('no comment about something else', () => {
    for (const comment of ['# ironhull ignore=SC2046', '# shellcheck disable=SC2016', '# x']) {
      const text = `FROM debian:13\n${comment}\nRUN x $A\n`;
      assert.deepEqual(shownOf(text, [unquoted]), ['SC2086 information $A']);
    }
  });

  test('no comment where comments do not count', () => {
    const text = 'FROM debian:13\n# ironhull ignore=SC2086: x\nRUN x $A\n';
    const settings: Settings = { suppressions: { comments: false } };
    assert.deepEqual(shownOf(text, [unquoted], settings), ['SC2086 information $A']);
  });

  test('our comment of an id that ShellCheck has, also when it has not run', () => {
    const model = new DockerfileModel('FROM debian:13\n# ironhull ignore=SC2086: x\nRUN x $A\n');
    const { findings } = lint(model, resolveRules({ profile: 'strict' }), '2026-11-22');
    assert.ok(!findings.some(({ rule }) => rule === 'unused-suppression'));
  });
});

describe('what the Dockerfile knows better', () => {
  const unset = (name: string): Said => ({
    code: 2154,
    word: `$${name}`,
    message: `${name} is referenced but not assigned.`,
  });
  const cases: readonly (readonly [title: string, text: string, said: Said, shown: boolean])[] = [
    ['a variable that nothing sets', 'RUN x $a', unset('a'), true],
    ['ARG', 'ARG a\nRUN x $a', unset('a'), false],
    ['ARG below', 'RUN x $a\nARG a', unset('a'), true],
    ['ENV', 'ENV a=1\nRUN x $a', unset('a'), false],
    ['a proxy', 'RUN x $http_proxy', unset('http_proxy'), false],
    ['a secret', 'RUN --mount=type=secret,id=b,env=a x $a', unset('a'), false],
    ['another file', 'RUN . ./b && x $a', unset('a'), false],
    ['what lasts in a POSIX shell', 'RUN a=1 set -x && x $a', unset('a'), false],
    ['what a person sets when it is started', 'CMD x $a', unset('a'), false],
    ['ARG of a trigger', 'ONBUILD ARG a\nONBUILD RUN x $a', unset('a'), false],
    ['nothing for a trigger', 'ONBUILD RUN x $a', unset('a'), true],
    ['ENV of the end for a trigger', 'ONBUILD RUN x $a\nENV a=1', unset('a'), false],
    ['a name that cannot be read', 'RUN x $a', { ...unset('a'), message: '?' }, false],
    [
      'an unused variable',
      'RUN b=1; x',
      { code: 2034, word: 'b', message: 'b appears unused. Verify use.' },
      true,
    ],
    [
      'one that ENV puts into the environment',
      'ENV b=0\nRUN b=1; x',
      { code: 2034, word: 'b', message: 'b appears unused. Verify use.' },
      false,
    ],
    [
      'a variable of Bash',
      'RUN x $UID',
      { code: 3028, word: '$UID', message: 'In dash, UID is not supported.' },
      true,
    ],
    [
      'one that ARG sets',
      'ARG UID\nRUN x $UID',
      { code: 3028, word: '$UID', message: 'In dash, UID is not supported.' },
      false,
    ],
    ['repeated blanks', 'RUN echo a   b', { code: 2291, word: 'echo a   b' }, true],
    [
      'repeated blanks of joined lines',
      'RUN echo a \\\n  b',
      { code: 2291, word: 'echo a   b' },
      false,
    ],
    ['cd without a check', 'RUN cd /x; y', { code: 2164, word: 'cd /x' }, true],
    [
      'cd in a shell that stops',
      'SHELL ["/bin/bash", "-ec"]\nRUN cd /x; y',
      { code: 2164, word: 'cd /x' },
      false,
    ],
  ];
  for (const [title, text, said, shown] of cases) {
    test(`${title}: ${shown ? 'shown' : 'not shown'}`, () => {
      const found = shownOf(`FROM debian:13\n${text}\n`, [said]);
      assert.equal(found.length, shown ? 1 : 0, found.join());
    });
  }

  test('a base image that nobody knows may set everything', () => {
    assert.deepEqual(shownOf('FROM acme/base\nRUN x $a\n', [unset('a')]), []);
  });

  const bashism: Said = { code: 3037, word: 'echo -e', message: 'In POSIX sh, ...' };
  const shells: readonly (readonly [title: string, from: string, shell: string, count: number])[] =
    [
      ['dash is known', 'debian:13', 'dash', 1],
      ['/bin/sh of unknown make may be Bash', 'acme/base', 'sh', 0],
      ['BusyBox is known to a new ShellCheck', 'alpine:3.23', 'busybox', 1],
      ['BusyBox is not known to an old one', 'alpine:3.23', 'dash', 0],
      ['an exchanged shell', 'debian:13\nRUN ln -sf /bin/bash /bin/sh', 'dash', 0],
    ];
  for (const [title, from, shell, count] of shells) {
    test(title, () => {
      assert.equal(shownOf(`FROM ${from}\nRUN echo -e x\n`, [bashism], {}, shell).length, count);
    });
  }
});

describe('where ours says the same', () => {
  const text = 'FROM debian:13\nRUN [[ -n x ]] && y\n';
  const said: Said = { code: 3010, word: '[[ -n x ]]' };

  test('ours is shown', () => {
    const { findings } = join(text, [said]);
    assert.ok(findings.some(({ rule }) => rule === 'bash-syntax-in-sh'));
    assert.deepEqual(shownOf(text, [said]), []);
  });

  test('a silenced one of ours does not come back', () => {
    const silenced = text.replace('RUN', '# ironhull ignore=bash-syntax-in-sh: x\nRUN');
    assert.deepEqual(shownOf(silenced, [said]), []);
  });

  test('that of ShellCheck is shown where ours is off', () => {
    const settings: Settings = { rules: { 'bash-syntax-in-sh': 'off' } };
    assert.deepEqual(shownOf(text, [said], settings), ['SC3010 warning [[ -n x ]]']);
  });

  test('a rule of the table wins where it is on', () => {
    const change = 'FROM debian:13\nRUN cd /x; y\n';
    const unchecked: Said = { code: 2164, word: 'cd /x' };
    assert.deepEqual(shownOf(change, [unchecked]), ['SC2164 warning cd /x']);
    assert.deepEqual(shownOf(change, [unchecked], { rules: { 'cd-in-run': 'on' } }), []);
  });

  test('that of ShellCheck is shown at another place', () => {
    const { findings } = join(text, []);
    const elsewhere = { rule: 'SC3010', span: { start: 0, end: 1 } };
    assert.ok(!isSaidByUs(elsewhere, findings));
  });

  test('the table names rules that there are', () => {
    for (const { rules, because } of sameAsOurs) {
      assert.deepEqual(
        rules.filter((id) => findRule(id) === undefined),
        [],
      );
      assert.match(because, /\.$/);
    }
  });
});

describe('the fix of ShellCheck', () => {
  function fixed(text: string, said: Said): string | undefined {
    const { findings } = join(text, [said]);
    const [fix] = findings.find(({ rule }) => rule.startsWith('SC'))?.fixes ?? [];
    if (fix === undefined) return undefined;
    assert.equal(fix.applicability, 'unsafe');
    return applyEdits(text, fix.edits);
  }
  const quoted: Said = { ...unquoted, quote: '"' };
  const cases: readonly (readonly [title: string, text: string, said: Said, fixed?: string])[] = [
    ['quotes a variable', 'RUN x $A', quoted, 'RUN x "$A"'],
    ['at the end of a line', 'RUN x \\\n # c\n $A\\\n  y', quoted, 'RUN x \\\n # c\n "$A"\\\n  y'],
    ['at the start of a line', 'RUN x \\\n$A y', quoted, 'RUN x \\\n"$A" y'],
    ['of a script without more', 'RUN $A', quoted, 'RUN "$A"'],
    ['in a heredoc', 'RUN <<-E\n\t\tx $A\n\tE', quoted, 'RUN <<-E\n\t\tx "$A"\n\tE'],
    [
      'of HEALTHCHECK',
      'HEALTHCHECK CMD x $HOME',
      { ...quoted, word: '$HOME' },
      'HEALTHCHECK CMD x "$HOME"',
    ],
    ['of a trigger', 'ONBUILD RUN x $HOME', { ...quoted, word: '$HOME' }, 'ONBUILD RUN x "$HOME"'],
    ['of what is set below', 'RUN x $B\nENV B=b', { ...quoted, word: '$B' }],
    ['of an empty value', 'ARG B=""\nRUN x $B', { ...quoted, word: '$B' }],
    ['of what has no value', 'ARG B\nRUN x $B', { ...quoted, word: '$B' }],
    ['of several words', 'ARG B="b c"\nRUN x $B', { ...quoted, word: '$B' }],
    ['of a pattern', 'ARG B=*.txt\nRUN x $B', { ...quoted, word: '$B' }],
    ['of a list with one word', 'ARG PKGS=b\nRUN x $PKGS', { ...quoted, word: '$PKGS' }],
    ['of what the script sets', 'RUN A="b c"; x $A', quoted],
    ['of what a loop sets', 'RUN for A in b; do x $A; done', quoted],
    ['of what another file may set', 'RUN . ./b; x $A', quoted],
    ['of what a container gets', 'CMD x $A', quoted],
    ['that overlaps', 'RUN x `a`', { code: 2006, word: '`a`', replacement: 'y', also: 'a`' }],
    [
      'of two words',
      'RUN x `a`',
      { code: 2006, word: '`a`', replacement: 'y', also: 'x' },
      'RUN z y',
    ],
    [
      'that overlaps itself',
      'RUN x `a`',
      { code: 2006, word: '`a`', quote: 'y', replacement: 'z' },
    ],
    ['behind a flag', 'RUN --network=none $A', quoted, 'RUN --network=none "$A"'],
    [
      'replaces what goes over a line',
      'RUN x $A\\\nB y',
      { ...unquoted, word: '$AB', replacement: '"$AB"' },
    ],
    [
      'replaces a word',
      'RUN x `a`',
      { code: 2006, word: '`a`', replacement: '$(a)' },
      'RUN x $(a)',
    ],
    ['that would make an array of it', 'RUN [ $A ]', quoted],
    ['that would go on in the next line', 'RUN x $A', { ...unquoted, replacement: 'y\\' }],
    ['that would begin a heredoc', 'RUN x $A', { ...unquoted, replacement: '<<E' }],
    ['that has a line break', 'RUN x $A', { ...unquoted, replacement: 'a\nb' }],
    ['that would be a flag', 'RUN $A x', { ...unquoted, replacement: '--mount=type=cache' }],
    ['that says nothing', 'RUN x $A', unquoted],
    ['that says two things at a place', 'RUN x $A', { ...quoted, replacement: 'y' }],
  ];
  for (const [title, text, said, expected] of cases) {
    test(`${expected === undefined ? 'none: ' : ''}${title}`, () => {
      const document = `FROM debian:13\nENV A=a AB=b\n${text}\nUSER app\n`;
      const wanted = expected === undefined ? undefined : document.replace(text, () => expected);
      assert.equal(fixed(document, said), wanted);
    });
  }

  test('in a file with another escape character', () => {
    const text = '# escape=`\nFROM debian:13\nENV A=a\nRUN x `\n  $A`\n  y\n';
    assert.equal(
      fixed(text, quoted),
      text.replace('$A', () => '"$A"'),
    );
  });

  test('as ShellCheck proposes it, with all changes together', () => {
    const { script, report } = recordedAnswer('words');
    const text = `FROM debian:13\nARG first=a second=b third=c fourth=d root=/\nRUN ${script}\n`;
    const model = new DockerfileModel(text);
    const [found] = collectScripts(model);
    assert.ok(found !== undefined);
    const comments = readReport(JSON.stringify(report)) ?? [];
    const active = resolveRules({ rules: { 'cd-in-run': 'off' } });
    const own = lint(model, active, '2026-11-22');
    const reports = new Map([[found, { shell: 'sh', comments }]]);
    const { findings } = joinFindings(model, own, reports, active, '2026-11-22');
    const edits = findings
      .filter(({ rule }) => rule.startsWith('SC'))
      .flatMap(({ fixes }) => fixes.flatMap((fix) => fix.edits));
    assert.equal(
      applyEdits(text, edits),
      'FROM debian:13\nARG first=a second=b third=c fourth=d root=/\nRUN echo "$first" "é😀" "$second"\t"😀" "$third"; cd /x || exit; rm -rf "$root"/"$fourth"\n',
    );
  });
});
