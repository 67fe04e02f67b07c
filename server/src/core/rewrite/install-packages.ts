import type { DockerfileModel } from '../model/model';
import { keyword } from './instructions';

/** The lines of a RUN that installs packages of the system and leaves no index behind; none for no packages. */
export function installPackages(
  model: DockerfileModel,
  manager: 'apt-get' | 'apk',
  names: readonly string[],
): readonly (readonly string[])[] {
  if (names.length === 0) return [];
  const { escape, indent } = model.layout;
  const run = keyword(model, 'RUN');
  const listed = names.join(' ');
  if (manager === 'apk') return [[`${run} apk add --no-cache ${listed}`]];
  return [
    [
      `${run} apt-get update ${escape}`,
      `${indent}&& apt-get install -y --no-install-recommends ${listed} ${escape}`,
      `${indent}&& rm -rf /var/lib/apt/lists/*`,
    ],
  ];
}
