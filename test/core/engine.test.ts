import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assists } from '../../server/src/core/assists/index';
import type { ActiveRules } from '../../server/src/core/config/resolve';
import { collectActions, toMinimalEdit, type Action } from '../../server/src/core/engine/actions';
import { explainAssist, explainRule } from '../../server/src/core/engine/explain';
import { fixAll, maximumRounds } from '../../server/src/core/engine/fix';
import { lint } from '../../server/src/core/engine/lint';
import { equivalentsOf } from '../../server/src/core/engine/suppress';
import { DockerfileModel } from '../../server/src/core/model/model';
import {
  defineRule,
  type Fix,
  type Report,
  type Rule,
  type RuleDefinition,
} from '../../server/src/core/rules/define-rule';
import { rules } from '../../server/src/core/rules/index';
import { readSuppressions } from '../../server/src/core/syntax/suppressions';
import { hadolint } from '../../server/src/core/syntax/suppressions/hadolint';
import { applyEdits } from '../../server/src/core/text/edit';

const today = '2026-11-21';

type Check = (model: DockerfileModel) => Iterable<Report<'found'>>;

/** A rule for one test. */
function makeRule(id: string, check: Check, more: Partial<RuleDefinition<'found'>> = {}): Rule {
  return defineRule<'found'>({
    id,
    code: 'IH199',
    category: 'correctness',
    severity: 'warning',
    profile: 'recommended',
    since: '0.1.0',
    fixable: 'sometimes',
    summary: 'A rule of a test.',
    why: 'To see what the engine does.',
    equivalents: {},
    messages: { found: 'Found {{word}} and {{nothing}}.' },
    examples: [{ bad: 'FROM a\n', good: 'FROM b\n' }],
    check,
    ...more,
  });
}

function activate(...list: readonly Rule[]): ActiveRules {
  return new Map(list.map((rule) => [rule, rule.severity]));
}

/** Reports every place of a word; `fix` says what to do there. */
function findWord(
  word: string,
  fix?: (start: number, model: DockerfileModel) => Partial<Fix> | undefined,
): Check {
  return function* check(model) {
    for (const match of model.text.matchAll(new RegExp(word, 'g'))) {
      const start = match.index;
      const found = fix?.(start, model);
      yield {
        message: 'found',
        data: { word },
        span: { start, end: start + word.length },
        fixes:
          found === undefined
            ? []
            : [
                {
                  title: `Mend ${word}`,
                  applicability: 'safe',
                  phase: 'word',
                  edits: [],
                  ...found,
                },
              ],
      };
    }
  };
}

/** Replaces every place of a word by another. */
function replacing(from: string, to: string, more: Partial<Fix> = {}): Check {
  return findWord(from, (start) => ({
    edits: [{ span: { start, end: start + from.length }, text: to }],
    ...more,
  }));
}

describe('lint', () => {
  const broken = makeRule('broken', () => {
    throw new TypeError('no such thing');
  });

  test('a rule that throws is reported and does not take the others down', () => {
    const good = makeRule('good', findWord('a'));
    const { findings, failures } = lint(
      new DockerfileModel('FROM a\n'),
      activate(broken, good),
      today,
    );
    assert.deepEqual(
      findings.map((finding) => finding.rule),
      ['good'],
    );
    assert.deepEqual(
      failures.map((failure) => failure.rule),
      ['broken'],
    );
    assert.match(failures[0]?.error ?? '', /TypeError: no such thing/);
  });

  test('a rule that throws half way reports nothing', () => {
    const half = makeRule('half', function* check(model) {
      yield* findWord('FROM')(model);
      throw new Error('half way');
    });
    const { findings, failures } = lint(new DockerfileModel('FROM a\n'), activate(half), today);
    assert.equal(findings.length, 0);
    assert.equal(failures.length, 1);
  });

  test('what is thrown and no error is reported as text', () => {
    const odd = makeRule('odd', () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- what this test is about
      throw 'a text';
    });
    assert.deepEqual(lint(new DockerfileModel('FROM a\n'), activate(odd), today).failures, [
      { rule: 'odd', error: 'a text' },
    ]);
  });

  test('findings stand in source order, whatever the order of the rules', () => {
    const list = [
      makeRule('z', findWord('USER')),
      makeRule('b', findWord('FROM')),
      makeRule('a', findWord('FROM')),
      makeRule('c', findWord('FROM a')),
    ];
    const model = new DockerfileModel('FROM a\nUSER b\n');
    const order = (active: ActiveRules): readonly string[] =>
      lint(model, active, today).findings.map((finding) => finding.rule);
    assert.deepEqual(order(activate(...list)), ['a', 'b', 'c', 'z']);
    assert.deepEqual(order(activate(...list.toReversed())), ['a', 'b', 'c', 'z']);
  });

  test('a finding has the severity of the settings and a filled message', () => {
    const rule = makeRule('r', findWord('FROM'));
    const { findings } = lint(new DockerfileModel('FROM a\n'), new Map([[rule, 'hint']]), today);
    const [finding] = findings;
    assert.equal(finding?.severity, 'hint');
    assert.equal(finding.message, 'Found FROM and {{nothing}}.');
    assert.equal(finding.definition, rule);
    assert.deepEqual([finding.related, finding.fixes, finding.refusal], [[], [], undefined]);
  });

  test('the day of the check reaches the rule', () => {
    const days: string[] = [];
    const rule = makeRule('r', () => []);
    const spy: Rule = {
      ...rule,
      check: (_model, context) => {
        days.push(context.today);
        return [];
      },
    };
    lint(new DockerfileModel(''), activate(spy), '2026-01-02');
    assert.deepEqual(days, ['2026-01-02']);
  });
});

