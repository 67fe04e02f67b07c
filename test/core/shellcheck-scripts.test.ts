import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DockerfileModel, readReport } from '../../server/src/core/service';
import { ScriptPlaces } from '../../server/src/core/shellcheck/places';
import { collectScripts } from '../../server/src/core/shellcheck/scripts';
import { recordedAnswers } from '../harness/shellcheck';

function scriptsIn(text: string): readonly string[] {
  return collectScripts(new DockerfileModel(text)).map(
    ({ dialect, text: script }) => `${dialect}: ${script}`,
  );
}

describe('the scripts of a Dockerfile', () => {
  const cases: readonly (readonly [title: string, text: string, scripts: readonly string[]])[] = [
    ['RUN in shell form', 'FROM debian:13\nRUN a && b\n', ['dash: a && b']],
    ['flags are left out', 'FROM debian:13\nRUN --network=none a\n', ['dash: a']],
    [
      'CMD, ENTRYPOINT and HEALTHCHECK in shell form',
      'FROM alpine:3.23\nCMD a\nENTRYPOINT b\nHEALTHCHECK --interval=3s CMD c d\n',
      ['ash: a', 'ash: b', 'ash:  c d'],
    ],
    [
      'nothing in exec form',
      'FROM debian:13\nRUN ["a"]\nCMD ["b"]\nHEALTHCHECK CMD ["c"]\nHEALTHCHECK NONE\n',
      [],
    ],
    ['ONBUILD', 'FROM debian:13\nONBUILD RUN a\nONBUILD COPY a b\n', ['dash: a']],
    [
      'the shell that SHELL names',
      'FROM debian:13\nRUN a\nSHELL ["/bin/bash", "-c"]\nRUN b\nSHELL ["pwsh"]\nRUN c\nSHELL ["/bin/zsh", "-c"]\nRUN d\n',
      ['dash: a', 'bash: b'],
    ],
    ['an image without a shell', 'FROM scratch\nCMD a\n', []],
    ['an image of Windows', 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN a\n', []],
    ['an image that nobody knows', 'FROM acme/base\nRUN a\n', ['sh: a']],
    ['one that nobody knows in a file for Windows', '# escape=`\nFROM acme/base\nRUN a\n', []],
    [
      'comments and empty lines between continuations',
      'FROM debian:13\nRUN a && \\\n  # c\n\n\tb # d \\\n  e\n',
      ['dash: a && \tb # d   e'],
    ],
    ['a heredoc is a script', 'FROM debian:13\nRUN <<EOF\na\n\nb \\\nEOF\n', ['dash: a\n\nb \\\n']],
    [
      'a heredoc without leading tabs',
      'FROM debian:13\nRUN <<-EOF\n\ta\n\t\t b\n\tEOF\n',
      ['dash: a\n b\n'],
    ],
    [
      'a shebang names the program',
      'FROM debian:13\nRUN <<EOF\n#!/usr/bin/env bash\na\nEOF\nRUN <<EOF\n#!/usr/bin/env -S python3 -u\na\nEOF\nRUN <<EOF\n#!/bin/sh -e\na\nEOF\nRUN <<EOF\n#!/bin/busybox sh\nEOF\n',
      ['bash: #!/usr/bin/env bash\na\n', 'dash: #!/bin/sh -e\na\n', 'ash: #!/bin/busybox sh\n'],
    ],
    [
      'a shebang of each shell',
      'FROM debian:13\nRUN <<EOF\n#!/bin/ksh\nEOF\nRUN <<EOF\n#!/bin/dash\nEOF\nRUN <<EOF\n#!/bin/ash\nEOF\nRUN <<EOF\n#!/bin/zsh\nEOF\n',
      ['ksh: #!/bin/ksh\n', 'dash: #!/bin/dash\n', 'ash: #!/bin/ash\n'],
    ],
    [
      'a script for an image whose shell is not one of POSIX',
      'FROM scratch\nCOPY <<A /x\n#!/bin/sh\nx\nA\n',
      ['sh: #!/bin/sh\nx\n'],
    ],
    ['a body that nobody ends', 'FROM debian:13\nRUN cat <<A\nx', []],
    [
      'a command with heredocs',
      'FROM debian:13\nRUN cat <<A \\\n  <<-B > /x\n$x\nA\n\t\ty\n\tB\n',
      ['dash: cat <<A   <<-B > /x\n$x\nA\n\t\ty\nB'],
    ],
    [
      'a body that a shell gets as it is',
      "FROM debian:13\nRUN bash -eo pipefail <<'A'\n$x\nA\nRUN bash <<A\n$x\nA\nRUN bash <<A\nx\nA\nRUN bash file <<'A'\nx\nA\nRUN bash -c y <<'A'\nx\nA\n",
      [
        "dash: bash -eo pipefail <<'A'\n$x\nA",
        'bash: $x\n',
        'dash: bash <<A\n$x\nA',
        'dash: bash <<A\nx\nA',
        'bash: x\n',
        "dash: bash file <<'A'\nx\nA",
        "dash: bash -c y <<'A'\nx\nA",
      ],
    ],
    [
      'a script that COPY writes',
      "FROM debian:13\nCOPY <<'A' <<B /x/\n#!/bin/sh\n$x\nA\n#!/bin/bash\n$x\nB\nCOPY <<A /y\nno script\nA\n",
      ['dash: #!/bin/sh\n$x\n'],
    ],
    ['a template', 'FROM debian:13\n{% if a %}\nRUN a\n{% endif %}\n', []],
    ['no script at all', 'FROM debian:13\nRUN\nRUN <<EOF\nEOF\nCOPY a b\n', []],
  ];
  for (const [title, text, scripts] of cases) {
    test(title, () => {
      assert.deepEqual(scriptsIn(text), scripts);
    });
  }
});

/** A number generator with a seed (mulberry32), so that a failure comes again. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Layout {
  readonly lineEnding: '\n' | '\r\n';
  readonly escape: '\\' | '`';
  readonly bom: boolean;
}

const layouts = ['\n', '\r\n'].flatMap((lineEnding) =>
  ['\\', '`'].flatMap((escape) =>
    [false, true].map((bom) => ({ lineEnding, escape, bom }) as Layout),
  ),
);

/** Writes one line as an instruction with continuations at random places, comments and empty lines between. */
function writeShellForm(script: string, layout: Layout, random: () => number): string {
  const { lineEnding, escape, bom } = layout;
  const pieces: string[] = [];
  let left = script;
  while (left !== '') {
    const length = 1 + Math.floor(random() * 9);
    // A surrogate pair stays together, and what goes on must look neither like a comment nor like an empty line.
    const cut = /[\uD800-\uDBFF]$/.test(left.slice(0, length)) ? length + 1 : length;
    const rest = left.slice(cut);
    if (rest.trim() === '' || /^\s*#/.test(rest) || left[cut - 1] === escape) {
      pieces.push(left);
      break;
    }
    const blanks = ' \t'.slice(0, Math.floor(random() * 3));
    const between = ['', `\t# note \\${lineEnding}`, `  ${lineEnding}`][Math.floor(random() * 3)];
    pieces.push(left.slice(0, cut), escape, blanks, lineEnding, between ?? '');
    left = rest;
  }
  return writeFile(`RUN --network=none  ${pieces.join('')}`, layout, bom);
}

function writeFile(instruction: string, { lineEnding, escape }: Layout, bom: boolean): string {
  const directive = escape === '`' ? `# escape=\`${lineEnding}` : '';
  const from = `FROM debian:13${lineEnding}`;
  return `${bom ? '\uFEFF' : ''}${directive}${from}${instruction}${lineEnding}USER app${lineEnding}`;
}

function writeHeredoc(script: string, layout: Layout, random: () => number): string {
  const { lineEnding, bom } = layout;
  const tabs = random() < 0.5;
  const indent = (): string => (tabs ? '\t'.repeat(Math.floor(random() * 4)) : '');
  const lines = script.split('\n').slice(0, -1);
  const body = lines.map((line) => `${indent()}${line}${lineEnding}`).join('');
  return writeFile(`RUN <<${tabs ? '-' : ''}'E'${lineEnding}${body}${indent()}E`, layout, bom);
}

describe('the way back from a script', () => {
  for (const { name, script, report } of recordedAnswers) {
    test(`"${name}" in all layouts`, () => {
      const random = createRandom(name.length);
      const comments = readReport(JSON.stringify(report)) ?? [];
      assert.ok(comments.length !== 0);
      for (const layout of [...layouts, ...layouts, ...layouts]) {
        const isHeredoc = script.includes('\n');
        // `<<-` takes tabs from the script as well.
        const wanted = isHeredoc ? script.replace(/^\t+/gm, '') : script;
        const write = isHeredoc ? writeHeredoc : writeShellForm;
        const document = write(wanted, layout, random);
        const [found, ...others] = collectScripts(new DockerfileModel(document));
        assert.equal(found?.text, wanted, document);
        assert.deepEqual(others, []);
        const characters = Array.from(wanted);
        for (const [index, character] of characters.entries()) {
          const at = characters.slice(0, index).join('').length;
          if (character === '\n') continue;
          const offset = found.source.offsetAt(at);
          assert.equal(document.slice(offset, offset + character.length), character, document);
        }
      }
    });

    test(`"${name}": every finding has a place`, () => {
      const document = writeFile(
        script.includes('\n') ? `RUN <<'E'\n${script}E` : `RUN ${script}`,
        { lineEnding: '\n', escape: '\\', bom: false },
        false,
      );
      const [found] = collectScripts(new DockerfileModel(document));
      assert.ok(found !== undefined);
      const places = new ScriptPlaces(found.source);
      const marked = (readReport(JSON.stringify(report)) ?? []).map(({ id, start, end }) => {
        const span = places.spanOf(start, end);
        return `${id} ${span === undefined ? '?' : document.slice(span.start, span.end)}`;
      });
      assert.deepEqual(marked, expectedMarks[name]);
    });
  }
});

const expectedMarks: Readonly<Record<string, readonly string[]>> = {
  words: [
    'SC2291 echo $first "é😀" $second\t"😀" $third',
    'SC2154 $first',
    'SC2086 $first',
    'SC2154 $second',
    'SC2086 $second',
    'SC2154 $third',
    'SC2086 $third',
    'SC2164 cd /x',
    'SC2115 "$root"/$fourth',
    'SC2154 $root',
    'SC2154 $fourth',
    'SC2086 $fourth',
  ],
  lines: [
    'SC2154 $first',
    'SC2086 $first',
    'SC2154 $second',
    'SC2086 $second',
    'SC2154 $third',
    'SC2086 $third',
    'SC2164 cd /x',
    'SC2046 `date`',
    'SC2005 `date`',
    'SC2006 `date`',
  ],
  unfinished: ['SC1046 i', 'SC1073 i', 'SC1047 o', 'SC1072 o'],
  nested: [
    'SC2045 $(ls *.txt)',
    'SC2035 *',
    'SC2086 $f',
    'SC2154 $a',
    'SC3014 ==',
    'SC2154 $x',
    'SC2059 $x',
    'SC2086 $x',
  ],
};

describe('places of ShellCheck', () => {
  const document = 'FROM debian:13\nRUN <<E\nä\t😀b\n\nc\nE\n';
  const [script] = collectScripts(new DockerfileModel(document));
  assert.ok(script !== undefined);
  const places = new ScriptPlaces(script.source);
  const mark = (line: number, column: number, endLine: number, endColumn: number): string => {
    const span = places.spanOf({ line, column }, { line: endLine, column: endColumn });
    return span === undefined ? 'none' : document.slice(span.start, span.end);
  };

  test('columns are code points, a tab is one', () => {
    assert.equal(mark(1, 3, 1, 4), '😀');
    assert.equal(mark(1, 4, 1, 5), 'b');
  });

  test('what is missing behind a line marks its last character', () => {
    assert.equal(mark(1, 5, 1, 5), 'b');
    assert.equal(mark(2, 1, 2, 1), 'b');
    assert.equal(mark(4, 1, 4, 1), 'c');
  });

  test('a range over lines ends with the last character in it', () => {
    assert.equal(mark(1, 4, 3, 1), 'b');
    assert.equal(mark(1, 4, 3, 2), 'b\n\nc');
  });

  test('a place that the script does not have is none', () => {
    assert.equal(mark(9, 1, 9, 1), 'none');
    assert.equal(mark(1, 9, 1, 9), 'none');
  });

  test('an end that the script does not have is left out', () => {
    assert.equal(mark(1, 4, 9, 1), 'b');
  });
});

describe('the answer of ShellCheck', () => {
  for (const text of ['', '[]', '{}', 'null', '{"comments":[{}]}', '{"comments":[{"line":"1"}]}']) {
    test(`is not ${text}`, () => {
      assert.equal(readReport(text), undefined);
    });
  }

  test('has no fix where a part of it cannot be read', () => {
    const place = { line: 1, column: 1, endLine: 1, endColumn: 2 };
    const comment = { ...place, code: 1, level: 'info', message: 'x' };
    const read = (replacements: unknown) =>
      readReport(JSON.stringify({ comments: [{ ...comment, fix: { replacements } }] }))?.[0]
        ?.replacements.length;
    assert.equal(read([{ ...place, replacement: 'y' }]), 1);
    assert.equal(read([{ ...place, replacement: 'y' }, { ...place }]), 0);
    assert.equal(read([{ replacement: 'y' }]), 0);
  });

  test('is not read without code or level', () => {
    const place = { line: 1, column: 1, endLine: 1, endColumn: 2 };
    for (const part of [{ level: 'info' }, { code: 1 }, { code: 1, level: 'odd', message: '' }]) {
      assert.equal(readReport(JSON.stringify({ comments: [{ ...place, ...part }] })), undefined);
    }
  });

  test('without findings is empty', () => {
    assert.deepEqual(readReport('{"comments":[]}'), []);
  });
});
