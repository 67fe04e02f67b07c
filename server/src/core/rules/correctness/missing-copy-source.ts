import type { CopyFacts } from '../../model/files';
import type { BuildContext } from '../../project/build-context';
import { isPattern } from '../../project/path-pattern';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { findNearest } from '../../text/nearest-word';
import { defineRule, type Report } from '../define-rule';

export default defineRule({
  id: 'missing-copy-source',
  code: 'IH709',
  category: 'correctness',
  severity: 'error',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'COPY names a file that the build context does not have.',
  why: 'The build ends with "not found". Reported only where the file cannot come from somewhere else: a manifest or lock file, which belongs to the sources, or a name that is a slip of the pen for one that is there. Results of a build, which may be made before `docker build` runs, are left alone.',
  fixNotes: 'The fix writes the name that is there.',
  equivalents: {},
  messages: {
    missing: '"{{path}}" is not in the build context.',
    similar: '"{{path}}" is not in the build context, but "{{similar}}" is.',
  },
  examples: [
    {
      files: { 'requirements.txt': '', 'app.py': '' },
      bad: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        COPY requirement.txt app.py ./
        #    ^^^^^^^^^^^^^^^ missing-copy-source
        USER 10001
        CMD ["python", "app.py"]
      `,
      good: dockerfile`
        FROM python:3.14-slim
        WORKDIR /app
        COPY requirements.txt app.py ./
        USER 10001
        CMD ["python", "app.py"]
      `,
    },
  ],
  *check(model) {
    const { context } = model;
    if (context === undefined) return;
    const copies = model.stages
      .flatMap((stage) => model.copiesOf(stage))
      .filter(({ origin }) => origin.kind === 'context');
    if (!copies.some((copy) => namesSomethingThere(context, copy))) return;
    for (const copy of copies) {
      for (const { kind, path, word } of copy.sources) {
        if (kind !== 'path' || path === undefined || isPattern(path)) continue;
        if (context.has(path) !== 'no') continue;
        const report = findReport(context, path, word);
        if (report !== undefined) yield report;
      }
    }
  },
});

/** Tells that the context is the right folder. */
function namesSomethingThere(context: BuildContext, copy: CopyFacts): boolean {
  return copy.sources.some(
    ({ kind, path }) =>
      kind === 'path' && path !== undefined && path !== '.' && context.has(path) === 'yes',
  );
}

/** Files that people write and commit, so that no step before the build makes them. */
const committedFiles =
  /^(?:package\.json|package-lock\.json|yarn\.lock|pnpm-lock\.yaml|go\.(?:mod|sum)|Cargo\.(?:toml|lock)|pom\.xml|build\.gradle(?:\.kts)?|requirements\.txt|pyproject\.toml|poetry\.lock|uv\.lock|Pipfile(?:\.lock)?|Gemfile(?:\.lock)?|composer\.(?:json|lock))$/;

function findReport(
  context: BuildContext,
  path: string,
  word: { readonly text: string; readonly span: Report['span'] },
): Report<'missing' | 'similar'> | undefined {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const name = path.slice(folder.length);
  if (folder !== '' && context.has(folder.slice(0, -1)) !== 'yes') return undefined;
  const similar = findSimilar(context, folder, name);
  if (similar === undefined) {
    return committedFiles.test(name)
      ? {
          message: 'missing',
          data: { path },
          span: word.span,
          refusal: 'No similar file is there.',
        }
      : undefined;
  }
  const written = word.text.endsWith(path)
    ? `${word.text.slice(0, -path.length)}${folder}${similar}`
    : undefined;
  return {
    message: 'similar',
    data: { path, similar: `${folder}${similar}` },
    span: word.span,
    ...(written === undefined
      ? { refusal: 'The name holds a variable or quotes.' }
      : {
          fixes: [
            {
              title: `Write "${folder}${similar}"`,
              applicability: 'unsafe',
              phase: 'word',
              edits: [replaceWord(word, written)],
            },
          ],
        }),
  };
}

/** A sibling whose name is a slip away: one letter more, less or other, or another letter case. */
function findSimilar(context: BuildContext, folder: string, name: string): string | undefined {
  const siblings = context.visiblePaths.flatMap((path) => {
    if (!path.startsWith(folder)) return [];
    const [first = ''] = path.slice(folder.length).split('/');
    return Math.abs(first.length - name.length) <= 1 ? [first] : [];
  });
  const isShort = name.replace(/\.\w+$/, '').length < 4;
  const nearest = isShort ? undefined : findNearest(name, siblings);
  if (nearest === undefined) return undefined;
  const isSlip = nearest.toLowerCase() === name.toLowerCase() || isOneAway(nearest, name);
  return isSlip && extensionOf(nearest) === extensionOf(name) ? nearest : undefined;
}

function isOneAway(left: string, right: string): boolean {
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  let end = 0;
  while (
    end < Math.min(left.length, right.length) - start &&
    left.at(-1 - end) === right.at(-1 - end)
  ) {
    end++;
  }
  return Math.max(left.length, right.length) - start - end <= 1;
}

function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}
