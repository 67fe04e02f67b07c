import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CancellationToken, CancellationTokenSource } from 'vscode-languageserver';
import { DockerfileModel, type Rule } from '../../server/src/core/service';
import type { OpenDocument } from '../../server/src/lsp/documents';
import { Findings } from '../../server/src/lsp/findings';

const uri = 'file:///Dockerfile';

const quiet: Rule = {
  id: 'quiet-rule',
  code: 'IH000',
  category: 'style',
  severity: 'hint',
  profile: 'recommended',
  since: '0.1.0',
  fixable: 'never',
  summary: '',
  why: '',
  equivalents: {},
  messages: {},
  examples: [],
  check: () => [],
};

/** A store over one document, with counters. */
function createFindings(check: Rule['check']) {
  const state = { version: 1, today: '2026-11-21', parsed: 0, failures: [] as string[] };
  let active = new Map([[{ ...quiet, check }, quiet.severity]]);
  let open: OpenDocument | undefined;
  const documents = {
    find: () => {
      if (open?.version === state.version) return open;
      state.parsed++;
      open = { uri, version: state.version, model: new DockerfileModel('FROM scratch\n') };
      return open;
    },
    isCurrent: ({ version }: OpenDocument) => version === state.version,
    textOf: () => 'FROM scratch\n',
    onDidClose: () => ({ dispose: () => undefined }),
  };
  const findings = new Findings(
    documents,
    {
      settingsFor: () =>
        Promise.resolve({
          active,
          languageFeatures: true,
          registry: false,
          shellcheck: { isOn: false, path: undefined },
        }),
    },
    { today: () => state.today, wait: () => Promise.resolve() },
    { ready: () => Promise.resolve() },
    ({ rule, error }, { version }) => {
      state.failures.push(`${rule} ${String(version)} ${error.split('\n')[0] ?? ''}`);
    },
  );
  const changeSettings = () => {
    active = new Map(active);
  };
  return { state, findings, changeSettings };
}

describe('findings of a document', () => {
  test('a version is checked once, also when several features ask at the same time', async () => {
    let runs = 0;
    const { findings } = createFindings(() => {
      runs++;
      return [];
    });
    await Promise.all([findings.check(uri), findings.check(uri), findings.check(uri)]);
    await findings.check(uri);
    assert.equal(runs, 1);
  });

  test('a new version, new settings and a new day are checked anew', async () => {
    let runs = 0;
    const { findings, state, changeSettings } = createFindings(() => {
      runs++;
      return [];
    });
    await findings.check(uri);
    state.version = 2;
    await findings.check(uri);
    changeSettings();
    await findings.check(uri);
    state.today = '2026-11-22';
    await findings.check(uri);
    assert.equal(runs, 4);
  });

  test('a rule that throws is reported with the version and takes nothing else down', async () => {
    const { findings, state } = createFindings(() => {
      throw new Error('broken');
    });
    const checked = await findings.check(uri);
    assert.deepEqual(checked?.result.findings, []);
    assert.deepEqual(state.failures, ['quiet-rule 1 Error: broken']);
  });

  test('a cancelled check does not begin', async () => {
    const { findings, state } = createFindings(() => []);
    const source = new CancellationTokenSource();
    const checking = findings.check(uri, source.token);
    source.cancel();
    await assert.rejects(checking);
    assert.equal(state.parsed, 0);
    await findings.check(uri, CancellationToken.None);
    assert.equal(state.parsed, 1);
  });
});
