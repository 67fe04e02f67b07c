import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { resolveRules } from '../../server/src/core/config/resolve';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import { exampleDay } from '../harness/invariants';
import { expandSnippet } from '../harness/snippet';

interface Snippet {
  readonly body: string[];
  readonly isFileTemplate?: boolean;
}

const snippets = JSON.parse(readFileSync('snippets/dockerfile.json', 'utf8')) as Record<
  string,
  Snippet
>;

/** Images that have the program of a health check. */
const imageOf = new Map([
  ['node', 'node:24-trixie-slim'],
  ['python', 'python:3.14-slim-trixie'],
  ['wget', 'alpine:3.23'],
]);

/** A fragment is checked at its place in a file: FROM in front unless it brings its own. */
function toDocument(snippet: Snippet): string {
  const text = expandSnippet(snippet.body);
  const tool = /^HEALTHCHECK[^]*CMD (?:\[")?(\w+)/m.exec(text)?.[1] ?? '';
  const image = imageOf.get(tool) ?? 'debian:13-slim';
  return /^FROM /m.test(text) ? text : `FROM ${image}\n${text}`;
}

describe('our own snippets', () => {
  for (const [name, snippet] of Object.entries(snippets)) {
    test(`${name} has no finding`, () => {
      const model = new DockerfileModel(toDocument(snippet));
      const active = resolveRules({
        profile: snippet.isFileTemplate === true ? 'strict' : 'recommended',
      });
      const { findings } = lint(model, active, exampleDay);
      const relevant = findings.filter(
        (finding) => snippet.isFileTemplate === true || finding.severity === 'error',
      );
      assert.deepEqual(
        relevant.map((finding) => `${finding.rule}: ${finding.message}`),
        [],
      );
    });
  }
});
