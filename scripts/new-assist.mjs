// `npm run new:assist -- <id>`: an assist file and the next steps.
import { existsSync, writeFileSync } from 'node:fs';

const [id = ''] = process.argv.slice(2);
const file = `server/src/core/assists/${id}.ts`;
if (!/^[a-z]+(-[a-z0-9]+)+$/.test(id)) {
  console.error('Usage: npm run new:assist -- <id>, an imperative verb phrase in kebab-case.');
  process.exit(2);
}
if (existsSync(file)) {
  console.error(`${file} exists.`);
  process.exit(2);
}
writeFileSync(
  file,
  `import { defineAssist } from './define-assist';
import { dockerfile } from '../text/dockerfile-tag';

export default defineAssist({
  id: '${id}',
  title: 'Say what it does',
  kind: 'refactor.rewrite',
  since: 'next',
  summary: 'Say in one sentence what it is good for.',
  examples: [
    {
      before: dockerfile\`
        FROM debian:13-slim
        <CURSOR>RUN change-me
      \`,
      after: dockerfile\`
        FROM debian:13-slim
        RUN changed
      \`,
    },
  ],
  run: () => undefined,
});
`,
);
console.log(`Wrote ${file}.
1. Make "before" and "after" real, and see them fail: npm run generate && npm test -- ${id}
2. Write "run" from the facts of the model.
3. npm run generate && npm run check`);
