import { parseIgnoreFile } from '../../project/ignore-rules';
import { definePoint, judge, type Point, type Problem } from '../point';
import type { ScoreFacts } from '../score-facts';

const group = 'Ignore file';

/** Points about the ignore file. */
export const ignoreFilePoints: readonly Point[] = [
  definePoint({
    id: 28,
    group,
    title: 'An ignore file',
    asks: 'The build context has a `.dockerignore`, or one that belongs to the Dockerfile.',
    check: (facts) =>
      judge(
        facts.context.ignoreFile === undefined
          ? [
              {
                says: 'There is no ignore file, so the whole folder is sent to the builder.',
                mend: 'Write a .dockerignore',
                file: '.dockerignore',
              },
            ]
          : [],
      ),
  }),
  definePoint({
    id: 29,
    group,
    title: 'Secrets and results left out',
    asks: 'It leaves out `.git`, every `.env`, keys and certificates, credentials of clouds, and what tools of the project make: packages and results of builds.',
    check: (facts) => {
      const file = facts.context.ignoreFile;
      if (file === undefined) {
        return judge([
          { says: 'There is no ignore file.', mend: 'Write one', file: '.dockerignore' },
        ]);
      }
      const { ignores } = parseIgnoreFile(file.text);
      const missing = [...secrets, ...collectResults(facts)]
        .filter((path) => !ignores(path))
        .filter((path) => path !== '.env' || !hasCommittedDefaults(facts));
      return judge(
        missing.length === 0
          ? []
          : [
              {
                says: `It does not leave out ${missing.join(', ')}.`,
                mend: 'Add patterns for them',
                file: file.path,
              },
            ],
      );
    },
  }),
  definePoint({
    id: 30,
    group,
    title: 'Nothing needed left out',
    asks: 'Everything that the Dockerfile copies is in the build context.',
    check: (facts) =>
      judge([
        ...facts.findings('ignored-copy-source', 'missing-copy-source'),
        ...judgeMounts(facts),
      ]),
  }),
];

/** Examples of what no build may see. */
const secrets = [
  '.git/config',
  '.env',
  '.env.local',
  '.env.production',
  'server.pem',
  'tls/server.key',
  'id_rsa',
  '.ssh/id_ed25519',
  '.aws/credentials',
  '.kube/config',
];

/** Projects of Symfony commit `.env`, with defaults in it; secrets are in `.env.local`. */
function hasCommittedDefaults({ context }: ScoreFacts): boolean {
  return context.text('composer.json')?.includes('"symfony/dotenv"') === true;
}

/** What the tools of a manifest make beside it. */
const results: readonly (readonly [manifest: RegExp, made: readonly string[]])[] = [
  [/^package\.json$/, ['node_modules/a/index.js']],
  [
    /^(?:pyproject\.toml|[\w-]*requirements\.txt|Pipfile)$/,
    ['.venv/bin/python', '__pycache__/a.pyc'],
  ],
  [/^Cargo\.toml$/, ['target/debug/a']],
  [/^pom\.xml$/, ['target/a.jar']],
  [/^build\.gradle(?:\.kts)?$/, ['build/libs/a.jar', '.gradle/a']],
  [/^[\w.-]+\.(?:cs|fs)proj$/, ['bin/Debug/a.dll', 'obj/a.json']],
  [/^composer\.json$/, ['vendor/autoload.php']],
  [/^mix\.exs$/, ['_build/dev/a', 'deps/a/mix.exs']],
];

/** Examples of results, beside the manifests nearest to the root. */
function collectResults({ context, model }: ScoreFacts): readonly string[] {
  const paths = context.visiblePaths;
  const copied = model.stages
    .flatMap((stage) => model.copiesOf(stage))
    .filter(({ origin }) => origin.kind === 'context')
    .flatMap(({ sources }) => sources.flatMap(({ path }) => path ?? []));
  return results.flatMap(([manifest, made]) => {
    const [nearest] = paths
      .filter((path) => manifest.test(path.slice(path.lastIndexOf('/') + 1)))
      .sort((left, right) => left.split('/').length - right.split('/').length);
    if (nearest === undefined) return [];
    const folder = nearest.slice(0, nearest.lastIndexOf('/') + 1);
    return made
      .map((path) => `${folder}${path}`)
      .filter((path) => !copied.some((each) => path.startsWith(`${each}/`)));
  });
}

/** Bind mounts of files that are left out, or not there at all. */
function judgeMounts(facts: ScoreFacts): readonly Problem[] {
  const { model, context } = facts;
  return model.stages
    .flatMap(({ instructions }) => instructions)
    .flatMap((instruction) => model.mountsOf(instruction))
    .filter(({ type, from }) => type === 'bind' && from === undefined)
    .flatMap(({ flag, source }): readonly Problem[] => {
      if (source === undefined || source.includes('$')) return [];
      if (context.ignores(source)) {
        return [
          facts.at(flag.span, `The ignore file leaves out "${source}".`, `Add "!${source}" to it`),
        ];
      }
      return context.has(source.replace(/^\.\/|\/$/g, '')) === 'no'
        ? [facts.at(flag.span, `There is no "${source}".`, 'Commit it, or delete the mount')]
        : [];
    });
}
