import { deviceList, deviceVariables, type DeviceVariable } from '../../data/gpu-variables';
import { findCudaImage } from '../../model/cuda-image';
import type { DockerfileModel } from '../../model/model';
import { collectInheritance, type Stage } from '../../model/stage-graph';
import { dropAssignment } from '../../rewrite/drop-argument';
import { replaceWord } from '../../rewrite/words';
import type { Assignment, Instruction } from '../../syntax/instruction';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Fix } from '../define-rule';

export default defineRule({
  id: 'fixed-gpu-devices',
  code: 'IH695',
  category: 'runtime',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The image names the GPUs of one machine.',
  why: 'Which GPUs a container gets is known where it starts: `docker run --gpus`, the devices of a Compose service, the limits of a pod. A number in `ENV` is a second answer that nobody sees there: on a machine with eight GPUs every container takes the same one, on another the number does not exist and the program finds no GPU at all. `all`, `none`, `void`, `-1` and an empty value fit every machine and are left alone, and so is a value that a build argument gives.',
  fixNotes:
    'The variable is deleted; a program that was held to one GPU then uses all that its container gets. `NVIDIA_VISIBLE_DEVICES` becomes `all` where the base image is not known to set it, because a container without it gets no GPU from the runtime of NVIDIA. Not offered where something else in the file sets or names the variable.',
  equivalents: {},
  messages: {
    fixed: '{{name}}={{value}} chooses GPUs in the image: the machine that starts it knows better.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM nvidia/cuda:12.6.3-runtime-ubuntu24.04
        ENV NVIDIA_VISIBLE_DEVICES=0
        #   ^^^^^^^^^^^^^^^^^^^^^^^^ fixed-gpu-devices
        COPY server /usr/local/bin/server
        USER 10001
        CMD ["server"]
      `,
      good: dockerfile`
        FROM nvidia/cuda:12.6.3-runtime-ubuntu24.04
        COPY server /usr/local/bin/server
        USER 10001
        CMD ["server"]
      `,
    },
    {
      bad: dockerfile`
        FROM python:3.14-slim
        ENV PYTHONUNBUFFERED=1 CUDA_VISIBLE_DEVICES=0,1
        #                      ^^^^^^^^^^^^^^^^^^^^^^^^ fixed-gpu-devices
        COPY train.py .
        USER nobody
        CMD ["python", "train.py"]
      `,
      good: dockerfile`
        FROM python:3.14-slim
        ENV PYTHONUNBUFFERED=1
        COPY train.py .
        USER nobody
        CMD ["python", "train.py"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined || target.mayBeWindows) return;
    const scope = model.variables.atEnd(target);
    for (const variable of deviceVariables) {
      const { name } = variable;
      const binding = scope.get(name);
      const { assignment, instruction, value = '' } = binding ?? {};
      if (binding?.kind !== 'env' || assignment === undefined || instruction === undefined)
        continue;
      if (!deviceList.test(value) || assignment.value?.text.includes('$') === true) continue;
      const { start, end } = assignment.span;
      if (model.text.slice(start, end).includes('\n')) continue;
      const fix = findFix(model, target, variable, instruction, assignment);
      yield {
        message: 'fixed',
        data: { name, value },
        span: assignment.span,
        ...(typeof fix === 'string' ? { refusal: fix } : { fixes: [fix] }),
      };
    }
  },
});

function findFix(
  model: DockerfileModel,
  target: Stage,
  { name, all }: DeviceVariable,
  instruction: Instruction,
  assignment: Assignment,
): Fix | string {
  const isNamed = collectInheritance(target)
    .flatMap(({ instructions }) => instructions)
    .some((each) => {
      const text = model.text.slice(each.span.start, each.span.end);
      return text.split(name).length - 1 !== (each === instruction ? 1 : 0);
    });
  if (isNamed) return 'Something else in the file sets or names the variable.';
  const isSetByBase = all === undefined || findCudaImage(target) !== undefined;
  const rest = { applicability: 'unsafe', phase: 'instruction' } as const;
  if (!isSetByBase) {
    if (assignment.value === undefined) return 'The value is not clear.';
    return { ...rest, title: `Set it to "${all}"`, edits: [replaceWord(assignment.value, all)] };
  }
  const edit = dropAssignment(model, instruction, assignment);
  if (edit === undefined) return 'A comment would be lost.';
  return { ...rest, title: `Delete ${name}`, edits: [edit] };
}
