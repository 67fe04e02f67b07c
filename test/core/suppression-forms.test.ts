import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { onlyRules, runSettingsOf } from '../../server/src/core/config/resolve';
import type { SuppressionSettings } from '../../server/src/core/config/schema';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import latestTag from '../../server/src/core/rules/base-image/latest-tag';
import broadCopy from '../../server/src/core/rules/caching/broad-copy-before-install';
import bashSyntaxInSh from '../../server/src/core/rules/correctness/bash-syntax-in-sh';
import relativeWorkdir from '../../server/src/core/rules/correctness/relative-workdir';
import leftoverPackageIndex from '../../server/src/core/rules/packages/leftover-package-index';
import missingAssumeYes from '../../server/src/core/rules/packages/missing-assume-yes';
import leakedSecretInEnv from '../../server/src/core/rules/secrets/leaked-secret-in-env';
import deprecatedMaintainer from '../../server/src/core/rules/style/deprecated-maintainer';
import { suppressionSyntaxes } from '../../server/src/core/syntax/suppressions/index';

/** The rules of the table, by the name it has for them. */
const watched = {
  workdir: relativeWorkdir,
  maintainer: deprecatedMaintainer,
  yes: missingAssumeYes,
  index: leftoverPackageIndex,
  secret: leakedSecretInEnv,
  copy: broadCopy,
  latest: latestTag,
  bash: bashSyntaxInSh,
};

/** `line name` of what is left, lines from 1. */
function findingsLeft(
  text: string,
  suppressions: SuppressionSettings = {},
  today = '2026-11-22',
): readonly string[] {
  const active = onlyRules(Object.values(watched), runSettingsOf({ suppressions }));
  const { findings, failures } = lint(new DockerfileModel(text), active, today);
  assert.deepEqual(failures, []);
  const { lines } = new DockerfileModel(text);
  return findings.map(({ span, definition }) => {
    const name = Object.entries(watched).find(([, rule]) => rule === definition)?.[0] ?? '';
    return `${String(lines.placeAt(span.start).line + 1)} ${name}`;
  });
}

interface Form {
  readonly title: string;
  readonly text: string;
  readonly left: readonly string[];
}

const workdirId = '6b376af8-cfe8-49ab-a08d-f32de23661a4';
const maintainerId = '99614418-f82b-4852-a9ae-5051402b741c';
const both = ['2 maintainer', '3 workdir'];

/** Two findings, the comment above the first. */
const above = (comment: string): string => `FROM a\n${comment}\nMAINTAINER b\nWORKDIR c\n`;
/** Two findings, the comment on top. */
const onTop = (comment: string): string => `${comment}\nFROM a\nMAINTAINER b\nWORKDIR c\n`;
/** What {@link above} and {@link onTop} leave. */
const workdir = ['4 workdir'];
const neither = ['3 maintainer', '4 workdir'];

/** What only Bash knows, below a comment. */
const bashBelow = (comment: string): string => `FROM debian:13\n${comment}\nRUN [[ -n x ]]\n`;

