import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findServices } from '../../server/src/core/data/service-clients';
import compose from '../../server/src/core/emit/compose';
import dockerfile from '../../server/src/core/emit/dockerfile';
import dockerignore from '../../server/src/core/emit/dockerignore';
import type { ImagePlan, Step } from '../../server/src/core/plan/image-plan';
import { emitFiles, toPlan } from '../harness/image-plans';

function write(steps: readonly Step[], others: Partial<ImagePlan> = {}): string {
  const from = { kind: 'image', image: 'alpine:3.24' } as const;
  const stages = [{ name: 'runtime', from, steps }];
  return emitFiles(dockerfile, toPlan({}, { stages, ...others })).get('Dockerfile')?.text ?? '';
}

test('secrets of the build are named in the command, and mounted', () => {
  const text = write(
    [
      {
        kind: 'run',
        commands: ['install', 'build'],
        mounts: [
          { kind: 'secret', id: 'npmrc', target: '/root/.npmrc' },
          { kind: 'secret', id: 'token', variable: 'TOKEN' },
        ],
      },
    ],
    {
      buildSecrets: [
        { id: 'npmrc', from: 'file', source: '~/.npmrc' },
        { id: 'token', from: 'env', source: 'TOKEN' },
      ],
    },
  );
  assert.ok(text.includes(' --secret id=npmrc,src=~/.npmrc --secret id=token,env=TOKEN .\n'), text);
  assert.ok(
    text.includes(
      [
        'RUN --mount=type=secret,id=npmrc,target=/root/.npmrc,required=true \\',
        '    --mount=type=secret,id=token,env=TOKEN,required=true \\',
        '    install && \\',
        '    build',
      ].join('\n'),
    ),
    text,
  );
});

test('names with spaces, and values that need quotes', () => {
  const text = write([
    { kind: 'copy', sources: ['a b', 'c'], target: './' },
    { kind: 'environment', values: [['GREETING', 'say "hi"']] },
    { kind: 'environment', values: [] },
    { kind: 'argument', name: 'LEVEL' },
    { kind: 'argument', name: 'WORDS', value: 'two words' },
    { kind: 'run', commands: ['true'] },
  ]);
  assert.match(text, /^COPY --link \["a b", "c", "\.\/"\]$/m);
  assert.match(text, /^ENV GREETING="say \\"hi\\""$/m);
  assert.match(text, /^ARG LEVEL\nARG WORDS="two words"\nRUN true$/m);
});

test('an ignore file that lacks nothing stays as it is; an empty one is written', () => {
  const emit = (existing: string | undefined, plan = toPlan()): string =>
    emitFiles(dockerignore, plan, { existing: () => existing }).get('.dockerignore')?.text ?? '';
  const written = emit(undefined);
  assert.equal(emit(' \n'), written);
  assert.equal(emit(written), written);
  const kept = toPlan({}, { ignored: ['out'], needed: ['!README.md', 'docs'] });
  assert.ok(emit(undefined, kept).endsWith('# What the build reads\n!README.md\n'));
  assert.ok(!emit(undefined, kept).includes('\ndocs\n'));
  const more = emit('ours', kept);
  assert.ok(more.startsWith('ours\n\n#') && more.includes('\nout\n'), more);
});

test('a secret that comes as a file alone: its path is in the environment', () => {
  const plan = toPlan({ secretVariables: ['SIGNING_KEY_FILE'] });
  const text = emitFiles(compose, plan).get('compose.yaml')?.text ?? '';
  assert.match(text, /environment:\n +SIGNING_KEY_FILE: \/run\/secrets\/signing_key\n/);
});

test('packages tell the servers, in order of their names', () => {
  assert.deepEqual(findServices('node', ['ioredis', 'pg', 'express']), ['postgres', 'redis']);
  assert.deepEqual(findServices('cobol', ['pg']), []);
});
