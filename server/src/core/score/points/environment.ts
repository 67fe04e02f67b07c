import { collectInheritance } from '../../model/stage-graph';
import { definePoint, judge, pass, type Point, type Problem } from '../point';
import type { LanguageRuntime } from '../runtime';
import type { ScoreFacts } from '../score-facts';

const group = 'Security at run time';

/** Points about what the image says of itself: secrets, variables and labels. */
export const environmentPoints: readonly Point[] = [
  definePoint({
    id: 21,
    group,
    title: 'No secrets in the image',
    asks: 'No ARG, ENV or copied file holds a secret; a build that needs one mounts it.',
    check: (facts) =>
      judge(
        facts.findings(
          'leaked-secret-in-arg',
          'leaked-secret-in-env',
          'copied-secret-file',
          'secret-deleted-later',
          'unignored-secret-file',
        ),
      ),
  }),
  definePoint({
    id: 26,
    group,
    title: 'Production settings',
    asks: 'The variables that tell the runtime about production or containers are set, and none asks for development or debugging.',
    check: (facts) => judge([...judgeMissing(facts), ...judgeDevelopment(facts)]),
  }),
  definePoint({
    id: 27,
    group,
    title: 'Labels of the image',
    asks: `The image has the labels title, source, revision, version and licenses of OCI, or a workflow hands over those of docker/metadata-action.`,
    check: (facts) => {
      const { target } = facts;
      if (hasLabelsOfWorkflow(facts)) return pass;
      const names = new Set(
        collectInheritance(target)
          .flatMap(({ instructions }) => instructions)
          .filter(({ keyword }) => keyword === 'LABEL')
          .flatMap(({ assignments }) => assignments)
          .map(({ name }) => name.text.replace(/["']/g, '')),
      );
      const missing = labels.filter((label) => !names.has(`org.opencontainers.image.${label}`));
      if (missing.length === 0) return pass;
      return judge([
        facts.at(
          target.from,
          `The labels ${missing.join(', ')} are missing.`,
          'Write a LABEL, or hand over the labels of docker/metadata-action',
        ),
      ]);
    },
  }),
];

const labels = ['title', 'source', 'revision', 'version', 'licenses'];

/** True when a build of a workflow takes `steps.….outputs.labels` of docker/metadata-action. */
function hasLabelsOfWorkflow({ companions }: ScoreFacts): boolean {
  return companions.workflows
    .flatMap((workflow) => workflow.at('jobs')?.entries ?? [])
    .some(([, job]) => {
      const steps = job.at('steps')?.items ?? [];
      const makes = steps.some((step) =>
        step.textAt('uses')?.startsWith('docker/metadata-action@'),
      );
      const takes = steps.some((step) =>
        /outputs\.(?:labels|bake-file)/.test(
          step.textAt('with', 'labels') ?? step.textAt('with', 'files') ?? '',
        ),
      );
      return makes && takes;
    });
}

/** What a runtime wants to be told, any of the names; undefined value: anything. */
interface Setting {
  readonly names: readonly string[];
  readonly value?: RegExp;
  /** Words of the start command that do the same. */
  readonly option?: RegExp;
  readonly mend: string;
}

const settings: Readonly<Partial<Record<LanguageRuntime, Setting>>> = {
  node: { names: ['NODE_ENV'], value: /^production$/, mend: 'Write ENV NODE_ENV=production' },
  bun: { names: ['NODE_ENV'], value: /^production$/, mend: 'Write ENV NODE_ENV=production' },
  python: { names: ['PYTHONUNBUFFERED'], option: /^-u$/, mend: 'Write ENV PYTHONUNBUFFERED=1' },
  java: {
    names: ['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', 'JAVA_OPTS'],
    value: /MaxRAM|-Xmx/,
    option: /MaxRAM|-Xmx/,
    mend: 'Write ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75"',
  },
  ruby: {
    names: ['RAILS_ENV', 'RACK_ENV', 'APP_ENV'],
    value: /^production$/,
    mend: 'Write ENV RAILS_ENV=production, or RACK_ENV',
  },
};

function judgeMissing(facts: ScoreFacts): readonly Problem[] {
  const { runtime, target } = facts;
  if (runtime === undefined) return [];
  const setting = settings[runtime];
  if (setting === undefined) return [];
  const { names, value = /./, option } = setting;
  const values = names.flatMap((name) => facts.variable(name) ?? []);
  const isSet = values.some((text) => value.test(text));
  const isOption = option !== undefined && facts.startWords.some((word) => option.test(word));
  if (isSet || isOption) return [];
  const says = `Nothing tells ${runtime} that it runs in production: ${names.join(' or ')}.`;
  return [facts.at(target.from, says, setting.mend)];
}

const development: readonly (readonly [name: RegExp, value: RegExp])[] = [
  [/^(?:NODE|RAILS|RACK|APP|FLASK|DJANGO|MIX|GO)_ENV$/, /^(?:dev|development|test|local)$/i],
  [/^(?:ASPNETCORE|DOTNET)_ENVIRONMENT$/, /^Development$/i],
  [/^(?:DEBUG|FLASK_DEBUG|APP_DEBUG|DJANGO_DEBUG)$/, /^(?:1|true|on|\*|yes)$/i],
];

function judgeDevelopment(facts: ScoreFacts): readonly Problem[] {
  return facts.model.variables
    .atEnd(facts.target)
    .all()
    .flatMap(({ kind, name, value = '', assignment }) => {
      const isMeant = development.some(([names, values]) => names.test(name) && values.test(value));
      if (kind !== 'env' || assignment === undefined || !isMeant) return [];
      const says = `The value "${value}" of ${name} is for development.`;
      return [facts.at(assignment.span, says, 'Set it for production')];
    });
}