describe('suppressions', () => {
  const rule = makeRule('r', findWord('bad'), {
    equivalents: { hadolint: ['DL3001', 'DL3002'], buildkit: 'Name' },
  });
  const other = makeRule('other', findWord('bad'), { code: 'IH198' });
  const count = (text: string): readonly string[] =>
    lint(new DockerfileModel(text), activate(rule, other), today).findings.map((each) => each.rule);
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['nothing is silenced without one', 'FROM a\nRUN bad\n', ['other', 'r']],
    [
      'ours silences its rule at the next instruction',
      'FROM a\n# ironhull ignore=r\nRUN bad\nRUN bad\n',
      ['other', 'other', 'r'],
    ],
    ['a code names a rule in any case', 'FROM a\n# ironhull ignore=ih199\nRUN bad\n', ['other']],
    ['all names every rule', 'FROM a\n# ironhull ignore=all\nRUN bad\n', []],
    [
      'an empty line takes its effect away',
      'FROM a\n# ironhull ignore=r\n\nRUN bad\n',
      ['other', 'r'],
    ],
    [
      'inside of an instruction it counts for all of it',
      'FROM a\nRUN bad \\\n# ironhull ignore=r\n  b\n',
      ['other'],
    ],
    [
      'one of the file counts from its start',
      'FROM a\nRUN bad\n# ironhull file-ignore=r\n',
      ['other'],
    ],
    [
      'one of the stage counts for it alone',
      'FROM a\n# ironhull stage-ignore=r\nRUN bad\nRUN bad\nFROM b\nRUN bad\n',
      ['other', 'other', 'other', 'r'],
    ],
    [
      'one of the stage above FROM counts for that stage',
      'FROM a\nRUN bad\n# ironhull stage-ignore=r\nFROM b\nRUN bad\n',
      ['other', 'r', 'other'],
    ],
    [
      'one of a stage above every stage has no effect',
      '# ironhull stage-ignore=r\nARG bad\nFROM a\n',
      ['other', 'r'],
    ],
    ['ids of hadolint count', 'FROM a\n# hadolint ignore=DL3002\nRUN bad\n', ['other']],
    ['those for the file count', '# hadolint global ignore=DL3001\nFROM a\nRUN bad\n', ['other']],
    ['names of BuildKit count', 'FROM a\n# check=skip=Name\nRUN bad\n', ['other']],
    [
      'all of BuildKit means what BuildKit checks',
      '# check=skip=all\nFROM a\nRUN bad\n',
      ['other'],
    ],
  ];
  for (const [title, text, expected] of cases) {
    test(title, () => {
      assert.deepEqual(count(text), expected);
    });
  }

  test('a rule about suppressions gets our own that silence nothing', () => {
    const seen: string[] = [];
    const review: Rule = {
      ...makeRule('review', () => [], { reviewsSuppressions: true }),
      check: (_model, context) => {
        for (const { id, known } of context.unusedSuppressions) seen.push(`${id} ${String(known)}`);
        return [];
      },
    };
    const known = rules[0]?.id ?? '';
    const inactive = rules[1]?.id ?? '';
    const text = `FROM a\n# ironhull ignore=${known},r,nobody,${inactive}\n# hadolint ignore=DL3001\nRUN bad\n`;
    const active: ActiveRules = new Map([
      ...activate(rule, review),
      ...activate(...rules.slice(0, 1)),
    ]);
    lint(new DockerfileModel(text), active, today);
    assert.deepEqual(seen, [`${known} true`, 'nobody false']);
  });

  test('only comments with an equals sign are read', () => {
    const { comments } = new DockerfileModel('# ironhull ignore r\nFROM a\n').tree;
    assert.equal(comments.length, 1);
    assert.deepEqual(
      comments.flatMap((comment) => readSuppressions(comment, false)),
      [],
    );
  });

  test('of another tool silence only the message that this tool would give', () => {
    const narrow = makeRule('narrow', findWord('bad'), {
      equivalents: { hadolint: ['DL3001', 'DL3002'] },
      messageEquivalents: { found: { hadolint: 'DL3002' } },
    });
    const findingsUnder = (id: string): number =>
      lint(
        new DockerfileModel(`FROM a\n# hadolint ignore=${id}\nRUN bad\n`),
        activate(narrow),
        today,
      ).findings.length;
    assert.equal(findingsUnder('DL3001'), 1);
    assert.equal(findingsUnder('DL3002'), 0);
  });

  test('equivalents are a list', () => {
    assert.deepEqual(equivalentsOf(rule, 'hadolint'), ['DL3001', 'DL3002']);
    assert.deepEqual(equivalentsOf(rule, 'buildkit'), ['Name']);
    assert.deepEqual(equivalentsOf(rule, 'trivy'), []);
    assert.ok(!hadolint.names('all', rule));
  });
});

