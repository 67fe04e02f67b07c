import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findRecipeImage } from '../../server/src/core/data/recipe-images';
import { byDefault, fact } from '../../server/src/core/plan/evidence';
import type { ImagePlan } from '../../server/src/core/plan/image-plan';
import { planElixirStages } from '../../server/src/core/plan/elixir-stages';
import { chooseElixirImage } from '../../server/src/core/plan/elixir-version';
import { BuildContext } from '../../server/src/core/project/build-context';
import { readMixProject } from '../../server/src/core/project/mix-project';
import { generate, type Choices } from '../../server/src/core/service';
import { RecipeOutcome } from '../harness/recipe-outcome';
import { toProject } from '../harness/project';
import { today } from '../harness/recipe-cases';

type Files = Readonly<Record<string, string>>;

/** A `mix.exs` with more lines in `project` and among the dependencies. */
function mixOf(lines = '', dependencies = ''): string {
  return `defmodule Shop.MixProject do
  use Mix.Project

  def project do
    [
      app: :shop,
      ${lines}
      deps: deps()
    ]
  end

  defp deps do
    [
      ${dependencies}
      {:phoenix, "~> 1.8"}
    ]
  end
end
`;
}

const base: Files = {
  'mix.exs': mixOf(),
  'mix.lock': '%{\n}\n',
  'config/config.exs': 'import Config\n',
  'lib/shop/application.ex': 'defmodule Shop.Application do\nend\n',
  'lib/shop_web/router.ex': 'defmodule ShopWeb.Router do\nend\n',
};

const outcomeOf = (files: Files, choices: Partial<Choices> = {}): RecipeOutcome =>
  new RecipeOutcome('elixir-phoenix', { ...base, ...files }, choices);

describe('the version of Elixir', () => {
  const imageFor = (files: Files): string | undefined =>
    /^FROM (elixir:\S+)/m.exec(outcomeOf(files).dockerfile)?.[1];

  test('is the newest that the project allows', () => {
    assert.equal(imageFor({}), 'elixir:1.20-otp-29-slim');
    assert.equal(imageFor({ 'mix.exs': mixOf('elixir: "~> 1.19.0",') }), 'elixir:1.19-otp-28-slim');
    assert.equal(
      imageFor({ 'mix.exs': mixOf('elixir: "~> 1.18.0 or ~> 1.19.0",') }),
      'elixir:1.19-otp-28-slim',
    );
  });

  test('is that of the version manager, with its Erlang where there is an image of it', () => {
    assert.equal(
      imageFor({ '.tool-versions': 'elixir 1.20.1-otp-28\n' }),
      'elixir:1.20-otp-28-slim',
    );
    const older = outcomeOf({ '.tool-versions': 'erlang 27.3\nelixir 1.20.1\n' });
    assert.match(older.dockerfile, /^FROM elixir:1\.20-otp-29-slim AS build$/m);
    assert.match(
      older.generation.plan.notes.join('\n'),
      /Erlang\/OTP 27 has no image.*29 is taken/,
    );
  });

  test('is refused where no image has support', () => {
    const reasonOf = (version: string): string =>
      outcomeOf({ 'mix.exs': mixOf(`elixir: "${version}",`) }).reason;
    assert.match(reasonOf('~> 1.17.0'), /Elixir 1\.17 has no image on a Debian with support/);
    assert.match(reasonOf('~> 9.0'), /Which Elixir .* allows is not known/);
  });

  test('has no image in a family that nobody makes one for', () => {
    const range = fact('1.19.x', byDefault('None is named.'));
    assert.equal(
      chooseElixirImage({ range, otp: undefined }, { base: 'alpine', today }),
      'There is no image of Elixir 1.19 in the family "alpine".',
    );
  });
});

describe('the dependencies', () => {
  test('need a lock file', () => {
    const { 'mix.lock': _lock, ...files } = base;
    assert.match(new RecipeOutcome('elixir-phoenix', files).reason, /^mix\.lock is missing/);
  });

  test('may be folders of the project, and of nothing else', () => {
    const inside = {
      'mix.exs': mixOf('', '{:prices, path: "libs/prices"},'),
      'libs/prices/mix.exs': '',
    };
    const { dockerfile } = outcomeOf(inside);
    assert.ok(
      dockerfile.indexOf('COPY --link libs/prices ./libs/prices') < dockerfile.indexOf('deps.get'),
    );
    const outside = { 'mix.exs': mixOf('', '{:prices, path: "../prices"},') };
    assert.match(outcomeOf(outside).reason, /"\.\.\/prices", which is no part of the project/);
  });
});

test('a project with folders for dependencies alone needs no lock file', () => {
  const { 'mix.lock': _lock, ...files } = base;
  const { dockerfile } = new RecipeOutcome('elixir-phoenix', {
    ...files,
    'mix.exs': mixOf().replace('{:phoenix, "~> 1.8"}', '{:phoenix, path: "libs/phoenix"}'),
    'libs/phoenix/mix.exs': '',
  });
  assert.match(dockerfile, /^COPY --link mix\.exs \.\/$/m);
});

