import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { atProjectRoot } from '../plan/context-root';
import type { ImagePlan } from '../plan/image-plan';
import { defineEmitter, type EmitSettings } from './define-emitter';

export default defineEmitter({
  id: 'updates',
  title: 'Updates by Dependabot',
  always: false,
  emit: (plan, settings) => {
    const path = atProjectRoot(settings.folder, '.github/dependabot.yml');
    return [
      {
        path,
        text: writeDependabotFile(plan, settings, settings.existing(path)),
        purpose: 'Proposes updates of base images, actions and packages, once they are a week old.',
      },
    ];
  },
});

/** One entry of `updates`. */
interface Update {
  readonly ecosystem: string;
  /** From the root of the repository. */
  readonly directory: string;
  /** What it keeps up to date. */
  readonly comment: string;
  /** True where new main versions come one by one, because they may need work. */
  readonly majorsApart: boolean;
}

/** What is there stays as it is; updates that it lacks come behind. */
function writeDependabotFile(
  plan: ImagePlan,
  settings: EmitSettings,
  existing: string | undefined,
): string {
  const updates = collectUpdates(plan, settings);
  const present = existing === undefined ? undefined : readEcosystems(existing);
  if (existing === undefined || present === undefined) {
    return ['version: 2', 'updates:', ...writeUpdates(updates), ''].join('\n');
  }
  const missing = updates.filter(({ ecosystem }) => !present.has(ecosystem));
  if (missing.length === 0) return existing;
  const document = parseDocument(existing);
  const added: unknown = parseDocument(writeUpdates(missing).join('\n')).toJS();
  for (const update of Array.isArray(added) ? added : []) {
    document.addIn(['updates'], document.createNode(update));
  }
  return document.toString({ lineWidth: 0 });
}

/** The ecosystems that a file has updates for; undefined when nothing can be added to it. */
function readEcosystems(text: string): ReadonlySet<unknown> | undefined {
  const document = parseDocument(text);
  const updates = document.get('updates');
  if (document.errors.length !== 0 || !isSeq(updates)) return undefined;
  return new Set(
    updates.items.map((item) => {
      const ecosystem = isMap(item) ? item.get('package-ecosystem', true) : undefined;
      return isScalar(ecosystem) ? ecosystem.value : undefined;
    }),
  );
}

function collectUpdates(
  { ecosystem }: ImagePlan,
  { contextFolder, folder, parts }: EmitSettings,
): readonly Update[] {
  const directory = `/${folder}`;
  const updates: readonly (Update | false)[] = [
    {
      ecosystem: 'docker',
      directory,
      comment: 'Base images, tags and digests together.',
      majorsApart: false,
    },
    parts.has('compose') && {
      ecosystem: 'docker-compose',
      directory,
      comment: 'Images of other services.',
      majorsApart: true,
    },
    parts.has('workflow') && {
      ecosystem: 'github-actions',
      directory: '/',
      comment: 'Commits of the actions.',
      majorsApart: false,
    },
    // Lock files of a workspace lie at its root.
    ecosystem !== undefined && {
      ecosystem,
      directory: contextFolder === '.' ? directory : '/',
      comment: 'Packages of the application.',
      majorsApart: true,
    },
  ];
  return updates.filter((update) => update !== false);
}

function writeUpdates(updates: readonly Update[]): readonly string[] {
  return updates.flatMap(({ ecosystem, directory, comment, majorsApart }) => [
    `  # ${comment}`,
    `  - package-ecosystem: ${ecosystem}`,
    `    directory: ${directory}`,
    '    schedule:',
    '      interval: weekly',
    '    # A release that turns out to be malicious is withdrawn within days, as a rule.',
    '    cooldown:',
    '      default-days: 7',
    '    groups:',
    `      ${ecosystem}:`,
    "        patterns: ['*']",
    ...(majorsApart ? ['        update-types: [minor, patch]'] : []),
  ]);
}