describe('fixes', () => {
  test('all that do not overlap apply in one round', () => {
    const rule = makeRule('r', replacing('bad', 'good'));
    const result = fixAll('FROM bad\nRUN bad\n', activate(rule), today, ['safe']);
    assert.equal(result.text, 'FROM good\nRUN good\n');
    assert.ok(result.converged);
    assert.deepEqual(result.applied, [
      { rule: 'r', title: 'Mend bad' },
      { rule: 'r', title: 'Mend bad' },
    ]);
  });

  test('earlier phases go first, and the next looks anew', () => {
    const order = ['structure', 'instruction', 'word'] as const;
    const list = order.map((phase) =>
      makeRule(phase, replacing(`<${phase}>`, `${phase} `, { phase })),
    );
    const { applied, text } = fixAll('<structure><instruction><word>', activate(...list), today, [
      'safe',
    ]);
    assert.equal(text, 'structure instruction word ');
    assert.deepEqual(
      applied.map((each) => each.rule),
      ['word', 'instruction', 'structure'],
    );
  });

  test('a fix that a smaller one makes needless is not applied', () => {
    const small = makeRule('small', replacing('bad', 'good'));
    const large = makeRule('large', replacing('bad', 'worse', { phase: 'structure' }));
    assert.equal(fixAll('bad', activate(large, small), today, ['safe']).text, 'good');
  });

  test('fixes that conflict take several rounds and converge', () => {
    const left = makeRule('left', replacing('ab', 'xb'));
    const right = makeRule('right', replacing('bc', 'by'));
    const result = fixAll('abc', activate(left, right), today, ['safe']);
    assert.equal(result.text, 'xby');
    assert.deepEqual(
      result.applied.map((each) => each.rule),
      ['left', 'right'],
    );
    assert.ok(result.converged);
  });

  test('insertions at one place go one after the other', () => {
    const above = (word: string): Check =>
      function* check(model) {
        if (model.text.includes(`# ${word}`)) return;
        yield* findWord('FROM', () => ({
          edits: [{ span: { start: 0, end: 0 }, text: `# ${word}\n` }],
        }))(model);
      };
    const list = [makeRule('a', above('a')), makeRule('b', above('b'))];
    const result = fixAll('FROM x\n', activate(...list), today, ['safe']);
    assert.equal(result.text, '# b\n# a\nFROM x\n');
    assert.ok(result.converged);
  });

  test('a fix applies as a whole or not at all', () => {
    const both = makeRule(
      'both',
      findWord('start', (start, model) => ({
        edits: [
          { span: { start, end: start + 5 }, text: 'begin' },
          { span: { start: model.text.length, end: model.text.length }, text: '!' },
        ],
      })),
    );
    const end = makeRule(
      'end',
      findWord('stop', (start) => ({
        edits: [{ span: { start, end: start + 4 }, text: 'end' }],
      })),
    );
    assert.equal(fixAll('start stop', activate(both, end), today, ['safe']).text, 'begin end!');
  });

  test('a fix that never converges stops after ten rounds', () => {
    const rule = makeRule('r', replacing('a', 'aa'), {});
    const once = makeRule(
      'once',
      findWord('^x', () => ({
        edits: [{ span: { start: 1, end: 1 }, text: 'y' }],
      })),
    );
    const result = fixAll('x', activate(once), today, ['safe']);
    assert.equal(maximumRounds, 10);
    assert.equal(result.text, `x${'y'.repeat(10)}`);
    assert.equal(result.converged, false);
    assert.equal(result.applied.length, 10);
    assert.equal(fixAll('a', activate(rule), today, ['safe']).converged, false);
  });

  test('a fix that is done in the tenth round converges', () => {
    const rule = makeRule('r', function* check(model) {
      if (model.text.length < 10) {
        yield* findWord('^', () => ({ edits: [{ span: { start: 0, end: 0 }, text: 'y' }] }))(model);
      }
    });
    const result = fixAll('', activate(rule), today, ['safe']);
    assert.equal(result.text, 'y'.repeat(10));
    assert.ok(result.converged);
  });

  test('a fix that changes nothing ends the rounds', () => {
    const rule = makeRule('r', replacing('a', 'a'));
    const result = fixAll('a', activate(rule), today, ['safe']);
    assert.deepEqual(result, { text: 'a', applied: [], converged: true });
  });

  test('only accepted levels apply, the first of them', () => {
    const rule = makeRule('r', function* check(model) {
      const at = model.text.indexOf('bad');
      if (at < 0) return;
      const span = { start: at, end: at + 3 };
      const fix = (applicability: Fix['applicability'], text: string): Fix => ({
        title: text,
        applicability,
        phase: 'word',
        edits: [{ span, text }],
      });
      yield {
        message: 'found',
        span,
        fixes: [fix('placeholder', '?'), fix('unsafe', 'u'), fix('safe', 's')],
      };
    });
    assert.equal(fixAll('bad', activate(rule), today, ['safe']).text, 's');
    assert.equal(fixAll('bad', activate(rule), today, ['safe', 'unsafe']).text, 'u');
    assert.equal(fixAll('bad', activate(rule), today, []).text, 'bad');
  });

  test('a finding that is silenced is not mended', () => {
    const rule = makeRule('r', replacing('bad', 'good'));
    const text = 'FROM a\n# ironhull ignore=r\nRUN bad\n';
    assert.equal(fixAll(text, activate(rule), today, ['safe']).text, text);
  });
});

