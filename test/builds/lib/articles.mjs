// Proves the Dockerfiles of the articles whose practices Ironhull automates: hardened, none has a warning, and those
// that can be built answer. One of them installs without development packages before it builds.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { check } from './checks.mjs';
import { observe } from './container.mjs';
import { findWarnings, harden } from './harden.mjs';
import { buildImage, removeImages } from './image.mjs';

const source = fileURLToPath(new URL('../articles/', import.meta.url));

/** @typedef {{ registries: string[], bases: string[], port: number, answer: string, built: string[], because: Record<string, string> }} Articles */

/** @returns {Articles} */
export function readArticles() {
  return JSON.parse(readFileSync(path.join(source, 'articles.json'), 'utf8'));
}

/**
 * @param {string} work a folder for copies
 * @param {(text: string) => void} say
 * @returns {Promise<(import('./checks.mjs').Check & { of: string })[]>}
 */
export async function proveArticles(work, say) {
  const articles = readArticles();
  const checks = [];
  for (const file of readdirSync(source).filter((name) => name.endsWith('.Dockerfile'))) {
    const name = path.basename(file, '.Dockerfile');
    const results = await proveArticle(articles, name, path.join(work, `article-${name}`));
    for (const result of results) {
      checks.push({ of: name, ...result });
      if (!result.ok)
        say(`FAILED article ${name}: ${result.check}: ${result.detail.slice(0, 600)}`);
    }
    const left = articles.because[name];
    say(
      `article ${name}: hardened${left === undefined ? ', built and run' : `, not built: ${left}`}`,
    );
  }
  return checks;
}

/** @param {Articles} articles @param {string} name @param {string} folder */
async function proveArticle(articles, name, folder) {
  mkdirSync(folder, { recursive: true });
  cpSync(source, folder, { recursive: true });
  cpSync(path.join(folder, `${name}.Dockerfile`), path.join(folder, 'Dockerfile'));
  for (const extra of readdirSync(folder)) {
    if (/\.Dockerfile$|^articles\.json$/.test(extra)) rmSync(path.join(folder, extra));
  }
  const { buildSecrets } = await harden(folder);
  const warnings = await findWarnings(folder);
  const results = [check('no warning', warnings === '', warnings)];
  if (!articles.built.includes(name)) return results;
  const image = `ironhull-proof/article-${name}`;
  try {
    const { built, problem } = await buildImage(folder, image, buildSecrets, '');
    results.push(check('builds', built, problem));
    if (!built) return results;
    const options = {
      requests: ['/'],
      environment: {},
      tmpfs: [],
      ports: [articles.port],
      patience: 4,
    };
    const run = await observe(image, { ...options, strict: true });
    const body = Buffer.from(run.answers[0]?.body ?? '', 'base64').toString();
    results.push(check('answers', body === articles.answer, `${body} ${run.evidence}`));
    results.push(check('user', run.process?.uid !== 0, `uid ${run.process?.uid}`));
    return results;
  } finally {
    await removeImages([image]);
  }
}
