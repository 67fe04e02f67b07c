import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { DockerfileParser } from 'dockerfile-ast';
import { assists } from '../../server/src/core/assists/index';
import { rules } from '../../server/src/core/rules/index';
import { parseDockerfile } from '../../server/src/core/syntax/parse';
import { LineIndex } from '../../server/src/core/text/line-index';
import { readPage } from '../harness/literate';
import { readMarks } from '../harness/marked-source';
import { createRandom, mutate } from '../harness/mutate';
import { expandSnippet } from '../harness/snippet';

/** Lines (from 0) and keywords of the instructions, as our tree has them. */
function ours(source: string): readonly string[] {
  const lines = new LineIndex(source);
  return parseDockerfile(source).instructions.map(
    ({ keyword, keywordSpan }) => `${String(lines.placeAt(keywordSpan.start).line)} ${keyword}`,
  );
}

/** The same from a parser that we did not write. */
function theirs(source: string): readonly string[] {
  return DockerfileParser.parse(source)
    .getInstructions()
    .map((each) => `${String(each.getRange().start.line)} ${each.getKeyword()}`);
}

/** Odd inputs that dockerfile-ast reads in another way than BuildKit; our tree follows BuildKit. */
interface Deviation {
  readonly reason: string;
  readonly pattern: RegExp;
  readonly sample: string;
  /** What BuildKit reads in the sample. */
  readonly expected: readonly string[];
}

