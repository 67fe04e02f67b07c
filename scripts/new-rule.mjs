// `npm run new:rule -- <category>/<id>`: a rule file, its page, and the next steps.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = 'server/src/core/rules';
const forbidden = /^(no|use|prefer|avoid|require|do-not)-|-check$/;
const [target = ''] = process.argv.slice(2);
const [category, id] = target.split('/');
const definitions = readFileSync(path.join(folder, 'define-rule.ts'), 'utf8');
const digit = new RegExp(`'?${category}'?: \\{\\s*digit: (\\d)`).exec(definitions)?.[1];

if (id === undefined || digit === undefined) {
  fail('Usage: npm run new:rule -- <category>/<id>, with a category of define-rule.ts.');
}
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || forbidden.test(id)) {
  fail(`"${id}" does not name a problem in kebab-case (not no-…, use-…, prefer-…, avoid-…).`);
}
const file = path.join(folder, category, `${id}.ts`);
const page = `test/rules/${id}.md`;
if (existsSync(file) || existsSync(page)) fail(`${file} or ${page} exists.`);

const retired = JSON.parse(readFileSync('docs/retired-codes.json', 'utf8'));
const used = readdirSync(folder, { recursive: true })
  .map((name) => name.toString())
  .filter((name) => name.endsWith('.ts'))
  .flatMap(
    (name) => /code: '(IH\d{3})'/.exec(readFileSync(path.join(folder, name), 'utf8'))?.[1] ?? [],
  );
const taken = new Set([...used, ...retired]);
let number = 1;
while (taken.has(`IH${digit}${String(number).padStart(2, '0')}`)) number++;
const code = `IH${digit}${String(number).padStart(2, '0')}`;

mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(
  file,
  `import { defineRule } from '../define-rule';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: '${id}',
  code: '${code}',
  category: '${category}',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'never',
  summary: 'Say in one sentence what is wrong.',
  why: 'Say why it matters in production, and what to do.',
  equivalents: {},
  messages: { found: 'Say what is wrong here.' },
  examples: [
    {
      bad: dockerfile\`
        FROM debian:13-slim
        RUN change-me
        ^^^ ${id}
      \`,
      good: dockerfile\`
        FROM debian:13-slim
      \`,
    },
  ],
  *check() {
    yield* [];
  },
});
`,
);
writeFileSync(
  page,
  `# ${id}

## Name the behavior of the case in the present tense

\`\`\`dockerfile
FROM debian:13-slim
\`\`\`
`,
);
console.log(`Wrote ${file} (${code}) and ${page}.
1. Mark the problem in "bad" with carets, and see it fail: npm run generate && npm test -- ${id}
2. Write "check" from the facts of the model, then "good", then the fix.
3. Add the edge cases to ${page}, then: npm run generate && npm run check`);

function fail(message) {
  console.error(message);
  process.exit(2);
}
