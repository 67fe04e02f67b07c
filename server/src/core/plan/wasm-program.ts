import type { Runtime } from './image-plan';

/** True for an image that holds a WebAssembly module: it needs a runtime for it, and no engine has one by itself. */
export function isWasmProgram({ entrypoint = [], command }: Runtime): boolean {
  return [...entrypoint, ...command][0]?.endsWith('.wasm') === true;
}
