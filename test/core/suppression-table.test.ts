import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { mergeSettings, onlyRules, runSettingsOf } from '../../server/src/core/config/resolve';
import type { Settings } from '../../server/src/core/config/schema';
import {
  chooseSettings,
  configSourceNames,
  parseConfigSource,
} from '../../server/src/core/config/sources';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import { rules } from '../../server/src/core/rules/index';
import { suppressionSyntaxes } from '../../server/src/core/syntax/suppressions/index';

const today = '2026-11-22';

/** All rules, but for those about suppressions themselves. */
const watched = rules.filter(({ reviewsSuppressions }) => reviewsSuppressions !== true);

/** `line rule severity` of each finding. */
function findingsOf(text: string, settings: Settings): readonly string[] {
  const model = new DockerfileModel(text);
  const { findings, failures } = lint(model, onlyRules(watched, runSettingsOf(settings)), today);
  assert.deepEqual(failures, []);
  return findings.map(
    ({ span, rule, severity }) =>
      `${String(model.lines.placeAt(span.start).line + 1)} ${rule} ${severity}`,
  );
}

interface Case {
  readonly form: string;
  /** What the page says that happens. */
  readonly outcome: string;
  readonly text: string;
  readonly files: ReadonlyMap<string, string>;
}

interface Section {
  readonly title: string;
  readonly forms: readonly { readonly title: string; readonly cases: readonly Case[] }[];
}

const block = /^```(file|dockerfile) (.+)\n([^]*?)^```$/gm;

function readCases(form: string, body: string): readonly Case[] {
  let files: ReadonlyMap<string, string> = new Map();
  const cases: Case[] = [];
  for (const [, kind, head = '', text = ''] of body.matchAll(block)) {
    if (kind === 'file') files = new Map([[head, text]]);
    else cases.push({ form, outcome: head, text, files });
  }
  return cases;
}

const titleOf = (part: string): string => part.slice(0, part.indexOf('\n'));

function readPage(path: string): readonly Section[] {
  const [, ...sections] = readFileSync(path, 'utf8').replaceAll('\r\n', '\n').split(/^## /m);
  return sections.map((section) => {
    const [, ...forms] = section.split(/^### /m);
    return {
      title: titleOf(section),
      forms: forms.map((form) => ({ title: titleOf(form), cases: readCases(titleOf(form), form) })),
    };
  });
}

/** What should be left of findings, by the words behind `dockerfile`. */
function expect(outcome: string, before: readonly string[]): readonly string[] {
  const [, verb = '', list = ''] = /^(silences|sets|adds) (.+)$/.exec(outcome) ?? [];
  if (verb === '') {
    assert.match(outcome, /^nothing: \S/);
    return before;
  }
  let left = before;
  for (const entry of list.split(', ')) {
    if (verb === 'adds') {
      left = [...left, entry];
      continue;
    }
    const name = verb === 'sets' ? entry.slice(0, entry.lastIndexOf(' ')) : entry;
    const found = left.findIndex((each) => each.startsWith(`${name} `));
    assert.notEqual(found, -1, `no "${name}" in ${left.join(', ')}`);
    left = [...left.slice(0, found), ...(verb === 'sets' ? [entry] : []), ...left.slice(found + 1)];
  }
  return left;
}

const sections = readPage('test/core/suppression-forms.md');
const isNothing = ({ outcome }: Case): boolean => outcome.startsWith('nothing');

for (const { title, forms } of sections) {
  describe(`what silences: ${title}`, () => {
    for (const { outcome, text, files, form } of forms.flatMap(({ cases }) => cases)) {
      it(`${form} ${outcome}`, () => {
        const before = findingsOf(text, { suppressions: { comments: false } });
        const sources = [...files].flatMap(
          ([name, content]) => parseConfigSource(name, content, today) ?? [],
        );
        const { settings } = chooseSettings([sources]);
        const after = findingsOf(text, mergeSettings(settings));
        assert.deepEqual([...after].sort(), [...expect(outcome, before)].sort());
      });
    }
  });
}

describe('the page of forms', () => {
  const titles = sections.map(({ title }) => title);

  it('has a section for every tool and every file that is read', () => {
    for (const { tool } of suppressionSyntaxes) assert.ok(titles.includes(tool), tool);
    const own = ['.ironhull.json', 'package.json'];
    for (const name of configSourceNames.filter((each) => !own.includes(each)))
      assert.ok(titles.includes(name), name);
  });

  it('has a case that does something and a near miss for every form', () => {
    for (const { title, forms } of sections) {
      assert.notEqual(forms.length, 0, title);
      for (const { title: form, cases } of forms) {
        assert.ok(cases.some(isNothing), `${title} ${form}: a near miss`);
        const wanted = title !== 'Not honoured';
        assert.equal(
          cases.some((each) => !isNothing(each)),
          wanted,
          `${title} ${form}`,
        );
      }
    }
  });
});
