import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Choices } from '../../server/src/core/service';
import type { ImagePlan } from '../../server/src/core/plan/image-plan';
import { chooseRubyImage, readRubyBundle } from '../../server/src/core/plan/ruby-bundle';
import { BuildContext } from '../../server/src/core/project/build-context';
import { toProject } from '../harness/project';
import { today } from '../harness/recipe-cases';
import { RecipeOutcome } from '../harness/recipe-outcome';

type Files = Readonly<Record<string, string>>;

/** A lock file with the gems of a text: `puma 7.1.0`. */
function lockOf(gems: string, platforms = 'x86_64-linux', rest = ''): string {
  const specs = gems.split(', ').map((gem) => `    ${gem.replace(/ (\S+)$/, ' ($1)')}`);
  return `GEM\n  remote: https://rubygems.org/\n  specs:\n${specs.join('\n')}\n\nPLATFORMS\n  ${platforms.replaceAll(' ', '\n  ')}\n${rest}`;
}

const rack: Files = {
  Gemfile: 'source "https://rubygems.org"\n\ngem "puma"\ngem "sinatra"\n',
  'Gemfile.lock': lockOf('puma 7.1.0, sinatra 4.2.1'),
  'config.ru': 'require_relative "app"\nrun App\n',
  'app.rb': 'class App < Sinatra::Base\n  get "/" do\n    "ok"\n  end\nend\n',
};

const rails: Files = {
  Gemfile: 'source "https://rubygems.org"\n\ngem "rails"\ngem "puma"\n',
  'Gemfile.lock': lockOf('activerecord 8.1.1, puma 7.1.0, rails 8.1.1'),
  'config.ru': 'run Rails.application\n',
  'config/application.rb':
    'module ShopFront\n  class Application < Rails::Application\n  end\nend\n',
  'config/routes.rb': 'Rails.application.routes.draw do\nend\n',
  'config/environments/production.rb': '',
};

const ofRack = (files: Files, choices: Partial<Choices> = {}): RecipeOutcome =>
  new RecipeOutcome('ruby-rack', { ...rack, ...files }, choices);
const ofRails = (files: Files, choices: Partial<Choices> = {}): RecipeOutcome =>
  new RecipeOutcome('ruby-rails', { ...rails, ...files }, choices);

describe('the version of Ruby', () => {
  const imageFor = (files: Files): string | undefined =>
    /^FROM (ruby:\S+)/m.exec(ofRack(files).dockerfile)?.[1];

  test('is the newest where the project names none', () => {
    assert.equal(imageFor({}), 'ruby:4.0-slim-trixie');
  });

  test('is that of the Gemfile', () => {
    const gemfile = (version: string): Files => ({ Gemfile: `ruby ${version}\ngem "puma"\n` });
    assert.equal(imageFor(gemfile('"~> 3.4.2"')), 'ruby:3.4-slim-trixie');
    assert.equal(imageFor(gemfile('">= 3.3", "< 4.0"')), 'ruby:3.4-slim-trixie');
    assert.equal(imageFor(gemfile('"3.4.7"')), 'ruby:3.4.7-slim-trixie');
  });

  test('is that of the file that the Gemfile names, to the last number', () => {
    const files = { Gemfile: 'ruby file: ".ruby-version"\n', '.ruby-version': 'ruby-3.3.10\n' };
    assert.equal(imageFor(files), 'ruby:3.3.10-slim-trixie');
    const computed = {
      Gemfile: 'ruby RUBY_WANTED\ngem "puma"\n',
      'Gemfile.lock': lockOf('puma 7.1.0', 'ruby', '\nRUBY VERSION\n   ruby 3.4.8p1\n'),
    };
    assert.equal(imageFor(computed), 'ruby:3.4.8-slim-trixie');
  });

  test('is the newest where the file that the Gemfile means is not known', () => {
    const { dockerfile, generation } = ofRack({ Gemfile: 'ruby file: WANTED\ngem "puma"\n' });
    assert.match(dockerfile, /^FROM ruby:4\.0-slim-trixie/m);
    assert.ok(generation.plan.evidence.some(({ says }) => says.endsWith('Ruby "file: WANTED".')));
  });

  test('has no image in a family that nobody makes one for', () => {
    const bundle = readRubyBundle(new BuildContext(toProject(rack)), '');
    assert.ok(typeof bundle === 'object');
    assert.equal(
      chooseRubyImage(bundle, { base: 'distroless', today }),
      'There is no image of Ruby 4.0 in the family "distroless".',
    );
  });

  test('is the line of a file that binds nobody', () => {
    assert.equal(imageFor({ '.ruby-version': '3.4.1\n' }), 'ruby:3.4-slim-trixie');
    assert.equal(
      imageFor({ '.tool-versions': 'nodejs 24.1.0\nruby 3.3.1\n' }),
      'ruby:3.3-slim-trixie',
    );
  });

  test('is refused where there is no image of it with support', () => {
    const reasonOf = (version: string): string => ofRack({ Gemfile: `ruby "${version}"\n` }).reason;
    assert.match(reasonOf('~> 3.2.0'), /Ruby 3\.2 gets no more security fixes/);
    assert.match(reasonOf('3.4.1'), /exactly Ruby 3\.4\.1, which has no image.*"~> 3\.4\.1"/);
    assert.match(reasonOf('~> 9.9'), /Which Ruby .* allows is not known/);
  });
});

