import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rules } from '../../server/src/core/rules/index';
import { readBrokenJsonArray } from '../../server/src/core/syntax/broken-json-array';
import { expandWord } from '../../server/src/core/syntax/expansion';
import { parseImageReference } from '../../server/src/core/syntax/image-reference';
import type { Instruction, SyntaxTree, Word } from '../../server/src/core/syntax/instruction';
import { collectFlags, findFlag } from '../../server/src/core/syntax/instruction';
import { parseDockerfile } from '../../server/src/core/syntax/parse';
import { readSuppressions } from '../../server/src/core/syntax/suppressions';
import { findSyntaxProblems } from '../../server/src/core/syntax/validate';
import { LineIndex } from '../../server/src/core/text/line-index';
import type { Span } from '../../server/src/core/text/span';
import { readMarks } from '../harness/marked-source';

/** A table of sources and what is read from them. */
type Cases<Value> = readonly (readonly [title: string, source: string, expected: Value])[];

function check<Value>(read: (source: string) => Value, cases: Cases<Value>): void {
  for (const [title, source, expected] of cases) {
    test(title, () => {
      assert.deepEqual(read(source), expected);
    });
  }
}

function first(source: string): Instruction {
  const [instruction] = parseDockerfile(source).instructions;
  assert.ok(instruction !== undefined, 'the source has an instruction');
  return instruction;
}

function textAt(source: string, span: Span): string {
  return source.slice(span.start, span.end);
}

/** `KEYWORD arguments` of each instruction, as Docker joins its lines. */
function outline(source: string): readonly string[] {
  return parseDockerfile(source).instructions.map(({ keyword, flags, argumentText }) =>
    [keyword, ...flags.map((flag) => `--${flag.name}`), argumentText].join(' ').trimEnd(),
  );
}

function texts(words: readonly Word[]): readonly string[] {
  return words.map((word) => word.text);
}

describe('parser directives', () => {
  const read = (source: string): readonly string[] => {
    const { directives, escape } = parseDockerfile(source);
    return [...directives.map(({ name, value }) => `${name}=${value}`), escape];
  };
  check(read, [
    ['a file without one escapes with a backslash', 'FROM a\n', ['\\']],
    [
      'syntax is read',
      '# syntax=docker/dockerfile:1\nFROM a\n',
      ['syntax=docker/dockerfile:1', '\\'],
    ],
    ['escape changes the escape character', '# escape=`\nFROM a\n', ['escape=`', '`']],
    ['an escape of another character changes nothing', '# escape=x\nFROM a\n', ['escape=x', '\\']],
    ['check is read', '# check=skip=all;error=true\nFROM a\n', ['check=skip=all;error=true', '\\']],
    [
      'several may follow each other',
      '# escape=`\n# syntax=x\n# check=skip=a\n',
      ['escape=`', 'syntax=x', 'check=skip=a', '`'],
    ],
    ['letter case and blanks do not matter', '#\t SynTax  =  x y \nFROM a\n', ['syntax=x y', '\\']],
    ['behind a comment they are comments', '# hello\n# escape=`\nFROM a\n', ['\\']],
    ['behind an unknown directive they are comments', '# foo=bar\n# escape=`\nFROM a\n', ['\\']],
    ['behind an empty line they are comments', '\n# escape=`\nFROM a\n', ['\\']],
    ['behind an instruction they are comments', 'FROM a\n# escape=`\nRUN b\n', ['\\']],
    ['one without a value is a comment', '# syntax=\n# escape=`\nFROM a\n', ['\\']],
    [
      'a byte order mark in front does not hide them',
      '\uFEFF# escape=`\nFROM a\n',
      ['escape=`', '`'],
    ],
    ['CRLF does not get into the value', '# escape=`\r\nFROM a\r\n', ['escape=`', '`']],
  ]);

  test('its spans cover the comment and the value', () => {
    const source = '\uFEFF  # syntax = a/b:1  \r\nFROM a\r\n';
    const [directive] = parseDockerfile(source).directives;
    assert.ok(directive !== undefined);
    assert.equal(textAt(source, directive.span), '# syntax = a/b:1');
    assert.equal(textAt(source, directive.valueSpan), 'a/b:1');
  });

  test('it is a comment of the tree too', () => {
    const { comments } = parseDockerfile('# syntax=a\n# b\nFROM c\n');
    assert.deepEqual(
      comments.map((comment) => comment.text),
      ['syntax=a', 'b'],
    );
  });
});