describe('the release', () => {
  test('of an umbrella is refused', () => {
    const files = {
      'mix.exs': 'defmodule A do\n  def project do\n    [apps_path: "apps"]\n  end\nend\n',
    };
    assert.match(outcomeOf(files).reason, /is an umbrella/);
  });

  test('needs the name of an application', () => {
    const files = { 'mix.exs': mixOf().replace('app: :shop,', '') };
    assert.match(outcomeOf(files).reason, /names no application/);
  });

  test('reads settings that others import', () => {
    const settings =
      'import Config\nimport_config "shared.exs"\nimport_config "#{config_env()}.exs"\n';
    const files = { 'config/config.exs': settings, 'config/shared.exs': '', 'config/prod.exs': '' };
    assert.match(
      outcomeOf(files).dockerfile,
      /^COPY --link config\/config\.exs config\/shared\.exs config\/prod\.exs \.\/config\/$/m,
    );
  });

  test('needs no settings', () => {
    const { 'config/config.exs': _settings, ...files } = base;
    const { dockerfile } = new RecipeOutcome('elixir-phoenix', files);
    assert.doesNotMatch(dockerfile, /config/);
    assert.match(dockerfile, /^RUN mix release shop$/m);
  });

  test('is brought up to date by the module that has a function for it', () => {
    const migrationOf = (text: string): readonly string[] | undefined =>
      outcomeOf({ 'lib/shop/release.ex': text }).generation.plan.runtime.migration;
    assert.deepEqual(
      migrationOf('defmodule Shop.Release do\n  def migrate do\n    1\n  end\nend\n'),
      ['/app/bin/shop', 'eval', 'Shop.Release.migrate()'],
    );
    assert.equal(migrationOf('defmodule Shop.Release do\nend\n'), undefined);
    assert.equal(migrationOf('# def migrate\n'), undefined);
  });

  test('is asked for readiness where that is wanted', () => {
    const { health } = outcomeOf({}, { readyPath: '/ready' }).generation.plan.runtime;
    assert.equal(health.readyPath, '/ready');
  });

  test('takes nothing from files that were not read', () => {
    const router = 'scope "/" do\n  get "/health", HealthController, :show\nend\n';
    const module = 'defmodule Shop.Release do\n  def migrate do\n  end\nend\n';
    const project = toProject({
      ...base,
      'lib/shop_web/router.ex': router,
      'lib/shop/release.ex': module,
    });
    const runtimeWith = (texts: ReadonlyMap<string, string>): ImagePlan['runtime'] => {
      const outcome = generate({ project: { ...project, texts }, choices: { today } });
      assert.ok(outcome.kind === 'generated');
      return outcome.plan.runtime;
    };
    const read = runtimeWith(project.texts);
    assert.equal(read.health.livePath, '/health');
    assert.notEqual(read.migration, undefined);
    const unread = runtimeWith(
      new Map([...project.texts].filter(([path]) => !path.endsWith('.ex'))),
    );
    assert.equal(unread.health.livePath, undefined);
    assert.equal(unread.migration, undefined);
  });

  test('says how the database is brought up to date', () => {
    const ecto = { 'mix.exs': mixOf('', '{:ecto_sql, "~> 3.13"},') };
    assert.match(outcomeOf(ecto).generation.plan.notes.join('\n'), /mix phx\.gen\.release --ecto/);
  });

  test('is asked for the port where only a scope has a path', () => {
    const router = 'scope "/api", ShopWeb do\n  get "/health", HealthController, :show\nend\n';
    const { health } = outcomeOf({ 'lib/shop_web/router.ex': router }).generation.plan.runtime;
    assert.deepEqual(health.test, ['bash', '-c', 'exec 3<>/dev/tcp/127.0.0.1/4000']);
  });
});

describe('the front end', () => {
  const deploy = (command: string): string => mixOf(`aliases: ["assets.deploy": ["${command}"]],`);

  test('that runs Node.js is refused', () => {
    const files = { 'mix.exs': deploy('cmd --cd assets npm run build') };
    assert.match(outcomeOf(files).reason, /"assets\.deploy" needs Node\.js beside Elixir/);
  });

  test('with packages of npm needs their lock file', () => {
    const files = {
      'mix.exs': deploy('phx.digest'),
      'assets/package.json': '{ "dependencies": { "topbar": "^3.0.0" } }',
    };
    assert.match(outcomeOf(files).reason, /assets\/package\.json has no package-lock\.json/);
  });

  test('with packages of npm needs a Node.js that is released', () => {
    const image = findRecipeImage('elixir', 'slim', '1.20-otp-29');
    assert.ok(image !== undefined);
    const release = {
      name: 'shop',
      folders: [],
      localDependencies: [],
      hasLockFile: true,
      compileSettings: [],
      startSettings: [],
      assets: { hasFolder: true, hasSetup: false, usesNpm: true },
      hasOverlays: false,
    };
    assert.equal(
      planElixirStages(release, image, '2000-01-01'),
      'There is no image of Node.js with support.',
    );
    const stages = planElixirStages(release, image, today);
    assert.ok(typeof stages === 'object');
    assert.deepEqual(
      stages.map(({ name }) => name),
      ['packages', 'build', 'runtime'],
    );
  });

  test('with a manifest of npm that cannot be read is refused', () => {
    const files = { 'mix.exs': deploy('phx.digest'), 'assets/package.json': '{' };
    assert.equal(outcomeOf(files).reason, 'assets/package.json cannot be read.');
  });

  test('without folders is digested all the same', () => {
    const { dockerfile } = outcomeOf({ 'mix.exs': deploy('phx.digest') });
    assert.match(dockerfile, /^RUN mix assets\.deploy$/m);
    assert.doesNotMatch(dockerfile, /COPY --link assets|assets\.setup/);
  });
});

test('releases are read from a list and from a function, options left out', () => {
  const read = (text: string): readonly string[] | undefined =>
    readMixProject(new BuildContext(toProject({ 'mix.exs': text })))?.releases;
  assert.deepEqual(read('[releases: [web: [steps: [:assemble, :tar]], worker: []]]'), [
    'web',
    'worker',
  ]);
  assert.deepEqual(read('releases: releases()\ndefp releases do\n  [web: [a: %{b: 1}]]\nend\n'), [
    'web',
  ]);
  assert.deepEqual(read('[app: :a]'), []);
});
