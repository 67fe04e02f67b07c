import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { onlyRules } from '../../server/src/core/config/resolve';
import { lint, type Finding } from '../../server/src/core/engine/lint';
import { suppressFinding } from '../../server/src/core/engine/write-suppression';
import { DockerfileModel } from '../../server/src/core/model/model';
import deprecatedMaintainer from '../../server/src/core/rules/style/deprecated-maintainer';
import relativeWorkdir from '../../server/src/core/rules/correctness/relative-workdir';
import unusedSuppression from '../../server/src/core/rules/suppressions/unused-suppression';
import { applyEdits } from '../../server/src/core/text/edit';

const today = '2026-11-21';

function findingsOf(text: string): readonly Finding[] {
  const active = onlyRules([deprecatedMaintainer, relativeWorkdir, unusedSuppression]);
  const { findings, failures } = lint(new DockerfileModel(text), active, today);
  assert.deepEqual(failures, []);
  return findings;
}

/** `line rule`, lines from 1. */
function describeFindings(text: string): readonly string[] {
  const { lines } = new DockerfileModel(text);
  return findingsOf(text).map(
    ({ span, rule }) => `${String(lines.placeAt(span.start).line + 1)} ${rule}`,
  );
}

interface Row {
  readonly form: string;
  readonly text: string;
  readonly left: readonly string[];
}