const forms: Readonly<Record<string, readonly Form[]>> = {
  shellcheck: [
    { title: 'disable', text: bashBelow('# shellcheck disable=SC3010 # x'), left: [] },
    { title: 'beside the shell', text: bashBelow('# shellcheck shell=sh disable=3010'), left: [] },
    { title: 'a range', text: bashBelow('# shellcheck disable=SC1000,SC3000-SC3999'), left: [] },
    { title: 'all', text: bashBelow('# shellcheck disable=all'), left: [] },
    {
      title: 'between the lines of an instruction',
      text: 'FROM debian:13\nRUN a && \\\n # shellcheck disable=SC3010\n [[ -n x ]]\n',
      left: [],
    },
    { title: 'another id', text: bashBelow('# shellcheck disable=SC2086'), left: ['3 bash'] },
    { title: 'no id', text: bashBelow('# shellcheck disable=DL3006'), left: ['3 bash'] },
    { title: 'another directive', text: bashBelow('# shellcheck shell=bash'), left: ['3 bash'] },
    {
      title: 'a line of its own in a script',
      text: 'FROM a\nRUN <<EOF\n# shellcheck disable=SC2086\nmake\nEOF\nMAINTAINER b\n',
      left: ['6 maintainer'],
    },
  ],
  ironhull: [
    { title: 'ignore', text: above('# ironhull ignore=IH801: x'), left: workdir },
    { title: 'another id', text: above('# ironhull ignore=relative-workdir: x'), left: neither },
  ],
  hadolint: [
    { title: 'ignore', text: above('# hadolint ignore = SC2086 , DL4000 # x'), left: workdir },
    { title: 'another id', text: above('# hadolint ignore=DL3000'), left: neither },
    {
      title: 'stage ignore directly above FROM',
      text: 'FROM a\nMAINTAINER b\n# hadolint stage ignore=DL4000\nFROM c\nMAINTAINER d\n',
      left: ['2 maintainer'],
    },
    {
      title: 'stage ignore inside a stage counts for nothing',
      text: 'FROM a\n# hadolint stage ignore=DL4000\nMAINTAINER b\n',
      left: ['3 maintainer'],
    },
    {
      title: 'an id of one package manager leaves the others',
      text: 'FROM fedora:43\n# hadolint ignore=DL3014,DL3009\nRUN dnf install curl\n',
      left: ['3 index', '3 yes'],
    },
    {
      title: 'an id of one package manager silences it',
      text: 'FROM fedora:43\n# hadolint ignore=DL3038,DL3040\nRUN dnf install curl\n',
      left: [],
    },
  ],
  buildkit: [
    {
      title: 'directive',
      text: onTop('# check=error=true;skip=MaintainerDeprecated'),
      left: workdir,
    },
    {
      title: 'directive with another name',
      text: onTop('# check=skip=StageNameCasing'),
      left: neither,
    },
    {
      title: 'above an instruction',
      text: above('# check=skip=MaintainerDeprecated // x'),
      left: workdir,
    },
    {
      title: 'the value ends at a blank',
      text: above('# check=skip=A, MaintainerDeprecated'),
      left: neither,
    },
    {
      title: 'not among the directives, above FROM only',
      text: '\n# check=skip=all\nFROM a\nMAINTAINER b\n',
      left: ['4 maintainer'],
    },
  ],
  tally: [
    {
      title: 'ignore with a namespace and a reason',
      text: above('# tally ignore=tally/max-lines,hadolint/DL4000;reason=x, y'),
      left: workdir,
    },
    { title: 'a bare id', text: above('# tally ignore=MaintainerDeprecated'), left: workdir },
    {
      title: 'BuildKit by its namespace',
      text: above('# tally ignore=buildkit/MaintainerDeprecated'),
      left: workdir,
    },
    {
      title: 'an id in the wrong namespace',
      text: above('# tally ignore=buildkit/DL4000'),
      left: neither,
    },
    { title: 'all', text: above('# tally ignore=all'), left: workdir },
    {
      title: 'global ignore',
      text: 'FROM a\nMAINTAINER b\nWORKDIR c\n# tally global ignore=DL4000\n',
      left: ['3 workdir'],
    },
    {
      title: 'a rule that only it has',
      text: above('# tally ignore=tally/max-lines'),
      left: neither,
    },
  ],
  trivy: [
    { title: 'long id', text: above('# trivy:ignore:AVD-DS-0022'), left: workdir },
    {
      title: 'short id in lower case, no blank',
      text: above('#trivy:ignore:ds022'),
      left: workdir,
    },
    {
      title: 'several in one line',
      text: above('# trivy:ignore:DS-0001 trivy:ignore:DS-0022'),
      left: workdir,
    },
    {
      title: 'lines of their own',
      text: 'FROM a\n# trivy:ignore:DS-0022\n# trivy:ignore:DS-0001\nMAINTAINER b\n',
      left: [],
    },
    { title: 'a day to come', text: above('# trivy:ignore:DS-0022:exp:2026-11-23'), left: workdir },
    {
      title: 'a day that has begun',
      text: above('# trivy:ignore:DS-0022:exp:2026-11-22'),
      left: neither,
    },
    {
      title: 'a day that is none',
      text: above('# trivy:ignore:DS-0022:exp:2026-99-99'),
      left: neither,
    },
    { title: 'another id', text: above('# trivy:ignore:DS-0009'), left: neither },
    {
      title: 'on top of the file, not above the instruction',
      text: onTop('# trivy:ignore:DS-0022'),
      left: neither,
    },
  ],
  checkov: [
    {
      title: 'the whole file',
      text: 'FROM a\nMAINTAINER b\nWORKDIR c\n# checkov:skip=CKV_DOCKER_6:x\n',
      left: ['3 workdir'],
    },
    { title: 'another name of it', text: onTop('#bridgecrew:skip=CKV_DOCKER_6'), left: workdir },
    {
      title: 'a third name and a list',
      text: onTop('# cortex:skip=CKV_DOCKER_1,CKV_DOCKER_6: x'),
      left: workdir,
    },
    { title: 'another id', text: onTop('# checkov:skip=CKV_DOCKER_3:x'), left: neither },
  ],
  kics: [
    { title: 'ignore', text: onTop('# kics-scan ignore'), left: [] },
    {
      title: 'ignore below the first instruction',
      text: above('# kics-scan ignore'),
      left: neither,
    },
    { title: 'disable', text: onTop(`# kics-scan disable=x,${maintainerId}`), left: workdir },
    {
      title: 'disable of another',
      text: onTop('# kics-scan disable=fd54f200-402c-4333-a5a4-36ef6709af2f'),
      left: neither,
    },
    {
      title: 'enable leaves these alone',
      text: onTop(`# kics-scan enable=${workdirId}`),
      left: workdir,
    },
    {
      title: 'enable before disable',
      text: onTop(`# kics-scan enable=${workdirId}\n# kics-scan disable=${workdirId}`),
      left: ['5 workdir'],
    },
    {
      title: 'ignore before enable',
      text: onTop(`# kics-scan enable=${workdirId}\n# kics-scan ignore`),
      left: [],
    },
    { title: 'ignore-line', text: above('# kics-scan ignore-line'), left: workdir },
    {
      title: 'ignore-line further up',
      text: above('# kics-scan ignore-line\n# x'),
      left: ['4 maintainer', '5 workdir'],
    },
    {
      title: 'ignore-block',
      text: '# kics-scan ignore-block\nFROM a\nMAINTAINER b\nFROM c\nMAINTAINER d\n',
      left: ['5 maintainer'],
    },
    { title: 'ignore-block above no FROM', text: above('# kics-scan ignore-block'), left: neither },
    {
      title: 'what it has no query for',
      text: '# kics-scan ignore\nFROM a\nENV DB_PASSWORD=hunter2-hunter2\n',
      left: [],
    },
  ],
  semgrep: [
    { title: 'everything', text: above('# nosemgrep'), left: workdir },
    {
      title: 'a full id',
      text: 'FROM a\n# nosemgrep: dockerfile.best-practice.use-absolute-workdir.use-absolute-workdir\nWORKDIR c\n',
      left: [],
    },
    {
      title: 'the end of an id, in a list',
      text: 'FROM a\n# nosem: x, use-absolute-workdir -- why\nWORKDIR c\n',
      left: [],
    },
    {
      title: 'another id',
      text: 'FROM a\n# nosemgrep: missing-user\nWORKDIR c\n',
      left: ['3 workdir'],
    },
    {
      title: 'not directly above',
      text: 'FROM a\n# nosemgrep\n# More.\nWORKDIR c\n',
      left: ['4 workdir'],
    },
  ],
  deepsource: [
    { title: 'an id', text: above('# skipcq: DOK-DL4000'), left: workdir },
    { title: 'another id', text: above('# skipcq: DOK-DL3000'), left: neither },
  ],
  'dockerfile-utils': [
    { title: 'exactly', text: above('# dockerfile-utils: ignore'), left: workdir },
    { title: 'not exactly', text: above('# dockerfile-utils: ignore this'), left: neither },
  ],
  buddy: [
    { title: 'a list', text: above('# linter ignore=EF0003,EI0003'), left: workdir },
    { title: 'another id', text: above('# linter ignore=EW0001'), left: neither },
  ],
  projectatomic: [
    { title: 'with a hyphen', text: above('# dockerfile_lint - ignore'), left: workdir },
    { title: 'with =', text: above('# dockerfile_lint=ignore'), left: workdir },
    { title: 'something else', text: above('# dockerfile_lint - ignored'), left: neither },
  ],
  droast: [
    {
      title: 'with reason and day',
      text: above('# droast ignore=DF001,DF019 reason="a b" expires=2026-11-22'),
      left: workdir,
    },
    {
      title: 'a day that is over',
      text: above('# droast ignore=DF019 expires=2026-11-21 reason=x'),
      left: neither,
    },
    { title: 'global', text: onTop('# droast global ignore=DF019 reason="x"'), left: workdir },
    {
      title: 'global below the first instruction',
      text: above('# droast global ignore=DF019'),
      left: neither,
    },
    { title: 'another id', text: above('# droast ignore=DF009'), left: neither },
  ],
  cachelint: [
    {
      title: 'the build cache',
      text: 'FROM node:24\nWORKDIR /app\n# cachelint:ignore\nCOPY . .\nRUN npm ci\n',
      left: [],
    },
    { title: 'nothing else', text: above('# cachelint:ignore'), left: neither },
  ],
  l0git: [
    {
      title: 'an id with a reason',
      text: '# l0git: ignore from_latest reason: x\nFROM node:latest\n',
      left: [],
    },
    {
      title: 'a rule that another tool has as well',
      text: 'FROM a\n# l0git: ignore add_instruction reason: x\nMAINTAINER b\n',
      left: ['3 maintainer'],
    },
  ],
  'secret-scanner': [
    {
      title: 'gitleaks',
      text: 'FROM a\n# gitleaks:allow\nENV DB_PASSWORD=hunter2-hunter2\n',
      left: [],
    },
    {
      title: 'trufflehog',
      text: 'FROM a\n# trufflehog:ignore\nENV DB_PASSWORD=hunter2-hunter2\n',
      left: [],
    },
    {
      title: 'detect-secrets',
      text: 'FROM a\n# pragma: allowlist nextline secret\nENV DB_PASSWORD=hunter2-hunter2\n',
      left: [],
    },
    { title: 'nothing else', text: above('# gitleaks:allow'), left: neither },
    {
      title: 'not directly above',
      text: 'FROM a\n# gitleaks:allow\n\nENV DB_PASSWORD=hunter2-hunter2\n',
      left: ['4 secret'],
    },
  ],
  sonar: [{ title: 'is off by default', text: above('# NOSONAR'), left: neither }],
};