describe('actions', () => {
  const actionsOf = (text: string, at: number, ...list: readonly Rule[]): readonly Action[] =>
    collectActions(
      new DockerfileModel(text),
      { start: at, end: at },
      activate(...list),
      today,
    ).filter((action) => action.kind !== 'assist');
  const kinds = (actions: readonly Action[]): readonly string[] => actions.map((each) => each.kind);

  test('a finding at the selection has its fixes, then its suppression', () => {
    const rule = makeRule('r', replacing('bad', 'good'));
    const actions = actionsOf('FROM bad\n', 6, rule);
    assert.deepEqual(kinds(actions), ['quick-fix', 'suppress']);
    const [fix] = actions;
    assert.equal(fix?.title, 'Mend bad');
    assert.equal(fix.applicability, 'safe');
    assert.equal(fix.finding?.rule, 'r');
    assert.equal(applyEdits('FROM bad\n', fix.edits), 'FROM good\n');
  });

  test('a finding elsewhere has none', () => {
    assert.deepEqual(
      actionsOf('FROM bad\nUSER a\n', 12, makeRule('r', replacing('bad', 'good'))),
      [],
    );
  });

  test('two findings that can be mended safely bring one action for the rule', () => {
    const rule = makeRule('r', replacing('bad', 'good'));
    const text = 'FROM bad\nRUN bad\nRUN bad\n';
    const actions = actionsOf(text, 6, rule);
    assert.deepEqual(kinds(actions), ['quick-fix', 'fix-rule', 'suppress']);
    const all = actions.find((action) => action.kind === 'fix-rule');
    assert.equal(all?.title, 'Fix all r findings in this file');
    assert.equal(applyEdits(text, all.edits), 'FROM good\nRUN good\nRUN good\n');
  });

  test('one safe fix and one unsafe do not', () => {
    const mixed = makeRule(
      'r',
      findWord('bad', (start) => ({
        applicability: start === 5 ? 'safe' : 'unsafe',
        edits: [{ span: { start, end: start + 3 }, text: 'good' }],
      })),
    );
    assert.deepEqual(kinds(actionsOf('FROM bad\nRUN bad\n', 6, mixed)), ['quick-fix', 'suppress']);
  });

  test('several findings of one rule at the selection bring one action for the rule', () => {
    const rule = makeRule('r', replacing('b', 'g'));
    assert.deepEqual(kinds(actionsOf('FROM bb\n', 6, rule)), [
      'quick-fix',
      'quick-fix',
      'fix-rule',
      'suppress',
      'suppress',
    ]);
  });

  test('a rule whose fixes lead back to the text has no action for all', () => {
    const there = makeRule('r', replacing('bad', 'bad'));
    assert.deepEqual(kinds(actionsOf('FROM bad\nRUN bad\n', 6, there)), ['quick-fix', 'suppress']);
  });

  test('a refusal is shown as a disabled action, unless there is a fix', () => {
    const refusing = (fixes: readonly Fix[]): Rule =>
      makeRule('r', () => [
        { message: 'found', span: { start: 0, end: 4 }, fixes, refusal: 'It cannot be done.' },
      ]);
    const [refused] = actionsOf('FROM a\n', 1, refusing([]));
    assert.equal(refused?.disabled, 'It cannot be done.');
    assert.equal(refused.title, 'Fix r');
    assert.deepEqual(refused.edits, []);
    const fix: Fix = {
      title: 'Mend',
      applicability: 'safe',
      phase: 'word',
      edits: [{ span: { start: 5, end: 6 }, text: 'b' }],
    };
    const [mended] = actionsOf('FROM a\n', 1, refusing([fix]));
    assert.equal(mended?.disabled, undefined);
  });

  test('a suppression stands above the instruction, below its comments, with a reason to write', () => {
    const text = 'FROM a\n  # b\n  RUN bad\n';
    const suppress = actionsOf(text, 20, makeRule('r', findWord('bad'))).at(-1);
    assert.equal(suppress?.applicability, 'placeholder');
    assert.equal(
      applyEdits(text, suppress.edits),
      'FROM a\n  # b\n  # ironhull ignore=r: why this is fine\n  RUN bad\n',
    );
  });

  test('a suppression joins one that is there', () => {
    const text = 'FROM a\n# ironhull ignore=x, y: why\nRUN bad\n';
    const suppress = actionsOf(text, text.indexOf('bad'), makeRule('r', findWord('bad'))).at(-1);
    assert.equal(
      applyEdits(text, suppress?.edits ?? []),
      'FROM a\n# ironhull ignore=x, y,r: why\nRUN bad\n',
    );
  });

  test('one of the file is not joined', () => {
    const text = '# ironhull file-ignore=x\nFROM bad\n';
    const suppress = actionsOf(text, text.indexOf('bad'), makeRule('r', findWord('bad'))).at(-1);
    assert.equal(
      applyEdits(text, suppress?.edits ?? []),
      '# ironhull file-ignore=x\n# ironhull ignore=r: why this is fine\nFROM bad\n',
    );
  });

  test('a finding outside of every instruction is silenced for the file', () => {
    const text = '# bad\r\n\r\nFROM a\r\n';
    const suppress = actionsOf(text, 3, makeRule('r', findWord('bad'))).at(-1);
    assert.equal(
      applyEdits(text, suppress?.edits ?? []),
      `# ironhull file-ignore=r: why this is fine\r\n${text}`,
    );
  });

  const runs = 'FROM debian:13-slim\nRUN echo a\nRUN echo b\n';
  const assist = assists.find((each) => each.id === 'merge-run-instructions');
  assert.ok(assist !== undefined);

  test('a remedy names its assist and has its edits', () => {
    const rule = makeRule('r', findWord('RUN echo a'), { remedies: [assist.id, 'nobody'] });
    const actions = actionsOf(runs, runs.indexOf('echo a'), rule);
    assert.deepEqual(kinds(actions), ['remedy', 'suppress']);
    const [remedy] = actions;
    assert.equal(remedy?.assist, assist);
    assert.equal(remedy.title, assist.title);
    assert.equal(remedy.finding?.rule, 'r');
    assert.equal(applyEdits(runs, remedy.edits), 'FROM debian:13-slim\nRUN echo a && echo b\n');
  });

  test('an assist that has nothing to do here is no remedy', () => {
    const rule = makeRule('r', findWord('FROM'), { remedies: [assist.id] });
    assert.deepEqual(kinds(actionsOf('FROM a\n', 1, rule)), ['suppress']);
  });

  test('assists are offered without a finding', () => {
    const actions = collectActions(
      new DockerfileModel(runs),
      { start: runs.indexOf('echo a'), end: runs.indexOf('echo a') },
      new Map(),
      today,
    );
    const merge = actions.find((action) => action.assist === assist);
    assert.equal(merge?.kind, 'assist');
    assert.equal(merge.finding, undefined);
    assert.equal(merge.disabled, undefined);
  });

  test('an assist that refuses is a disabled action with its reason', () => {
    const text = 'FROM debian:13-slim\nRUN cd /a\nRUN echo b\n';
    const at = text.indexOf('cd');
    const merge = collectActions(
      new DockerfileModel(text),
      { start: at, end: at },
      new Map(),
      today,
    ).find((action) => action.assist === assist);
    assert.match(merge?.disabled ?? '', /cd/);
    assert.deepEqual(merge?.edits, []);
  });

  test('an assist that throws is a disabled action', (context) => {
    context.mock.method(assist, 'run', () => {
      throw new Error('broken');
    });
    const actions = collectActions(
      new DockerfileModel(runs),
      { start: 0, end: 0 },
      new Map(),
      today,
    );
    const merge = actions.find((action) => action.assist === assist);
    assert.match(merge?.disabled ?? '', /merge-run-instructions failed here/);
    assert.deepEqual(merge?.edits, []);
  });
});

