import { expandWord } from '../syntax/expansion';
import type { DockerfileModel } from './model';
import type { Stage } from './stage-graph';

/** True for an ARG above the first FROM that is empty without `--build-arg`. */
export function isEmptyArgument(model: DockerfileModel, name: string): boolean {
  const binding = model.variables.global.get(name);
  if (binding?.kind !== 'arg') return false;
  return binding.assignment?.value === undefined || binding.value === '';
}

/** Repository, tag and digest as the reference of images has them; the registry host may have capitals. */
const validReference =
  /^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@\w+:[0-9a-fA-F]{32,})?$/;

/**
 * True when a plain `docker build .` finds a valid image name in FROM. True also when a part is not known: platform
 * arguments, defaults made of others, required arguments.
 */
export function isValidByDefault(model: DockerfileModel, stage: Stage): boolean {
  const { imageWord } = stage;
  if (imageWord === undefined || /:?\?/.test(imageWord.text)) return true;
  const text = expandWord(imageWord.text, model.tree.escape, (name) => {
    const binding = model.variables.global.get(name);
    if (binding === undefined) return { set: false, value: undefined };
    return { set: true, value: isEmptyArgument(model, name) ? '' : binding.value };
  });
  return text === undefined || (text.length < 500 && validReference.test(text));
}