describe('lines and continuations', () => {
  check(outline, [
    ['an empty file has no instruction', '', []],
    ['blank lines and comments are no instructions', '\n \n# a\n\t# b\n', []],
    ['keywords are upper case, whatever is written', 'from a\nRuN b\n', ['FROM a', 'RUN b']],
    ['a keyword alone has no arguments', 'RUN\n', ['RUN']],
    ['a word that is no keyword still is an instruction', 'INCLUDE+ a\n', ['INCLUDE+ a']],
    ['indentation in front of a keyword is dropped', '  \tFROM a\n', ['FROM a']],
    ['a continuation joins two lines', 'RUN a \\\n  b\n', ['RUN a   b']],
    ['a continuation inside a word joins it', 'RUN ab\\\ncd\n', ['RUN abcd']],
    ['a continuation inside the keyword joins it', 'FR\\\nOM a\n', ['FROM a']],
    [
      'blanks behind the escape still continue',
      'RUN a \\ \t \n b\nUSER c\n',
      ['RUN a  b', 'USER c'],
    ],
    ['a doubled escape ends the instruction', 'RUN a \\\\\nUSER b\n', ['RUN a \\\\', 'USER b']],
    ['an escape behind an escape and a blank continues', 'RUN a \\ \\\n b\n', ['RUN a \\  b']],
    ['an escape inside the line is kept', 'RUN a\\ b\n', ['RUN a\\ b']],
    [
      'a backtick continues behind its directive',
      '# escape=`\nRUN a `\n b\nCOPY c\\ d\n',
      ['RUN a  b', 'COPY c\\ d'],
    ],
    ['a backslash does not, then', '# escape=`\nRUN a \\\nUSER b\n', ['RUN a \\', 'USER b']],
    ['comment lines inside are dropped', 'RUN a \\\n# b\n  # c\n  d\n', ['RUN a   d']],
    [
      'a comment line that ends with an escape does not continue',
      'RUN a\n# b \\\nUSER c\n',
      ['RUN a', 'USER c'],
    ],
    ['empty lines inside are dropped', 'RUN a \\\n\n \t\n  b\n', ['RUN a   b']],
    [
      'CRLF files continue too',
      'RUN a \\\r\n  # c\r\n\r\n  b\r\nUSER d\r\n',
      ['RUN a   b', 'USER d'],
    ],
    ['the file may end inside of a continuation', 'RUN a \\\n', ['RUN a']],
    ['the file may end behind the escape', 'RUN a \\', ['RUN a']],
    ['the file may end in a comment of a continuation', 'RUN a \\\n# b', ['RUN a']],
    [
      'a sharp inside a line starts no comment',
      'RUN a # b\nENV A=b#c\n',
      ['RUN a # b', 'ENV A=b#c'],
    ],
    ['a byte order mark in front of the first keyword is dropped', '\uFEFFFROM a\n', ['FROM a']],
    [
      'one in front of a later keyword belongs to it',
      'FROM a\n\uFEFFRUN b\n',
      ['FROM a', '\uFEFFRUN b'],
    ],
    ['a no-break space does not end a keyword', 'FROM\u00a0a b\n', ['FROM\u00a0A b']],
    ['a no-break space in front of a keyword is dropped', '\u00a0FROM a\n', ['FROM a']],
    ['a tab separates keyword and arguments', 'FROM\ta\n', ['FROM a']],
  ]);

  test('an escape alone in front of the end is an empty instruction where it stands', () => {
    const source = 'FROM a\n\n  \\';
    const last = parseDockerfile(source).instructions.at(-1);
    assert.equal(last?.keyword, '');
    assert.deepEqual(last.keywordSpan, { start: 10, end: 10 });
    assert.deepEqual(last.span, { start: 10, end: 11 });
  });

  test('comments and empty lines inside are kept with their places', () => {
    const source = 'RUN a \\\n  # one\n\n  b \\\n# two \n  c\n';
    const { innerComments, emptyLines } = first(source);
    assert.deepEqual(
      innerComments.map((comment) => [comment.text, textAt(source, comment.span)]),
      [
        ['one', '# one'],
        ['two', '# two'],
      ],
    );
    assert.deepEqual(
      emptyLines.map((span) => textAt(source, span)),
      ['\n'],
    );
  });

  test('comments directly above an instruction lead it, those behind an empty line do not', () => {
    const source = '# far\n\n# near\n# nearer\nFROM a\nRUN b\n# next\nUSER c\n';
    assert.deepEqual(
      parseDockerfile(source).instructions.map(({ leadingComments }) =>
        leadingComments.map((comment) => comment.text),
      ),
      [['near', 'nearer'], [], ['next']],
    );
  });

  test('an instruction that runs out ends at its last visible character', () => {
    const source = 'RUN a \\\n# b\n\n';
    const { span, lineSpan } = first(source);
    assert.equal(textAt(source, span), 'RUN a \\');
    assert.equal(lineSpan.end, source.length);
  });
});

