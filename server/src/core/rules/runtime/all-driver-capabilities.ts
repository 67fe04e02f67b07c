import { graphicsWords } from '../../data/gpu-variables';
import { findCudaImage } from '../../model/cuda-image';
import type { DockerfileModel } from '../../model/model';
import { collectInheritance, type Stage } from '../../model/stage-graph';
import { replaceWord } from '../../rewrite/words';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'all-driver-capabilities',
  code: 'IH696',
  category: 'runtime',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'Containers get all of the GPU driver though the image is for computing.',
  why: '`NVIDIA_DRIVER_CAPABILITIES` says which files of the driver are mounted into a container. The images of nvidia/cuda ask for `compute,utility`: CUDA, OpenCL and `nvidia-smi`. `all` adds what graphics, video and displays need: more code of the driver in reach of the program, and more of what the machine must have installed. The rule speaks only on such a base image, and is silent when a word of the file or of its requirements is about graphics, video or a display. Name what is needed beyond that: `compute,utility,video`.',
  fixNotes:
    'The value becomes `compute,utility`. A program that draws, encodes or decodes with the GPU, which the file does not tell, then misses libraries: add `graphics` or `video`.',
  equivalents: {},
  messages: {
    all: '"all" mounts the driver for graphics and video too; computing needs "compute,utility".',
  },
  examples: [
    {
      bad: dockerfile`
        FROM nvidia/cuda:12.6.3-runtime-ubuntu24.04
        ENV NVIDIA_DRIVER_CAPABILITIES=all
        #                              ^^^ all-driver-capabilities
        COPY trainer /usr/local/bin/trainer
        USER 10001
        CMD ["trainer"]
      `,
      good: dockerfile`
        FROM nvidia/cuda:12.6.3-runtime-ubuntu24.04
        ENV NVIDIA_DRIVER_CAPABILITIES=compute,utility
        COPY trainer /usr/local/bin/trainer
        USER 10001
        CMD ["trainer"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined || target.mayBeWindows || findCudaImage(target) === undefined) return;
    const binding = model.variables.atEnd(target).get('NVIDIA_DRIVER_CAPABILITIES');
    const word = binding?.assignment?.value;
    if (binding?.kind !== 'env' || word === undefined || word.text.includes('$')) return;
    const parts = (binding.value ?? '').split(',').map((each) => each.trim());
    if (!parts.includes('all') || mayDraw(model, target)) return;
    if (model.text.slice(word.span.start, word.span.end).includes('\n')) return;
    yield {
      message: 'all',
      span: word.span,
      fixes: [
        {
          title: 'Set it to "compute,utility"',
          applicability: 'unsafe',
          phase: 'word',
          edits: [replaceWord(word, 'compute,utility')],
        },
      ],
    };
  },
});

/** Files that name the packages of a program. */
const manifests =
  /(?:^|\/)(?:requirements[\w.-]*\.txt|pyproject\.toml|setup\.py|environment\.ya?ml|package\.json)$/;

/** True when a word of the file or of a manifest of the project is about graphics, video or a display. */
function mayDraw(model: DockerfileModel, target: Stage): boolean {
  const isNamed = collectInheritance(target)
    .flatMap(({ instructions, from }) => [from, ...instructions])
    .some(({ span }) => graphicsWords.test(model.text.slice(span.start, span.end)));
  if (isNamed) return true;
  const { context } = model;
  return (
    context?.visiblePaths.some(
      (path) => manifests.test(path) && graphicsWords.test(context.text(path) ?? ''),
    ) === true
  );
}