for (const [tool, rows] of Object.entries(forms)) {
  describe(`a suppression of ${tool}`, () => {
    for (const { title, text, left } of rows) {
      it(title, () => {
        assert.deepEqual(findingsLeft(text), left);
      });
    }
  });
}

describe('suppressions', () => {
  it('have a form in this file for every tool', () => {
    assert.deepEqual(Object.keys(forms).sort(), suppressionSyntaxes.map(({ tool }) => tool).sort());
  });

  it('are nothing without a comment', () => {
    assert.deepEqual(findingsLeft('FROM a\nMAINTAINER b\nWORKDIR c\n'), both);
    assert.deepEqual(findingsLeft('FROM node:latest\n'), ['1 latest']);
    assert.deepEqual(findingsLeft('FROM a\nENV DB_PASSWORD=hunter2-hunter2\n'), ['2 secret']);
    assert.deepEqual(findingsLeft('FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\n'), [
      '3 copy',
    ]);
    assert.deepEqual(findingsLeft('FROM fedora:43\nRUN dnf install curl\n'), ['2 index', '2 yes']);
  });

  it('of Sonar count for the next instruction when a setting says so', () => {
    const text = above('# NOSONAR the registry reads it');
    assert.deepEqual(findingsLeft(text, { nosonar: true }), workdir);
    assert.deepEqual(findingsLeft(above('# NOSONARX'), { nosonar: true }), neither);
  });

  it('count for nothing when a setting says so', () => {
    assert.deepEqual(findingsLeft(above('# ironhull ignore=all: x'), { comments: false }), neither);
    assert.deepEqual(findingsLeft(above('# hadolint ignore=DL4000'), { comments: false }), neither);
    assert.deepEqual(findingsLeft(above('# hadolint ignore=DL4000'), { comments: true }), workdir);
  });
});

