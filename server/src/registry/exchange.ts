import { isLoopback } from './loopback';
import { RegistryError } from './registry-error';

/** One question to a server. */
export interface Question {
  readonly method: 'HEAD' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds until the last byte of the answer, redirects included. */
  readonly timeout: number;
  /** Bytes of the body, decompressed. */
  readonly sizeLimit: number;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

const redirectLimit = 5;

/**
 * Asks a server, and follows its redirects: only encrypted ones, or from this machine to itself; another host
 * does not get to see the authorization.
 *
 * @throws RegistryError when there is no usable answer
 */
export async function exchange(start: URL, question: Question): Promise<Reply> {
  const signal = AbortSignal.timeout(question.timeout);
  let url = start;
  let { headers } = question;
  for (let hop = 0; hop <= redirectLimit; hop++) {
    try {
      const response = await fetch(url, {
        method: question.method,
        headers,
        redirect: 'manual',
        signal,
      });
      const location = response.headers.get('location');
      if (!isRedirect(response.status) || location === null) {
        const body = await readBody(response, url, question.sizeLimit);
        return { status: response.status, headers: response.headers, body };
      }
      await response.body?.cancel();
      const next = resolveRedirect(location, url);
      if (next.host !== url.host) headers = withoutAuthorization(headers);
      url = next;
    } catch (error) {
      throw toRegistryError(error, url);
    }
  }
  throw new RegistryError(`${start.host} redirects again and again.`);
}

/**
 * The address of a path on a registry: encrypted, except on this machine itself.
 *
 * @param path begins with a slash
 */
export function addressOf(host: string, path: string): URL {
  const url = new URL(`https://${host}${path}`);
  return isLoopback(url.hostname) ? new URL(`http://${host}${path}`) : url;
}

/** True for an address that may be asked because a server named it. */
export function isTrustworthy(url: URL, namedBy: URL): boolean {
  const isLocal = isLoopback(url.hostname);
  if (isLocal !== isLoopback(namedBy.hostname)) return !isLocal && url.protocol === 'https:';
  return url.protocol === 'https:' || (isLocal && url.protocol === 'http:');
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function resolveRedirect(location: string, from: URL): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (url === undefined || !isTrustworthy(url, from)) {
    throw new RegistryError(`${from.host} redirects to an address that is not safe to ask.`);
  }
  return url;
}

function withoutAuthorization(
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'authorization'));
}

async function readBody(response: Response, url: URL, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    // The stream is untyped in the types of Node; fetch gives bytes.
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (limit < size) throw new RegistryError(`The answer of ${url.host} is too long.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** What went wrong below HTTP; a defect of ours stays as it is. */
function toRegistryError(error: unknown, { host }: URL): unknown {
  if (!(error instanceof Error) || error instanceof RegistryError) return error;
  if (error.name === 'TimeoutError') return new RegistryError(`${host} does not answer in time.`);
  const { cause } = error;
  if (!(error instanceof TypeError) || !(cause instanceof Error)) return error;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  return new RegistryError(`${host} cannot be reached (${code}).`);
}
