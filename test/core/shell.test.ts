import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DockerfileModel } from '../../server/src/core/model/model';
import {
  parseShell,
  type ShellCommand,
  type ShellScript,
} from '../../server/src/core/syntax/shell';
import { toShellText } from '../../server/src/core/syntax/shell-text';
import { parseDockerfile } from '../../server/src/core/syntax/parse';

type Cases<Value> = readonly (readonly [title: string, script: string, expected: Value])[];

function check<Value>(read: (script: ShellScript) => Value, cases: Cases<Value>): void {
  for (const [title, script, expected] of cases) {
    test(title, () => {
      assert.deepEqual(read(parseShell(script, 0)), expected);
    });
  }
}

function wordsOf(command: ShellCommand): string {
  const words = [command.program, ...command.arguments].map((word) => word?.text ?? '');
  return words.join(' ');
}

describe('commands', () => {
  const read = (script: ShellScript): readonly string[] =>
    script.commands.map((command) => [wordsOf(command), ...command.nesting].join(' @'));
  check(read, [
    ['an empty script has none', '', []],
    ['one command', 'npm ci --omit=dev', ['npm ci --omit=dev']],
    ['a chain has all of its commands', 'a && b || c; d', ['a', 'b', 'c', 'd']],
    ['line breaks separate', 'a\n\nb # c\n', ['a', 'b']],
    ['a pipeline encloses its commands', 'a | b', ['a @pipeline', 'b @pipeline']],
    ['a subshell encloses', '(a; b)', ['a @subshell', 'b @subshell']],
    ['a group encloses', '{ a; b; }', ['a @group', 'b @group']],
    ['the background encloses', 'a & b', ['a @background', 'b']],
    [
      'an if has a condition and branches',
      'if a; then b; elif c; then d; else e; fi',
      ['a @condition', 'b @branch', 'c @condition', 'd @branch', 'e @branch'],
    ],
    [
      'a while is a loop with a condition',
      'while a; do b; done',
      ['a @loop @condition', 'b @loop'],
    ],
    ['an until is one too', 'until a; do b; done', ['a @loop @condition', 'b @loop']],
    ['a for is a loop', 'for x in 1 2; do a $x; done', ['a $x @loop']],
    ['a case has branches', 'case $x in a) b;; *) c;; esac', ['b @branch', 'c @branch']],
    ['a function encloses', 'f() { a; }; f', ['a @function @group', 'f']],
    [
      'a substitution is found inside a word',
      'a "$(b | c)" `d`',
      [
        'a "$(b | c)" `d`',
        'b @substitution @pipeline',
        'c @substitution @pipeline',
        'd @substitution',
      ],
    ],
    ['a process substitution is found', 'a <(b)', ['a <(b)', 'b @substitution']],
    ['one in an assignment is found', 'x=$(a)', ['', 'a @substitution']],
    [
      'nesting adds up from outside',
      '(if a; then b | c; fi)',
      ['a @subshell @condition', 'b @subshell @branch @pipeline', 'c @subshell @branch @pipeline'],
    ],
  ]);

  test('what encloses the whole script comes first', () => {
    const script = parseShell('a | b', 0, ['shell-argument']);
    assert.deepEqual(script.commands.map((command) => command.nesting)[0], [
      'shell-argument',
      'pipeline',
    ]);
  });
});

describe('statements', () => {
  const read = (script: ShellScript): readonly string[] =>
    script.statements.map(({ pipelines, operators, background }) =>
      [
        pipelines.map((each) => each.commands.length).join(','),
        ...operators,
        ...pipelines.flatMap((each) => (each.negated ? ['!'] : [])),
        ...(background ? ['&'] : []),
      ].join(' '),
    );
  check(read, [
    ['operators stand in order', 'a && b || c', ['1,1,1 && ||']],
    ['pipes make one pipeline', 'a | b |& c && d', ['3,1 &&']],
    ['an exclamation mark negates', '! a && b', ['1,1 && !']],
    ['an ampersand sends it to the background', 'a && b & c', ['1,1 && &', '1']],
    ['a line break behind an operator does not end it', 'a &&\n b\nc', ['1,1 &&', '1']],
  ]);

  test('nested ones are in the list of all', () => {
    const { statements, allStatements } = parseShell('(a; b) && c', 0);
    assert.equal(statements.length, 1);
    assert.deepEqual(
      allStatements.map((each) => [each.span.start, each.span.end]),
      [
        [0, 11],
        [1, 2],
        [4, 5],
      ],
    );
  });

  test('a compound command is undefined in its pipeline and has its place', () => {
    const [statement] = parseShell('(a) | b', 0).statements;
    const [pipeline] = statement?.pipelines ?? [];
    assert.deepEqual(
      pipeline?.commands.map((command) => command?.program?.text),
      [undefined, 'b'],
    );
    assert.deepEqual(pipeline.parts, [
      { start: 0, end: 3 },
      { start: 6, end: 7 },
    ]);
  });
});