describe('a comment that names the shell', () => {
  const shellOf = (text: string): string => {
    const model = new DockerfileModel(text);
    const run = model.tree.instructions.findLast(({ keyword }) => keyword === 'RUN');
    assert.ok(run !== undefined);
    return model.shellAt(run).program;
  };
  const rows: readonly (readonly [string, string, string])[] = [
    ['counts below it', 'FROM x/y:1\n# hadolint shell=powershell\n\nRUN a\n', 'powershell'],
    ['of tally, too', 'FROM x/y:1\n# tally shell=pwsh\nRUN a\n', 'powershell'],
    ['goes on', 'FROM x/y:1\n# hadolint shell=bash\nRUN a\nRUN b\n', 'bash'],
    ['ends with the stage', '# hadolint shell=bash\nFROM x/y:1\nRUN a\n', 'sh'],
    [
      'is overruled by SHELL',
      'FROM x/y:1\n# hadolint shell=bash\nSHELL ["/bin/ash", "-c"]\nRUN a\n',
      'ash',
    ],
    [
      'does not overrule SHELL',
      'FROM x/y:1\nSHELL ["/bin/ash", "-c"]\n# hadolint shell=bash\nRUN a\n',
      'ash',
    ],
    ['does not overrule what is known', 'FROM debian:13\n# hadolint shell=bash\nRUN a\n', 'dash'],
    ['that nobody knows counts for nothing', 'FROM x/y:1\n# hadolint shell=fish\nRUN a\n', 'sh'],
  ];
  for (const [title, text, program] of rows) {
    it(title, () => {
      assert.equal(shellOf(text), program);
    });
  }
});