describe('the gems', () => {
  test('need a lock file that holds for Linux', () => {
    const { 'Gemfile.lock': _lock, ...without } = rack;
    assert.match(new RecipeOutcome('ruby-rack', without).reason, /^Gemfile\.lock is missing/);
    const mac = { 'Gemfile.lock': lockOf('puma 7.1.0', 'arm64-darwin-24') };
    assert.match(ofRack(mac).reason, /names no platform of Linux/);
    assert.match(ofRack({ 'Gemfile.lock': 'GEM\n' }).reason, /names no platform of Linux/);
  });

  test('need a Gemfile', () => {
    assert.equal(readRubyBundle(new BuildContext(toProject({})), ''), 'Gemfile cannot be read.');
  });

  test('bring Puma, which is not the first process: else its stop would be an error', () => {
    const { generation } = ofRack({});
    assert.equal(generation.plan.runtime.needsInit, true);
  });

  test('need a server', () => {
    assert.match(ofRack({ 'Gemfile.lock': lockOf('thin 2.0.1') }).reason, /add the gem puma/);
    assert.match(ofRails({ 'Gemfile.lock': lockOf('rails 8.1.1') }).reason, /add the gem puma/);
  });

  test('bring packages of the system', () => {
    const files = {
      'Gemfile.lock': lockOf('puma 7.1.0, pg 1.6.2, mini_magick 5.3.1, ruby-vips 2.2.5'),
    };
    const text = ofRack(files).dockerfile;
    assert.match(text, /install-recommends build-essential git libpq-dev libyaml-dev pkg-config$/m);
    assert.match(text, /install-recommends libpq5 libvips42t64$/m);
  });

  test('run on Alpine where the lock file says so', () => {
    const files = {
      'Gemfile.lock': lockOf('puma 7.1.0, pg 1.6.2', 'x86_64-linux x86_64-linux-musl'),
    };
    const text = ofRack(files, { base: 'alpine' }).dockerfile;
    assert.match(text, /^FROM ruby:4\.0-alpine3\.24 AS base$/m);
    assert.match(text, /apk add --no-cache libpq libstdc\+\+$/m);
    assert.match(ofRack({}, { base: 'alpine' }).reason, /cannot run on the base "alpine"/);
  });

  test('are installed behind the sources where they may read them', () => {
    const files = { Gemfile: 'gemspec\ngem "puma"\n', 'shop.gemspec': '' };
    const { dockerfile, generation } = ofRack(files);
    assert.ok(dockerfile.indexOf('COPY --link . .') < dockerfile.indexOf('bundle install'));
    assert.match(
      generation.plan.notes.join('\n'),
      /All sources are copied before the install: .*gemspec/,
    );
  });
});

test('gems that lie in the project change nothing', () => {
  const vendor = { 'vendor/bundle/ruby/4.0.0/gems/a/a.rb': 'get "/health"\nENV["A_TOKEN"]\n' };
  assert.deepEqual(ofRack(vendor).generation.plan, ofRack({}).generation.plan);
});

describe('a Rack application', () => {
  test('listens where the settings of Puma say, or where it is told', () => {
    assert.deepEqual(ofRack({}).generation.plan.runtime.command, [
      'bundle',
      'exec',
      'puma',
      '--bind',
      'tcp://0.0.0.0:9292',
    ]);
    const settings = { 'config/puma.rb': 'port ENV.fetch("PORT", 4567)\npidfile "tmp/puma.pid"\n' };
    const { runtime } = ofRack(settings).generation.plan;
    assert.deepEqual(runtime.command, ['bundle', 'exec', 'puma']);
    assert.equal(runtime.port, 4567);
    assert.deepEqual(
      runtime.writablePaths.map(({ path }) => path),
      ['/app/tmp'],
    );
  });

  test('has the paths that are asked for', () => {
    const { health } = ofRack({}, { healthPath: '/live', readyPath: '/ready' }).generation.plan
      .runtime;
    assert.match(health.test?.join(' ') ?? '', /127\.0\.0\.1:9292\/live/);
    assert.equal(health.livePath, '/live');
    assert.equal(health.readyPath, '/ready');
  });

  test('is asked for the port where no path answers', () => {
    const { test: probe } = ofRack({}).generation.plan.runtime.health;
    assert.match(probe?.join(' ') ?? '', /TCPSocket\.new\('127\.0\.0\.1', 9292\)/);
  });
});

