import type { Assist, BaseChoice } from '../assists/define-assist';
import { assists } from '../assists/index';
import { categories, type Category, type Rule } from '../rules/define-rule';

/** A step that runs one assist at every instruction, then the fixes of the rules it is a remedy of. */
export interface AssistStep {
  readonly kind: 'assist';
  /** Id of the assist. */
  readonly id: string;
  /** What is gained, in sentences. */
  readonly why: string;
  /** When the step runs: always, or only when that is asked for; `named`: when `only` names it. */
  readonly when?: 'distroless' | 'digests' | 'named';
  /** True: only what leaves the image as it is. */
  readonly onlySafe?: boolean;
  /** The wishes for a base image that it gets to know. */
  readonly bases?: readonly BaseChoice[];
}

/** A step that applies the fixes of the rules of some categories. */
export interface FixesStep {
  readonly kind: 'fixes';
  readonly id: string;
  readonly why: string;
  readonly categories: readonly Category[];
}

export type HardenStep = AssistStep | FixesStep;

/** Every step in the order in which they run; docs/decisions/004-hardening.md tells why in this order. */
export const hardenSteps: readonly HardenStep[] = [
  {
    kind: 'fixes',
    id: 'base-image-fixes',
    why: 'Everything else is built on the base image, so it has to be one that still gets security fixes.',
    categories: ['base-image'],
  },
  {
    kind: 'assist',
    id: 'secret-to-mount',
    why: 'A secret that is mounted for one instruction is in no layer and no history of the image.',
  },
  {
    kind: 'assist',
    id: 'move-sources-below-install',
    why: 'A change of the sources no longer repeats the installation of the dependencies.',
  },
  {
    kind: 'assist',
    id: 'split-production-dependencies',
    why: 'What only the build needs stays out of the image.',
  },
  {
    kind: 'assist',
    id: 'split-builder-stage',
    why: 'Compilers, sources and build tools stay out of the image: it is smaller, and an attacker finds less to work with.',
  },
  {
    kind: 'assist',
    id: 'cache-production-dependencies',
    why: 'A change of the sources no longer drops the packages that only development needs once more.',
  },
  {
    kind: 'fixes',
    id: 'package-fixes',
    why: 'Packages are installed without leftovers and without asking back.',
    categories: ['packages'],
  },
  {
    kind: 'assist',
    id: 'convert-to-distroless',
    why: 'An image without shell and package manager has the smallest attack surface.',
    when: 'distroless',
    bases: ['distroless'],
  },
  {
    kind: 'assist',
    id: 'use-slim-base',
    why: 'A slim base image has fewer packages that can be vulnerable.',
    bases: ['slim', 'alpine'],
  },
  {
    kind: 'assist',
    id: 'use-unprivileged-nginx',
    why: 'The variant of nginx for accounts without rights needs no root to start.',
  },
  {
    kind: 'assist',
    id: 'use-unprivileged-apache',
    why: 'Apache runs without root rights when it listens on a port above 1023.',
  },
  {
    kind: 'assist',
    id: 'exec-form-command',
    why: 'Without a shell in front of it the application gets the signal that tells it to stop.',
  },
  {
    kind: 'assist',
    id: 'application-as-main-process',
    why: 'The application itself is the main process: it gets signals, and its exit code is that of the container.',
  },
  {
    kind: 'assist',
    id: 'add-healthcheck',
    why: 'The container runtime notices an application that hangs.',
  },
  {
    kind: 'assist',
    id: 'add-non-root-user',
    why: 'Who breaks into the application is not root in the container.',
  },
  {
    kind: 'assist',
    id: 'add-cache-mount',
    why: 'What was downloaded once is kept between builds, and is not in the image.',
    onlySafe: true,
  },
  {
    kind: 'assist',
    id: 'bind-manifests',
    why: 'Files that only the installation reads need no layer of their own.',
    when: 'named',
  },
  {
    kind: 'fixes',
    id: 'remaining-fixes',
    why: 'What is left of the findings and has a fix.',
    categories: [
      'privileges',
      'secrets',
      'caching',
      'runtime',
      'correctness',
      'style',
      'suppressions',
    ],
  },
  {
    kind: 'assist',
    id: 'merge-run-instructions',
    why: 'Commands that belong together make one layer.',
    when: 'named',
  },
  {
    kind: 'assist',
    id: 'run-to-heredoc',
    why: 'A long chain of commands is easier to read with one command a line.',
    when: 'named',
  },
  {
    kind: 'assist',
    id: 'extract-shared-base',
    why: 'Steps that several stages share are written once.',
    when: 'named',
  },
  {
    kind: 'assist',
    id: 'add-oci-labels',
    why: 'Labels tell what an image is and where its sources are.',
    when: 'named',
  },
  {
    kind: 'assist',
    id: 'pin-base-digest',
    why: 'With a digest every build starts from the same image.',
    when: 'digests',
  },
];

/** The step in which the fixes of a rule are applied: that of its first remedy, else that of its category. */
export function stepOfRule(rule: Rule): HardenStep | undefined {
  const remedies = assists.filter((assist) => isRemedy(assist, rule));
  return (
    hardenSteps.find((step) => remedies.some(({ id }) => id === step.id)) ??
    hardenSteps.find((step) => step.kind === 'fixes' && step.categories.includes(rule.category))
  );
}

/** True when an assist takes away the problem of a rule. */
export function isRemedy({ id, mends }: Assist, rule: Rule): boolean {
  return rule.remedies?.includes(id) === true || mends?.includes(rule.id) === true;
}

const conditions = {
  distroless: 'with `--base distroless`',
  digests: 'with `--online`',
  named: 'when `--only` names it',
} as const;

/** The steps as a table of Markdown. */
export function describeHardenSteps(): string {
  const rows = hardenSteps.map((step, index) => {
    const what =
      step.kind === 'assist'
        ? `Assist [${step.id}](assists/${step.id}.md)${step.when === undefined ? '' : `, ${conditions[step.when]}`}`
        : `\`${step.id}\`: fixes of the rules about ${step.categories.map((each) => categories[each].title.toLowerCase()).join('; ')}`;
    return `| ${String(index + 1)} | ${what} | ${step.why} |`;
  });
  return `| # | Step | Why |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}