/** A quote without its partner on a line with `<<`, or any behind a continuation of such a line. */
const openQuote = new RegExp(
  [
    /^(?=.*<<)[^'\n]*'(?:[^'\n]*'[^'\n]*')*[^'\n]*$/,
    /^(?=.*<<)[^"\n]*"(?:[^"\n]*"[^"\n]*")*[^"\n]*$/,
    /<<.*[\\`][ \t]*\r?\n[^]*["']/,
    /["'].*[\\`][ \t]*\r?\n[^]*<</,
  ]
    .map(({ source }) => source)
    .join('|'),
  'm',
);

const deviations: readonly Deviation[] = [
  {
    reason: 'a doubled escape at the end of a line does not continue it',
    pattern: /([\\`])\1[ \t]*$/m,
    sample: 'RUN a \\\\\nUSER b\n',
    expected: ['0 RUN', '1 USER'],
  },
  {
    reason: 'an escape behind another escape and a blank does continue',
    pattern: /[\\`][ \t]+[\\`][ \t]*$/m,
    sample: 'RUN a \\ \\\n  b\nUSER c\n',
    expected: ['0 RUN', '2 USER'],
  },
  {
    reason: 'an escape at the end of the file is no part of the keyword',
    pattern: /^[^\S\n]*\S*[\\`][ \t]*\r?\n?(?![^])/m,
    sample: 'FROM a\nUSER\\',
    expected: ['0 FROM', '1 USER'],
  },
  {
    reason: 'a line with nothing but an escape does not continue an instruction of its own',
    pattern: /^\uFEFF?[ \t]*[\\`][ \t]*$/m,
    sample: 'FROM a\n\\\n# b\nUSER c\n',
    expected: ['0 FROM', '3 USER'],
  },
  {
    reason: 'white space of Unicode in front of a keyword is dropped',
    pattern: /\u00a0/,
    sample: 'FROM a\n\u00a0USER b\n',
    expected: ['0 FROM', '1 USER'],
  },
  {
    reason: 'blanks may stand between << and the name of a heredoc',
    pattern: /<<[ \t]+['"A-Za-z_\\`]/,
    sample: 'RUN cat << EOF\na b\nEOF\nUSER c\n',
    expected: ['0 RUN', '3 USER'],
  },
  {
    reason: 'the quoted name of a heredoc may hold a blank',
    pattern: /<<-?["'][^"'\n]*[ \t]/,
    sample: 'RUN <<"A B"\na\nA B\nUSER c\n',
    expected: ['0 RUN', '3 USER'],
  },
  {
    reason: 'a quote that stays open leaves no heredoc',
    pattern: openQuote,
    sample: "RUN cat it's <<EOF\na b\nEOF\n",
    expected: ['0 RUN', '1 A', '2 EOF'],
  },
  {
    reason: 'a number in front of << is a descriptor',
    pattern: /\d<</,
    sample: 'RUN cat 3<<EOF\na b\nEOF\nUSER c\n',
    expected: ['0 RUN', '3 USER'],
  },
  {
    reason:
      'an escape or another < in a word keeps it from being a heredoc, or belongs to its name',
    pattern: /[\\`<]<<|<<[^\s]*[\\`<]|<[\\`]</,
    sample: 'RUN cat <<A<<B\nUSER c\n',
    expected: ['0 RUN', '1 USER'],
  },
  {
    reason: 'what stands behind the quotes of a delimiter belongs to it',
    pattern: /<<-?(['"])[^'"\s]*\1[^\s]/,
    sample: "RUN cat <<'EOF';\na b\nEOF;\nUSER c\n",
    expected: ['0 RUN', '3 USER'],
  },
];

/**
 * Odd inputs that are not compared: an editor counts a carriage return as a line break, which BuildKit
 * does not, and of what BuildKit refuses no reading is the right one.
 */
const ownDeviations: readonly RegExp[] = [
  /\r(?!\n)/,
  // BuildKit refuses a repeated directive and an escape of another character.
  /^#[ \t]*(\w+)[ \t]*=.*\n(?:#.*\n)*#[ \t]*\1[ \t]*=/im,
  /^#[ \t]*escape[ \t]*=(?![ \t]*[\\`]\s*$)/im,
  // BuildKit finds no heredoc in an instruction with a substitution that it cannot read.
  /\$\{[^\n]*<<|<<[^\n]*\$\{/,
];

function snippetSources(): readonly string[] {
  const file = path.join(process.cwd(), 'snippets/dockerfile.json');
  const snippets: unknown = JSON.parse(readFileSync(file, 'utf8'));
  assert.ok(typeof snippets === 'object' && snippets !== null);
  return Object.values(snippets).map((snippet: unknown) => {
    assert.ok(typeof snippet === 'object' && snippet !== null && 'body' in snippet);
    const { body } = snippet;
    assert.ok(typeof body === 'string' || Array.isArray(body));
    return `${expandSnippet([body].flat().map(String))}\n`;
  });
}

const pages = path.join(process.cwd(), 'test/rules');
const sources: Readonly<Record<string, readonly string[]>> = {
  'rule examples': rules.flatMap((rule) =>
    rule.examples.flatMap((example) => [readMarks(example.bad).text, example.good]),
  ),
  'assist examples': assists.flatMap((assist) =>
    assist.examples.flatMap(({ before, after }) => [before.replace('<CURSOR>', ''), after]),
  ),
  'literate pages': readdirSync(pages)
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => readPage(path.join(pages, name)))
    .map((each) => readMarks(each.source).text),
  snippets: snippetSources(),
};

function isComparable(source: string): boolean {
  return (
    !deviations.some((each) => each.pattern.test(source)) &&
    !ownDeviations.some((pattern) => pattern.test(source))
  );
}

describe('our tree and dockerfile-ast', () => {
  for (const [name, texts] of Object.entries(sources)) {
    test(`find the same keywords at the same lines in ${name}`, () => {
      const compared = texts.filter(isComparable);
      assert.ok(texts.length * 0.9 < compared.length, 'few texts are odd');
      for (const text of compared) assert.deepEqual(ours(text), theirs(text), text);
    });
  }

  test('find the same keywords at the same lines in 3000 mutations', () => {
    const random = createRandom(20_261_121);
    const seeds = Object.values(sources).flat();
    let compared = 0;
    while (compared < 3000) {
      const text = mutate(seeds[Math.floor(random() * seeds.length)] ?? '', random);
      if (!isComparable(text)) continue;
      compared++;
      assert.deepEqual(ours(text), theirs(text), JSON.stringify(text));
    }
  });

  for (const { reason, pattern, sample, expected } of deviations) {
    test(`differ, as ${reason}`, () => {
      assert.match(sample, pattern);
      assert.deepEqual(ours(sample), expected, 'our tree follows BuildKit');
      assert.notDeepEqual(theirs(sample), expected, 'dockerfile-ast does not');
    });
  }
});
