import type { Flag, Instruction } from '../syntax/instruction';
import { collectFlags } from '../syntax/instruction';

export interface Mount {
  readonly flag: Flag;
  /** `bind` when not written. */
  readonly type: string;
  readonly target: string | undefined;
  readonly source: string | undefined;
  readonly id: string | undefined;
  readonly from: string | undefined;
  readonly required: boolean;
  readonly readOnly: boolean;
}

/** The `--mount` flags of a RUN. */
export function readMounts(instruction: Instruction): readonly Mount[] {
  return collectFlags(instruction, 'mount').map((flag) => {
    const options = readOptions(flag.value?.text ?? '');
    const option = (...names: readonly string[]): string | undefined =>
      names.map((name) => options.get(name)).find((value) => value !== undefined);
    const type = option('type') ?? 'bind';
    return {
      flag,
      type,
      target: option('target', 'dst', 'destination'),
      source: option('source', 'src'),
      id: option('id'),
      from: option('from'),
      required: isOn(option('required')),
      readOnly: isOn(option('readonly', 'ro')),
    };
  });
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== 'false' && value !== '0';
}

/** Options in `key=value,key` form; a lone key counts as `true`. Quotes round an option are removed. */
function readOptions(text: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const part of text.split(',')) {
    const [key = '', ...rest] = part.replace(/^["']|["']$/g, '').split('=');
    if (key !== '') options.set(key.toLowerCase(), rest.length === 0 ? 'true' : rest.join('='));
  }
  return options;
}

/** True when a cache mount, or a mount that is not written to the image, covers the directory. */
export function isMounted(mounts: readonly Mount[], directory: string): boolean {
  const plain = directory.replace(/\/+$/, '');
  return mounts.some((mount) => {
    if (mount.type !== 'cache' && mount.type !== 'tmpfs' && mount.type !== 'bind') return false;
    const target = mount.target?.replace(/\/+$/, '');
    return target !== undefined && (plain === target || plain.startsWith(`${target}/`));
  });
}
