import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { keepMeaning } from '../../server/src/core/syntax/keep-meaning';
import { applyEdits } from '../../server/src/core/text/edit';

/** Each line but the first is indented by four blanks. */
function indent(text: string): string {
  const edits = [...text.matchAll(/\n[ \t]*(?=\S)/g)].map((match) => ({
    span: { start: match.index + 1, end: match.index + match[0].length },
    text: '    ',
  }));
  return applyEdits(text, keepMeaning(text, edits));
}

const kept: Readonly<Record<string, string>> = {
  'a text in double quotes': 'ENV A="a \\\nb"\n',
  'a text in single quotes': "RUN echo 'a \\\nb'\n",
  'a script in quotes': 'RUN sh -c "echo a; \\\necho b"\n',
  'a text within a substitution within a text': 'RUN echo "$(echo "a \\\nb")"\n',
  'a text within backquotes within a text': 'RUN echo "`echo "a \\\nb"`"\n',
  'a quote that is not closed': "RUN echo a # it's \\\nb\n",
  'a word that goes on': 'RUN tr\\\nue\n',
  'a blank that is escaped': 'COPY a\\ \\\nb /srv/\n',
  'a heredoc': 'RUN <<EOF\na\nEOF\n',
  'a heredoc of a trigger': 'ONBUILD RUN <<EOF\na\nEOF\n',
  'a heredoc without an end': 'RUN <<EOF\na\nb\n',
  'a flag in quotes': 'COPY --chown="a \\\nb" c d\n',
};

const changed: Readonly<Record<string, readonly [before: string, after: string]>> = {
  'words on lines of their own': ['RUN a \\\nb\n', 'RUN a \\\n    b\n'],
  'words in a substitution': ['RUN a "$(b \\\nc)"\n', 'RUN a "$(b \\\n    c)"\n'],
  'words in backquotes': ['RUN a "`b \\\nc`"\n', 'RUN a "`b \\\n    c`"\n'],
  'words behind texts': ['RUN a "b" \'c "\' \\" \\\nd\n', 'RUN a "b" \'c "\' \\" \\\n    d\n'],
  'words in a subshell': ['RUN (a \\\nb) \\\nc\n', 'RUN (a \\\n    b) \\\n    c\n'],
  'elements of an array': ['CMD ["a", \\\n"b"]\n', 'CMD ["a", \\\n    "b"]\n'],
};

describe('formatting leaves alone', () => {
  for (const [name, text] of Object.entries(kept)) {
    test(name, () => {
      assert.equal(indent(text), text);
    });
  }
  test('only the instruction that would change', () => {
    assert.equal(
      indent('RUN a \\\nb\n\nENV A="a \\\nb"\n'),
      'RUN a \\\n    b\n\nENV A="a \\\nb"\n',
    );
  });
  test('everything when the reason is an edit outside of the instructions', () => {
    const edit = { span: { start: 0, end: 1 }, text: '# escape=`\n' };
    assert.deepEqual(keepMeaning('\nRUN a \\\nb\n', [edit]), []);
    const added = { span: { start: 6, end: 6 }, text: 'RUN b\n' };
    assert.deepEqual(keepMeaning('RUN a\n', [added]), []);
    const removed = { span: { start: 5, end: 6 }, text: ' ' };
    assert.deepEqual(keepMeaning('RUN a\nRUN b\n', [removed]), []);
  });
});

describe('formatting indents', () => {
  for (const [name, [before, after]] of Object.entries(changed)) {
    test(name, () => {
      assert.equal(indent(before), after);
    });
  }
});
