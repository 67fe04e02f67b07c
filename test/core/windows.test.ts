import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { lint } from '../../server/src/core/engine/lint';
import { DockerfileModel } from '../../server/src/core/model/model';
import type { Rule } from '../../server/src/core/rules/define-rule';
import { rules } from '../../server/src/core/rules/index';
import { readPage } from '../harness/literate';
import { readMarks } from '../harness/marked-source';
import { toProject } from '../harness/project';
import { windowsFiles } from '../harness/windows-files';

const today = '2026-11-22';

/** The ids of the rules that speak on a text, each once, sorted. */
function speakers(
  text: string,
  asked: readonly Rule[],
  files?: Readonly<Record<string, string>>,
): readonly string[] {
  const model = new DockerfileModel(text, files === undefined ? undefined : toProject(files));
  const active = new Map(asked.map((rule) => [rule, rule.severity]));
  const { findings, failures } = lint(model, active, today);
  assert.deepEqual(failures, []);
  return [...new Set(findings.map(({ rule }) => rule))].sort();
}

describe('Windows images get no Linux advice', () => {
  for (const { name, text, speaks } of windowsFiles) {
    test(name, () => {
      const found = speakers(text, rules);
      assert.deepEqual(
        found.filter((rule) => rule !== 'undigested-base-image'),
        [...speaks].sort(),
      );
    });
  }
});

/**
 * Rules whose examples still mean something when they are moved to Windows: they read no script for a Linux shell, no
 * accounts, modes, packages or folders of Linux. A rule that is not in this list must be silent there.
 */
const neutralRules: ReadonlySet<string> = new Set([
  'add-instead-of-copy',
  'broken-array',
  'build-only-variable',
  'cleartext-download',
  'constant-platform',
  'copied-secret-file',
  'copy-from-later-stage',
  'copy-from-own-stage',
  'debug-switch-in-env',
  'deprecated-maintainer',
  'destination-without-slash',
  'development-dependencies-shipped',
  'development-server',
  'development-stage-last',
  'docker-socket-in-image',
  'duplicate-command',
  'duplicate-port',
  'duplicate-stage-name',
  'empty-continuation-line',
  'empty-default-image',
  'empty-run',
  'env-self-reference',
  'eol-base-image',
  'exposed-admin-port',
  'exposed-host-port',
  'exposed-plaintext-port',
  'ignored-copy-source',
  'ignored-powershell-error',
  'incomplete-ignore-file',
  'inconsistent-casing',
  'ineffective-directive',
  'ineffective-healthcheck',
  'inline-comment',
  'install-at-start',
  'invalid-instruction',
  'invalid-label',
  'invalid-secret-mount',
  'latest-tag',
  'leaked-secret-in-arg',
  'leaked-secret-in-env',
  'leaked-secret-value',
  'legacy-key-value',
  'loopback-only-server',
  'migration-at-start',
  'mismatched-description',
  'mismatched-platform',
  'mismatched-port',
  'missing-copy-source',
  'missing-dummy-key',
  'missing-ignore-file',
  'missing-node-environment',
  'missing-stage-path',
  'newer-syntax-needed',
  'numbered-stage',
  'outdated-tls-version',
  'overwritten-value',
  'package-manager-as-main-process',
  'piped-remote-script',
  'port-out-of-range',
  'privileged-run-label',
  'proxy-in-image',
  'redundant-target-platform',
  'relative-workdir',
  'remote-add',
  'repeated-powershell-call',
  'reserved-stage-name',
  'retired-base-image',
  'shell-syntax-in-copy',
  'shipped-credential-file',
  'slow-powershell-download',
  'source-outside-context',
  'space-before-equals',
  'unchecked-certificate',
  'undefined-from-variable',
  'undefined-variable',
  'undigested-base-image',
  'unevaluated-command',
  'unexpanded-tilde',
  'unignored-secret-file',
  'unknown-flag',
  'unknown-stage',
  'unreachable-stage',
  'unsandboxed-build-step',
  'untagged-base-image',
  'upper-case-protocol',
  'upper-case-stage-name',
  'vulnerable-download',
  'whole-filesystem-copied',
  'write-behind-volume',
]);

interface Move {
  readonly name: string;
  /** Takes the place of each base image; undefined: it stays. */
  readonly image: string | undefined;
  /** A line behind each FROM. */
  readonly shell: string | undefined;
}

const moves: readonly Move[] = [
  {
    name: 'Server Core with PowerShell',
    image: 'mcr.microsoft.com/windows/servercore:ltsc2025',
    shell: 'SHELL ["powershell", "-Command"]',
  },
  {
    name: 'Nano Server',
    image: 'mcr.microsoft.com/windows/nanoserver:ltsc2025',
    shell: undefined,
  },
  {
    name: 'an unknown image with PowerShell',
    image: 'registry.acme.io/base:1',
    shell: 'SHELL ["pwsh", "-Command"]',
  },
  {
    name: 'an image with one name for both systems',
    image: undefined,
    shell: 'SHELL ["cmd", "/S", "/C"]',
  },
];