describe('shell words', () => {
  const read = (script: ShellScript): readonly unknown[] =>
    script.commands[0]?.arguments.map((word) => [word.value, ...word.variables]) ?? [];
  check(read, [
    ['plain text is its value', 'x abc', [['abc']]],
    ['quotes are removed', 'x "a b" \'c d\' e"f"', [['a b'], ['c d'], ['ef']]],
    ['escapes are removed', 'x a\\ b', [['a b']]],
    [
      'a variable makes the value unknown',
      'x $a "${b}c"',
      [
        [undefined, 'a'],
        [undefined, 'b'],
      ],
    ],
    [
      'operators of a variable do not hide its name',
      'x ${a:-b} ${#c}',
      [
        [undefined, 'a'],
        [undefined, 'c'],
      ],
    ],
    ['single quotes keep a dollar', "x '$a'", [['$a']]],
    [
      'a substitution makes the value unknown, and its variables are its own',
      'x "$(y $b)"',
      [[undefined]],
    ],
    ['arithmetic makes the value unknown', 'x $((1 + 2))', [[undefined]]],
    ['braces make the value unknown', 'x {a,b}', [[undefined]]],
  ]);

  test('assignments stand in front of a program or alone', () => {
    const commands = parseShell('A=1 B="c d" x y; E=$F', 0).commands;
    assert.deepEqual(
      commands.map((command) => [
        command.program?.text,
        ...command.assignments.map(({ name, value }) => `${name}|${value?.value ?? '?'}`),
      ]),
      [
        ['x', 'A|1', 'B|c d'],
        [undefined, 'E|?'],
      ],
    );
  });

  test('an assignment of an array has no value', () => {
    const [command] = parseShell('A=(b c)', 0).commands;
    assert.equal(command?.assignments[0]?.value, undefined);
  });

  test('an argument with an equals sign keeps its value', () => {
    const [command] = parseShell('export A=b C="d e"', 0).commands;
    assert.deepEqual(
      command?.arguments.map((word) => word.value),
      ['A=b', 'C=d e'],
    );
  });
});

describe('redirects', () => {
  const read = (script: ShellScript): readonly string[] =>
    script.commands.flatMap((command) =>
      command.redirects.map(({ operator, descriptor, target, body }) =>
        [descriptor ?? '', operator, target?.text ?? '', body?.text ?? ''].join('|'),
      ),
    );
  check(read, [
    ['output goes to a file', 'a > b', ['|>|b|']],
    ['a descriptor stands in front', 'a 2>>b', ['2|>>|b|']],
    ['descriptors are joined', 'a >/dev/null 2>&1', ['|>|/dev/null|', '2|>&|1|']],
    ['input comes from a file', 'a < b', ['|<|b|']],
    ['a here-document has a body', 'a <<E\nb\nc\nE\n', ['|<<||b\nc\n']],
    ['a here-string has a target', 'a <<< b', ['|<<<|b|']],
  ]);

  test('the body of a here-document has its place', () => {
    const script = 'cat <<E > /x\nb $c\nE\nd';
    const [redirect] = parseShell(script, 0).commands[0]?.redirects ?? [];
    assert.ok(redirect?.body !== undefined);
    assert.equal(script.slice(redirect.body.span.start, redirect.body.span.end), 'b $c\n');
  });
});

