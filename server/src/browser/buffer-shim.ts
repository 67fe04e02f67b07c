/** The part of Node's `Buffer` that `dockerfile-ast` uses; the build injects it into the worker. */
export const Buffer = {
  from: (text: string): Uint8Array => new TextEncoder().encode(text),
};