describe('heredocs', () => {
  const read = (source: string): readonly string[] =>
    parseDockerfile(source).instructions.flatMap(({ keyword, heredocs }) => [
      keyword,
      ...heredocs.map(({ name, body, expands, stripsTabs, terminatorSpan }) =>
        [
          `${name}:${body.replaceAll('\n', '|')}`,
          expands ? '' : ' quoted',
          stripsTabs ? ' tabs' : '',
          terminatorSpan === undefined ? ' open' : '',
        ].join(''),
      ),
    ]);
  check(read, [
    ['a body ends at its marker', 'RUN <<EOF\na\nb\nEOF\nUSER c\n', ['RUN', 'EOF:a|b|', 'USER']],
    ['an empty body is one', 'RUN <<EOF\nEOF\nUSER c\n', ['RUN', 'EOF:', 'USER']],
    ['single quotes stop expansion', "RUN <<'EOF'\na\nEOF\n", ['RUN', 'EOF:a| quoted']],
    ['double quotes stop expansion', 'RUN <<"EOF"\na\nEOF\n', ['RUN', 'EOF:a| quoted']],
    ['an escaped name stops expansion', 'RUN <<\\EOF\na\nEOF\n', ['RUN', 'EOF:a| quoted']],
    [
      'a quoted name may hold a blank',
      'RUN <<"A B"\na\nA B\nUSER c\n',
      ['RUN', 'A B:a| quoted', 'USER'],
    ],
    [
      'a dash lets tabs stand in front of the marker',
      'RUN <<-EOF\n\ta\n\t\tEOF\nUSER c\n',
      ['RUN', 'EOF:\ta| tabs', 'USER'],
    ],
    [
      'a dash does not let blanks stand there',
      'RUN <<-EOF\n EOF\nEOF\nUSER c\n',
      ['RUN', 'EOF: EOF| tabs', 'USER'],
    ],
    ['without a dash a marker starts its line', 'RUN <<EOF\n\tEOF\nEOF\n', ['RUN', 'EOF:\tEOF|']],
    ['blanks behind a marker make it another line', 'RUN <<EOF\nEOF \nEOF\n', ['RUN', 'EOF:EOF |']],
    [
      'several are read in order',
      'COPY <<A <<B /x/\n1\nA\n2\nB\nUSER c\n',
      ['COPY', 'A:1|', 'B:2|', 'USER'],
    ],
    [
      'one that never ends takes the rest',
      'RUN <<EOF\na\nUSER b\n',
      ['RUN', 'EOF:a|USER b|| open'],
    ],
    [
      'a descriptor in front belongs to it',
      'RUN a 3<<EOF\nb\nEOF\nUSER c\n',
      ['RUN', 'EOF:b|', 'USER'],
    ],
    [
      'blanks in front of the name are allowed',
      "RUN cat << 'EOF' > /x\na\nEOF\nUSER c\n",
      ['RUN', 'EOF:a| quoted', 'USER'],
    ],
    ['a shift in arithmetic is none', 'RUN echo $((1 << 2))\nUSER c\n', ['RUN', 'USER']],
    ['three signs are a here-string', 'RUN cat <<<EOF\nUSER c\n', ['RUN', 'USER']],
    ['two in one word are none', 'RUN <<A<<B\nUSER c\n', ['RUN', 'USER']],
    ['one without a name is none', 'RUN cat <<\nUSER c\n', ['RUN', 'USER']],
    ['one inside quotes is none', 'RUN echo "<<EOF" \'<<EOF\'\nUSER c\n', ['RUN', 'USER']],
    ['an escaped one is none', 'RUN echo \\<<EOF\nUSER c\n', ['RUN', 'USER']],
    ['a quote that stays open leaves none', "RUN <<'EOF\nUSER c\n", ['RUN', 'USER']],
    [
      'one behind other words counts',
      'RUN cat > /x <<EOF && true\na\nEOF\nUSER c\n',
      ['RUN', 'EOF:a|', 'USER'],
    ],
    [
      'one on a continuation line counts',
      'RUN a \\\n  <<EOF\nb\nEOF\nUSER c\n',
      ['RUN', 'EOF:b|', 'USER'],
    ],
    [
      'flags stand in front of it',
      'RUN --mount=type=cache,target=/x <<EOF\na\nEOF\nUSER c\n',
      ['RUN', 'EOF:a|', 'USER'],
    ],
    ['ADD takes one', 'ADD <<EOF /x\na\nEOF\n', ['ADD', 'EOF:a|']],
    ['a trigger takes one', 'ONBUILD RUN <<EOF\na\nEOF\nUSER c\n', ['ONBUILD', 'EOF:a|', 'USER']],
    ['CMD and ENV do not', 'CMD cat <<EOF\nENV A=<<EOF\nUSER c\n', ['CMD', 'ENV', 'USER']],
    [
      'an instruction follows the marker at once',
      'RUN <<EOF\na\nEOF\nRUN <<EOF\nb\nEOF\n',
      ['RUN', 'EOF:a|', 'RUN', 'EOF:b|'],
    ],
    [
      'a comment straight behind the marker is one',
      'RUN <<EOF\na\nEOF\n# c\nUSER d\n',
      ['RUN', 'EOF:a|', 'USER'],
    ],
    [
      'comment lines, empty lines and escapes stay in the body',
      'RUN <<EOF\n# a\n\nb \\\nEOF\nUSER c\n',
      ['RUN', 'EOF:# a||b \\|', 'USER'],
    ],
    [
      'keywords inside the body are text',
      'RUN <<EOF\nFROM a\nEOF\nUSER c\n',
      ['RUN', 'EOF:FROM a|', 'USER'],
    ],
    [
      'CRLF is no part of marker and lines',
      'RUN <<EOF\r\na\r\nEOF\r\nUSER c\r\n',
      ['RUN', 'EOF:a|', 'USER'],
    ],
  ]);

  test('its spans cover word, body and end marker', () => {
    const source = 'COPY <<-"E" /x\n\ta\n\n\tE\n';
    const [heredoc] = first(source).heredocs;
    assert.ok(heredoc?.terminatorSpan !== undefined);
    assert.equal(textAt(source, heredoc.span), '<<-"E"');
    assert.equal(textAt(source, heredoc.bodySpan), '\ta\n\n');
    assert.equal(textAt(source, heredoc.terminatorSpan), 'E');
    assert.equal(textAt(source, first(source).span), source.trimEnd());
  });

  test('the comment behind its end marker leads the next instruction', () => {
    const [, next] = parseDockerfile('RUN <<EOF\na\nEOF\n# b\nUSER c\n').instructions;
    assert.deepEqual(
      next?.leadingComments.map((comment) => comment.text),
      ['b'],
    );
  });

  test('the arguments end in front of the body', () => {
    const source = 'RUN cat <<EOF > /x\na\nEOF\n';
    assert.equal(first(source).argumentText, 'cat <<EOF > /x');
    assert.equal(textAt(source, first(source).argumentSpan), 'cat <<EOF > /x');
  });
});

