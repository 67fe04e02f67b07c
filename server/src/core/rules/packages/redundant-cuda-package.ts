import { cudaPackages, cudaToolkits } from '../../data/cuda-packages';
import { findCudaImage, type CudaImage } from '../../model/cuda-image';
import type { PackageArgument } from '../../model/packages';
import { dropPackage } from '../../rewrite/drop-package';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'redundant-cuda-package',
  code: 'IH596',
  category: 'packages',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'A package installs parts of CUDA that the base image has.',
  why: 'The images of nvidia/cuda are CUDA, installed from the packages of NVIDIA: `base` has the runtime, `runtime` the libraries too, `devel` also compiler and headers. A package of the same version adds nothing, or a few gigabytes of profilers and editors that no build asks for. `nvidia-cuda-toolkit` is another CUDA: that of the distribution, with an older compiler beside the one of the image. `cuda` and `cuda-toolkit` without a version are the newest CUDA there is on the day of the build.',
  fixNotes:
    'The package is taken out of the list. A tool that only it brings, such as a profiler, is then missing. A package with a pinned version is left alone: it may be another patch release.',
  equivalents: {},
  messages: {
    present: 'The base image has "{{name}}" already.',
    toolkit:
      'The base image has compiler and libraries of CUDA {{version}}: "{{name}}" adds tools.',
    newest:
      'The base image has CUDA {{version}}: "{{name}}" is the newest one, whichever that is then.',
    second:
      'The base image has CUDA {{version}}: "{{name}}" puts that of the distribution beside it.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM nvidia/cuda:12.6.3-devel-ubuntu24.04 AS build
        RUN apt-get update && apt-get install -y --no-install-recommends cmake cuda-toolkit-12-6 && rm -rf /var/lib/apt/lists/*
        #                                                                      ^^^^^^^^^^^^^^^^^ redundant-cuda-package
        COPY . /src
        RUN cmake -S /src -B /out && cmake --build /out

        FROM nvidia/cuda:12.6.3-runtime-ubuntu24.04
        COPY --from=build /out/server /usr/local/bin/server
        USER 10001
        CMD ["server"]
      `,
      good: dockerfile`
        FROM nvidia/cuda:12.6.3-devel-ubuntu24.04 AS build
        RUN apt-get update && apt-get install -y --no-install-recommends cmake && rm -rf /var/lib/apt/lists/*
        COPY . /src
        RUN cmake -S /src -B /out && cmake --build /out

        FROM nvidia/cuda:12.6.3-runtime-ubuntu24.04
        COPY --from=build /out/server /usr/local/bin/server
        USER 10001
        CMD ["server"]
      `,
    },
  ],
  *check(model) {
    for (const stage of model.stages) {
      const image = stage.mayBeWindows ? undefined : findCudaImage(stage);
      if (image === undefined) continue;
      for (const operation of model.packageOperationsOf(stage)) {
        if (operation.manager.kind !== 'system' || operation.action !== 'install') continue;
        for (const argument of operation.packages) {
          const message = judge(image, argument);
          if (message === undefined) continue;
          const name = argument.word.text;
          const edit = dropPackage(model, { argument, name, operation, stage });
          yield {
            message,
            data: { name, version: image.version },
            span: argument.word.span,
            ...(edit === undefined
              ? { refusal: 'It is all that the command installs.' }
              : {
                  fixes: [
                    {
                      title: `Do not install ${name}`,
                      applicability: 'unsafe',
                      phase: 'instruction',
                      edits: [edit],
                    },
                  ],
                }),
          };
        }
      }
    }
  },
});

function judge(
  { version, flavor }: CudaImage,
  { kind, word }: PackageArgument,
): 'present' | 'toolkit' | 'newest' | 'second' | undefined {
  if (kind !== 'named') return undefined;
  // With the version in the name, which dnf would take for that of the package.
  const name = word.value ?? '';
  if (name === 'nvidia-cuda-toolkit') return flavor === 'base' ? undefined : 'second';
  if (cudaToolkits.has(name)) return flavor === 'devel' ? 'newest' : undefined;
  const match = /^(.+?)-(\d+)-(\d+)$/.exec(name);
  const [, part = '', major, minor] = match ?? [];
  if (major === undefined || `${major}.${minor ?? ''}` !== version) return undefined;
  if (cudaPackages[flavor].has(part)) return 'present';
  return flavor === 'devel' && cudaToolkits.has(part) ? 'toolkit' : undefined;
}
