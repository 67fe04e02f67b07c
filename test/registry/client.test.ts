import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, test } from 'node:test';
import type { DigestAnswer } from '../../server/src/registry/ask-digests';
import { RegistryClient, type RegistryClientOptions } from '../../server/src/registry/client';
import {
  digestOf,
  dockerManifest,
  ociIndex,
  playRegistry,
  send,
  sendManifest,
  type Play,
  type PlayedRegistry,
} from '../harness/registry';

const index = '{"schemaVersion":2,"manifests":[]}';
const config = (host: string, auth: string): string =>
  JSON.stringify({ auths: { [host]: { auth } } });
const login = Buffer.from('ann:secret').toString('base64');

function ask(host: string, options: RegistryClientOptions = {}): Promise<DigestAnswer> {
  const client = new RegistryClient({ readConfig: () => Promise.resolve(undefined), ...options });
  const repository = 'team/base';
  return client.askDigest({ image: `${host}/team/base:1.2`, host, repository, tag: '1.2' });
}

async function playAndAsk(
  play: Play,
  options: RegistryClientOptions = {},
): Promise<PlayedRegistry & { readonly answer: DigestAnswer }> {
  const registry = await playRegistry(play);
  return { ...registry, answer: await ask(registry.host, options) };
}

function refusal(answer: DigestAnswer): string {
  return answer.kind === 'failed' ? answer.reason : answer.digest;
}