describe('the exec form', () => {
  const read = (source: string): readonly string[] | undefined =>
    first(source).json?.map((element) => element.value);
  check(read, [
    ['strings in brackets are one', 'CMD ["a", "b c"]\n', ['a', 'b c']],
    ['an empty array is one', 'ENTRYPOINT []\n', []],
    ['blanks do not matter', 'CMD  [ "a" ,"b" ] \n', ['a', 'b']],
    ['escapes are decoded', 'CMD ["a\\"b", "c\\\\d", "\\u0041\\n"]\n', ['a"b', 'c\\d', 'A\n']],
    ['a continuation may stand inside', 'CMD ["a", \\\n  # c\n  "b"]\n', ['a', 'b']],
    ['an escape that JSON does not know makes it shell form', 'CMD ["C:\\app"]\n', undefined],
    ['single quotes make it shell form', "CMD ['a']\n", undefined],
    ['a trailing comma makes it shell form', 'CMD ["a",]\n', undefined],
    ['a missing comma makes it shell form', 'CMD ["a" "b"]\n', undefined],
    ['a missing bracket makes it shell form', 'CMD ["a"\n', undefined],
    ['text behind it makes it shell form', 'CMD ["a"] b\n', undefined],
    ['a number makes it shell form', 'CMD ["a", 1]\n', undefined],
    ['a no-break space between makes it shell form', 'CMD ["a",\u00a0"b"]\n', undefined],
    ['HEALTHCHECK has it behind CMD', 'HEALTHCHECK --interval=5s CMD ["a", "b"]\n', ['a', 'b']],
    ['COPY has it', 'COPY --chown=a ["b c", "/d"]\n', ['b c', '/d']],
    ['SHELL and VOLUME have it', 'SHELL ["a", "-c"]\nVOLUME ["b"]\n', ['a', '-c']],
    ['ENV has none', 'ENV ["a"]\n', undefined],
  ]);

  test('an element has the place of its quoted text', () => {
    const source = 'CMD ["a", \\\n  "b\\"c"]\n';
    assert.deepEqual(
      first(source).json?.map((element) => textAt(source, element.span)),
      ['"a"', '"b\\"c"'],
    );
  });

  const broken = (text: string): unknown => {
    const read = readBrokenJsonArray(text);
    return read === undefined ? undefined : [read.fault, read.words?.join(' ')];
  };
  check<unknown>(broken, [
    ['single quotes are the fault of a broken one', "['a', 'b']", ['quotes', 'a b']],
    ['typographic quotes are', '[“a”, ”b“]', ['quotes', 'a b']],
    ['a trailing comma is', '["a", "b",]', ['comma', 'a b']],
    ['a missing comma is', '["a" "b"]', ['comma', 'a b']],
    ['bare words are', '[a, b]', ['bare', 'a b']],
    ['bare words side by side may mean anything', '[a b, c]', ['bare', undefined]],
    ['a missing bracket is', '["a", "b"', ['bracket', 'a b']],
    ['text behind the bracket is', '["a"] b', ['tail', undefined]],
    ['an escape is, and what it means is not plain', '["C:\\app"]', ['escape', undefined]],
    ['a variable may mean anything', "['$A']", ['quotes', undefined]],
    ['an empty word may mean anything', "['', 'b']", ['quotes', undefined]],
    ['an open quote belongs to a bare word', "['a]", ['bare', undefined]],
    ['a shell test is no array', '[ "$a" = b ] && c', undefined],
    ['empty brackets are no array of words', '[ , ]', undefined],
    ['other text is no array', 'a b', undefined],
  ]);
});

