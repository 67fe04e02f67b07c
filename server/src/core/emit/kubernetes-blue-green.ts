import { defineEmitter } from './define-emitter';
import {
  describeDeployment,
  describeDisruptionBudget,
  describeService,
  labelSlot,
  nameService,
  writeSurroundings,
} from './kubernetes-objects';
import { describeApplication, extendName, type Application } from './kubernetes-pod';
import { writeYaml } from './yaml-document';

const folder = 'k8s/blue-green';
const slots = ['blue', 'green'] as const;

export default defineEmitter({
  id: 'kubernetes-blue-green',
  title: 'Kubernetes manifests for blue and green releases',
  always: false,
  variantOf: 'kubernetes',
  emit: (plan, settings) => {
    // Without a port there is no address to switch.
    if (plan.runtime.port === undefined) return [];
    const application = describeApplication(plan, settings);
    return [
      ...writeSurroundings(application, { folder, sharing: 'several-pods' }),
      ...slots.map((slot) => {
        const release = { name: extendName(plan.name, `-${slot}`), labels: labelSlot(slot) };
        return {
          path: `${folder}/30-deployment-${slot}.yaml`,
          text: writeYaml(
            `The release in the slot ${slot}. Its image changes only while it is idle.`,
            [
              describeDeployment(application, release),
              describeDisruptionBudget(application, release),
            ],
          ),
          purpose: `The pods of the slot ${slot}.`,
        };
      }),
      {
        path: `${folder}/40-service.yaml`,
        text: writeServices(application),
        purpose: 'The address that is switched from one release to the other.',
      },
    ];
  },
});

function writeServices(application: Application): string {
  const { name } = application.plan;
  const service = nameService(application.plan);
  const preview = extendName(service, '-preview');
  return writeYaml(
    [
      'Traffic goes to one release; a new version goes into the other one, and is looked at before the switch:',
      `  kubectl apply --filename ${folder}/30-deployment-green.yaml`,
      `  kubectl rollout status --namespace ${name} deployment/${extendName(name, '-green')}`,
      `  kubectl port-forward --namespace ${name} service/${preview} 8080:80`,
      `  kubectl patch service ${service} --namespace ${name} --patch '{"spec":{"selector":{"slot":"green"}}}'`,
      `  kubectl patch service ${preview} --namespace ${name} --patch '{"spec":{"selector":{"slot":"blue"}}}'`,
      'The same with "blue" goes back. Write the slot into this file as well, or the next apply switches again.',
      'Both releases run at once: that takes twice the capacity, and both have to fit the schema of the database.',
    ].join('\n'),
    [
      describeService(application, { name: service, labels: labelSlot('blue') }),
      describeService(application, { name: preview, labels: labelSlot('green') }),
    ],
  );
}
