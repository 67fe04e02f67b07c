import { atProjectRoot } from '../plan/context-root';
import { defineEmitter } from './define-emitter';

/**
 * `config:best-practices` pins images and actions by digest, and updates tag and digest together.
 * Source: https://docs.renovatebot.com/presets-config/#configbest-practices
 */
const settings = {
  $schema: 'https://docs.renovatebot.com/renovate-schema.json',
  extends: ['config:best-practices', 'schedule:weekly'],
  minimumReleaseAge: '7 days',
  osvVulnerabilityAlerts: true,
  packageRules: [
    {
      description: 'New digests of a tag come together.',
      matchDatasources: ['docker'],
      matchUpdateTypes: ['digest', 'pin', 'pinDigest'],
      groupName: 'image digests',
    },
  ],
};

export default defineEmitter({
  id: 'renovate',
  title: 'Updates by Renovate',
  always: false,
  variantOf: 'updates',
  emit: (_plan, { folder, existing }) => {
    const path = atProjectRoot(folder, 'renovate.json');
    if (existing(path) !== undefined) return [];
    return [
      {
        path,
        text: `${JSON.stringify(settings, null, 2)}\n`,
        purpose: 'Pins base images and actions by digest and keeps them up to date.',
      },
    ];
  },
});