describe('flags', () => {
  const read = (source: string): readonly string[] => {
    const { flags, argumentText } = first(source);
    return [...flags.map(({ name, value }) => `${name}|${value?.text ?? '-'}`), argumentText];
  };
  check(read, [
    ['a name and a value', 'COPY --from=a b c\n', ['from|a', 'b c']],
    ['a name alone', 'COPY --link b c\n', ['link|-', 'b c']],
    ['an empty value', 'COPY --chown= b c\n', ['chown|', 'b c']],
    ['several', 'COPY --from=a --chown=b:c d e\n', ['from|a', 'chown|b:c', 'd e']],
    [
      'a value with an equals sign',
      'RUN --mount=type=cache,target=/a b\n',
      ['mount|type=cache,target=/a', 'b'],
    ],
    [
      'quotes keep blanks inside',
      'RUN --mount="type=bind,source=a b" c\n',
      ['mount|"type=bind,source=a b"', 'c'],
    ],
    ['two dashes alone end the flags', 'RUN --network=none -- --a b\n', ['network|none', '--a b']],
    ['letter case stays', 'COPY --FROM=a b c\n', ['FROM|a', 'b c']],
    [
      'flags that nobody knows are flags',
      'ADD --unpack=true --keep-git-dir=1 a b\n',
      ['unpack|true', 'keep-git-dir|1', 'a b'],
    ],
    [
      'a continuation may stand between',
      'RUN --network=none \\\n  --security=insecure a\n',
      ['network|none', 'security|insecure', 'a'],
    ],
    ['behind the first word there are none', 'RUN npm ci --omit=dev\n', ['npm ci --omit=dev']],
    [
      'FROM has them',
      'FROM --platform=$BUILDPLATFORM a AS b\n',
      ['platform|$BUILDPLATFORM', 'a AS b'],
    ],
    [
      'HEALTHCHECK has them',
      'HEALTHCHECK --start-interval=1s CMD a\n',
      ['start-interval|1s', 'CMD a'],
    ],
    ['CMD has none', 'CMD --version\n', ['--version']],
    ['ENTRYPOINT has none', 'ENTRYPOINT --a b\n', ['--a b']],
    ['a flag alone leaves no arguments', 'RUN --network=none\n', ['network|none', '']],
  ]);

  test('its spans cover the flag, the name and the value', () => {
    const source = 'COPY --link --from=a b c\n';
    const [link, from] = first(source).flags;
    assert.ok(link !== undefined && from?.value !== undefined);
    assert.equal(textAt(source, link.span), '--link');
    assert.equal(textAt(source, from.span), '--from=a');
    assert.equal(textAt(source, from.nameSpan), '--from');
    assert.equal(textAt(source, from.value.span), 'a');
  });

  test('a flag is found in any letter case', () => {
    const copy = first('COPY --Exclude=a --EXCLUDE=b c d\n');
    assert.equal(findFlag(copy, 'exclude')?.value?.text, 'a');
    assert.equal(findFlag(copy, 'from'), undefined);
    assert.deepEqual(
      collectFlags(copy, 'exclude').map((flag) => flag.value?.text),
      ['a', 'b'],
    );
  });
});

describe('assignments', () => {
  const read = (source: string): readonly string[] =>
    first(source).assignments.map(({ name, value }) => `${name.text}|${value?.text ?? '-'}`);
  check(read, [
    ['pairs', 'ENV A=1 B=2\n', ['A|1', 'B|2']],
    ['quotes stay and keep blanks', 'ENV A="1 2" B=\'3 4\' C=5\n', ['A|"1 2"', "B|'3 4'", 'C|5']],
    ['an escaped blank belongs to the value', 'ENV A=1\\ 2 B=3\n', ['A|1\\ 2', 'B|3']],
    ['an empty value', 'ENV A= B=\n', ['A|', 'B|']],
    ['a value with an equals sign', 'ENV A=b=c\n', ['A|b=c']],
    ['the old form takes the rest as the value', 'ENV A b c=d\n', ['A|b c=d']],
    ['the old form without a value', 'ENV A\n', ['A|-']],
    ['pairs on continuation lines', 'ENV A=1 \\\n    # c\n    B=2\n', ['A|1', 'B|2']],
    ['an ARG without a default', 'ARG A\n', ['A|-']],
    ['several ARGs, some with a default', 'ARG A B=1 C\n', ['A|-', 'B|1', 'C|-']],
    ['LABEL has them, quoted names too', 'LABEL a.b="c" "d e"=f\n', ['a.b|"c"', '"d e"|f']],
    ['a pair without a name is none', 'ENV A=1 =2\n', ['A|1']],
    ['a word without equals sign behind a pair is none', 'ENV A=1 B\n', ['A|1']],
    ['equal pairs have each their own place', 'ENV A=1 A=1\n', ['A|1', 'A|1']],
    [
      'a no-break space between pairs separates them',
      'ENV \u00a0A=1\u00a0\u00a0B=2\n',
      ['A|1', 'B|2'],
    ],
    ['no arguments', 'ENV\n', []],
    ['other instructions have none', 'RUN A=1\n', []],
  ]);

  test('its spans cover pair, name and value', () => {
    const source = 'ENV A=1 \\\n  A=1 B="x y"\n';
    assert.deepEqual(
      first(source).assignments.map(({ span, name, value }) =>
        [span, name.span, value?.span ?? span].map((each) => textAt(source, each)),
      ),
      [
        ['A=1', 'A', '1'],
        ['A=1', 'A', '1'],
        ['B="x y"', 'B', '"x y"'],
      ],
    );
    assert.deepEqual(
      first(source).assignments.map(({ span }) => span.start),
      [4, 12, 16],
    );
  });

  test('the old form spans name and value', () => {
    const source = 'ENV A b c\n';
    const [pair] = first(source).assignments;
    assert.ok(pair?.value !== undefined);
    assert.equal(textAt(source, pair.span), 'A b c');
    assert.equal(textAt(source, pair.value.span), 'b c');
  });
});