describe('the smallest edit', () => {
  const cases: readonly (readonly [string, string, string, readonly [number, number, string]])[] = [
    ['equal texts give an empty one', 'ab', 'ab', [2, 2, '']],
    ['common start and end are left out', 'abcd', 'axd', [1, 3, 'x']],
    ['an insertion of what is there stays one', 'aa', 'aaa', [2, 2, 'a']],
    ['a deletion of what is there stays one', 'aaa', 'aa', [2, 3, '']],
    ['all may change', 'a', 'b', [0, 1, 'b']],
    ['an empty text is filled', '', 'ab', [0, 0, 'ab']],
  ];
  for (const [title, before, after, [start, end, text]] of cases) {
    test(title, () => {
      const edit = toMinimalEdit(before, after);
      assert.deepEqual(edit, { span: { start, end }, text });
      assert.equal(applyEdits(before, [edit]), after);
    });
  }
});

describe('the page of a rule', () => {
  test('has its facts, examples without carets, and how to silence it', () => {
    const page = explainRule(
      makeRule('some-rule', () => [], {
        examples: [
          { bad: 'FROM a\n#    ^ some-rule\nUSER b\n', good: 'FROM c\n' },
          { bad: 'FROM d\n', good: 'FROM e\n' },
        ],
        fixNotes: 'It changes words.',
        equivalents: { hadolint: ['DL1', 'DL2'], buildkit: 'Name' },
      }),
    );
    assert.match(page, /^# some-rule\n\n`IH199` · warning · Correctness · profile `recommended`\n/);
    assert.match(page, /## Example 1\n\n```dockerfile\nFROM a\nUSER b\n```\n\nBetter:/);
    assert.match(page, /## Example 2\n/);
    assert.match(page, /## Fix\n\nSome findings have a fix\. It changes words\.\n/);
    assert.match(page, /\| hadolint \| DL1, DL2 \|\n\| BuildKit \| Name \|/);
    assert.match(page, /`# ironhull ignore=some-rule: your reason`\n$/);
  });

  test('has no table without equivalents, and one example without a number', () => {
    const page = explainRule(makeRule('r', () => [], { fixable: 'never' }));
    assert.doesNotMatch(page, /Other tools/);
    assert.match(page, /## Example\n/);
    assert.match(page, /There is no automatic fix\.\n/);
  });

  test('of an assist shows what it makes of its examples', () => {
    const [assist] = assists;
    assert.ok(assist !== undefined);
    const page = explainAssist(assist);
    assert.ok(page.startsWith(`# ${assist.id}\n\nIn the menu: ${assist.title}.\n`));
    assert.match(page, /```\n\nbecomes\n\n```dockerfile\n/);
    assert.doesNotMatch(page, /<CURSOR>/);
  });
});