const rows: readonly Row[] = [
  {
    form: 'ironhull ignore by rule id',
    text: 'FROM a\n# ironhull ignore=deprecated-maintainer: x\nMAINTAINER b\nMAINTAINER c\n',
    left: ['4 deprecated-maintainer'],
  },
  {
    form: 'ironhull ignore by code, in any case',
    text: 'FROM a\n# ironhull ignore=ih801\nMAINTAINER b\nWORKDIR c\n',
    left: ['4 relative-workdir'],
  },
  {
    form: 'ironhull ignore with a list and blanks',
    text: 'FROM a\n# ironhull ignore = relative-workdir , IH801 : x\nMAINTAINER b\n',
    left: ['2 unused-suppression'],
  },
  {
    form: 'ironhull ignore with a list and no blank before the comma',
    text: 'FROM a\n# ironhull ignore=relative-workdir, deprecated-maintainer,IH000\nMAINTAINER b\n',
    left: ['2 unused-suppression', '2 unused-suppression'],
  },
  {
    form: 'ironhull ignore for categories: one that is used, one that is not, one without a rule that runs, one that is none',
    text: 'FROM a\n# ironhull ignore=style/*,correctness/*,secrets/*,loud/*: x\nMAINTAINER b\n',
    left: ['2 unused-suppression', '2 unused-suppression'],
  },
  {
    form: 'ironhull ignore until a day, and one that is over',
    text: 'FROM a\n# ironhull ignore=IH801 until=2026-11-21: x\nMAINTAINER b\n# ironhull ignore=IH801 until=2026-11-20: x\nMAINTAINER c\n',
    left: ['5 deprecated-maintainer'],
  },
  {
    form: 'ironhull ignore=all',
    text: 'FROM a\n# ironhull ignore=all: x\nMAINTAINER b\nWORKDIR c\n',
    left: ['4 relative-workdir'],
  },
  {
    form: 'ironhull ignore with the reason behind # or a blank',
    text: 'FROM a\n# ironhull ignore=IH801 # x, y\nMAINTAINER b\n# ironhull ignore=IH801 -- x\nMAINTAINER c\n# ironhull ignore=IH801 since x\nMAINTAINER d\n',
    left: [],
  },
  {
    form: 'ironhull ignore above another comment',
    text: 'FROM a\n# ironhull ignore=IH801\n# More.\nMAINTAINER b\n',
    left: [],
  },
  {
    form: 'ironhull ignore above an empty line',
    text: 'FROM a\n# ironhull ignore=IH801\n\nMAINTAINER b\n',
    left: ['2 unused-suppression', '4 deprecated-maintainer'],
  },
  {
    form: 'ironhull stage-ignore',
    text: 'FROM a\nMAINTAINER b\n# ironhull stage-ignore=IH801\nFROM c\nMAINTAINER d\nFROM e\nMAINTAINER f\n',
    left: ['2 deprecated-maintainer', '7 deprecated-maintainer'],
  },
  {
    form: 'ironhull stage-ignore above no stage',
    text: '# ironhull stage-ignore=IH801\n\nFROM a\nMAINTAINER b\n',
    left: ['1 unused-suppression', '4 deprecated-maintainer'],
  },
  {
    form: 'ironhull file-ignore at the end',
    text: 'FROM a\nMAINTAINER b\nWORKDIR c\nMAINTAINER d\n# ironhull file-ignore=IH801\n',
    left: ['3 relative-workdir'],
  },
  {
    form: 'hadolint ignore directly above',
    text: 'FROM a\n# hadolint ignore=DL4000\nMAINTAINER b\nMAINTAINER c\n',
    left: ['4 deprecated-maintainer'],
  },
  {
    form: 'hadolint ignore with blanks, a list and a reason',
    text: 'FROM a\n#hadolint  ignore = DL3000 , DL4000 # old, but fine\nMAINTAINER b\n',
    left: [],
  },
  {
    form: 'hadolint ignore with a reason that hadolint does not understand',
    text: 'FROM a\n# hadolint ignore=DL4000 because\nMAINTAINER b\n',
    left: ['3 deprecated-maintainer'],
  },
  {
    form: 'hadolint ignore above another comment, which hadolint does not see',
    text: 'FROM a\n# hadolint ignore=DL4000\n# More.\nMAINTAINER b\n',
    left: ['4 deprecated-maintainer'],
  },
  {
    form: 'hadolint codes are case-sensitive',
    text: 'FROM a\n# hadolint ignore=dl4000\nMAINTAINER b\n',
    left: ['3 deprecated-maintainer'],
  },
  {
    form: 'hadolint stage ignore',
    text: 'FROM a\nMAINTAINER b\n# hadolint stage ignore=DL4000\nFROM c\nMAINTAINER d\nWORKDIR e\n',
    left: ['2 deprecated-maintainer', '6 relative-workdir'],
  },
  {
    form: 'hadolint global ignore anywhere',
    text: 'FROM a\nMAINTAINER b\n\n# hadolint global ignore=DL3000\n\nWORKDIR c\n',
    left: ['2 deprecated-maintainer'],
  },
  {
    form: 'BuildKit directive',
    text: '# check=skip=MaintainerDeprecated\nFROM a\nMAINTAINER b\nWORKDIR c\n',
    left: ['4 relative-workdir'],
  },
  {
    form: 'BuildKit directive with more options, skip last',
    text: '# syntax=docker/dockerfile:1\n#check=error=true;experimental=all;skip=StageNameCasing,MaintainerDeprecated\nFROM a\nMAINTAINER b\nWORKDIR c\n',
    left: ['5 relative-workdir'],
  },
  {
    form: 'BuildKit directive, skip first',
    text: '# check=skip=WorkdirRelativePath;error=true\nFROM a\nMAINTAINER b\nWORKDIR c\n',
    left: ['3 deprecated-maintainer'],
  },
  {
    form: 'BuildKit skip=all',
    text: '# check=skip=all\nFROM a\nMAINTAINER b\nWORKDIR c\n',
    left: [],
  },
  {
    form: 'BuildKit comment above an instruction',
    text: 'FROM a\n# check=skip=MaintainerDeprecated // the registry reads it\nMAINTAINER b\nMAINTAINER c\n',
    left: ['4 deprecated-maintainer'],
  },
  {
    form: 'BuildKit comment above FROM counts for the FROM alone',
    text: 'ARG V=1\n# check=skip=MaintainerDeprecated\nFROM a\nMAINTAINER b\n',
    left: ['4 deprecated-maintainer'],
  },
  {
    form: 'a byte order mark and CRLF',
    text: '\uFEFF# check=skip=MaintainerDeprecated\r\nFROM a\r\nMAINTAINER b\r\n# hadolint ignore=DL3000\r\nWORKDIR c\r\n',
    left: [],
  },
];

describe('suppressions', () => {
  for (const { form, text, left } of rows) {
    it(form, () => {
      assert.deepEqual(describeFindings(text), left);
    });
  }
});

