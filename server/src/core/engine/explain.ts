import type { Assist } from '../assists/define-assist';
import { categories, peers, type Rule } from '../rules/define-rule';

const applicabilityNotes = {
  always: 'Every finding has a fix.',
  sometimes: 'Some findings have a fix.',
  never: 'There is no automatic fix.',
} as const;

/** The page of a rule as Markdown: the same text in the docs, in hovers and on the command line. */
export function explainRule(rule: Rule): string {
  if (rule.origin !== undefined) return explainForeign(rule, rule.origin.page);
  const sections = [
    `# ${rule.id}`,
    `\`${rule.code}\` · ${rule.severity} · ${categories[rule.category].title} · profile \`${rule.profile}\``,
    rule.summary,
    `## Why\n\n${rule.why}`,
    ...rule.examples.map(
      (example, index) =>
        `## Example${rule.examples.length === 1 ? '' : ` ${String(index + 1)}`}\n\n${showOptions(rule, example.options)}${showFiles(example.files)}${fence(stripCarets(example.bad))}\n\nBetter:\n\n${fence(example.good)}`,
    ),
    `## Fix\n\n${[applicabilityNotes[rule.fixable], rule.fixNotes].filter((part) => part !== undefined).join(' ')}`,
    ...optionSection(rule),
    ...equivalentSection(rule),
    silence(rule.id),
  ];
  return `${sections.join('\n\n')}\n`;
}

function silence(id: string): string {
  return `## Silence it\n\nWrite above the instruction: \`# ironhull ignore=${id}: your reason\``;
}

/** What can be told of a check of another program: where its page is, and how it is silenced. */
function explainForeign({ id }: Rule, page: string): string {
  return `# ${id}\n\nFound by ShellCheck: [what it is about](${page}).\n\n${silence(id)}\n`;
}

/** The page of an assist as Markdown. */
export function explainAssist(assist: Assist): string {
  const examples = assist.examples.map(
    (example) =>
      `${showFiles(example.files)}${fence(example.before.replace('<CURSOR>', ''))}\n\nbecomes\n\n${fence(example.after)}`,
  );
  return `${[`# ${assist.id}`, `In the menu: ${assist.title}.`, assist.summary, ...examples].join('\n\n')}\n`;
}

function optionSection({ options = [] }: Rule): readonly string[] {
  const rows = options.map(
    ({ key, expects, description }) => `| \`${key}\` | ${expects} | ${description} |`,
  );
  return rows.length === 0
    ? []
    : [`## Options\n\n| Option | Value | Meaning |\n| --- | --- | --- |\n${rows.join('\n')}`];
}

/** The options of an example as they stand in a configuration file. */
function showOptions({ id }: Rule, options: Readonly<Record<string, unknown>> | undefined): string {
  if (options === undefined) return '';
  return `With these settings:\n\n\`\`\`json\n${JSON.stringify({ rules: { [id]: options } }, null, 2)}\n\`\`\`\n\n`;
}

function equivalentSection(rule: Rule): readonly string[] {
  const rows = Object.entries(peers).flatMap(([peer, title]) => {
    const value = Object.entries(rule.equivalents).find(([key]) => key === peer)?.[1];
    return value === undefined ? [] : [`| ${title} | ${[value].flat().join(', ')} |`];
  });
  return rows.length === 0
    ? []
    : [`## Other tools\n\n| Tool | Check |\n| --- | --- |\n${rows.join('\n')}`];
}

/** The files around an example that have a text, in front of it. */
function showFiles(files: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(files ?? {})
    .filter(([, text]) => text.trim() !== '')
    .map(([path, text]) => `With \`${path}\`:\n\n\`\`\`\n${text.trimEnd()}\n\`\`\`\n\n`)
    .join('');
}

function fence(text: string): string {
  return `\`\`\`dockerfile\n${text.trimEnd()}\n\`\`\``;
}

const caretLine = /^[ \t]*(?:#[ \t]*)?\^+[ \t]+[a-z][a-z-]*[ \t]*\n/gm;

/** Removes the lines of carets that mark findings in an example. */
function stripCarets(text: string): string {
  return text.replace(caretLine, '');
}
