import { defineRule, type Applicability } from '../define-rule';
import type { CopyFacts, CopySource } from '../../model/files';
import { keyword } from '../../rewrite/instructions';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'add-instead-of-copy',
  code: 'IH706',
  category: 'correctness',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'always',
  summary: 'ADD is used where COPY does the same without surprises.',
  why: 'ADD unpacks archives and downloads addresses. For plain local files COPY does the same and says so: nobody has to wonder whether a file is unpacked.',
  fixNotes:
    'A file is unpacked by its content, not by its name; for a name without an ending the fix is therefore offered but not applied in bulk.',
  equivalents: {
    hadolint: 'DL3020',
    trivy: 'DS-0005',
    checkov: 'CKV_DOCKER_4',
    kics: '9513a694-aa0d-41d8-be61-3271e056f36b',
    sonar: 'S7029',
    semgrep: 'dockerfile.best-practice.prefer-copy-over-add.prefer-copy-over-add',
    dockle: 'CIS-DI-0009',
  },
  messages: { add: 'COPY does the same here, and never unpacks or downloads.' },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        ADD server.conf /etc/app/
        ^^^ add-instead-of-copy
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY server.conf /etc/app/
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        ADD --chown=1000:1000 . /app
        ^^^ add-instead-of-copy
      `,
      good: dockerfile`
        FROM debian:13-slim
        COPY --chown=1000:1000 . /app
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const copy of model.copiesOf(stage)) {
        const { instruction } = copy;
        const level = instruction.keyword === 'ADD' ? findLevel(copy) : undefined;
        if (level === undefined) continue;
        yield {
          message: 'add',
          span: instruction.keywordSpan,
          fixes: [
            {
              title: 'Replace ADD by COPY',
              applicability: level,
              phase: 'word',
              edits: [replaceWord({ span: instruction.keywordSpan }, keyword(model, 'COPY'))],
            },
          ],
        };
      }
    }
  },
});

const addOnlyFlags = new Set(['checksum', 'keep-git-dir', 'unpack']);

/** How sure it is that COPY does the same; undefined when ADD may be needed. */
function findLevel(copy: CopyFacts): Applicability | undefined {
  if (copy.instruction.flags.some((flag) => addOnlyFlags.has(flag.name))) return undefined;
  if (copy.destination === undefined) return undefined;
  const levels = copy.sources.map((source) => levelOf(source));
  if (levels.some((level) => level === undefined)) return undefined;
  return levels.every((level) => level === 'safe') ? 'safe' : 'unsafe';
}

const archive = /\.(tar|tgz|tbz2?|txz|tzst|gz|bz2|xz|zst|lzma|Z)$/i;

function levelOf(source: CopySource): Applicability | undefined {
  if (source.kind === 'heredoc') return 'safe';
  if (source.kind !== 'path' || source.path === undefined) return undefined;
  const name = source.path.slice(source.path.lastIndexOf('/') + 1);
  if (archive.test(name)) return undefined;
  if (/[*?[]/.test(source.path)) return /\.[a-z]\w*$/i.test(name) ? 'safe' : undefined;
  const isFolder = source.path === '.' || source.word.text.endsWith('/');
  return isFolder || /\.[a-z]\w*$/i.test(name) ? 'safe' : 'unsafe';
}
