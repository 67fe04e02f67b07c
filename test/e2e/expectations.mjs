// What the command line and the core say about the Dockerfile of a workspace; the suite compares.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { outputDir } from './build.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = path.join(root, 'dist/cli/main.js');

/**
 * @param {string} cwd
 * @param {string[]} args
 */
function ironhull(cwd, ...args) {
  const result = spawnSync(process.execPath, [cli, ...args], { cwd, encoding: 'utf8' });
  if (result.status !== 0 && result.status !== 1) {
    throw new Error(`ironhull ${args.join(' ')} ended with ${result.status}\n${result.stderr}`);
  }
  return result.stdout;
}

/** @param {string} file */
const readJson = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));

/** @returns {import('./expected').ExpectedSnippet[]} the snippets that the manifest has for Dockerfiles */
function contributedSnippets() {
  const { contributes } = readJson('package.json');
  return contributes.snippets
    .filter(({ language }) => language === 'dockerfile')
    .flatMap(({ path: file }) => Object.values(readJson(file)))
    .flatMap(({ prefix, body }) => {
      const line = [body].flat().find((candidate) => candidate !== '' && !candidate.includes('$'));
      return [prefix].flat().map((each) => ({ prefix: each, line: line ?? '' }));
    });
}

/** Projects of the recipes that the workspace has, too, by their folder there. */
export const generatedProjects = [
  { folder: 'apps/board', from: 'test/recipes/projects/go-cmd' },
  { folder: 'apps/notes', from: 'test/recipes/projects/python-fastapi-uv' },
  { folder: 'apps/parcels', from: 'test/recipes/projects/node-typescript' },
];

/**
 * @param {string} workspace
 * @param {string} folder
 */
function expectGeneration(workspace, folder) {
  const { recipe, files } = JSON.parse(ironhull(workspace, 'generate', '--json', folder));
  const dockerfile = files.find(
    (/** @type {{ path: string }} */ file) => file.path === 'Dockerfile',
  );
  const list = ironhull(workspace, 'generate', '--list', folder);
  const title = new RegExp(`^${recipe} in \\.: (.*)$`, 'm').exec(list)?.[1] ?? '';
  return { folder, title, dockerfile: dockerfile.text };
}

/**
 * @param {string} workspace
 * @returns {import('../../server/src/core/service').ProjectFiles}
 */
function readProject(workspace) {
  const paths = readdirSync(workspace, { recursive: true })
    .map((name) => name.toString().split(path.sep).join('/'))
    .filter((name) => statSync(path.join(workspace, name)).isFile());
  return {
    paths: paths.toSorted(),
    complete: true,
    texts: new Map(paths.map((name) => [name, readFileSync(path.join(workspace, name), 'utf8')])),
    dockerfile: 'Dockerfile',
  };
}

/**
 * @param {string} workspace
 * @returns {Promise<import('./expected').Expected>}
 */
export async function expectationsFor(workspace) {
  const { files } = JSON.parse(ironhull(workspace, 'check', '--format', 'json', 'Dockerfile'));
  const { quickFixes } = await import(pathToFileURL(path.join(outputDir, 'core-fixes.mjs')).href);
  const { expectHardening } = await import(
    pathToFileURL(path.join(outputDir, 'core-harden.mjs')).href
  );
  const project = readProject(workspace);
  const naive = readFileSync(path.join(workspace, 'Dockerfile'), 'utf8');
  const today = new Date().toISOString().slice(0, 10);
  const copy = mkdtempSync(path.join(tmpdir(), 'ironhull-fixed-'));
  try {
    cpSync(workspace, copy, { recursive: true });
    ironhull(copy, 'fix', 'Dockerfile');
    return {
      findings: files[0].findings.map(({ rule, line, column, endLine, endColumn }) => ({
        rule,
        range: [line - 1, column - 1, endLine - 1, endColumn - 1],
      })),
      quickFixes: quickFixes(naive, project, today),
      snippets: contributedSnippets(),
      harden: expectHardening(naive, project, today),
      generated: generatedProjects.map(({ folder }) => expectGeneration(workspace, folder)),
      fixed: readFileSync(path.join(copy, 'Dockerfile'), 'utf8'),
    };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
