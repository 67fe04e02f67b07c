import { findGpuQueries } from '../../model/gpu-queries';
import type { DockerfileModel } from '../../model/model';
import { deleteInstruction } from '../../rewrite/instructions';
import { removeCommand } from '../../rewrite/remove-command';
import type { Command } from '../../model/commands';
import type { Edit } from '../../text/edit';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'gpu-query-in-build',
  code: 'IH793',
  category: 'correctness',
  severity: 'warning',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A RUN asks for a GPU, and a build has none.',
  why: 'The driver of a GPU, its libraries and `nvidia-smi` are no part of an image: the runtime of NVIDIA mounts them when a container is started with a GPU. BuildKit starts a RUN without them, also on a machine that has one, so `nvidia-smi` ends the build, and `torch.cuda.is_available()` says no whatever the finished image can do. Only where the older builder works with the runtime of NVIDIA as its default does such a step see the GPU of that machine. Ask when the container starts: `docker run --rm --gpus all IMAGE nvidia-smi`. A RUN with `--device` or `--security`, a question with `||` or `if`, a file that brings its own `nvidia-smi`, images for Jetson boards and base images that are not known are left alone.',
  fixNotes:
    'The question is taken out of its chain, and with it a RUN that holds nothing else. Whether the libraries that it imports can be loaded is then no longer tried while the image is built.',
  equivalents: {},
  messages: {
    fails: 'A build has no GPU, so "{{name}}" fails and ends it.',
    answers: 'A build has no GPU: "{{name}}" says so, whatever the finished image can do.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM nvidia/cuda:12.6.3-runtime-ubuntu24.04
        RUN ldconfig && nvidia-smi
        #               ^^^^^^^^^^ gpu-query-in-build
        USER 10001
        CMD ["nvidia-smi"]
      `,
      good: dockerfile`
        FROM nvidia/cuda:12.6.3-runtime-ubuntu24.04
        RUN ldconfig
        USER 10001
        CMD ["nvidia-smi"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      for (const { kind, name, command } of findGpuQueries(model, stage)) {
        const [program] = command.words;
        if (program === undefined) continue;
        const edit = takeOut(model, command);
        yield {
          message: kind,
          data: { name },
          span: program.span,
          ...(edit === undefined
            ? { refusal: 'Other parts of the script depend on it, or a comment would be lost.' }
            : {
                fixes: [
                  {
                    title: 'Take the question out',
                    applicability: 'unsafe',
                    phase: 'instruction',
                    edits: [edit],
                  },
                ],
              }),
        };
      }
    }
  },
});

function takeOut(model: DockerfileModel, command: Command): Edit | undefined {
  const { instruction } = command;
  const execution = model.executionOf(instruction);
  return execution.form === 'exec'
    ? deleteInstruction(model, instruction)
    : removeCommand(model, execution, command);
}
