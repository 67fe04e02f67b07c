import { defineEmitter } from './define-emitter';
import {
  describeDeployment,
  describeDisruptionBudget,
  describeService,
  nameService,
  writeSurroundings,
} from './kubernetes-objects';
import { describeApplication } from './kubernetes-pod';
import { writeYaml } from './yaml-document';

const folder = 'k8s';

export default defineEmitter({
  id: 'kubernetes',
  title: 'Kubernetes manifests',
  always: false,
  emit: (plan, settings) => {
    const application = describeApplication(plan, settings);
    const release = { name: plan.name, labels: {} };
    return [
      ...writeSurroundings(application, { folder, sharing: 'one-pod' }),
      {
        path: `${folder}/30-deployment.yaml`,
        text: writeYaml('A new version replaces the old one pod by pod.', [
          describeDeployment(application, release),
          describeDisruptionBudget(application, release),
        ]),
        purpose: 'The pods, within what the Pod Security Standard "restricted" allows.',
      },
      ...(plan.runtime.port === undefined
        ? []
        : [
            {
              path: `${folder}/40-service.yaml`,
              text: writeYaml(
                'One address for the pods inside the cluster. An HTTPRoute or an Ingress opens it to the outside.',
                [describeService(application, { name: nameService(plan), labels: {} })],
              ),
              purpose: 'The address of the pods inside the cluster.',
            },
          ]),
    ];
  },
});
