import type { DockerfileModel } from '../../model/model';
import { collectShippedPackages, isMentionedElsewhere } from '../../model/shipped-packages';
import { findRootBase, type Stage } from '../../model/stage-graph';
import { dropPackage } from '../../rewrite/drop-package';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule } from '../define-rule';

export default defineRule({
  id: 'installed-gpu-runtime',
  code: 'IH595',
  category: 'packages',
  severity: 'information',
  profile: 'strict',
  since: 'next',
  fixable: 'sometimes',
  summary: 'The container runtime for GPUs is installed in an image instead of on the host.',
  why: 'The NVIDIA Container Toolkit is the part of the host that gives a GPU to a container: Docker, containerd or Podman call it before the container starts. Inside the container nothing calls it; the image only gets larger, and more programs that want root. An image that starts containers itself needs it: the rule is silent when the file names Docker, containerd, Podman, a Kubernetes node, systemd or `nvidia-ctk`, and on base images it does not know.',
  fixNotes:
    'The package is taken out of the list. Where it is all that the command installs, its repository and keys go with it, and that is left to a person.',
  equivalents: {},
  messages: {
    installed: '"{{name}}" works for the engine that starts containers: install it on the host.',
  },
  examples: [
    {
      bad: dockerfile`
        FROM nvidia/cuda:12.6.3-runtime-ubuntu24.04
        RUN apt-get update && apt-get install -y --no-install-recommends nvidia-container-toolkit python3 && rm -rf /var/lib/apt/lists/*
        #                                                                ^^^^^^^^^^^^^^^^^^^^^^^^ installed-gpu-runtime
        COPY server.py .
        USER 10001
        CMD ["python3", "server.py"]
      `,
      good: dockerfile`
        FROM nvidia/cuda:12.6.3-runtime-ubuntu24.04
        RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
        COPY server.py .
        USER 10001
        CMD ["python3", "server.py"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined || target.mayBeWindows || !isKnown(target)) return;
    if (hasHostStage(model)) return;
    for (const each of collectShippedPackages(model)) {
      if (!runtimes.test(each.name) || isMentionedElsewhere(model, each, engines)) continue;
      const edit = dropPackage(model, each);
      yield {
        message: 'installed',
        data: { name: each.name },
        span: each.argument.word.span,
        ...(edit === undefined
          ? { refusal: 'It is all that the command installs: its repository goes with it.' }
          : {
              fixes: [
                {
                  title: `Do not install ${each.name}`,
                  applicability: 'unsafe',
                  phase: 'instruction',
                  edits: [edit],
                },
              ],
            }),
      };
    }
  },
});

/** Packages of the toolkit. Source: its installation guide, and the list of packages there; general knowledge. */
const runtimes =
  /^(?:nvidia-container-(?:toolkit(?:-base)?|runtime(?:-hook)?)|nvidia-docker2?|libnvidia-container(?:1|-tools))$/;

/** What an image for a host names: engines, nodes of a cluster, a system that boots. Repositories of the toolkit itself do not count. */
const engines =
  /(?<!nvidia-|host\.|github\.com\/nvidia\/)docker(?!2)|containerd|\bmoby|podman|buildah|nerdctl|\brunc\b|crio|cri-o|kube|\bk[03]s\b|rke2|minikube|enroot|apptainer|singularity|slurm|systemd|systemctl|\/sbin\/init|bootc|ostree|linux-image|nvidia-ctk|nvidia-container-cli|runtimeclass/i;

/** Images for programs: what else such an image is for is not in its name. */
function isKnown(target: Stage): boolean {
  const base = findRootBase(target);
  return (
    base.kind === 'image' &&
    base.facts !== undefined &&
    !/docker|jenkins/.test(base.facts.family.id)
  );
}

/** True when a stage starts from an image of an engine or of a node. */
function hasHostStage(model: DockerfileModel): boolean {
  return model.tree.instructions.some(
    ({ keyword, argumentText }) =>
      keyword === 'FROM' && /dind|docker(?!\.io\/)|kind|k3s|bootc/i.test(argumentText),
  );
}