describe('words', () => {
  const read = (source: string): readonly string[] => texts(first(source).words);
  check(read, [
    ['FROM splits at blanks', 'FROM  a:1   AS\tb \n', ['a:1', 'AS', 'b']],
    ['COPY splits inside quotes as Docker does', 'COPY "a b" /c\n', ['"a', 'b"', '/c']],
    ['a no-break space belongs to its word', 'COPY a\u00a0b /c\n', ['a\u00a0b', '/c']],
    ['EXPOSE splits', 'EXPOSE 80 443/tcp\n', ['80', '443/tcp']],
    ['USER is one word', 'USER a b\n', ['a b']],
    ['WORKDIR is one word', 'WORKDIR /a b\n', ['/a b']],
    ['USER without arguments has none', 'USER \n', []],
    ['RUN has none', 'RUN a b\n', []],
    ['HEALTHCHECK splits', 'HEALTHCHECK CMD a b\n', ['CMD', 'a', 'b']],
    ['ENV splits outside of quotes', 'ENV A="b c" D=e\n', ['A="b c"', 'D=e']],
  ]);

  test('a word has the place of its text', () => {
    const source = '# escape=`\n\nCOPY --from=a `\n  b/ c `\r\n  /d\n';
    const { words } = first(source);
    assert.deepEqual(
      words.map((word) => textAt(source, word.span)),
      texts(words),
    );
  });

  test('a word across a continuation has the place of its pieces', () => {
    const source = 'EXPOSE 80\\\n80 443\n';
    const { words } = first(source);
    assert.deepEqual(texts(words), ['8080', '443']);
    assert.deepEqual(
      words.map((word) => textAt(source, word.span)),
      ['80\\\n80', '443'],
    );
  });
});

describe('triggers', () => {
  test('ONBUILD holds an instruction with keyword, flags, words and pairs of its own', () => {
    const { keyword, trigger, flags } = first('ONBUILD copy --from=a b /c\n');
    assert.equal(keyword, 'ONBUILD');
    assert.deepEqual(flags, []);
    assert.equal(trigger?.keyword, 'COPY');
    assert.deepEqual(
      trigger.flags.map((flag) => flag.value?.text),
      ['a'],
    );
    assert.deepEqual(texts(trigger.words), ['b', '/c']);
  });

  test('the exec form is read inside', () => {
    assert.deepEqual(
      first('ONBUILD CMD ["a"]\n').trigger?.json?.map((element) => element.value),
      ['a'],
    );
  });

  test('ONBUILD alone holds none', () => {
    assert.equal(first('ONBUILD \n').trigger, undefined);
  });

  test('a trigger inside a trigger is read', () => {
    assert.equal(first('ONBUILD ONBUILD RUN a\n').trigger?.trigger?.keyword, 'RUN');
  });
});

describe('image references', () => {
  const read = (text: string): string | undefined => {
    const image = parseImageReference({ text, span: { start: 100, end: 100 + text.length } });
    if (image === undefined) return undefined;
    const { registry, repository, name, tag, digest } = image;
    for (const part of [name, tag, digest]) {
      if (part === undefined) continue;
      const { start, end } = part.span;
      assert.equal(text.slice(start - 100, end - 100), part.text, 'a part has its place');
    }
    return [registry, repository, tag?.text ?? '-', digest?.text ?? '-'].join(' ');
  };
  check(read, [
    ['a name alone is of the library', 'node', 'docker.io docker.io/library/node - -'],
    ['a tag', 'node:24', 'docker.io docker.io/library/node 24 -'],
    ['a user on Docker Hub', 'bitnami/redis:7', 'docker.io docker.io/bitnami/redis 7 -'],
    ['a digest', 'node@sha256:ab', 'docker.io docker.io/library/node - sha256:ab'],
    ['a tag and a digest', 'node:24@sha256:ab', 'docker.io docker.io/library/node 24 sha256:ab'],
    ['a registry', 'ghcr.io/a/b:1', 'ghcr.io ghcr.io/a/b 1 -'],
    ['a registry with a port', 'host:5000/a/b', 'host:5000 host:5000/a/b - -'],
    ['a registry with a port and a tag', 'host:5000/a:1', 'host:5000 host:5000/a 1 -'],
    ['localhost is a registry', 'localhost/a', 'localhost localhost/a - -'],
    ['docker.io is written out', 'docker.io/node', 'docker.io docker.io/library/node - -'],
    [
      'index.docker.io is docker.io',
      'index.docker.io/library/node',
      'docker.io docker.io/library/node - -',
    ],
    [
      'registry-1.docker.io is docker.io',
      'registry-1.docker.io/a/b',
      'docker.io docker.io/a/b - -',
    ],
    ['an empty tag is a tag', 'node:', 'docker.io docker.io/library/node  -'],
    ['a variable makes it unknown', 'node:$TAG', undefined],
    ['nothing is no image', '', undefined],
  ]);
});

