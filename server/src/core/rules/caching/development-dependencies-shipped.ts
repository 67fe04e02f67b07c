import { findDevelopmentInstalls, type DevelopmentInstall } from '../../model/development-installs';
import type { DockerfileModel } from '../../model/model';
import type { PackageOperation } from '../../model/packages';
import { dropDevelopmentPackages } from '../../rewrite/drop-development-packages';
import { insertBefore, keyword } from '../../rewrite/instructions';
import { insertWordAfter } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'development-dependencies-shipped',
  code: 'IH405',
  category: 'caching',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  remedies: ['split-production-dependencies'],
  summary: 'Packages that only development needs are in the image.',
  why: 'Compilers, test runners and linters of `devDependencies` make the image larger and are code that an attacker can use, though the program never runs them. With Node.js the finding appears when `package.json` and all sources are known and no source names one of these packages; with Composer, Bundler, uv and Poetry when the manifest is known and names packages for development, and nothing leaves them out. An image whose variables choose the mode for development or tests, and a stage with such a name, are left alone.',
  fixNotes:
    'With Composer, uv and Poetry the install gets the option that leaves the packages out, with Bundler the shipped stage gets `BUNDLE_WITHOUT`. It is refused where a later step, or `uv run` at the start of the container, may need them. With Node.js the assist does it.',
  equivalents: {},
  messages: {
    shipped: '"{{install}}" brings what only development needs into the image: {{packages}}.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci
        #       ^^ development-dependencies-shipped
        COPY src ./src
        CMD ["node", "src/server.js"]
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        COPY src ./src
        CMD ["node", "src/server.js"]
      `,
      files: {
        'package.json': '{ "devDependencies": { "eslint": "^10.0.0" } }',
        'package-lock.json': '{}',
        'src/server.js': 'require("node:http").createServer().listen(3000);',
      },
      fixed: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci
        COPY src ./src
        CMD ["node", "src/server.js"]
      `,
    },
    {
      bad: dockerfile`
        FROM composer:2.8 AS vendor
        WORKDIR /app
        COPY composer.json composer.lock ./
        RUN composer install --no-scripts
        #            ^^^^^^^ development-dependencies-shipped

        FROM php:8.4-apache
        COPY --from=vendor /app/vendor /var/www/html/vendor
        COPY public /var/www/html/public
      `,
      good: dockerfile`
        FROM composer:2.8 AS vendor
        WORKDIR /app
        COPY composer.json composer.lock ./
        RUN composer install --no-dev --no-scripts

        FROM php:8.4-apache
        COPY --from=vendor /app/vendor /var/www/html/vendor
        COPY public /var/www/html/public
      `,
      files: {
        'composer.json': '{ "require-dev": { "phpunit/phpunit": "^12.0" } }',
        'composer.lock': '{}',
        'public/index.php': '<?php',
      },
    },
  ],
  *check(model) {
    for (const found of findDevelopmentInstalls(model)) {
      yield { ...toReport(found.operation, found.packages.names), ...leaveOut(model, found) };
    }
    const dropped = dropDevelopmentPackages(model);
    if (dropped?.kind === 'edits') yield toReport(dropped.install, dropped.packages);
  },
});

function toReport(install: PackageOperation, packages: readonly string[]): Report<'shipped'> {
  return {
    message: 'shipped',
    data: {
      install: install.command.words
        .slice(0, 3)
        .map(({ value, text }) => value ?? text)
        .join(' '),
      packages: listOf(packages),
    },
    span: install.verbWord.span,
  };
}

const options: ReadonlyMap<string, string> = new Map([
  ['composer', '--no-dev'],
  ['uv', '--no-dev'],
  ['poetry', '--without dev'],
]);

function leaveOut(
  model: DockerfileModel,
  { stage, operation, packages, isNeeded }: DevelopmentInstall,
): Pick<Report, 'fixes' | 'refusal'> {
  if (isNeeded) return { refusal: 'A later step may need them.' };
  const { instruction } = operation.command;
  if (model.executionOf(instruction).form === 'exec') {
    return { refusal: 'The option has to be an element of its own.' };
  }
  const option = options.get(operation.manager.id);
  if (option === undefined && !model.isShipped(stage)) {
    return { refusal: 'Bundler has to be told in the shipped stage as well.' };
  }
  const variable = `${keyword(model, 'ENV')} BUNDLE_WITHOUT="${packages.groups.join(':')}"`;
  return {
    fixes: [
      {
        title: option === undefined ? 'Set BUNDLE_WITHOUT' : `Add ${option}`,
        applicability: 'unsafe',
        phase: 'instruction',
        edits: [
          option === undefined
            ? insertBefore(model, instruction, [variable])
            : insertWordAfter(operation.verbWord, option),
        ],
      },
    ],
  };
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length <= 3 ? shown : `${shown} and ${String(names.length - 3)} more`;
}