function suppressFirst(text: string): string {
  const [finding] = findingsOf(text);
  assert.ok(finding !== undefined);
  const result = applyEdits(text, [suppressFinding(new DockerfileModel(text), finding)]);
  const before = findingsOf(text).filter(({ rule }) => rule === finding.rule).length;
  const after = findingsOf(result).filter(({ rule }) => rule === finding.rule).length;
  assert.equal(after, before - 1, result);
  return result;
}

describe('writing a suppression', () => {
  it('adds a comment with the indentation of the instruction', () => {
    assert.equal(
      suppressFirst('FROM a\n  MAINTAINER b\n'),
      'FROM a\n  # ironhull ignore=deprecated-maintainer: why this is fine\n  MAINTAINER b\n',
    );
  });
  it('joins the comment that is there', () => {
    assert.equal(
      suppressFirst('FROM a\n# ironhull ignore=latest-tag: x\n# More.\nMAINTAINER b\n'),
      'FROM a\n# ironhull ignore=latest-tag,deprecated-maintainer: x\n# More.\nMAINTAINER b\n',
    );
  });
  it('leaves a comment for hadolint directly above the instruction', () => {
    assert.equal(
      suppressFirst('FROM a\n# hadolint ignore=DL3000\nMAINTAINER b\n'),
      'FROM a\n# ironhull ignore=deprecated-maintainer: why this is fine\n# hadolint ignore=DL3000\nMAINTAINER b\n',
    );
  });
  it('leaves a comment of any tool that must stand directly above', () => {
    for (const comment of ['# nosemgrep: x', '# skipcq: DOK-DL3000', '# gitleaks:allow']) {
      assert.equal(
        suppressFirst(`FROM a\n# More.\n${comment}\nMAINTAINER b\n`),
        `FROM a\n# More.\n# ironhull ignore=deprecated-maintainer: why this is fine\n${comment}\nMAINTAINER b\n`,
      );
    }
  });
  it('writes no second directive', () => {
    assert.equal(
      suppressFirst(
        '# check=skip=StageNameCasing\nFROM a\n# check=skip=FromAsCasing\nMAINTAINER b\n',
      ),
      '# check=skip=StageNameCasing\nFROM a\n# check=skip=FromAsCasing\n# ironhull ignore=deprecated-maintainer: why this is fine\nMAINTAINER b\n',
    );
  });
  it('joins the comment above one of another tool', () => {
    assert.equal(
      suppressFirst(
        'FROM a\n# ironhull ignore=latest-tag: x\n# hadolint ignore=DL3000\nMAINTAINER b\n',
      ),
      'FROM a\n# ironhull ignore=latest-tag,deprecated-maintainer: x\n# hadolint ignore=DL3000\nMAINTAINER b\n',
    );
  });
  it('keeps the line endings of the file', () => {
    assert.equal(
      suppressFirst('FROM a\r\nMAINTAINER b\r\n'),
      'FROM a\r\n# ironhull ignore=deprecated-maintainer: why this is fine\r\nMAINTAINER b\r\n',
    );
  });
  it('writes below parser directives, and not in front of a byte order mark', () => {
    const model = new DockerfileModel('\uFEFF# syntax=docker/dockerfile:1\n# A comment.\n');
    const finding = { rule: 'latest-tag', span: { start: 0, end: 0 } };
    const [template] = findingsOf('FROM a\nMAINTAINER b\n');
    assert.ok(template !== undefined);
    const edit = suppressFinding(model, { ...template, ...finding });
    assert.equal(
      applyEdits(model.text, [edit]),
      '\uFEFF# syntax=docker/dockerfile:1\n# ironhull file-ignore=latest-tag: why this is fine\n# A comment.\n',
    );
    const marked = new DockerfileModel('\uFEFFMAINTAINER b\n');
    const [first] = findingsOf(marked.text);
    assert.ok(first !== undefined);
    assert.equal(
      applyEdits(marked.text, [suppressFinding(marked, first)]),
      '\uFEFF# ironhull ignore=deprecated-maintainer: why this is fine\nMAINTAINER b\n',
    );
  });
});