describe('variables in words', () => {
  const values: ReadonlyMap<string, string | undefined> = new Map([
    ['a', 'x'],
    ['empty', ''],
    ['unknown', undefined],
  ]);
  const expand =
    (escape: '\\' | '`') =>
    (text: string): string | undefined =>
      expandWord(text, escape, (name) => ({ set: values.has(name), value: values.get(name) }));
  check(expand('\\'), [
    ['plain text stays', 'b', 'b'],
    ['a variable is replaced', '$a-${a}b', 'x-xb'],
    ['the longest name counts', '$ab', ''],
    ['one that is not set is empty', '[${none}]', '[]'],
    ['one that is not known makes the word unknown', 'b${unknown}', undefined],
    ['a default stands in for one that is not set', '${none:-b}', 'b'],
    ['a default stands in for an empty one with a colon', '${empty:-b}${empty-c}', 'b'],
    ['a default is not used for one that is set', '${a:-b}${a-c}', 'xx'],
    ['a default may hold a variable', '${none:-${a}y}', 'xy'],
    ['an alternative counts for one that is set', '${a:+b}${none:+c}${empty+d}${empty:+e}', 'bd'],
    ['one that must be set is replaced', '${a:?b}${a?b}', 'xx'],
    ['patterns are not followed', '${a#x}', undefined],
    ['single quotes keep a dollar', "'$a'", '$a'],
    ['double quotes do not', '"$a b"', 'x b'],
    ['an escape keeps a dollar', '\\$a', '$a'],
    ['an escape inside double quotes stays in front of other text', '"\\b\\$a\\""', '\\b$a"'],
    ['an escape outside quotes is dropped', 'a\\ b', 'a b'],
    ['a dollar alone stays', '$ $1 ${', '$ $1 ${'],
    ['a bad name in braces stays', '${a!b} ${-}', '${a!b} ${-}'],
  ]);
  check(expand('`'), [
    ['a backtick escapes when it is the escape character', '`$a C:\\b', '$a C:\\b'],
  ]);
});

describe('suppression comments', () => {
  const read = (line: string): unknown => {
    const [comment] = parseDockerfile(`\n${line}\nFROM a\n`).comments;
    assert.ok(comment !== undefined);
    const [found, ...others] = readSuppressions(comment, false);
    assert.deepEqual(others, []);
    if (found === undefined) return undefined;
    const source = `\n${line}\nFROM a\n`;
    for (const id of found.ids)
      assert.equal(textAt(source, id.span), id.text, 'an id has its place');
    return [found.tool, found.scope, found.ids.map((id) => id.text).join(' '), found.reason];
  };
  check(read, [
    ['ours', '# ironhull ignore=a', ['ironhull', 'instruction', 'a', undefined]],
    [
      'ours with several ids and a reason',
      '#  ironhull  ignore = a , IH101: because: x',
      ['ironhull', 'instruction', 'a IH101', 'because: x'],
    ],
    ['ours for the file', '# ironhull file-ignore=all: b', ['ironhull', 'file', 'all', 'b']],
    ['ours for the stage', '# ironhull stage-ignore=a', ['ironhull', 'stage', 'a', undefined]],
    [
      'an empty reason is none',
      '# ironhull ignore=a: ',
      ['ironhull', 'instruction', 'a', undefined],
    ],
    ['ours without ids is none', '# ironhull ignore=', undefined],
    [
      'hadolint',
      '# hadolint ignore=DL3008, SC2086 # why',
      ['hadolint', 'instruction', 'DL3008 SC2086', 'why'],
    ],
    [
      'hadolint for the file',
      '# hadolint global ignore=DL3008',
      ['hadolint', 'file', 'DL3008', undefined],
    ],
    [
      'hadolint for the stage',
      '# hadolint stage ignore=DL3008',
      ['hadolint', 'stage', 'DL3008', undefined],
    ],
    ['hadolint with an unknown id is none', '# hadolint ignore=X1', undefined],
    [
      'BuildKit',
      '# check=skip=JSONArgsRecommended,StageNameCasing // why',
      ['buildkit', 'instruction', 'JSONArgsRecommended StageNameCasing', 'why'],
    ],
    [
      'BuildKit with other options',
      '# check=error=true;skip=all',
      ['buildkit', 'instruction', 'all', undefined],
    ],
    ['BuildKit without skip is none', '# check=error=true', undefined],
    ['other comments are none', '# ignore=a', undefined],
  ]);

  test('a BuildKit directive silences the file', () => {
    const [comment] = parseDockerfile('# check=skip=all\nFROM a\n').comments;
    assert.ok(comment !== undefined);
    assert.equal(readSuppressions(comment, true)[0]?.scope, 'file');
  });
});

