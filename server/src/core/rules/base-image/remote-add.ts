import { frontendSupports } from '../../model/frontend';
import type { CopyFacts } from '../../model/files';
import type { DockerfileModel } from '../../model/model';
import { digestHole } from '../../rewrite/digest-hole';
import { insertFlags } from '../../rewrite/insert-flags';
import { defineRule, type Fix } from '../define-rule';
import { findFlag } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'remote-add',
  code: 'IH107',
  category: 'base-image',
  severity: 'information',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'ADD downloads a file and does not check what it got.',
  why: 'Whoever controls the server, or the way to it, decides what is in your image. Give the digest you tested: `ADD --checksum=sha256:… https://…` (Dockerfile syntax 1.6 and newer) stops the build when the file changed. Git checks what it fetches, but a branch is another commit tomorrow: name a commit, or at least a tag.',
  fixNotes:
    'The fix adds `--checksum` with a digest that you must fill in: until then the build stops. There is none for a branch, for an ADD with several sources, which takes no digest, nor where `# syntax` names a version before 1.6.',
  equivalents: {
    kics: '4b410d24-1cbe-4430-a632-62c9a931cf1c',
    checkov: 'CKV_DOCKER_4',
  },
  messages: {
    unchecked: 'The download is not checked: give its digest with --checksum=sha256:….',
    moving: 'The branch moves on: name the commit or the tag that you tested behind "#".',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        ADD https://example.com/tool.tar.gz /opt/
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ remote-add
      `,
      good: dockerfile`
        FROM debian:13-slim
        ADD --checksum=sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa https://example.com/tool.tar.gz /opt/
      `,
    },
    {
      bad: dockerfile`
        FROM debian:13-slim
        ARG VERSION=1.2.3
        ADD https://example.com/tool-\${VERSION}.zip /opt/
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ remote-add
      `,
      good: dockerfile`
        FROM debian:13-slim
        ARG VERSION=1.2.3
        COPY tool-\${VERSION}.zip /opt/
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const copy of model.copiesOf(stage)) {
        if (findFlag(copy.instruction, 'checksum') !== undefined) continue;
        for (const source of copy.sources) {
          if (source.kind === 'git' && isMoving(source.word.text)) {
            yield {
              message: 'moving',
              span: source.word.span,
              refusal: 'Which commit was tested is not known.',
            };
          }
          if (source.kind !== 'url') continue;
          yield { message: 'unchecked', span: source.word.span, ...mend(model, copy) };
        }
      }
    }
  },
});

/** True for a repository without a reference, and for one with a usual name of a branch. */
function isMoving(address: string): boolean {
  const [, reference = ''] = address.split('#', 2);
  if (/[$?]/.test(address)) return false;
  return /^(?:refs\/heads\/.*|HEAD|main|master|trunk|dev|develop|nightly|)(?::.*)?$/.test(
    reference,
  );
}

function mend(
  model: DockerfileModel,
  { instruction, sources }: CopyFacts,
): { readonly fixes: readonly Fix[] } | { readonly refusal: string } {
  if (sources.length !== 1) {
    return { refusal: 'An ADD with several sources takes no digest: write one for each.' };
  }
  if (frontendSupports(model, 6) === 'no') {
    return { refusal: 'The version of the Dockerfile syntax has no --checksum: it needs 1.6.' };
  }
  const edits = [insertFlags(model, instruction, [`--checksum=sha256:${digestHole}`])];
  return {
    fixes: [
      {
        title: 'Compare the digest of the file',
        applicability: 'placeholder',
        phase: 'instruction',
        edits,
      },
    ],
  };
}
