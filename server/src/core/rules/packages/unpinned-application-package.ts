import { defineRule, type Fix, type Report } from '../define-rule';
import type { DockerfileModel } from '../../model/model';
import { listNames } from '../../model/package-names';
import { hasOption, type PackageOperation } from '../../model/packages';
import { withProjectVersion } from '../../model/project-versions';
import {
  findUnpinnedApplicationPackages,
  type UnpinnedPackages,
} from '../../model/unpinned-packages';
import { insertWordAfter, replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'unpinned-application-package',
  code: 'IH521',
  category: 'packages',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Nothing says which version of a package from a registry is installed.',
  why: 'The newest version of the day of the build is taken: the next build can break, or bring a release that somebody published with a stolen account an hour ago. Registries keep old versions, so a pinned one stays there, and Renovate or Dependabot move it: `flask==3.1.2`, `npm install -g pnpm@10.23.0`, `gem install bundler -v 2.7.2`, `go install example.com/tool@v1.2.3`, `cargo install tool --version 1.2.3 --locked`. Better still is a lock file or a requirements file in the project. A tag such as `@latest`, or a lower bound alone, is no version. Files, addresses, variables, constraint files and the update of pip itself are not reported.',
  fixNotes:
    'The fix writes the version that the project names itself: in package.json, requirements.txt, Gemfile.lock or go.mod. It can differ from the newest one, which the last build took. For Cargo it adds `--locked`, so that the dependencies of the program are those that its author tested.',
  equivalents: {
    hadolint: ['DL3013', 'DL3016', 'DL3028', 'DL3062'],
    kics: [
      '02d9c71f-3ee8-4986-9c27-1a20d0d19bfc',
      'e36d8880-3f78-4546-b9a1-12f0745ca0d5',
      '22cd11f7-9c6c-4f6e-84c0-02058120b341',
    ],
  },
  messageEquivalents: {
    python: { hadolint: 'DL3013', kics: '02d9c71f-3ee8-4986-9c27-1a20d0d19bfc' },
    javascript: { hadolint: 'DL3016', kics: 'e36d8880-3f78-4546-b9a1-12f0745ca0d5' },
    ruby: { hadolint: 'DL3028', kics: '22cd11f7-9c6c-4f6e-84c0-02058120b341' },
    go: { hadolint: 'DL3062' },
    rust: {},
    unlocked: {},
  },
  messages: {
    python: 'No version of {{packages}} is given, so {{manager}} takes the newest.',
    javascript: 'No version of {{packages}} is given, so {{manager}} takes the newest.',
    ruby: 'No version of {{packages}} is given, so gem takes the newest.',
    go: 'No version of {{packages}} is given, so Go takes the newest.',
    rust: 'No version of {{packages}} is given, so Cargo takes the newest.',
    unlocked:
      'Without --locked, Cargo takes the newest dependencies of {{packages}}, not those its author tested.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM python:3.14-slim
        RUN pip install --no-cache-dir --index-url https://pypi.example.com/simple flask gunicorn==23.0.0
        #                                                                          ^^^^^ unpinned-application-package
      `,
      good: dockerfile`
        FROM python:3.14-slim
        RUN pip install --no-cache-dir --index-url https://pypi.example.com/simple flask==3.1.2 gunicorn==23.0.0
      `,
      files: { 'requirements.txt': 'flask==3.1.2\n' },
    },
    {
      bad: dockerfile`
        FROM node:24-slim
        RUN npm install -g pnpm@latest @angular/cli@21
        #                  ^^^^^^^^^^^ unpinned-application-package
      `,
      good: dockerfile`
        FROM node:24-slim
        RUN npm install -g pnpm@10.23.0 @angular/cli@21
      `,
      files: { 'package.json': '{ "packageManager": "pnpm@10.23.0" }' },
    },
    {
      bad: dockerfile`
        FROM golang:1.25 AS build
        RUN go install github.com/example/tool@latest
        #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unpinned-application-package
      `,
      good: dockerfile`
        FROM golang:1.25 AS build
        RUN go install github.com/example/tool@v1.2.3
      `,
      fixed: dockerfile`
        FROM golang:1.25 AS build
        RUN go install github.com/example/tool@latest
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const operation of model.packageOperationsOf(stage)) {
        if (isUnlocked(operation)) yield reportUnlocked(operation);
        const found = findUnpinnedApplicationPackages(model, stage, operation);
        const [first] = found?.packages ?? [];
        if (found === undefined || first === undefined) continue;
        const data = { packages: listNames(found.packages), manager: operation.manager.id };
        yield { message: found.ecosystem, data, span: first.word.span, ...mend(model, found) };
      }
    }
  },
});

function mend(
  model: DockerfileModel,
  { ecosystem, packages }: UnpinnedPackages,
): { readonly fixes: readonly Fix[] } | { readonly refusal: string } {
  const { context } = model;
  const edits = packages.flatMap((each) => {
    const text = context === undefined ? undefined : withProjectVersion(context, ecosystem, each);
    return text === undefined ? [] : [replaceWord(each.word, text)];
  });
  if (edits.length === 0) return { refusal: 'The project names no version for it.' };
  return {
    fixes: [
      { title: 'Take the version of the project', applicability: 'unsafe', phase: 'word', edits },
    ],
  };
}

/** An install of Cargo that takes its program from a registry or a repository, and not with its lock file. */
function isUnlocked(operation: PackageOperation): boolean {
  const { manager, action, global, packages, unread, verb } = operation;
  return (
    manager.id === 'cargo' &&
    action === 'install' &&
    verb.words.join(' ') === 'install' &&
    global &&
    unread.length === 0 &&
    (packages.length !== 0 || hasOption(operation, ['--git'])) &&
    !hasOption(operation, ['--locked', '--frozen', '--path', '--list'])
  );
}

function reportUnlocked({ packages, verbWord }: PackageOperation): Report<'unlocked'> {
  const edits = [insertWordAfter(verbWord, '--locked')];
  const title = 'Take the dependencies that were tested';
  return {
    message: 'unlocked',
    data: { packages: packages.length === 0 ? 'the program' : listNames(packages) },
    span: verbWord.span,
    fixes: [{ title, applicability: 'unsafe', phase: 'word', edits }],
  };
}
