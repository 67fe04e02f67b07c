import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** Docker Hub has kept the address of its first interface as the key of its login. */
const hubKeys = ['https://index.docker.io/v1/', 'index.docker.io', 'docker.io'];

/**
 * What `docker login` has written down for a host, as the value of a Basic authorization: only what stands in the
 * file itself. Programs that keep logins are not run.
 *
 * @param config text of `config.json`
 * @returns undefined when there is nothing usable
 */
export function findLogin(config: string, host: string): string | undefined {
  const auths = property(parseJson(config), 'auths');
  const keys =
    host === 'registry-1.docker.io' ? hubKeys : [host, `https://${host}`, `https://${host}/`];
  for (const key of keys) {
    const auth = property(property(auths, key), 'auth');
    if (typeof auth === 'string' && isLogin(auth)) return auth;
  }
  return undefined;
}

/** The text of the user's `config.json`, at the place where Docker looks; undefined when there is none. */
export async function readDockerConfig(): Promise<string | undefined> {
  const { DOCKER_CONFIG: folder } = process.env;
  const known = folder === undefined || folder === '' ? path.join(homedir(), '.docker') : folder;
  try {
    return await readFile(path.join(known, 'config.json'), 'utf8');
  } catch {
    // Most people have none, or one that is not for us: then the registry is asked without a login.
    return undefined;
  }
}

/** True for `user:password` in base 64. */
function isLogin(auth: string): boolean {
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(auth);
  return isBase64 && /^[^:]+:./.test(Buffer.from(auth, 'base64').toString('utf8'));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
