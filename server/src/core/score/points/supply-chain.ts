import { languageManifests } from '../language-manifests';
import { definePoint, judge, type Point, type Problem } from '../point';
import { inTree, type ScoreFacts } from '../score-facts';
import { jobsOf, needsOf, stepsOf, usesOf } from '../workflow-file';
import type { YamlTree } from '../yaml-tree';

const group = 'Supply chain';

/** Points about workflows and updates. */
export const supplyChainPoints: readonly Point[] = [
  definePoint({
    id: 38,
    group,
    title: 'Workflows that cannot be turned',
    asks: 'Every action of a workflow is pinned to a commit, tokens can only read unless a job needs more, none is kept in the working copy, and `pull_request_target` is not used.',
    check: (facts) => {
      const { workflows } = facts.companions;
      return judge(workflows.length === 0 ? noWorkflow : workflows.flatMap(judgeWorkflow));
    },
  }),
  definePoint({
    id: 39,
    group,
    title: 'Scanned, described and signed',
    asks: 'A workflow scans the image before it is pushed, pushes it with a list of its parts (SBOM) and provenance, and signs or attests it.',
    check: (facts) => judge(judgeRelease(facts)),
  }),
  definePoint({
    id: 40,
    group,
    title: 'Updates',
    asks: 'Dependabot or Renovate keeps images, actions and packages up to date, and a workflow rebuilds the image at set times.',
    check: (facts) => judge(judgeUpdates(facts)),
  }),
];

const noWorkflow: readonly Problem[] = [
  {
    says: 'No workflow builds the image.',
    mend: 'Write a workflow of GitHub Actions',
    file: '.github/workflows/image.yml',
  },
];

function judgeWorkflow(workflow: YamlTree): readonly Problem[] {
  const events = workflow.at('on');
  const names = [...(events?.texts ?? []), ...(events?.entries ?? []).map(([name]) => name)];
  const permissions = workflow.at('permissions');
  const isReadOnly =
    permissions !== undefined &&
    (permissions.text === undefined
      ? permissions.entries.every(([, { text }]) => text === 'read' || text === 'none')
      : permissions.text === 'read-all');
  const loose = usesOf(workflow)
    .filter(({ text = '' }) => !isPinned(text))
    .map((uses) => {
      const { text = '' } = uses;
      const says = `"${text}" can be changed by others.`;
      return inTree(uses, says, 'Pin it to the commit of its tag');
    });
  const checkouts = jobsOf(workflow)
    .flatMap(([, job]) => stepsOf(job))
    .filter((step) => step.textAt('uses')?.startsWith('actions/checkout@'))
    .filter((step) => step.textAt('with', 'persist-credentials') !== 'false')
    .map((step) =>
      inTree(step, 'The token stays in the working copy.', 'Write "persist-credentials: false"'),
    );
  return [
    ...(events !== undefined && names.includes('pull_request_target')
      ? [
          inTree(
            events,
            'Anybody can run code with the rights of the repository.',
            'Use pull_request',
          ),
        ]
      : []),
    ...(isReadOnly
      ? []
      : [
          inTree(
            permissions ?? workflow,
            'The token of every job may write.',
            'Write "permissions: {contents: read}" at the top',
          ),
        ]),
    ...loose,
    ...checkouts,
  ];
}

/** A commit, a digest, or an action of the repository itself. */
function isPinned(uses: string): boolean {
  return /@[0-9a-f]{40}$|^docker:\/\/.+@sha256:[0-9a-f]{64}$|^\.\.?\//.test(uses);
}

const scanners =
  /^(?:anchore\/scan-action|aquasecurity\/trivy-action|docker\/scout-action|snyk\/actions\/docker)@/;
const scanCommands =
  /(?:^|[\s;&|])(?:grype|trivy\s+image|docker\s+scout\s+cves|snyk\s+container)\s/;
const builders = /^docker\/(?:build-push-action|bake-action)@/;
const signers = /^(?:actions\/attest(?:-build-provenance)?)@/;
const signCommands = /\bcosign\s+(?:sign|attest)\b/;