describe('understanding', () => {
  const read = (script: ShellScript): boolean => script.complete;
  check(read, [
    ['a sound script is complete', 'if a; then b "$(c)"; fi', true],
    ['an open quote is not', 'a "b', false],
    ['an open parenthesis is not', '(a; b', false],
    ['an if without its end is not', 'if a; then b', false],
    ['an operator without its right side is not', 'a &&', false],
    ['broken text inside a substitution is not', 'a "$(if b)"', false],
  ]);

  test('what was read of a broken script is kept', () => {
    assert.deepEqual(parseShell('a b; c "d', 0).commands.map(wordsOf)[0], 'a b');
  });
});

describe('places', () => {
  const documents: readonly (readonly [string, string])[] = [
    ['one line', 'FROM a\nRUN one two && three "four five"\n'],
    ['continuations', 'FROM a\nRUN one \\\n    two \\\n    && three "four five"\n'],
    ['blanks behind the escape', 'FROM a\nRUN one \\  \n    two \\\t\n    && three "four five"\n'],
    [
      'comment lines',
      'FROM a\nRUN one \\\n# x | y\n  # \'z\n    two \\\n    && three "four five"\n',
    ],
    ['empty lines', 'FROM a\nRUN one \\\n\n \t\n    two \\\n    && three "four five"\n'],
    [
      'comment and empty lines by turns',
      'FROM a\nRUN one \\\n\n# x\n\n  # y\n    two \\\n    && three "four five"\n',
    ],
    ['CRLF', 'FROM a\r\nRUN one \\\r\n    # x\r\n\r\n    two \\\r\n    && three "four five"\r\n'],
    [
      'a backtick escape',
      '# escape=`\nFROM a\nRUN one `\n    # x\n    two `\n    && three "four five"\n',
    ],
    [
      'a backtick escape with CRLF',
      '# escape=`\r\nFROM a\r\nRUN one `\r\n    two `\r\n    && three "four five"\r\n',
    ],
    ['a heredoc', 'FROM a\nRUN <<EOF\none two\nthree "four five"\nEOF\n'],
    ['a heredoc with CRLF', 'FROM a\r\nRUN <<EOF\r\none two\r\nthree "four five"\r\nEOF\r\n'],
    ['flags in front', 'FROM a\nRUN --network=none \\\n    one two && three "four five"\n'],
    ['a script in quotes', 'FROM a\nRUN one two && sh -c \'three "four five"\'\n'],
    [
      'the exec form of a shell',
      'FROM a\nRUN one two\nRUN true && bash -ec "three 1"\nRUN three "four five"\n',
    ],
  ];
  for (const [title, text] of documents) {
    test(`of programs and words are right with ${title}`, () => {
      const model = new DockerfileModel(text);
      const [stage] = model.stages;
      assert.ok(stage !== undefined);
      const commands = model.commandsOf(stage);
      const slice = ({ start, end }: { start: number; end: number }): string =>
        text.slice(start, end);
      const one = commands.find((command) => command.name === 'one');
      const three = commands.findLast((command) => command.name === 'three');
      assert.deepEqual(
        [...(one?.words ?? []), ...(three?.words ?? [])].map((word) => slice(word.span)),
        ['one', 'two', 'three', '"four five"'],
      );
      assert.equal(slice(three?.shell.span ?? { start: 0, end: 0 }), 'three "four five"');
    });
  }

  test('the text for the shell is as long as its place', () => {
    for (const [, text] of documents) {
      const tree = parseDockerfile(text);
      for (const each of tree.instructions) {
        const { start, end } = each.argumentSpan;
        const shell = toShellText(text, each.argumentSpan, each, tree.escape);
        assert.equal(shell.length, end - start);
        assert.doesNotMatch(shell, /\r/);
      }
    }
  });

  test('an offset moves every place', () => {
    const [command] = parseShell('a b', 100).commands;
    assert.deepEqual(command?.span, { start: 100, end: 103 });
    assert.deepEqual(command.arguments[0]?.span, { start: 102, end: 103 });
  });
});

test('what only Bash understands is computed once', () => {
  const script = parseShell('[[ -f a ]]', 0);
  assert.deepEqual(
    script.bashSyntax.map(({ text }) => text),
    ['[['],
  );
  assert.equal(script.bashSyntax, script.bashSyntax);
});
