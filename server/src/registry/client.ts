import { createHash } from 'node:crypto';
import type { ImageTag } from '../core/service';
import type { DigestAnswer, Registry } from './ask-digests';
import { readChallenge, type Challenge } from './challenge';
import { findLogin, readDockerConfig } from './docker-config';
import { addressOf, exchange, isTrustworthy, type Reply } from './exchange';
import { RegistryError } from './registry-error';

/** What a test does otherwise than the product. */
export interface RegistryClientOptions {
  /** Milliseconds for one answer. */
  readonly timeout?: number;
  /** The text of Docker's `config.json`; read when a registry asks for a login, not before. */
  readonly readConfig?: () => Promise<string | undefined>;
}

/** What an image can be, the ones for several platforms first: their digest is good for all of these. */
const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** The distribution specification lets registries refuse manifests that are longer. */
const manifestLimit = 4 * 2 ** 20;
const tokenLimit = 2 ** 20;

/** Asks registries by the OCI distribution specification which image a tag names at the moment. */
export class RegistryClient implements Registry {
  readonly #timeout: number;
  readonly #readConfig: () => Promise<string | undefined>;

  constructor({ timeout = 10_000, readConfig = readDockerConfig }: RegistryClientOptions = {}) {
    this.#timeout = timeout;
    this.#readConfig = readConfig;
  }

  async askDigest(image: ImageTag): Promise<DigestAnswer> {
    try {
      return { kind: 'digest', digest: await this.#findDigest(image) };
    } catch (error) {
      if (error instanceof RegistryError) return { kind: 'failed', reason: error.message };
      throw error;
    }
  }

  /** @throws RegistryError when there is none */
  async #findDigest(image: ImageTag): Promise<string> {
    const { reply, authorization } = await this.#askWithLogin(image);
    const digest = reply.status === 200 && isManifest(reply) ? readDigest(reply) : undefined;
    if (digest !== undefined) return digest;
    // Some registries do not know HEAD, or tell less then.
    if (![200, 405, 501].includes(reply.status)) throw describeStatus(image, reply);
    const whole = await this.#ask(image, 'GET', authorization);
    checkManifest(image, whole);
    return hashBody(image, whole);
  }

  /** Asks without a login first, and with what the registry wants when it wants something. */
  async #askWithLogin(
    image: ImageTag,
  ): Promise<{ readonly reply: Reply; readonly authorization?: string }> {
    const reply = await this.#ask(image, 'HEAD');
    if (reply.status !== 401) return { reply };
    const challenge = readChallenge(reply.headers.get('www-authenticate'));
    const authorization = challenge && (await this.#authorize(image, challenge));
    if (authorization === undefined) return { reply };
    return { reply: await this.#ask(image, 'HEAD', authorization), authorization };
  }

  #ask(image: ImageTag, method: 'HEAD' | 'GET', authorization?: string): Promise<Reply> {
    const { host, repository, tag } = image;
    return exchange(addressOf(host, `/v2/${repository}/manifests/${tag}`), {
      method,
      headers: {
        ...ownHeaders,
        accept: manifestTypes.join(', '),
        ...(authorization === undefined ? {} : { authorization }),
      },
      timeout: this.#timeout,
      sizeLimit: manifestLimit,
    });
  }

  /** The value of the header `Authorization`; undefined when a login is wanted and there is none. */
  async #authorize(image: ImageTag, challenge: Challenge): Promise<string | undefined> {
    const login = findLogin((await this.#readConfig()) ?? '', image.host);
    const basic = login === undefined ? undefined : `Basic ${login}`;
    if (challenge.scheme === 'basic') return basic;
    const { host, repository } = image;
    const url = URL.canParse(challenge.realm) ? new URL(challenge.realm) : undefined;
    if (url === undefined || !isTrustworthy(url, addressOf(host, '/'))) {
      throw new RegistryError(`${host} wants a token from an address that is not safe to ask.`);
    }
    if (challenge.service !== undefined) url.searchParams.set('service', challenge.service);
    url.searchParams.set('scope', challenge.scope ?? `repository:${repository}:pull`);
    const reply = await exchange(url, {
      method: 'GET',
      headers: { ...ownHeaders, ...(basic === undefined ? {} : { authorization: basic }) },
      timeout: this.#timeout,
      sizeLimit: tokenLimit,
    });
    if (reply.status !== 200) throw describeStatus(image, reply);
    const token = readToken(reply);
    if (token === undefined) throw new RegistryError(`${url.host} gave no token.`);
    return `Bearer ${token}`;
  }
}

const ownHeaders = { 'user-agent': 'ironhull' };

function readToken({ body }: Reply): string | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof answer !== 'object' || answer === null) return undefined;
  return ['token', 'access_token']
    .map((name) => Object.entries(answer).find(([key]) => key === name)?.[1] as unknown)
    .find((value): value is string => typeof value === 'string' && tokenPattern.test(value));
}

/** What is not of this form cannot stand in a header. */
const tokenPattern = /^[\w.~+/=-]+$/;

/** @throws RegistryError when the answer is not an image */
function checkManifest(image: ImageTag, reply: Reply): void {
  if (reply.status !== 200) throw describeStatus(image, reply);
  if (isManifest(reply)) return;
  const type = readType(reply);
  const kind = type === '' ? 'no named kind' : `the kind "${type}"`;
  throw new RegistryError(`${image.host} answers with something of ${kind}, not with an image.`);
}

function isManifest(reply: Reply): boolean {
  return manifestTypes.includes(readType(reply));
}

function readType({ headers }: Reply): string {
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  return type.trim().toLowerCase();
}

function readDigest({ headers }: Reply): string | undefined {
  const digest = headers.get('docker-content-digest') ?? '';
  return /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

/** @throws RegistryError when the registry names another digest than that of what it sends */
function hashBody({ host }: ImageTag, reply: Reply): string {
  const digest = `sha256:${createHash('sha256').update(reply.body).digest('hex')}`;
  if ((readDigest(reply) ?? digest) === digest) return digest;
  throw new RegistryError(`${host} sends something else than what its digest stands for.`);
}

function describeStatus({ host, repository, tag }: ImageTag, reply: Reply): RegistryError {
  const name = `${repository}:${tag}`;
  switch (reply.status) {
    case 401:
    case 403:
      return new RegistryError(`${host} has no ${name}, or wants a login to show it.`);
    case 404:
      return new RegistryError(`${host} has no ${name}.`);
    case 429:
      return new RegistryError(`${host} got too many questions${describeWait(reply)}.`);
    default:
      return new RegistryError(`${host} answers with the status ${String(reply.status)}.`);
  }
}

/** What `Retry-After` says: seconds, or a date of HTTP. */
function describeWait({ headers }: Reply): string {
  const after = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,6}$/.test(after)) return ` and asks to wait ${after} seconds`;
  return /^[\w ,:+-]{1,40}$/.test(after) ? ` and asks to wait until ${after}` : '';
}
