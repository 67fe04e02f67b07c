import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { after } from 'node:test';

export const ociIndex = 'application/vnd.oci.image.index.v1+json';
export const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json';

/** What a request looked like to a registry that is played. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

export type Play = (request: SeenRequest, response: ServerResponse) => void;

export interface PlayedRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly seen: readonly SeenRequest[];
}

/** A server on this machine that answers as a test wants; it ends with the tests of the file. */
export async function playRegistry(play: Play): Promise<PlayedRegistry> {
  const seen: SeenRequest[] = [];
  const server = createServer(({ method = '', url = '', headers }, response) => {
    const request = { method, url, headers };
    seen.push(request);
    play(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { host: `127.0.0.1:${String(address.port)}`, seen };
}

export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** Sends a manifest as a registry does. */
export function sendManifest(
  response: ServerResponse,
  text: string,
  { type = ociIndex, digest = digestOf(text) }: { type?: string; digest?: string | null } = {},
): void {
  response.setHeader('content-type', type);
  if (digest !== null) response.setHeader('docker-content-digest', digest);
  response.end(text);
}

/** Sends a status with headers and a text. */
export function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
  text = '',
): void {
  response.writeHead(status, headers);
  response.end(text);
}
