import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { onlyRules } from '../../server/src/core/config/resolve';
import { collectActions } from '../../server/src/core/engine/actions';
import { lint, type Finding } from '../../server/src/core/engine/lint';
import { suppressFinding } from '../../server/src/core/engine/write-suppression';
import { DockerfileModel } from '../../server/src/core/model/model';
import { rules } from '../../server/src/core/rules/index';
import { readOwnSuppression } from '../../server/src/core/syntax/suppressions';
import { applyEdits } from '../../server/src/core/text/edit';

const today = '2026-11-22';
const active = onlyRules(rules.filter(({ reviewsSuppressions }) => reviewsSuppressions !== true));

function findingsOf(text: string): readonly Finding[] {
  const { findings, failures } = lint(new DockerfileModel(text), active, today);
  assert.deepEqual(failures, []);
  return findings;
}

/** Where a finding is: the number of its instruction, or -1. */
function ownerOf(model: DockerfileModel, { span }: Finding): number {
  return model.tree.instructions.findIndex(
    (each) => each.span.start <= span.start && span.start <= each.span.end,
  );
}

/** `instruction rule` of each finding, which do not change when lines come in. */
function describeFindings(text: string): readonly string[] {
  const model = new DockerfileModel(text);
  return findingsOf(text).map((each) => `${String(ownerOf(model, each))} ${each.rule}`);
}

/** All that Docker sees of a text. */
function describeBuild(text: string): unknown {
  const { directives, instructions, escape } = new DockerfileModel(text).tree;
  return {
    escape,
    directives: directives.map(({ name, value }) => `${name}=${value}`),
    instructions: instructions.map(
      ({ keyword, argumentText, flags, heredocs }) =>
        `${keyword} ${flags.map(({ name }) => name).join(' ')} ${argumentText} ${heredocs.map(({ body }) => body).join('')}`,
    ),
  };
}

/** The own suppressions of a text: the comment, and the ids in it. */
function ownSuppressions(text: string): readonly string[] {
  return new DockerfileModel(text).tree.comments.flatMap(
    (comment) =>
      readOwnSuppression(comment)
        ?.ids.map((id) => id.text)
        .join(',') ?? [],
  );
}

const texts: Readonly<Record<string, string>> = {
  'nothing above': 'FROM debian:latest\nMAINTAINER ada\nWORKDIR app\n',
  'no line break at the end': 'FROM debian:latest\nMAINTAINER ada',
  'a native comment': 'FROM debian\n# ironhull ignore=latest-tag: x\nMAINTAINER ada\nWORKDIR app\n',
  'a native comment further up':
    'FROM debian\n# ironhull ignore=latest-tag # x\n# More.\nMAINTAINER ada\n',
  'a native comment for the stage and one for the file':
    '# ironhull file-ignore=latest-tag: x\n# ironhull stage-ignore=relative-workdir: x\nFROM debian\nMAINTAINER ada\nWORKDIR app\n',
  'a native comment inside':
    'FROM debian\nRUN cd /srv \\\n  # ironhull ignore=latest-tag: x\n  && apt-get install curl\n',
  'comments of hadolint':
    '# hadolint ignore=DL3007\nFROM debian:latest\n# hadolint ignore=DL3000 # x\nMAINTAINER ada\n# hadolint global ignore=DL3020\nWORKDIR app\n',
  'a native comment above one of hadolint':
    'FROM debian\n# ironhull ignore=latest-tag: x\n# hadolint ignore=DL3000\nMAINTAINER ada\n',
  'a directive that skips':
    '# check=skip=StageNameCasing;error=true\nFROM debian:latest\nMAINTAINER ada\nWORKDIR app\n',
  'three directives':
    '# syntax=docker/dockerfile:1\n# escape=`\n# check=error=true;skip=StageNameCasing\nFROM debian:latest\nMAINTAINER ada\nWORKDIR app\n',
  'a directive and a comment of hadolint':
    '# syntax=docker/dockerfile:1\n# hadolint ignore=DL3003\nFROM debian:latest\nMAINTAINER ada\n',
  'two check directives':
    '# check=skip=StageNameCasing\n# check=skip=FromAsCasing\nFROM debian:latest\nMAINTAINER ada\n',
  'a comment above a skip for one instruction':
    'FROM debian:latest\n# check=skip=FromAsCasing // x\nMAINTAINER ada\n',
  'a comment in a continuation':
    'FROM debian:latest\nRUN cd /srv \\\n# hadolint ignore=DL3003\n  && apt-get install curl\n\n\nMAINTAINER ada\n',
  'indentation and tabs':
    'FROM debian:latest\n\t MAINTAINER ada\n  # nosemgrep: x\n  WORKDIR app\n',
  'a heredoc':
    'FROM debian:latest\nRUN <<EOF\napt-get install curl\ncd /srv && make\nEOF\nMAINTAINER ada\n',
  'several stages':
    'ARG V=latest\nFROM debian:$V AS base\nMAINTAINER ada\n\nFROM base\n# A comment.\nWORKDIR app\nCMD run it\n',
  'a trigger': 'FROM debian:latest\nONBUILD WORKDIR app\nONBUILD MAINTAINER ada\n',
  Windows:
    '# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2025\nSHELL ["powershell"]\nRUN a `\n  b\nWORKDIR app\n',
  'no FROM': '# ironhull ignore=latest-tag: x\nRUN cd /srv\n',
};