describe('a registry without logins', () => {
  test('is asked by HEAD, for indexes first', async () => {
    const { answer, seen } = await playAndAsk((_, response) => {
      sendManifest(response, index);
    });
    assert.deepEqual(answer, { kind: 'digest', digest: digestOf(index) });
    assert.equal(seen.length, 1);
    const [request] = seen;
    assert.ok(request !== undefined);
    const { method, url, headers } = request;
    assert.deepEqual([method, url], ['HEAD', '/v2/team/base/manifests/1.2']);
    const { accept = '' } = headers;
    assert.ok(accept.startsWith(ociIndex));
    assert.ok(accept.includes(dockerManifest));
    assert.equal(headers.authorization, undefined);
    assert.equal(headers['user-agent'], 'ironhull');
  });

  for (const [title, play] of [
    [
      'does not know HEAD',
      (response) => {
        send(response, 405);
      },
    ],
    [
      'names no digest on HEAD',
      (response) => {
        sendManifest(response, index, { digest: null });
      },
    ],
    [
      'names a digest that is none on HEAD',
      (response) => {
        sendManifest(response, index, { digest: 'sha256:1' });
      },
    ],
    [
      'names no kind on HEAD',
      (response) => {
        send(response, 200);
      },
    ],
  ] satisfies [string, (response: Parameters<Play>[1]) => void][]) {
    test(`that ${title} is asked for the manifest itself`, async () => {
      const { answer, seen } = await playAndAsk(({ method }, response) => {
        if (method === 'HEAD') play(response);
        else
          sendManifest(response, index, { type: `${dockerManifest}; charset=utf-8`, digest: null });
      });
      assert.deepEqual(answer, { kind: 'digest', digest: digestOf(index) });
      assert.deepEqual(
        seen.map(({ method }) => method),
        ['HEAD', 'GET'],
      );
    });
  }

  test('that sends something else than its digest is not believed', async () => {
    const { answer } = await playAndAsk(({ method }, response) => {
      if (method === 'HEAD') send(response, 501);
      else sendManifest(response, index, { digest: digestOf('other') });
    });
    assert.match(refusal(answer), /sends something else than what its digest stands for\.$/);
  });

  test('that is the login page of a hotel is no registry', async () => {
    const { answer } = await playAndAsk((_, response) => {
      send(
        response,
        200,
        { 'content-type': 'text/html', 'docker-content-digest': digestOf('') },
        'Hello',
      );
    });
    assert.match(
      refusal(answer),
      /answers with something of the kind "text\/html", not with an image\.$/,
    );
  });

  test('that names no kind at all is no registry', async () => {
    const { answer } = await playAndAsk((_, response) => {
      send(response, 200);
    });
    assert.match(refusal(answer), /something of no named kind/);
  });

  for (const [status, headers, message] of [
    [404, {}, /^127\.0\.0\.1:\d+ has no team\/base:1\.2\.$/],
    [403, {}, /has no team\/base:1\.2, or wants a login to show it\.$/],
    [401, {}, /wants a login/],
    [401, { 'www-authenticate': 'Digest realm="a"' }, /wants a login/],
    [401, { 'www-authenticate': 'Bearer service="a"' }, /wants a login/],
    [429, {}, /got too many questions\.$/],
    [429, { 'retry-after': '30' }, /got too many questions and asks to wait 30 seconds\.$/],
    [
      429,
      { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' },
      /asks to wait until Wed, 21 Oct 2026 07:28:00 GMT\.$/,
    ],
    [429, { 'retry-after': '<b>never</b>' }, /got too many questions\.$/],
    [500, {}, /answers with the status 500\.$/],
    [304, {}, /answers with the status 304\.$/],
  ] as [number, Record<string, string>, RegExp][]) {
    test(`that answers ${String(status)} ${Object.values(headers).join('')} is understood`, async () => {
      const { answer } = await playAndAsk((_, response) => {
        send(response, status, headers);
      });
      assert.match(refusal(answer), message);
    });
  }
});

describe('a registry that gives out tokens', () => {
  /** Wants a token, and gives it to whoever asks at `/token` for the scope. */
  function playTokens(header: (host: string) => string, token = '{"token":"abc"}'): Play {
    return ({ url, headers }, response) => {
      if (url.startsWith('/token'))
        send(response, 200, { 'content-type': 'application/json' }, token);
      else if (headers.authorization === 'Bearer abc') sendManifest(response, index);
      else send(response, 401, { 'www-authenticate': header(headers.host ?? '') });
    };
  }

  const bearer = (host: string): string =>
    `Bearer realm="http://${host}/token",service="registry \\"one\\"",scope="repository:team/base:pull"`;

  for (const token of [
    '{"token":"abc"}',
    '{"access_token":"abc","expires_in":300}',
    '{"token":1,"access_token":"abc"}',
  ]) {
    test(`answers with ${token}`, async () => {
      const { answer, seen } = await playAndAsk(playTokens(bearer, token));
      assert.deepEqual(answer, { kind: 'digest', digest: digestOf(index) });
      assert.deepEqual(
        seen.map(({ method }) => method),
        ['HEAD', 'GET', 'HEAD'],
      );
      const url = new URL(seen[1]?.url ?? '', 'http://host');
      assert.equal(url.searchParams.get('service'), 'registry "one"');
      assert.equal(url.searchParams.get('scope'), 'repository:team/base:pull');
      assert.equal(seen[1]?.headers.authorization, undefined);
    });
  }

  test('and names no scope gets the one of the image', async () => {
    const { answer, seen } = await playAndAsk(
      playTokens((host) => `Basic realm="x", bearer Realm=http://${host}/token, Basic realm="y"`),
    );
    assert.equal(answer.kind, 'digest');
    assert.match(seen[1]?.url ?? '', /^\/token\?scope=repository%3Ateam%2Fbase%3Apull$/);
  });

  test('gets the login of the user for a token, and only there', async () => {
    const { answer, seen } = await (async () => {
      const registry = await playRegistry(playTokens(bearer));
      const readConfig = (): Promise<string> => Promise.resolve(config(registry.host, login));
      return { ...registry, answer: await ask(registry.host, { readConfig }) };
    })();
    assert.equal(answer.kind, 'digest');
    assert.deepEqual(
      seen.map(({ headers }) => headers.authorization),
      [undefined, `Basic ${login}`, 'Bearer abc'],
    );
  });

  test('keeps the token for the manifest itself', async () => {
    const tokens = playTokens(bearer);
    const { answer, seen } = await playAndAsk((request, response) => {
      const isKnown = request.headers.authorization === 'Bearer abc';
      if (request.method === 'HEAD' && isKnown) send(response, 405);
      else tokens(request, response);
    });
    assert.deepEqual(answer, { kind: 'digest', digest: digestOf(index) });
    assert.deepEqual(
      seen.map(({ method }) => method),
      ['HEAD', 'GET', 'HEAD', 'GET'],
    );
  });

  for (const text of ['', '[]', 'null', '{}', '{"token":"a\\r\\nb: c"}', '{"token":{}}']) {
    test(`but answers ${JSON.stringify(text)} instead gave no token`, async () => {
      const { answer } = await playAndAsk(playTokens(bearer, text));
      assert.match(refusal(answer), /gave no token\.$/);
    });
  }

  test('but refuses the token it gave is not asked again', async () => {
    const { answer, seen } = await playAndAsk(({ url, headers }, response) => {
      if (url.startsWith('/token')) send(response, 200, {}, '{"token":"abc"}');
      else send(response, 401, { 'www-authenticate': bearer(headers.host ?? '') });
    });
    assert.match(refusal(answer), /or wants a login to show it/);
    assert.equal(seen.length, 3);
  });

  for (const realm of [
    'http://example.com/token',
    'http://192.168.0.1/token',
    'file:///etc/passwd',
    'no address',
  ]) {
    test(`at ${realm} gets nothing`, async () => {
      const { answer, seen } = await playAndAsk(playTokens(() => `Bearer realm="${realm}"`));
      assert.match(refusal(answer), /wants a token from an address that is not safe to ask\.$/);
      assert.equal(seen.length, 1);
    });
  }

  test('but has had too many questions says so', async () => {
    const { answer } = await playAndAsk(({ url, headers }, response) => {
      if (url.startsWith('/token')) send(response, 429, { 'retry-after': '9' });
      else send(response, 401, { 'www-authenticate': bearer(headers.host ?? '') });
    });
    assert.match(refusal(answer), /asks to wait 9 seconds\.$/);
  });
});

describe('a registry that wants a login', () => {
  const play: Play = ({ headers }, response) => {
    if (headers.authorization === `Basic ${login}`) sendManifest(response, index);
    else send(response, 401, { 'www-authenticate': 'Basic realm="Registry"' });
  };

  test('gets the one of the user', async () => {
    const { host } = await playRegistry(play);
    const readConfig = (): Promise<string> => Promise.resolve(config(`https://${host}`, login));
    assert.deepEqual(await ask(host, { readConfig }), { kind: 'digest', digest: digestOf(index) });
  });

  test('gets none where there is none', async () => {
    assert.match(refusal((await playAndAsk(play)).answer), /wants a login/);
  });
});

test("Docker's file is read only when a registry wants a login", async () => {
  let reads = 0;
  const readConfig = (): Promise<undefined> => {
    reads++;
    return Promise.resolve(undefined);
  };
  await playAndAsk(
    (_, response) => {
      sendManifest(response, index);
    },
    { readConfig },
  );
  assert.equal(reads, 0);
  await playAndAsk(
    (_, response) => {
      send(response, 401, { 'www-authenticate': 'Basic' });
    },
    { readConfig },
  );
  assert.equal(reads, 1);
});

describe('redirects', () => {
  test('are followed, without the authorization on another host', async () => {
    const target = await playRegistry((_, response) => {
      sendManifest(response, index);
    });
    const { host, seen } = await playRegistry(({ headers, url }, response) => {
      const { authorization } = headers;
      if (authorization === undefined) send(response, 401, { 'www-authenticate': 'Basic' });
      else if (url.endsWith('/1.2')) send(response, 307, { location: '/here' });
      else send(response, 302, { location: `http://${target.host}/there` });
    });
    const answer = await ask(host, { readConfig: () => Promise.resolve(config(host, login)) });
    assert.equal(answer.kind, 'digest');
    assert.deepEqual(
      seen.map(({ url }) => url),
      ['/v2/team/base/manifests/1.2', '/v2/team/base/manifests/1.2', '/here'],
    );
    assert.equal(seen[2]?.headers.authorization, `Basic ${login}`);
    assert.equal(target.seen[0]?.headers.authorization, undefined);
  });

  test('in a circle end', async () => {
    const { answer, seen } = await playAndAsk((_, response) => {
      send(response, 302, { location: '/again' });
    });
    assert.match(refusal(answer), /redirects again and again\.$/);
    assert.equal(seen.length, 6);
  });

  for (const location of ['http://example.com/', 'ftp://127.0.0.1/', 'http://']) {
    test(`to ${location} are not followed`, async () => {
      const { answer, seen } = await playAndAsk((_, response) => {
        send(response, 302, { location });
      });
      assert.match(refusal(answer), /redirects to an address that is not safe to ask\.$/);
      assert.equal(seen.length, 1);
    });
  }

  test('without an address are an answer', async () => {
    const { answer } = await playAndAsk((_, response) => {
      send(response, 302);
    });
    assert.match(refusal(answer), /answers with the status 302/);
  });
});

describe('a registry that does harm', () => {
  test('by silence is left', async () => {
    const { answer } = await playAndAsk(() => undefined, { timeout: 200 });
    assert.match(refusal(answer), /^127\.0\.0\.1:\d+ does not answer in time\.$/);
  });

  test('by a body that does not end is left', async () => {
    const { answer } = await playAndAsk(
      ({ method }, response) => {
        if (method === 'HEAD') {
          send(response, 405);
          return;
        }
        response.writeHead(200, { 'content-type': ociIndex });
        response.write('{');
      },
      { timeout: 300 },
    );
    assert.match(refusal(answer), /does not answer in time\.$/);
  });

  test('by redirects that take their time is left', async () => {
    const { answer } = await playAndAsk(
      (_, response) => {
        setTimeout(() => {
          send(response, 302, { location: '/slow' });
        }, 100);
      },
      { timeout: 250 },
    );
    assert.match(refusal(answer), /does not answer in time\.$/);
  });

  test('by a huge body is left', async () => {
    const { answer } = await playAndAsk(({ method }, response) => {
      if (method === 'HEAD') {
        send(response, 405);
        return;
      }
      response.writeHead(200, { 'content-type': ociIndex });
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(2 ** 16)));
        response.once('drain', more);
      };
      more();
    });
    assert.match(refusal(answer), /The answer of 127\.0\.0\.1:\d+ is too long\.$/);
  });

  test('by closing the connection is left', async () => {
    const { answer } = await playAndAsk((_, response) => {
      response.destroy();
    });
    assert.match(refusal(answer), /cannot be reached \(\w+\)\.$/);
  });

  test('by closing the connection in the middle of the body is left', async () => {
    const { answer } = await playAndAsk(({ method }, response) => {
      if (method === 'HEAD') {
        send(response, 405);
        return;
      }
      response.writeHead(200, { 'content-type': ociIndex, 'content-length': '1000' });
      response.write('{');
      setTimeout(() => response.destroy(), 50);
    });
    assert.match(refusal(answer), /cannot be reached \(\w+\)\.$/);
  });
});

test('a port where nobody listens cannot be reached', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  server.close();
  const answer = await ask(`127.0.0.1:${String(address.port)}`);
  assert.match(refusal(answer), /^127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)\.$/);
});
