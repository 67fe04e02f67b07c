import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dockerfile } from '../../server/src/core/text/dockerfile-tag';
import {
  applyEdits,
  compareEdits,
  editsConflict,
  type Edit,
} from '../../server/src/core/text/edit';
import { detectLayout } from '../../server/src/core/text/layout';
import { LineIndex } from '../../server/src/core/text/line-index';
import { containsSpan, joinSpans, spanOf, touchesSpan } from '../../server/src/core/text/span';

function edit(start: number, end: number, text = ''): Edit {
  return { span: spanOf(start, end), text };
}

describe('edits', () => {
  const applied: readonly (readonly [string, readonly Edit[], string])[] = [
    ['no edits leave the text', [], 'abcdef'],
    ['an empty span inserts', [edit(3, 3, '-')], 'abc-def'],
    ['an empty text deletes', [edit(1, 4)], 'aef'],
    ['a span is replaced', [edit(0, 6, 'x')], 'x'],
    ['the order of the edits does not matter', [edit(4, 5, 'E'), edit(0, 1, 'A')], 'AbcdEf'],
    ['neighbours both apply', [edit(0, 2, 'x'), edit(2, 4, 'y')], 'xyef'],
    ['an insertion at the end appends', [edit(6, 6, '!')], 'abcdef!'],
  ];
  for (const [title, edits, expected] of applied) {
    test(title, () => {
      assert.equal(applyEdits('abcdef', edits), expected);
    });
  }

  const refused: readonly (readonly [string, readonly Edit[]])[] = [
    ['overlapping spans', [edit(0, 3), edit(2, 4)]],
    ['a span that ends behind the text', [edit(5, 7)]],
    ['a span that starts in front of the text', [edit(-1, 2)]],
    ['a span whose end lies before its start', [edit(4, 2)]],
  ];
  for (const [title, edits] of refused) {
    test(`${title} throws a RangeError`, () => {
      assert.throws(() => applyEdits('abcdef', edits), RangeError);
    });
  }

  const conflicts: readonly (readonly [string, Edit, Edit, boolean])[] = [
    ['edits that share a character conflict', edit(0, 3), edit(2, 4), true],
    ['an edit inside another conflicts', edit(0, 6), edit(2, 3), true],
    ['insertions at one place conflict', edit(2, 2, 'a'), edit(2, 2, 'b'), true],
    ['an insertion in front of a replacement conflicts', edit(2, 2, 'a'), edit(2, 4), true],
    ['an insertion inside a replacement conflicts', edit(3, 3, 'a'), edit(2, 4), true],
    ['an insertion behind a replacement does not', edit(4, 4, 'a'), edit(2, 4), false],
    ['neighbours do not', edit(0, 2), edit(2, 4), false],
    ['edits apart do not', edit(0, 1), edit(3, 4), false],
  ];
  for (const [title, left, right, expected] of conflicts) {
    test(title, () => {
      assert.equal(editsConflict(left, right), expected);
      assert.equal(editsConflict(right, left), expected);
    });
  }

  test('edits sort by start, then by end', () => {
    const sorted = [edit(3, 4), edit(1, 5), edit(1, 2)].sort(compareEdits);
    assert.deepEqual(
      sorted.map(({ span }) => [span.start, span.end]),
      [
        [1, 2],
        [1, 5],
        [3, 4],
      ],
    );
  });
});

describe('spans', () => {
  test('a joined span covers both', () => {
    assert.deepEqual(joinSpans(spanOf(4, 6), spanOf(1, 2)), { start: 1, end: 6 });
  });

  test('a span contains itself and what lies inside, not what sticks out', () => {
    assert.ok(containsSpan(spanOf(1, 4), spanOf(1, 4)));
    assert.ok(containsSpan(spanOf(1, 4), spanOf(2, 2)));
    assert.ok(!containsSpan(spanOf(1, 4), spanOf(0, 2)));
    assert.ok(!containsSpan(spanOf(1, 4), spanOf(3, 5)));
  });

  test('spans touch when they share a character or an end', () => {
    assert.ok(touchesSpan(spanOf(1, 4), spanOf(4, 4)));
    assert.ok(touchesSpan(spanOf(1, 4), spanOf(0, 2)));
    assert.ok(!touchesSpan(spanOf(1, 4), spanOf(5, 6)));
  });
});