function judgeRelease({ companions }: ScoreFacts): readonly Problem[] {
  const [found] = companions.workflows.flatMap((workflow) => {
    const jobs = jobsOf(workflow);
    return jobs.flatMap(([, job]) =>
      stepsOf(job)
        .filter(pushes)
        .map((push) => ({ jobs, job, push })),
    );
  });
  if (found === undefined) {
    const [first] = companions.workflows;
    const says = 'No workflow pushes an image with docker/build-push-action or docker/bake-action.';
    return first === undefined ? noWorkflow : [inTree(first, says, 'Push it in a workflow')];
  }
  const { jobs, job, push } = found;
  const steps = stepsOf(job);
  const before = steps.slice(0, steps.findIndex(pushes));
  const earlier = [...before, ...needsOf(job, jobs).flatMap(stepsOf)];
  const isScanned = earlier.some(
    (step) =>
      scanners.test(step.textAt('uses') ?? '') || scanCommands.test(`${step.textAt('run') ?? ''} `),
  );
  const isSigned = steps.some(
    (step) =>
      signers.test(step.textAt('uses') ?? '') || signCommands.test(step.textAt('run') ?? ''),
  );
  const option = (name: string): string => push.textAt('with', name) ?? 'false';
  const problems: readonly (readonly [right: boolean, says: string, mend: string])[] = [
    [
      isScanned,
      'Nothing scans the image before it is pushed.',
      'Scan it in a step before, and fail on what has a fix',
    ],
    [option('sbom') !== 'false', 'The image has no list of its parts.', 'Write "sbom: true"'],
    [
      option('provenance') !== 'false',
      'The image does not say how it was built.',
      'Write "provenance: mode=max"',
    ],
    [
      isSigned,
      'Nobody can check who built the image.',
      'Sign its digest with cosign, or use actions/attest',
    ],
  ];
  return problems.flatMap(([right, says, mend]) => (right ? [] : [inTree(push, says, mend)]));
}

function pushes(step: YamlTree): boolean {
  const push = step.textAt('with', 'push') ?? 'false';
  return builders.test(step.textAt('uses') ?? '') && push !== 'false';
}

function judgeUpdates(facts: ScoreFacts): readonly Problem[] {
  const { companions } = facts;
  const isRebuilt = companions.workflows.some(
    (workflow) => workflow.at('on', 'schedule') !== undefined,
  );
  const [workflow] = companions.workflows;
  const rebuild = isRebuilt
    ? []
    : workflow === undefined
      ? noWorkflow
      : [inTree(workflow, 'Fixes of the base image wait for the next change.', 'Add a "schedule"')];
  const { dependabot, renovate } = companions;
  if (renovate !== undefined) return rebuild;
  if (dependabot === undefined) {
    const says = 'Nothing proposes updates.';
    return [
      { says, mend: 'Set up Dependabot or Renovate', file: '.github/dependabot.yml' },
      ...rebuild,
    ];
  }
  const present = new Set(
    (dependabot.at('updates')?.items ?? []).map((update) => update.textAt('package-ecosystem')),
  );
  const wanted = ['docker', ...(workflow === undefined ? [] : ['github-actions'])].filter(
    (ecosystem) => !present.has(ecosystem),
  );
  const own = languageManifests.filter(({ manifest }) =>
    facts.context.visiblePaths.some((path) => manifest.test(path.slice(path.lastIndexOf('/') + 1))),
  );
  const hasLanguage =
    own.length === 0 || own.some(({ ecosystems }) => ecosystems.some((each) => present.has(each)));
  const missing = [
    ...wanted,
    ...(hasLanguage ? [] : own.slice(0, 1).flatMap(({ ecosystems }) => ecosystems.slice(0, 1))),
  ];
  return [
    ...missing.map((ecosystem) =>
      inTree(dependabot, `Dependabot does not look after ${ecosystem}.`, `Add "${ecosystem}"`),
    ),
    ...rebuild,
  ];
}
