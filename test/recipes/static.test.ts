import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertRefused,
  dockerfileOf,
  generated,
  manifest,
  type Files,
} from '../harness/javascript-recipes';

const wanted = { recipe: 'static-site' };

test('only the site itself is copied', () => {
  const files = {
    'index.html': '',
    'deploy.sh': '',
    'README.md': '',
    'secrets/key.txt': '',
    'img/a.png': '',
    '.well-known/security.txt': '',
  };
  const text = dockerfileOf(generated(files, wanted));
  assert.match(text, /COPY --link img \/usr\/share\/nginx\/html\/img/);
  assert.match(text, /COPY --link \.well-known /);
  assert.match(text, /COPY --link index\.html \/usr\/share\/nginx\/html\/\n/);
});

test('a folder of its own', () => {
  const text = dockerfileOf(generated({ 'public/index.html': '', 'notes.txt': '' }, wanted));
  assert.match(text, /COPY --link public \/usr\/share\/nginx\/html\n/);
});

test('pages of a program are no site', () => {
  const none = /was found here|Nothing fits/;
  const inner: readonly Files[] = [
    { 'public/index.html': '', 'package.json': manifest({}) },
    { 'index.html': '', 'index.php': '' },
    { 'templates/index.html': '', 'requirements.txt': '' },
  ];
  for (const files of inner) assertRefused(files, none, wanted);
});

test('Hugo by an old name of its settings', () => {
  const files = {
    'config.toml': '',
    'content/_index.md': '',
    'archetypes/default.md': '',
    '.gitmodules': '',
  };
  const outcome = generated(files, wanted);
  assert.match(dockerfileOf(outcome), /FROM --platform=\$BUILDPLATFORM ghcr\.io\/gohugoio\/hugo:v/);
  assert.match(outcome.plan.notes.join('\n'), /The theme is a submodule/);
});

test('the history of the project, where pages tell when they were changed', () => {
  const files = { 'hugo.toml': 'enableGitInfo = true\n', 'content/a.md': '' };
  assert.ok(generated(files, wanted).plan.needed.includes('.git'));
});

test('Jekyll', () => {
  const files = {
    '_config.yml': 'title: Harbour\n',
    Gemfile: 'gem "jekyll", "~> 4.4"\n',
    'Gemfile.lock': 'GEM\n',
    '.ruby-version': '3.4.2\n',
    'index.md': '',
  };
  const outcome = generated(files, wanted);
  assert.equal(outcome.plan.name, 'harbour');
  assert.match(
    dockerfileOf(outcome),
    /FROM --platform=\$BUILDPLATFORM ruby:3\.4-slim-trixie AS build/,
  );
  assert.match(dockerfileOf(outcome), /RUN bundle exec jekyll build --destination \/tmp\/site/);
  assertRefused({ ...files, '.ruby-version': '2.7.1\n' }, /No supported Ruby/, wanted);
});

test('MkDocs of a program in Python', () => {
  const files = { 'mkdocs.yml': '', 'requirements.txt': 'mkdocs==1.6.1\n', 'app.py': '' };
  assertRefused(files, /Nothing fits|was found here/, wanted);
});

test('MkDocs without a version', () => {
  assertRefused({ 'mkdocs.yml': '', 'docs/index.md': '' }, /names a version of mkdocs/, wanted);
});
