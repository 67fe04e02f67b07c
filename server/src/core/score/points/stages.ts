import { isInstallOfBuildPackages } from '../shipped-installs';
import { servicesOf } from '../compose-file';
import { findStage, type Stage } from '../../model/stage-graph';
import { definePoint, judge, notApplicable, type Point, type Problem } from '../point';
import type { ScoreFacts } from '../score-facts';

const group = 'Base and structure';

/** Points about the stages of a Dockerfile. */
export const stagePoints: readonly Point[] = [
  definePoint({
    id: 1,
    group,
    title: 'Syntax and checks declared',
    asks: 'The first line is `# syntax=docker/dockerfile:1`, and `# check=error=true` makes findings of BuildKit errors.',
    check: (facts) => judge(judgeDirectives(facts)),
  }),
  definePoint({
    id: 5,
    group,
    title: 'Builder stages',
    asks: 'There are at least two stages, and the last one installs no compilers, headers or packages of a language.',
    check: (facts) => {
      const { model, target, shipped } = facts;
      const installs = shipped
        .flatMap((stage) => model.packageOperationsOf(stage))
        .filter(isInstallOfBuildPackages)
        .map(({ verbWord, manager }) =>
          facts.at(
            verbWord.span,
            `The shipped stage installs or builds with ${manager.id}.`,
            'Do it in an earlier stage and copy the result',
          ),
        );
      const problems = [
        ...facts.findings('single-stage-toolchain', 'toolchain-in-shipped-stage'),
        ...installs,
      ];
      if (1 < model.stages.length || problems.length !== 0) return judge(problems);
      const runsNothing = model.runsOf(target).length === 0;
      if (runsNothing) return notApplicable('Nothing is built or installed.');
      return judge([facts.at(target.from, 'One stage does all.', 'Build in a stage of its own')]);
    },
  }),
  definePoint({
    id: 9,
    group,
    title: 'Named stages, all of use',
    asks: 'Every stage has a name of its own, and a plain build needs it, except those that Compose builds, those named for development, tests and debugging, and those whose comment has `--target`.',
    check: (facts) => judge(judgeStages(facts)),
  }),
];

function judgeDirectives(facts: ScoreFacts): readonly Problem[] {
  const { directives } = facts.model.tree;
  const syntax = directives.find(({ name }) => name === 'syntax');
  const check = directives.find(({ name }) => name === 'check');
  const isKnown = /^docker\/dockerfile:1(?:[.\d]*)(?:-labs)?(?:@sha256:\w+)?$/.test(
    syntax?.value ?? '',
  );
  const isFirst = syntax !== undefined && facts.model.lines.placeAt(syntax.span.start).line === 0;
  return [
    ...(isKnown && isFirst
      ? []
      : [
          facts.inFile(
            'The first line does not say which syntax the file has.',
            'Write "# syntax=docker/dockerfile:1" as the first line',
          ),
        ]),
    ...(/(?:^|;)error=true(?:$|;)/.test(check?.value.replace(/\s/g, '') ?? '')
      ? []
      : [
          facts.inFile(
            'Findings of BuildKit do not fail the build.',
            'Write "# check=error=true" below the syntax line',
          ),
        ]),
  ];
}

/** Stages that people build by name. */
const ownTargets =
  /^(?:dev|devel|development|debug|tests?|lint|checks?|ci|docs|migrations?)(?:[-_]|$)/;

/** True for a stage whose name says what it is for, or whose comment says `--target` and its name. */
function isDeclared({ name = '', from }: Stage): boolean {
  const comment = from.leadingComments.map(({ text }) => text).join(' ');
  return (
    ownTargets.test(name) ||
    comment
      .split(/[\s`"'=]+/)
      .join(' ')
      .includes(`--target ${name}`)
  );
}

function judgeStages(facts: ScoreFacts): readonly Problem[] {
  const { stages } = facts.model;
  const needed = collectNeeded(facts);
  const builtElsewhere = new Set(
    servicesOf(facts.companions).map(([, service]) => service.textAt('build', 'target')),
  );
  return stages.flatMap((stage): readonly Problem[] => {
    const { name, from } = stage;
    if (name === undefined) {
      return [facts.at(from, 'The stage has no name.', 'Write AS and a name behind the image')];
    }
    if (stages.some((other) => other.index < stage.index && other.name === name)) {
      return [facts.at(from, `Two stages are named "${name}".`, 'Give it another name')];
    }
    if (needed.has(stage) || isDeclared(stage) || builtElsewhere.has(name)) return [];
    return [facts.at(from, `Nothing needs the stage "${name}".`, 'Delete the stage')];
  });
}

/** The last stage and what it takes from, over any number of steps. */
function collectNeeded({ model, target }: ScoreFacts): ReadonlySet<Stage> {
  const needed = new Set<Stage>();
  const queue = [target];
  for (let stage = queue.pop(); stage !== undefined; stage = queue.pop()) {
    if (needed.has(stage)) continue;
    needed.add(stage);
    if (stage.base.kind === 'stage') queue.push(stage.base.stage);
    for (const { origin } of model.copiesOf(stage)) {
      if (origin.kind === 'stage') queue.push(origin.stage);
    }
    for (const mount of stage.instructions.flatMap((each) => model.mountsOf(each))) {
      const source =
        mount.from === undefined ? undefined : findStage(model.stages, mount.from, stage.index);
      if (source !== undefined) queue.push(source);
    }
  }
  return needed;
}
