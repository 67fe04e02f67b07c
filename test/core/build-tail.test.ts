import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BuilderPlan } from '../../server/src/core/model/builder-plan';
import {
  findBuildTail,
  findLastBuilderStep,
  findSplitObstacle,
} from '../../server/src/core/model/build-tail';
import { DockerfileModel } from '../../server/src/core/model/model';
import type { Stage } from '../../server/src/core/model/stage-graph';
import { toProject } from '../harness/project';

function read(text: string): { readonly model: DockerfileModel; readonly stage: Stage } {
  const model = new DockerfileModel(text, toProject({ 'main.go': '' }));
  assert.ok(model.target !== undefined);
  return { model, stage: model.target };
}

const build = { buildPrograms: /^go$/ };

/** A plan whose last step is the first RUN that builds. */
function planOf(stage: Stage, more: Partial<BuilderPlan> = build): BuilderPlan {
  const lastStep = stage.instructions.find(
    (each) => each.keyword === 'RUN' && each.argumentText.includes('go build'),
  );
  assert.ok(lastStep !== undefined);
  return {
    lastStep,
    builderName: 'build',
    runtimeImage: 'debian:13-slim',
    stages: [],
    setup: [],
    artifacts: [{ from: '/app/shop', to: '/app/' }],
    builderEdits: [],
    command: undefined,
    buildVariables: [],
    evidence: [],
    ...more,
  };
}

test('stages that cannot be split', () => {
  const cases: readonly (readonly [string, number, RegExp | undefined])[] = [
    ['FROM golang:1.26 AS a\nRUN go build\nFROM debian:13\nCOPY --from=a /x /x\n', 0, /shipped/],
    ['FROM golang:1.26 AS a\nFROM a\nRUN go build\n', 1, /another stage/],
    ['FROM golang:1.26\nRUN go build\nCMDD x\n', 0, /cannot be built/],
    ['FROM golang:1.26\nONBUILD RUN go build\n', 0, /ONBUILD/],
    ['FROM golang:1.26\nRUN go build\n', 0, undefined],
  ];
  for (const [text, index, reason] of cases) {
    const { model } = read(text);
    const stage = model.stages[index];
    assert.ok(stage !== undefined);
    const obstacle = findSplitObstacle(model, stage);
    if (reason === undefined) assert.equal(obstacle, undefined, text);
    else assert.match(obstacle ?? 'none', reason, text);
  }
});

const head = 'FROM golang:1.26\nWORKDIR /app\nCOPY . .\n';
const tail = 'RUN go build -o shop\nCMD ["./shop"]\n';

test('tails that are not known', () => {
  const cases: readonly (readonly [string, RegExp, Partial<BuilderPlan>?])[] = [
    [`${head}RUN go build -o shop\n`, /Neither CMD nor ENTRYPOINT/],
    [`${head}RUN ./prepare\n${tail}`, /"\.\/prepare" does/],
    [`${head}RUN go vet\n${tail}`, /"go vet" does/, {}],
    [`${head}ENV HERE=$PWD\n${tail}`, /HERE uses PWD/],
    [`${head}ARG W\nWORKDIR $W\n${tail}`, /working directory/],
    [`${head}ARG U\nUSER $U\n${tail}`, /Which user/],
    [`${head}USER app\n${tail}`, /runs as "app"/],
    [`${head}RUN useradd app && mkdir /data && chown app /data\n${tail}`, /whose the folders are/],
  ];
  for (const [text, reason, more] of cases) {
    const { model, stage } = read(text);
    const found = findBuildTail(model, stage, planOf(stage, more));
    assert.match(found.kind === 'refused' ? found.reason : 'split', reason, text);
  }
});

test('a step of another stage is no end of the builder', () => {
  const { model, stage } = read(`${head}CMD ["./shop"]\n`);
  const other = read(`${head}${tail}`);
  const plan = planOf(other.stage);
  const found = findBuildTail(model, stage, plan);
  assert.match(found.kind === 'refused' ? found.reason : 'split', /not part of the stage/);
  assert.equal(findLastBuilderStep(model, stage, plan), plan.lastStep);
});

test('the builder ends with the build where the steps are not understood', () => {
  const { model, stage } = read(`${head}RUN ./prepare\n${tail}`);
  const plan = planOf(stage);
  assert.equal(findLastBuilderStep(model, stage, plan), plan.lastStep);
});

test('what the runtime stage repeats', () => {
  const cases: readonly (readonly [string, Partial<BuilderPlan>, readonly string[]])[] = [
    [`${head}USER 1000\n${tail}`, build, ['USER']],
    [`${head}USER 1000\nRUN go build -o shop\nUSER 1001\nCMD ["./shop"]\n`, build, []],
    [`${head}SHELL ["/bin/bash", "-c"]\nRUN go build -o shop\nCMD ./shop\n`, build, ['SHELL']],
    [
      `${head}SHELL ["/bin/bash", "-c"]\nRUN go build -o shop\nCMD ./shop\n`,
      { ...build, command: ['./shop'] },
      [],
    ],
    [
      `${head}SHELL ["/bin/bash", "-c"]\nRUN go build -o shop\nENTRYPOINT ./shop\n`,
      { ...build, entrypoint: ['./shop'] },
      [],
    ],
  ];
  for (const [text, more, expected] of cases) {
    const { model, stage } = read(text);
    const found = findBuildTail(model, stage, planOf(stage, more));
    assert.ok(found.kind === 'tail', found.kind === 'refused' ? found.reason : '');
    assert.deepEqual(
      found.tail.repeated.map(({ keyword }) => keyword),
      expected,
      text,
    );
  }
});

test('variables and arguments that lines of the runtime stage read', () => {
  const { model, stage } = read(
    `${head}ARG MAJOR=1\nARG TAG=$MAJOR.2\nARG NONE\nENV EMPTY= GOFLAGS=-mod=mod PATH=/x:$PATH\nLABEL version=$TAG none=$NONE\nRUN go build -o shop\nENTRYPOINT ["./shop", "$NONE"]\n`,
  );
  const found = findBuildTail(model, stage, planOf(stage));
  assert.ok(found.kind === 'tail', found.kind === 'refused' ? found.reason : '');
  assert.deepEqual(
    found.tail.arguments.map(({ name }) => name.text),
    ['MAJOR', 'TAG', 'NONE'],
  );
  assert.deepEqual(
    found.tail.environment.flatMap(({ assignments }) => assignments.map(({ name }) => name.text)),
    ['EMPTY', 'PATH'],
  );
});
