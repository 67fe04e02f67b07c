import tseslint from 'typescript-eslint';

/** Forbids imports of a folder that its layer must not know; the compiler guards the host boundaries. */
function zone(files, patterns, message) {
  return {
    files,
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ group: patterns, message }] }],
    },
  };
}

const parserPackages = ['dockerfile-ast', 'dockerfile-utils', 'unbash'];
const hostPackages = ['node:*', 'vscode', 'vscode-languageclient', 'vscode-languageclient/*'];

export default tseslint.config(
  {
    ignores: [
      '.cache/',
      'dist/',
      'node_modules/',
      'coverage/',
      'samples/',
      'test/builds/projects/',
      'test/builds/articles/',
      'test/builds/broken/',
      'test/recipes/projects/',
      'test/recipes/expected/',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'describe', 'it', 'suite'], package: 'node:test' },
          ],
        },
      ],
      'no-console': 'off',
    },
  },
  zone(
    [
      'server/src/core/{text,data,project,model,rewrite,builders,rules,assists,config,engine,plan,recipes,emit,generate,score}/**/*.ts',
    ],
    [...parserPackages, ...hostPackages, 'vscode-languageserver*', 'dockerfile-language-service'],
    'Only syntax/ knows the parsers; the core knows no host and no protocol.',
  ),
  zone(
    ['server/src/core/syntax/**/*.ts'],
    [...hostPackages, 'vscode-languageserver*', 'dockerfile-language-service'],
    'The core knows no host and no protocol.',
  ),
  zone(
    ['server/src/lsp/**/*.ts'],
    [
      ...hostPackages,
      ...parserPackages,
      'vscode-languageserver/node',
      'vscode-languageserver/browser',
      '**/core/*/**',
    ],
    'lsp/ uses the core through core/service and knows no host.',
  ),
  zone(
    ['server/src/project-reader/**/*.ts'],
    [...hostPackages, ...parserPackages, 'vscode-languageserver*', '**/core/*/**', '**/lsp/**'],
    'project-reader/ uses the core through core/service and knows no host and no protocol.',
  ),
  zone(
    ['server/src/disk/**/*.ts'],
    ['vscode*', ...parserPackages, '**/core/**', '**/lsp/**', '**/cli/**'],
    'disk/ lists and reads files for the hosts of Node, and knows no core and no protocol.',
  ),
  zone(
    ['server/src/registry/**/*.ts'],
    ['vscode*', ...parserPackages, '**/core/*/**', '**/lsp/**', '**/cli/**'],
    'registry/ uses the core through core/service and knows no host and no protocol.',
  ),
  zone(
    ['server/src/shellcheck/**/*.ts'],
    ['vscode*', ...parserPackages, '**/core/*/**', '**/lsp/**', '**/cli/**'],
    'shellcheck/ uses the core through core/service and knows no host and no protocol.',
  ),
  zone(
    ['server/src/{node,browser}/**/*.ts'],
    ['**/core/*/**', ...parserPackages],
    'Hosts use the core through core/service.',
  ),
  zone(
    ['server/src/cli/**/*.ts'],
    ['**/core/*/**', ...parserPackages, 'vscode-languageserver*', '**/lsp/**'],
    'The command line uses the core through core/service.',
  ),
  zone(
    ['client/**/*.ts'],
    ['**/server/src/core/**', '**/server/src/lsp/**', ...parserPackages],
    'The client has no Dockerfile knowledge.',
  ),
);
