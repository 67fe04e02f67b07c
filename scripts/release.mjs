// `npm run release -- VERSION`: writes the version into the manifest, new rules and the changelog. Packaging and
// tagging come after, by hand, once the package was built.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [version = ''] = process.argv.slice(2);
if (!/^\d+\.\d+\.\d+$/.test(version)) {
  console.error('usage: npm run release -- VERSION, such as 1.2.0');
  process.exit(2);
}

/** @param {string} file @param {(text: string) => string} change */
function rewrite(file, change) {
  const text = readFileSync(file, 'utf8');
  const changed = change(text);
  if (changed !== text) {
    writeFileSync(file, changed);
    console.log(file);
  }
}

rewrite('package.json', (text) => text.replace(/"version": "[^"]*"/, `"version": "${version}"`));
for (const folder of ['server/src/core/rules', 'server/src/core/assists']) {
  for (const name of readdirSync(folder, { recursive: true }).map(String)) {
    if (name.endsWith('.ts')) {
      rewrite(path.join(folder, name), (text) =>
        text.replace("since: 'next'", `since: '${version}'`),
      );
    }
  }
}
const day = new Date().toISOString().slice(0, 10);
rewrite('CHANGELOG.md', (text) =>
  text.replace('## Unreleased\n', `## Unreleased\n\n## ${version} (${day})\n`),
);
console.log('Next: npm install, npm run generate, npm test, npm run package, then commit and tag.');