/** Texts with nothing in them that a rule could speak of yet. */
const bare: Readonly<Record<string, string>> = {
  'nothing but comments': '# syntax=docker/dockerfile:1\n# A comment.\n',
  'nothing but a directive without a line break': '# syntax=docker/dockerfile:1',
  'nothing but a native comment': '# ironhull file-ignore=latest-tag: x\n# More.\n',
  'a comment without a line break': '# A comment.',
  nothing: '',
};

const variants: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  CRLF: (text) => text.replaceAll('\n', '\r\n'),
  'a byte order mark': (text) => `\uFEFF${text}`,
  both: (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`,
};

describe('writing a suppression silences that finding and nothing else', () => {
  for (const [title, source] of Object.entries(texts)) {
    for (const [variant, apply] of Object.entries(variants)) {
      it(`${title}, ${variant}`, () => {
        let text = apply(source);
        assert.notEqual(findingsOf(text).length, 0, 'has findings');
        for (let left = findingsOf(text); left.length !== 0; left = findingsOf(text)) {
          const [finding] = left;
          assert.ok(finding !== undefined);
          const model = new DockerfileModel(text);
          const owner = ownerOf(model, finding);
          const result = applyEdits(text, [suppressFinding(model, finding)]);
          const gone = `${String(owner)} ${finding.rule}`;
          const expected = describeFindings(text).filter(
            (each) => (owner === -1 ? each.replace(/^\S+/, '-1') : each) !== gone,
          );
          assert.deepEqual(describeFindings(result), expected, `${gone}\n${result}`);
          assert.deepEqual(describeBuild(result), describeBuild(text), result);
          assert.equal(result.includes('\r\n'), text.includes('\r\n'));
          if (text.includes('\r\n')) assert.doesNotMatch(result, /[^\r]\n/);
          assert.equal(result.lastIndexOf('\uFEFF'), text.startsWith('\uFEFF') ? 0 : -1);
          text = result;
        }
        const { instructions, comments } = new DockerfileModel(text).tree;
        for (const { leadingComments, innerComments } of instructions) {
          const own = [...leadingComments, ...innerComments].filter(
            (comment) => readOwnSuppression(comment)?.scope === 'instruction',
          );
          assert.ok(own.length <= 1, `one comment an instruction\n${text}`);
        }
        const checks = comments.filter((comment) => /^check\s*=/.test(comment.text));
        const before = new DockerfileModel(source).tree.comments;
        assert.equal(
          checks.length,
          before.filter((comment) => /^check\s*=/.test(comment.text)).length,
          'no further check',
        );
        const ids = ownSuppressions(text).flatMap((each) => each.split(','));
        assert.ok(
          ids.every((id) => rules.some((rule) => rule.id === id)),
          ids.join(),
        );
      });
    }
  }
});

it('writing a suppression leaves one alone that ends some day', () => {
  const text = 'FROM scratch\n# ironhull ignore=latest-tag until=2026-01-01: x\nMAINTAINER ada\n';
  const [finding] = findingsOf(text).filter(({ rule }) => rule === 'deprecated-maintainer');
  assert.ok(finding !== undefined);
  const result = applyEdits(text, [suppressFinding(new DockerfileModel(text), finding)]);
  assert.deepEqual(ownSuppressions(result), ['latest-tag', 'deprecated-maintainer']);
  assert.ok(!findingsOf(result).some(({ rule }) => rule === 'deprecated-maintainer'));
});

describe('writing a suppression where there is no instruction', () => {
  const [template] = findingsOf('FROM debian:latest\n');
  assert.ok(template !== undefined);
  const finding = { ...template, rule: 'relative-workdir', span: { start: 0, end: 0 } };
  for (const [title, source] of Object.entries(bare)) {
    for (const [variant, apply] of Object.entries(variants)) {
      it(`${title}, ${variant}`, () => {
        const text = apply(source);
        const result = applyEdits(text, [suppressFinding(new DockerfileModel(text), finding)]);
        assert.deepEqual(describeBuild(result), describeBuild(text), result);
        const ids = ownSuppressions(result).flatMap((each) => each.split(','));
        assert.ok(ids.includes('relative-workdir'), JSON.stringify(result));
        assert.deepEqual(ownSuppressions(result).length, 1);
        const kept = new DockerfileModel(text).tree.comments;
        for (const comment of kept.filter((each) => readOwnSuppression(each) === undefined))
          assert.ok(
            result.split(/\r?\n|\uFEFF/).includes(`# ${comment.text}`),
            JSON.stringify(result),
          );
        assert.equal(result.lastIndexOf('\uFEFF'), text.startsWith('\uFEFF') ? 0 : -1);
      });
    }
  }
});

describe('the action that writes one', () => {
  const titlesAt = (text: string): readonly string[] =>
    collectActions(
      new DockerfileModel(text),
      { start: 0, end: text.length },
      active,
      today,
    ).flatMap(({ kind, title }) => (kind === 'suppress' ? [title] : []));

  it('says when it is for the whole file', () => {
    assert.ok(
      titlesAt('# syntax=docker/dockerfile:1\n').every((title) => title.includes('in this file')),
    );
    assert.ok(titlesAt('FROM debian\nMAINTAINER b\n').every((title) => title.includes(' here,')));
  });
});