/** A Linux Dockerfile with the images and shells of Windows; undefined when it chooses a shell by itself. */
function moveToWindows(text: string, { image, shell }: Move): string | undefined {
  const model = new DockerfileModel(text);
  const { instructions, comments } = model.tree;
  if (instructions.some(({ keyword }) => keyword === 'SHELL')) return undefined;
  if (comments.some((comment) => /shell\s*=/.test(comment.text))) return undefined;
  const lines = text.split('\n');
  for (const stage of model.stages.toReversed()) {
    const { base, imageWord, from } = stage;
    if (base.kind === 'stage' || imageWord === undefined) continue;
    if (base.kind === 'scratch' && image === undefined) return undefined;
    const place = model.lines.placeAt(imageWord.span.start);
    const line = lines[place.line] ?? '';
    if (shell !== undefined) lines.splice(model.lines.placeAt(from.span.end).line + 1, 0, shell);
    if (image === undefined) continue;
    const behind = line.slice(place.column + imageWord.span.end - imageWord.span.start);
    lines[place.line] = line.slice(0, place.column) + image + behind;
  }
  return lines.join('\n');
}

interface Case {
  readonly title: string;
  readonly text: string;
  readonly files: Readonly<Record<string, string>> | undefined;
}

/** The examples of a rule and the cases of its page that need no options. */
function casesOf(rule: Rule): readonly Case[] {
  const page = path.join('test/rules', `${rule.id}.md`);
  const cases = existsSync(page) ? readPage(page) : [];
  return [
    ...rule.examples.map(({ bad, files, options }, index) => ({
      title: `example ${String(index + 1)}`,
      source: bad,
      files,
      options,
    })),
    ...cases,
  ].flatMap(({ title, source, files, options }) =>
    options === undefined ? [{ title, text: readMarks(source).text, files }] : [],
  );
}

describe('what says that a stage is built for Windows', () => {
  const rows: readonly (readonly [text: string, windows: boolean, facts: boolean])[] = [
    ['FROM golang:1.26', false, true],
    ['FROM golang:1.26\nSHELL ["pwsh", "-Command"]', true, false],
    ['FROM golang:1.26-trixie\nSHELL ["pwsh", "-Command"]', false, true],
    ['FROM ubuntu:24.04\nSHELL ["/usr/bin/pwsh", "-Command"]', false, true],
    ['FROM golang:1.26-trixie\nSHELL ["powershell.exe", "-Command"]', true, false],
    ['FROM golang:1.26\nSHELL /bin/bash', false, true],
    ['FROM golang:1.26\nWORKDIR C:\\app', true, false],
    ['FROM golang:1.26\nCOPY ["a b", "C:/a b"]', true, false],
    ['FROM golang:1.26\nVOLUME C:/data', true, false],
    ['FROM golang:1.26\nUSER ContainerAdministrator', true, false],
    ['FROM golang:1.26\nRUN cmd /c dir', true, false],
    ['FROM golang:1.26\nCMD ["C:/app/app.exe"]', true, false],
    ['FROM golang:1.26\nRUN pwsh -c Get-Date', false, true],
    ['FROM golang:1.26\nUSER app', false, true],
    ['FROM --platform=windows/amd64 golang:1.26', true, false],
    ['FROM golang:1.26 AS windows', false, true],
    ['FROM golang:1.26-nanoserver-ltsc2025', true, false],
    ['FROM mcr.microsoft.com/windows/servercore:ltsc2025', true, true],
    ['FROM $BASE\nSHELL ["cmd", "/S", "/C"]', true, false],
    ['ARG BASE=acme/windows:1\nFROM $BASE', true, false],
    ['FROM golang:1.26 AS a\nFROM a\nSHELL ["cmd", "/S", "/C"]', true, false],
    ['FROM golang:1.26 AS a\nRUN cmd /c dir\nFROM a', true, false],
  ];
  for (const [text, windows, facts] of rows) {
    test(text.replaceAll('\n', ' / '), () => {
      const model = new DockerfileModel(`${text}\n`);
      const { target } = model;
      assert.equal(target?.mayBeWindows, windows);
      const { rootBase } = target;
      assert.equal(rootBase.kind === 'image' && rootBase.facts !== undefined, facts);
    });
  }
});

describe('every rule knows Windows', () => {
  for (const rule of rules.filter(({ reviewsSuppressions }) => reviewsSuppressions !== true)) {
    test(rule.id, () => {
      const spoke: string[] = [];
      for (const move of moves) {
        for (const { title, text, files } of casesOf(rule)) {
          const moved = moveToWindows(text, move);
          if (moved === undefined) continue;
          if (speakers(moved, [rule], files).length !== 0) spoke.push(`${move.name}: ${title}`);
        }
      }
      if (neutralRules.has(rule.id)) {
        assert.notDeepEqual(spoke, [], 'a rule of the list speaks on Windows');
        return;
      }
      assert.deepEqual(
        spoke,
        [],
        'Windows gets no Linux advice. Where the rule means the same there, add it to neutralRules.',
      );
    });
  }
});