describe('lines', () => {
  const texts: readonly (readonly [string, string, readonly string[]])[] = [
    ['LF', 'ab\n\nc', ['ab', '', 'c']],
    ['CRLF', 'ab\r\n\r\nc', ['ab', '', 'c']],
    ['CR', 'ab\r\rc', ['ab', '', 'c']],
    ['mixed endings', 'a\nb\r\nc\rd', ['a', 'b', 'c', 'd']],
    ['a final line break starts an empty line', 'a\n', ['a', '']],
    ['an empty text has one empty line', '', ['']],
  ];
  for (const [title, text, expected] of texts) {
    test(title, () => {
      const lines = new LineIndex(text);
      const found = Array.from({ length: lines.lineCount }, (_, line) => lines.textOfLine(line));
      assert.deepEqual(found, expected);
    });
  }

  for (const text of ['ab\ncd\n', 'ab\r\ncd\r\n', 'a\rb\r\n\nc', '', '\n', '\r\n\r\n', 'a😀b\nc']) {
    test(`places of ${JSON.stringify(text)} lead back to their offsets`, () => {
      const lines = new LineIndex(text);
      for (let offset = 0; offset <= text.length; offset++) {
        const place = lines.placeAt(offset);
        assert.equal(lines.offsetAt(place), offset);
        assert.equal(lines.startOfLine(place.line) + place.column, offset);
      }
    });
  }

  test('offsets outside of the text are clamped', () => {
    const lines = new LineIndex('ab\ncd');
    assert.deepEqual(lines.placeAt(-5), { line: 0, column: 0 });
    assert.deepEqual(lines.placeAt(99), { line: 1, column: 2 });
  });

  test('places outside of the text are clamped', () => {
    const lines = new LineIndex('ab\ncd');
    assert.equal(lines.offsetAt({ line: -1, column: 0 }), 0);
    assert.equal(lines.offsetAt({ line: 1, column: 99 }), 5);
    assert.equal(lines.offsetAt({ line: 1, column: -1 }), 3);
    assert.equal(lines.offsetAt({ line: 7, column: 3 }), 5);
  });

  test('a line ends in front of its line break', () => {
    const lines = new LineIndex('ab\r\n\r\ncd');
    assert.deepEqual(
      [0, 1, 2, 9].map((line) => lines.endOfLine(line)),
      [2, 4, 8, 8],
    );
  });
});

describe('layout', () => {
  const detect = (text: string, keywords: readonly string[] = []): unknown => {
    const { lineEnding, indent, lowerCase } = detectLayout(text, '\\', keywords);
    return { lineEnding, indent, lowerCase };
  };
  const defaults = { lineEnding: '\n', indent: '    ', lowerCase: false };
  const cases: readonly (readonly [string, string, readonly string[], object])[] = [
    ['an empty text has LF and four spaces', '', [], defaults],
    ['the ending of most lines wins', 'a\r\nb\r\nc\n', [], { ...defaults, lineEnding: '\r\n' }],
    ['a tie of line endings is LF', 'a\r\nb\n', [], defaults],
    [
      'the first continuation line gives the indentation',
      'RUN a \\\n  b\n',
      [],
      { ...defaults, indent: '  ' },
    ],
    ['tabs are an indentation', 'RUN a \\\n\tb \\\n  c\n', [], { ...defaults, indent: '\t' }],
    [
      'blanks behind the continuation do not matter',
      'RUN a \\  \n  b\n',
      [],
      { ...defaults, indent: '  ' },
    ],
    ['a continuation line without indentation is passed over', 'RUN a \\\nb\n', [], defaults],
    [
      'a backtick continues too',
      'RUN a `\r\n   b\r\n',
      [],
      { ...defaults, lineEnding: '\r\n', indent: '   ' },
    ],
    [
      'most keywords in lower case make the file lower case',
      '',
      ['from', 'run', 'USER'],
      { ...defaults, lowerCase: true },
    ],
    ['half of the keywords do not', '', ['from', 'RUN'], defaults],
    ['mixed letters are not lower case', '', ['From', 'run', 'Cmd'], defaults],
  ];
  for (const [title, text, keywords, expected] of cases) {
    test(title, () => {
      assert.deepEqual(detect(text, keywords), expected);
    });
  }

  test('the escape character is kept', () => {
    assert.equal(detectLayout('', '`', []).escape, '`');
  });
});

describe('the dockerfile tag', () => {
  test('takes away the first line break, the last line and the common indentation', () => {
    const text = dockerfile`
      FROM a
      RUN b && \
          c
    `;
    assert.equal(text, 'FROM a\nRUN b && \\\n    c\n');
  });

  test('keeps empty lines', () => {
    const text = dockerfile`
      FROM a

      USER b
    `;
    assert.equal(text, 'FROM a\n\nUSER b\n');
  });

  test('keeps backslashes of every kind', () => {
    assert.equal(dockerfile`RUN printf '\n\t' \\`, "RUN printf '\\n\\t' \\\\\n");
  });

  test('unescapes a dollar with a brace and a backtick alone', () => {
    assert.equal(dockerfile`FROM \${A} $B \`c\``, 'FROM ${A} $B `c`\n');
  });

  test('throws on a substitution that is not escaped', () => {
    const strings = Object.assign(['FROM ', ''], { raw: ['FROM ', ''] });
    assert.throws(() => Reflect.apply(dockerfile, undefined, [strings, 'x']), TypeError);
  });

  test('throws without a text', () => {
    assert.throws(() => dockerfile(Object.assign([], { raw: [] })), TypeError);
  });
});
