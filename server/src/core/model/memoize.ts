import type { DockerfileModel } from './model';

/** Remembers what a function gave for a model and a key, as long as the model lives. */
export function memoize<Key, Value>(
  compute: (model: DockerfileModel, key: Key) => Value,
): (model: DockerfileModel, key: Key) => Value {
  const stores = new WeakMap<DockerfileModel, Map<Key, { readonly value: Value }>>();
  return (model, key) => {
    const store = stores.get(model) ?? new Map<Key, { readonly value: Value }>();
    stores.set(model, store);
    const kept = store.get(key);
    if (kept !== undefined) return kept.value;
    const value = compute(model, key);
    store.set(key, { value });
    return value;
  };
}
