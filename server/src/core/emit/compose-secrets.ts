import { serviceImages, type ServiceImage } from '../data/service-images';
import { atContextRoot } from '../plan/context-root';
import type { ImagePlan, PlannedSecret, ServiceKind } from '../plan/image-plan';
import type { EmitSettings, GeneratedFile } from './define-emitter';
import { findSampleValue } from './sample-values';
import type { YamlMap } from './yaml-document';

/** A plan as a Compose project has it: the servers beside the application, and what is secret. */
export interface ComposeProject {
  readonly plan: ImagePlan;
  readonly services: readonly (readonly [kind: ServiceKind, image: ServiceImage])[];
  /** Variables that hold secrets. */
  readonly variables: readonly string[];
  /** Variables that hold paths of files with secrets, by id of the secret. */
  readonly fileVariables: readonly (readonly [id: string, variable: string])[];
}

/** A variable whose name ends with `_FILE` takes the path of a secret, every other one the secret itself. */
export function describeProject(plan: ImagePlan): ComposeProject {
  const { services, secretVariables } = plan.runtime;
  const isPath = (name: string): boolean => name.endsWith('_FILE');
  return {
    plan,
    services: services.map((kind) => [kind, serviceImages[kind]]),
    variables: secretVariables.filter((name) => !isPath(name)),
    fileVariables: secretVariables
      .filter(isPath)
      .map((name) => [name.slice(0, -'_FILE'.length).toLowerCase(), name]),
  };
}

/** What to do about secrets before the first start, lines of a comment. */
export function explainSecrets({
  services,
  variables,
  fileVariables,
}: ComposeProject): readonly string[] {
  const made = services.flatMap(([, { secrets }]) =>
    secrets.map(({ file, holds }) => makeFile(file, holds)),
  );
  const own = fileVariables.map(([id]) => `secrets/${id}.txt`);
  return [
    ...(made.length === 0 && own.length === 0
      ? []
      : [
          'Before the first start (each server has an account of its own, so the files stay readable and the folder does not):',
          '  mkdir -p secrets && chmod 700 secrets',
          ...made.map((line) => `  ${line}`),
          ...(own.length === 0 ? [] : [`  and by hand: ${own.join(', ')}`]),
        ]),
    ...(variables.length === 0
      ? []
      : ['Before the first start: cp .env.example .env, and fill it in.']),
  ];
}

/** The command that makes up a password and writes the file around it. */
function makeFile(file: string, holds: string): string {
  if (holds === 'PASSWORD\n') return `openssl rand -hex 24 > secrets/${file}`;
  const format = holds.replace('PASSWORD', '%s').replaceAll('\n', '\\n');
  return `printf '${format}' "$(openssl rand -hex 24)" > secrets/${file}`;
}

/**
 * The secrets of the file, by id. Those of containers are files: a secret out of the environment cannot be put into
 * a container whose root is read-only (docker/compose, issue 12031).
 */
export function describeSecrets(
  { plan, services, fileVariables }: ComposeProject,
  { contextFolder }: EmitSettings,
): YamlMap {
  const buildSecret = ({ from, source }: PlannedSecret): YamlMap =>
    from === 'env'
      ? { environment: source }
      : { file: /^[/~$]/.test(source) ? source : atContextRoot(contextFolder, source) };
  return Object.fromEntries([
    ...plan.buildSecrets.map((secret) => [secret.id, buildSecret(secret)] as const),
    ...fileVariables.map(([id]) => [id, { file: `./secrets/${id}.txt` }] as const),
    ...services.flatMap(([, { secrets }]) =>
      secrets.map(({ id, file }) => [id, { file: `./secrets/${file}` }] as const),
    ),
  ]);
}

/** The template of `.env`; one that is there keeps what it has. */
export function writeVariables(
  { plan, services, variables }: ComposeProject,
  { existing }: EmitSettings,
): readonly GeneratedFile[] {
  const before = existing('.env.example') ?? '';
  const missing = variables.filter((name) => !new RegExp(`^${name}=`, 'm').test(before));
  if (missing.length === 0) return [];
  const samples = missing.map((name) => [name, findSampleValue(name, plan, services)] as const);
  const files = samples.flatMap(([, { server }]) => server?.secrets.slice(0, 1) ?? []);
  const places = [...new Set(files.map(({ file }) => `secrets/${file}`))];
  const lines = [
    '# cp .env.example .env, and fill in what is empty. The file .env stays out of Git.',
    ...(places.length === 0 ? [] : [`# PASSWORD is the one in ${places.join(' or ')}.`]),
    ...samples.flatMap(([name, { value, hint }]) => [
      ...(hint === undefined ? [] : [`# ${hint}`]),
      `${name}=${value}`,
    ]),
    '',
  ];
  return [
    {
      path: '.env.example',
      text: `${before === '' ? '' : `${before.trimEnd()}\n\n`}${lines.join('\n')}`,
      purpose: 'The variables that compose.yaml wants, without their values.',
    },
  ];
}

/** The folder for secrets, which keeps itself out of Git. */
export function writeSecretFolder({
  services,
  fileVariables,
}: ComposeProject): readonly GeneratedFile[] {
  if (services.length === 0 && fileVariables.length === 0) return [];
  return [
    {
      path: 'secrets/.gitignore',
      text: '# Nothing of this folder belongs into Git.\n*\n!.gitignore\n',
      purpose: 'Keeps the folder for secrets, and the secrets out of Git.',
    },
  ];
}
