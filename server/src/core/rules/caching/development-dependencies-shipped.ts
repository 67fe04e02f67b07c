import { dropDevelopmentPackages } from '../../rewrite/drop-development-packages';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'development-dependencies-shipped',
  code: 'IH405',
  category: 'caching',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'never',
  remedies: ['split-production-dependencies'],
  summary: 'Packages that only development needs are in the image.',
  why: 'Compilers, test runners and linters of `devDependencies` make the image larger and are code that an attacker can use, though the program never runs them. The finding appears when `package.json` and all sources are known and no source names one of these packages.',
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
    },
  ],
  *check(model) {
    const dropped = dropDevelopmentPackages(model);
    if (dropped?.kind !== 'edits') return;
    const { install, packages } = dropped;
    yield {
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
  },
});

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length <= 3 ? shown : `${shown} and ${String(names.length - 3)} more`;
}
