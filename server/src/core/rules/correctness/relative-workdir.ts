import { defineRule } from '../define-rule';
import { joinPath } from '../../model/files';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage-graph';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';

export default defineRule({
  id: 'relative-workdir',
  code: 'IH701',
  category: 'correctness',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A relative WORKDIR depends on where the base image happens to stand.',
  why: 'A relative WORKDIR is joined to the directory before it. When that comes from the base image, another tag of the image can move your files without a word.',
  fixNotes:
    'Where the directory before it is known, the path is made absolute, and the result is the same. Where the base image is not known, the path is put below the root folder, which may be another place than today (`unsafe`); that is refused for Windows, and where the file names the folder by another path.',
  equivalents: {
    hadolint: 'DL3000',
    buildkit: 'WorkdirRelativePath',
    trivy: 'DS-0009',
    checkov: 'CKV_DOCKER_10',
    kics: '6b376af8-cfe8-49ab-a08d-f32de23661a4',
    sonar: 'S7021',
    semgrep: 'dockerfile.best-practice.use-absolute-workdir.use-absolute-workdir',
  },
  messages: {
    relative: 'The working directory "{{path}}" is relative to one that this file does not set.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM debian:13-slim
        WORKDIR app
        #       ^^^ relative-workdir
        COPY . .
      `,
      good: dockerfile`
        FROM debian:13-slim
        WORKDIR /app
        COPY . .
      `,
    },
  ],
  *check(model) {
    const settled = new Set<Stage>();
    for (const stage of model.stages) {
      const isSet = stage.base.kind === 'stage' && settled.has(stage.base.stage);
      const sets = stage.instructions.some((instruction) => instruction.keyword === 'WORKDIR');
      if (isSet || sets) settled.add(stage);
      if (isSet) continue;
      for (const instruction of stage.instructions) {
        const [word] = instruction.keyword === 'WORKDIR' ? instruction.words : [];
        if (word === undefined) continue;
        const path = model.expand(word, instruction);
        if (path === undefined || /^["']?([/\\]|[A-Za-z]:)/.test(path)) break;
        const target = joinPath(model.workdirAt(instruction), path);
        const isLiteral = path === word.text;
        const guess = `/${path.replace(/^(?:\.\/)+/, '')}`;
        const isGuessable =
          target === undefined && isLiteral && mayStandBelowRoot(model, stage, guess);
        const fixed = isGuessable ? guess : target;
        yield {
          message: 'relative',
          data: { path },
          span: word.span,
          ...(fixed === undefined || !isLiteral
            ? { refusal: 'The directory that the base image starts in is not known.' }
            : {
                fixes: [
                  {
                    title: `Write "${fixed}"`,
                    applicability: isGuessable ? 'unsafe' : 'safe',
                    phase: 'word',
                    edits: [replaceWord(word, fixed)],
                  },
                ],
              }),
        };
        break;
      }
    }
  },
});

/** False for Windows, and where the file names the folder by a path that begins elsewhere. */
function mayStandBelowRoot(model: DockerfileModel, stage: Stage, path: string): boolean {
  const base = stage.rootBase;
  if (base.kind !== 'image' || !/^(?:\/[\w@+-][\w.@+-]*)+$/.test(path)) {
    return false;
  }
  const image = `${base.reference.repository}:${base.tag ?? ''}`;
  if (/windows|nanoserver|ltsc\d/i.test(image)) return false;
  const places = model.text.split(path).slice(0, -1);
  return places.every((before) => !/[\w@+}-]$/.test(before));
}
