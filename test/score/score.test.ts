import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describePoints, isCompanion, points } from '../../server/src/core/service';
import { describeLosses, scoreTexts } from '../harness/score';
import { damages } from './damages';
import { goodProject } from './good-project';

/** How `docker init` wrote it for Node.js, with the comments left out. */
const dockerInit = new Map([
  [
    'Dockerfile',
    `# syntax=docker/dockerfile:1
ARG NODE_VERSION=22.0.0
FROM node:\${NODE_VERSION}-alpine
ENV NODE_ENV production
WORKDIR /usr/src/app
RUN --mount=type=bind,source=package.json,target=package.json \\
    --mount=type=bind,source=package-lock.json,target=package-lock.json \\
    --mount=type=cache,target=/root/.npm \\
    npm ci --omit=dev
USER node
COPY . .
EXPOSE 3000
CMD npm start
`,
  ],
  [
    'compose.yaml',
    `services:
  server:
    build:
      context: .
    environment:
      NODE_ENV: production
    ports:
      - 3000:3000
`,
  ],
  ['.dockerignore', '**/.git\n**/.env\n**/node_modules\n**/npm-debug.log\n'],
  ['package.json', '{ "scripts": { "start": "node index.js" } }\n'],
  ['package-lock.json', '{}\n'],
  ['index.js', ''],
]);

test('what docker init writes is far from done', () => {
  const { total, grade } = scoreTexts(dockerInit);
  assert.ok(total < 24, String(total));
  assert.equal(grade, 'D');
});

test('an empty project scores, too', () => {
  const score = scoreTexts(new Map([['Dockerfile', '']]));
  assert.equal(score.points.length, 40);
  assert.ok(score.total < 24, describeLosses(score).join('\n'));
});

test('grades by their least points', () => {
  const spoil = (count: number): ReadonlyMap<string, string> => {
    const texts = new Map(goodProject);
    const files = [
      '.github/dependabot.yml',
      'k8s/app.yaml',
      'compose.yaml',
      '.github/workflows/image.yml',
    ];
    for (const file of files.slice(0, count)) texts.delete(file);
    return texts;
  };
  const grades = [0, 1, 2, 3, 4].map((count) => {
    const { total, grade } = scoreTexts(spoil(count));
    return [total, grade];
  });
  assert.deepEqual(grades, [
    [40, 'A'],
    [39, 'A'],
    [36, 'A'],
    [31, 'B'],
    [29, 'C'],
  ]);
});

test('broken files cost points and are named', () => {
  const texts = new Map(goodProject)
    .set('k8s/app.yaml', 'kind: [\n')
    .set('compose.yaml', '\t- : {');
  const score = scoreTexts(texts);
  assert.deepEqual(score.broken, ['compose.yaml', 'k8s/app.yaml']);
  assert.ok(score.total < 40);
});

test('no file, however broken, is an error', () => {
  const files = [...goodProject].filter(([path]) => isCompanion(path));
  for (const [path, text] of files) {
    for (let cut = 0; cut < text.length; cut += 97) {
      const scored = scoreTexts(new Map(goodProject).set(path, text.slice(0, cut)));
      assert.equal(scored.points.length, 40);
    }
    for (const wrong of [
      '&a [*a]',
      'a: &a\n  <<: *a\n',
      '- - -',
      '%',
      '*b',
      '? [a]\n: b',
      '42',
      '"<<": 1',
    ]) {
      assert.equal(scoreTexts(new Map(goodProject).set(path, wrong)).points.length, 40);
    }
  }
});

test('every damage costs something', () => {
  assert.ok(damages.every(({ points: ids }) => ids.length !== 0));
});

test('files that a score needs are told by their names', () => {
  const wanted = [
    'compose.yaml',
    'docker-compose.yml',
    '.github/workflows/image.yml',
    '.github/dependabot.yml',
    'renovate.json',
    '.github/renovate.json5',
    '.renovaterc',
    'k8s/app.yaml',
  ];
  assert.deepEqual(wanted.filter(isCompanion), wanted);
  assert.deepEqual(['package.json', 'README.md', 'src/app.ts'].filter(isCompanion), []);
});

test('the table of points has a row for each', () => {
  const text = describePoints();
  for (const { id, title } of points) assert.ok(text.includes(`| ${id} | ${title} |`), title);
  assert.match(text, /\| A \| 36 \|\n\| B \| 30 \|\n\| C \| 24 \|\n\| D \| 0 \|/);
});
