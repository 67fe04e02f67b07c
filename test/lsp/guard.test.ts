import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { guard, guardListener } from '../../server/src/lsp/guard';

const textDocument = { uri: 'file:///Dockerfile' };
const options = { request: 'textDocument/hover', fallback: 'nothing', dropStale: true };

function createHost(version = 1) {
  const errors: string[] = [];
  const host = {
    version,
    errors,
    versionOf: () => host.version,
    logError: (message: string) => {
      errors.push(message);
    },
  };
  return host;
}

const failsWith = (code: number) => (error: unknown) =>
  error instanceof ResponseError && error.code === code;

describe('guard', () => {
  test('an answer passes', async () => {
    const guarded = guard(createHost(), options, () => 'page');
    assert.equal(await guarded({ textDocument }, CancellationToken.None), 'page');
  });

  test('a failure is logged with request, document and version, and answered with the fallback', async () => {
    const host = createHost(7);
    const guarded = guard(host, options, () => {
      throw new TypeError('broken');
    });
    assert.equal(await guarded({ textDocument }, CancellationToken.None), 'nothing');
    assert.equal(host.errors.length, 1);
    assert.match(
      host.errors[0] ?? '',
      /^textDocument\/hover failed on file:\/\/\/Dockerfile, version 7:/,
    );
    assert.match(host.errors[0] ?? '', /TypeError: broken/);
  });

  test('a rejected promise is a failure too', async () => {
    const guarded = guard(createHost(), options, () => Promise.reject(new Error('later')));
    assert.equal(await guarded({ textDocument }, CancellationToken.None), 'nothing');
  });

  test('something thrown that is no error is logged', async () => {
    const host = createHost();
    const guarded = guard(host, options, () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- that is the case
      throw 'text';
    });
    await guarded({}, CancellationToken.None);
    assert.deepEqual(host.errors, ['textDocument/hover failed: text']);
  });

  test('a cancelled request does not reach its handler', async () => {
    let called = false;
    const guarded = guard(createHost(), options, () => {
      called = true;
      return 'page';
    });
    const answer = guarded({ textDocument }, CancellationToken.Cancelled);
    await assert.rejects(answer, failsWith(LSPErrorCodes.RequestCancelled));
    assert.equal(called, false);
  });

  test('an answer to an old version is dropped', async () => {
    const host = createHost();
    const guarded = guard(host, options, () => {
      host.version = 2;
      return 'page';
    });
    const answer = guarded({ textDocument }, CancellationToken.None);
    await assert.rejects(answer, failsWith(LSPErrorCodes.ContentModified));
  });

  test('an answer without a place in the text fits a later version', async () => {
    const host = createHost();
    const guarded = guard(host, { ...options, dropStale: false }, () => {
      host.version = 2;
      return 'page';
    });
    assert.equal(await guarded({ textDocument }, CancellationToken.None), 'page');
  });

  test('a listener that fails is logged', async () => {
    const host = createHost();
    const listen = guardListener(host, 'didChange', () => {
      throw new Error('broken');
    });
    await listen({});
    assert.match(host.errors[0] ?? '', /^didChange failed: Error: broken/);
  });
});