describe('a Rails application', () => {
  test('without an asset pipeline compiles nothing', () => {
    const { dockerfile, generation } = ofRails({});
    assert.doesNotMatch(dockerfile, /assets:precompile|bootsnap/);
    assert.equal(generation.plan.name, 'shop-front');
    assert.match(generation.plan.notes.join('\n'), /No path for health checks/);
  });

  test('without settings for production and routes is served all the same', () => {
    const files = {
      ...Object.fromEntries(
        Object.entries(rails).filter(([path]) => !/routes|production/.test(path)),
      ),
      'config/application.rb': 'class Shop::Application < Rails::Application\nend\n',
    };
    const { plan } = new RecipeOutcome('ruby-rails', files).generation;
    assert.equal(plan.name, 'app');
    assert.equal(plan.runtime.port, 3000);
    assert.match(plan.runtime.health.test?.join(' ') ?? '', /TCPSocket\.new\('127.0.0.1', 3000\)/);
  });

  test('needs gems that hold for Linux, and a Ruby with support', () => {
    const mac = { 'Gemfile.lock': lockOf('puma 7.1.0, rails 8.1.1', 'arm64-darwin-24') };
    assert.match(ofRails(mac).reason, /names no platform of Linux/);
    const old = { Gemfile: 'ruby "~> 3.2.0"\ngem "rails"\ngem "puma"\n' };
    assert.match(ofRails(old).reason, /Ruby 3\.2 gets no more security fixes/);
  });

  test('is given the address of its database, and asked for readiness where that is wanted', () => {
    const runtimeWith = (client: string): ImagePlan['runtime'] => {
      const files = {
        Gemfile: `gem "rails"\ngem "puma"\ngem "${client}"\n`,
        'Gemfile.lock': lockOf(`${client} 1.6.2, puma 7.1.0, rails 8.1.1`),
      };
      return ofRails(files, { readyPath: '/ready' }).generation.plan.runtime;
    };
    const runtime = runtimeWith('pg');
    assert.deepEqual(runtime.services, ['postgres']);
    assert.deepEqual(runtime.secretVariables, ['DATABASE_URL', 'SECRET_KEY_BASE']);
    assert.deepEqual(runtimeWith('mysql2').secretVariables, ['DATABASE_URL', 'SECRET_KEY_BASE']);
    assert.deepEqual(runtimeWith('redis').secretVariables, ['SECRET_KEY_BASE']);
    assert.equal(runtime.health.readyPath, '/ready');
  });

  test('says why its sources come before its gems', () => {
    const files = { Gemfile: 'gem "rails"\ngem "puma"\ngem "prices", path: "libs/prices"\n' };
    assert.match(
      ofRails(files).generation.plan.notes.join('\n'),
      /All sources are copied before the install: Gemfile may read other files/,
    );
  });

  test('is not asked for a path where it looks at the name of the host', () => {
    const files = {
      'config/routes.rb': 'get "up" => "rails/health#show"\n',
      'config/environments/production.rb': 'config.hosts = ["example.org"]\n',
    };
    assert.equal(ofRails(files).generation.plan.runtime.health.livePath, undefined);
  });

  test('is given the key of its credentials', () => {
    const files = { 'config/credentials.yml.enc': '' };
    assert.deepEqual(ofRails(files).generation.plan.runtime.secretVariables, ['RAILS_MASTER_KEY']);
  });

  test('that builds with Node.js from within Rails is refused', () => {
    const gems = 'puma 7.1.0, rails 8.1.1, vite_rails 3.0.19';
    assert.match(
      ofRails({ 'Gemfile.lock': lockOf(gems) }).reason,
      /vite_rails needs Node\.js beside Ruby/,
    );
  });

  test('with a gem for scripts needs the scripts', () => {
    const lock = { 'Gemfile.lock': lockOf('puma 7.1.0, rails 8.1.1, jsbundling-rails 1.3.1') };
    assert.match(ofRails(lock).reason, /package\.json is missing/);
    const manifest = { ...lock, 'package.json': '{ "name": "a", "scripts": { "dev": "b" } }' };
    assert.match(ofRails(manifest).reason, /needs the script "build"/);
    const broken = { ...lock, 'package.json': '{' };
    assert.equal(ofRails(broken).reason, 'package.json cannot be read.');
  });

  describe('with a gem for scripts', () => {
    const files = (node: string): Files => ({
      'Gemfile.lock': lockOf(
        'puma 7.1.0, rails 8.1.1, jsbundling-rails 1.3.1',
        'x86_64-linux x86_64-linux-musl',
      ),
      'package.json': JSON.stringify({ engines: { node }, scripts: { build: 'esbuild a.js' } }),
      'package-lock.json': '{ "lockfileVersion": 3 }',
    });

    test('builds on the same distribution, and loads no allocator of Debian on Alpine', () => {
      const { dockerfile } = ofRails(files('24.x'), { base: 'alpine' });
      assert.match(dockerfile, /^FROM node:24-alpine\S* AS assets$/m);
      assert.match(dockerfile, /^RUN npm run build$/m);
      assert.doesNotMatch(dockerfile, /LD_PRELOAD/);
    });

    test('needs a Node.js that is known', () => {
      assert.equal(ofRails(files('^99')).reason, 'Which Node.js "^99" allows is not known.');
    });
  });
});
