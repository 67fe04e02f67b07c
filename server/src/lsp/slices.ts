import type { Host } from './host';

/** How long work runs before other requests get a turn. */
const sliceMs = 25;

/**
 * Runs work that pauses now and then, so that other requests are answered meanwhile. Gives it up, with
 * undefined, when nobody wants it any more.
 */
export async function runInSlices<Result>(
  host: Pick<Host, 'wait'>,
  steps: Generator<undefined, Result, undefined>,
  isWanted: () => boolean,
): Promise<Result | undefined> {
  let sliceEnd = Date.now() + sliceMs;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (Date.now() < sliceEnd) continue;
    await host.wait(0);
    if (!isWanted()) return undefined;
    sliceEnd = Date.now() + sliceMs;
  }
}