describe('what BuildKit refuses', () => {
  const read = (source: string): readonly string[] =>
    findSyntaxProblems(parseDockerfile(source)).map(
      ({ id, span }) => `${id} ${textAt(source, span)}`,
    );
  check(read, [
    ['a sound file has no problem', 'FROM a\nRUN b\n', []],
    ['an unknown instruction', 'FROM a\nRUNN b\n', ['unknown-instruction RUNN']],
    ['a file without FROM', 'RUN a\n', ['no-base-image RUN']],
    ['many ARGs above FROM', `${'ARG A=1\n'.repeat(450)}FROM a\nRUN b\n`, []],
    [
      'an instruction among many ARGs above FROM',
      `${'ARG A=1\n'.repeat(250)}RUN c\n${'ARG A=1\n'.repeat(250)}FROM a\n`,
      ['no-base-image RUN'],
    ],
    ['a long file without FROM is told once', 'RUN a\n'.repeat(450), ['no-base-image RUN']],
    [
      'a problem far down a long file',
      `FROM a\n${'ENV A=1\n'.repeat(450)}EXPOSE d\n`,
      ['invalid-port d'],
    ],
    [
      'a very long script hides nothing else',
      `FROM a\nHEALTHCHECK --interval=1x CMD true\nRUN ${'b '.repeat(40_000)}\nEXPOSE d\n`,
      ['invalid-duration 1x', 'invalid-port d'],
    ],
    ['missing arguments', 'FROM a\nEXPOSE\n', ['missing-arguments EXPOSE']],
    ['a SHELL that is no array', 'FROM a\nSHELL bash\n', ['shell-not-json bash']],
    ['an open quote', 'FROM a\nENV A="b\n', ['missing-quote "b']],
    ['a port that is none', 'FROM a\nEXPOSE b\n', ['invalid-port b']],
    ['a trigger that is not allowed', 'FROM a\nONBUILD FROM b\n', ['forbidden-trigger FROM']],
    [
      'a long name of a stage that is none is answered at once',
      `FROM a AS ${'b'.repeat(200)}/\nONBUILD FROM a AS ${'b'.repeat(200)}/\nEXPOSE d\n`,
      ['forbidden-trigger FROM', 'invalid-port d', `invalid-stage-name ${'b'.repeat(200)}/`],
    ],
    [
      'a name of a stage over two lines, and words too many',
      'FROM a AS \\\n  1b\nFROM a AS c/ d\nFROM a as C-1_x.y\n',
      ['wrong-argument-count d', 'invalid-stage-name 1b'],
    ],
    [
      'places behind a script and a heredoc are right',
      'FROM a\nRUN <<EOF\nx\nEOF\nRUN b \\\n  c\nEXPOSE d\n',
      ['invalid-port d'],
    ],
    [
      'an escape alone at the end is an unknown instruction at its place',
      'FROM a\nRUN b\n\\',
      ['unknown-instruction \\'],
    ],
    ['another frontend may know other instructions', '# syntax=a/b\nFROM a\nRUNN b\n', []],
    [
      'the official frontend does not',
      '# syntax=docker/dockerfile:1\nFROM a\nRUNN b\n',
      ['unknown-instruction RUNN'],
    ],
    [
      'a backtick escape is followed',
      '# escape=`\nFROM a\nCOPY a `\n  C:\\b\\\nEXPOSE d\n',
      ['invalid-port d'],
    ],
  ]);
});

/** Everything that has a place lies where it says. */
function checkPlaces(source: string): void {
  const tree: SyntaxTree = parseDockerfile(source);
  const lines = new LineIndex(source);
  let end = 0;
  for (const each of tree.instructions) {
    const written = textAt(source, each.span);
    assert.ok(
      written.toUpperCase().startsWith(each.keyword),
      `${JSON.stringify(written)} starts with ${each.keyword}`,
    );
    assert.equal(textAt(source, each.keywordSpan).toUpperCase(), each.keyword);
    assert.equal(lines.placeAt(each.lineSpan.start).column, 0, 'lines start at column 0');
    const last = lines.placeAt(each.lineSpan.end);
    assert.ok(last.column === 0 || each.lineSpan.end === source.length, 'lines are whole');
    assert.ok(end <= each.lineSpan.start, 'instructions do not overlap');
    assert.ok(each.lineSpan.start <= each.span.start && each.span.end <= each.lineSpan.end);
    assert.doesNotMatch(written, /[\r\n]$/, 'an instruction ends in front of its line break');
    end = each.lineSpan.end;
    const words = [...each.words, ...each.flags.flatMap((flag) => flag.value ?? [])];
    for (const word of words) {
      if (word.span.end - word.span.start !== word.text.length) continue;
      assert.equal(textAt(source, word.span), word.text, 'a word has its place');
    }
  }
  for (const comment of tree.comments) {
    assert.match(textAt(source, comment.span), /^#/);
    assert.equal(textAt(source, comment.span).slice(1).trim(), comment.text);
  }
}

describe('places', () => {
  const samples = rules.flatMap((rule) =>
    rule.examples.flatMap((example) => [readMarks(example.bad).text, example.good]),
  );
  const endings: Cases<(text: string) => string> = [
    ['LF', '', (text) => text],
    ['CRLF', '', (text) => text.replaceAll('\n', '\r\n')],
    ['no final line break', '', (text) => text.replace(/\n+$/, '')],
    ['a byte order mark', '', (text) => `\uFEFF${text}`],
  ];
  for (const [title, , write] of endings) {
    test(`are right in every example with ${title}`, () => {
      for (const sample of samples) {
        const { instructions } = parseDockerfile(sample);
        const written = write(sample);
        checkPlaces(written);
        assert.deepEqual(
          parseDockerfile(written).instructions.map((each) => [each.keyword, each.argumentText]),
          instructions.map((each) => [each.keyword, each.argumentText]),
          'line endings and marks do not change what is read',
        );
      }
    });
  }
});
