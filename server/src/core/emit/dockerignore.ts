import type { ImagePlan } from '../plan/image-plan';
import { defineEmitter, type EmitSettings } from './define-emitter';

/** Groups of lines that fit every project. */
const common: readonly (readonly [title: string, lines: readonly string[]])[] = [
  [
    'Version control and editors',
    [
      '.git',
      '.github',
      '.gitlab-ci.yml',
      '.circleci',
      '.vscode',
      '.idea',
      '.devcontainer',
      '**/.DS_Store',
    ],
  ],
  [
    'Secrets',
    [
      '**/.env',
      '**/.env.*',
      '!**/.env.example',
      '**/*.pem',
      '**/*.key',
      '**/*.p12',
      '**/*.pfx',
      '**/*.jks',
      '**/id_rsa*',
      '**/id_ed25519*',
      '**/.ssh',
      '**/.aws',
      '**/.azure',
      '**/.gcloud',
      '**/.kube',
      '**/.netrc',
      '**/.npmrc',
      '**/.pypirc',
      '**/auth.json',
      '**/credentials*.json',
      '**/service-account*.json',
      '**/*.tfstate*',
      '**/.terraform',
      '**/secrets',
    ],
  ],
  [
    'How the image is built and run',
    [
      '**/Dockerfile*',
      '**/*.dockerignore',
      '**/compose*.y*ml',
      '**/docker-compose*',
      'docker-bake.hcl',
      'k8s',
      'charts',
      'helm',
    ],
  ],
  ['Logs, reports and documents', ['**/*.log', 'tmp', 'coverage', 'docs', '*.md', 'LICENSE*']],
];

export default defineEmitter({
  id: 'dockerignore',
  title: 'Ignore file',
  always: true,
  emit: (plan, settings) => {
    const path = settings.contextFolder === '.' ? '.dockerignore' : 'Dockerfile.dockerignore';
    return [
      {
        path,
        text: writeIgnoreFile(plan, settings, path),
        purpose: 'Keeps secrets and what no build needs out of the build context.',
      },
    ];
  },
});

/** What is there stays as it is; the lines that it lacks come behind. */
function writeIgnoreFile(plan: ImagePlan, { existing }: EmitSettings, path: string): string {
  const before = existing(path);
  const present = new Set((before ?? '').split(/\r?\n/).map((line) => line.trim()));
  const needed = new Set(plan.needed);
  const groups = [
    ...common,
    [`What ${plan.recipe} makes`, plan.ignored] as const,
    ['Other applications', plan.unused ?? []] as const,
  ].flatMap(([title, lines]) => {
    const missing = [...new Set(lines)].filter((line) => !present.has(line) && !needed.has(line));
    return missing.length === 0 ? [] : [`# ${title}`, ...missing, ''];
  });
  const kept = plan.needed.filter((line) => line.startsWith('!') && !present.has(line));
  const tail = kept.length === 0 ? [] : ['# What the build reads', ...kept, ''];
  const added = [...groups, ...tail].join('\n');
  if (before === undefined || before.trim() === '') return added;
  return added === '' ? before : `${before.replace(/\s*$/, '')}\n\n${added}`;
}
