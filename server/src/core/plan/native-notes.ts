import { byDefault, describeEvidence, fact, type Evidence, type Fact } from './evidence';
import type { WritablePath } from './image-plan';

/**
 * The port of a server. Where it can be told another one, none below 1024, which some hosts keep for root.
 */
export function toOpenPort(
  port: Fact<number> | undefined,
  readsPort: Evidence | undefined,
): Fact<number> | undefined {
  if (port === undefined || port.value >= 1024 || readsPort === undefined) return port;
  return fact(
    8080,
    byDefault(`The server can be told its port, so 8080 takes the place of ${String(port.value)}.`),
  );
}

/** What the sources of a compiled server say about how it gets on in a container. */
export interface NativeSigns {
  /** Undefined: it serves nothing. */
  readonly port: number | undefined;
  /** Where it listens on the loopback interface. */
  readonly loopback: Evidence | undefined;
  /** Where it writes files. */
  readonly writes: Evidence | undefined;
  /** Folders that it is known to fill. */
  readonly writable: readonly WritablePath[];
  /** False when nothing ends the program on SIGTERM. */
  readonly endsOnSignal: boolean;
}

/** What everybody should know about such a server, a sentence each. */
export function noteSigns(signs: NativeSigns): readonly string[] {
  const { port, loopback, writes, writable, endsOnSignal } = signs;
  return [
    ...notePort(port),
    ...(loopback === undefined
      ? []
      : [`${describeEvidence(loopback)} In a container it has to listen on 0.0.0.0.`]),
    ...(writes === undefined || writable.length !== 0
      ? []
      : [`${describeEvidence(writes)} Mount a volume where it does: only /tmp can be written to.`]),
    ...(endsOnSignal
      ? []
      : [
          'The sources name no SIGTERM, which the first process of a container ignores then: run it with an init (docker run --init), or handle the signal.',
        ]),
  ];
}

function notePort(port: number | undefined): readonly string[] {
  if (port === undefined) return ['The sources name no port, so nothing is exposed or checked.'];
  return port >= 1024
    ? []
    : [
        `Port ${String(port)} is below 1024, and some hosts open such ports for root only: let the server read its port from a variable.`,
      ];
}
