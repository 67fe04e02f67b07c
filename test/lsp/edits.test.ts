import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  DockerfileModel,
  digestHole,
  reasonPlaceholder,
  type Applicability,
} from '../../server/src/core/service';
import { readClientSupport } from '../../server/src/lsp/client-support';
import { toRange, toSpan, wantsKind } from '../../server/src/lsp/convert';
import { toWorkspaceEdit } from '../../server/src/lsp/edits';
import { modestClient, richClient } from '../harness/client-capabilities';

const uri = 'file:///Dockerfile';
const document = { uri, version: 3, model: new DockerfileModel('FROM a\r\nRUN \u{1f433} b\r\n') };
const modest = readClientSupport(modestClient);
const rich = readClientSupport(richClient);

const editOf = (applicability: Applicability, text: string, client = rich) =>
  toWorkspaceEdit(client, document, {
    applicability,
    edits: [{ span: { start: 12, end: 14 }, text }],
  });

const range = { start: { line: 1, character: 4 }, end: { line: 1, character: 6 } };

describe('edits for the client', () => {
  test('a modest client gets plain edits', () => {
    const expected = { changes: { [uri]: [{ range, newText: 'x' }] } };
    assert.deepEqual(editOf('safe', 'x', modest), expected);
    assert.deepEqual(editOf('unsafe', 'x', modest), expected);
  });

  test('a safe edit is tied to the version', () => {
    assert.deepEqual(editOf('safe', 'x'), {
      documentChanges: [{ textDocument: { uri, version: 3 }, edits: [{ range, newText: 'x' }] }],
    });
  });

  test('an unsafe edit says that it changes the image and asks for nothing', () => {
    const annotationId = 'changes-the-image';
    assert.deepEqual(editOf('unsafe', 'x'), {
      documentChanges: [
        { textDocument: { uri, version: 3 }, edits: [{ range, newText: 'x', annotationId }] },
      ],
      changeAnnotations: {
        [annotationId]: { label: 'Changes the image', needsConfirmation: false },
      },
    });
  });

  test('a placeholder becomes the selected part of a snippet, and the rest is escaped', () => {
    assert.deepEqual(editOf('placeholder', `# $A \\ } ${reasonPlaceholder}`), {
      documentChanges: [
        {
          textDocument: { uri, version: 3 },
          edits: [
            {
              range,
              snippet: { kind: 'snippet', value: `# \\$A \\\\ \\} \${1:${reasonPlaceholder}}` },
            },
          ],
        },
      ],
    });
  });

  test('the hole for a digest is selected as well', () => {
    const { documentChanges = [] } = editOf('placeholder', `sha256:${digestHole} x`);
    const value = `sha256:\${1:${digestHole}} x`;
    assert.deepEqual(documentChanges, [
      {
        textDocument: { uri, version: 3 },
        edits: [{ range, snippet: { kind: 'snippet', value } }],
      },
    ]);
  });

  test('a placeholder fix without a known hole is a plain edit', () => {
    assert.deepEqual(editOf('placeholder', 'x'), editOf('safe', 'x'));
  });
});

describe('conversions', () => {
  test('spans and ranges turn into each other', () => {
    const { lines } = document.model;
    assert.deepEqual(toRange(lines, { start: 12, end: 14 }), range);
    assert.deepEqual(toSpan(lines, range), { start: 12, end: 14 });
  });

  test('a kind contains its sub-kinds and nothing else', () => {
    assert.equal(wantsKind(undefined, 'quickfix'), true);
    assert.equal(wantsKind([], 'quickfix'), false);
    assert.equal(wantsKind([''], 'quickfix'), true);
    assert.equal(wantsKind(['source'], 'source.fixAll.ironhull'), true);
    assert.equal(wantsKind(['source.fixAll.ironhull'], 'source.fixAll'), false);
    assert.equal(wantsKind(['refactor'], 'refactoring'), false);
  });
});
