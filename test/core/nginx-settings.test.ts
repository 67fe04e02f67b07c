import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collectDirectives, readNginxSettings } from '../../server/src/core/project/nginx-settings';

/** Every directive as one line, inner ones behind the one that holds them. */
function read(text: string): readonly string[] | undefined {
  const directives = readNginxSettings(text);
  return directives === undefined
    ? undefined
    : collectDirectives(directives).map(({ name, words }) =>
        [name, ...words.map((word) => word.text)].join(' '),
      );
}

describe('settings of nginx', () => {
  test('directives, blocks and comments', () => {
    assert.deepEqual(
      read(
        '# listen 1;\nserver { # one\n  listen 80 default_server;\n  location / { return 200; }\n}\n',
      ),
      ['server', 'listen 80 default_server', 'location /', 'return 200'],
    );
  });

  test('quotes keep braces and semicolons', () => {
    assert.deepEqual(read(`return 200 "a; }" 'b {';`), [`return 200 "a; }" 'b {'`]);
  });

  test('variables, escapes and marks inside of words', () => {
    assert.deepEqual(read('rewrite ^/${x}\\ y$ /a#b;'), ['rewrite ^/${x}\\ y$ /a#b']);
  });

  test('a block directly behind its name', () => {
    assert.deepEqual(read('server{listen 80;}'), ['server', 'listen 80']);
  });

  test('the places are those of the text', () => {
    const text = 'server {\n  listen 80;\n}';
    const [server] = readNginxSettings(text) ?? [];
    const [listen] = server?.block ?? [];
    assert.equal(text.slice(listen?.span.start, listen?.span.end), 'listen 80;');
    assert.equal(server?.span.end, text.length);
  });

  for (const text of [
    'server {',
    'server }',
    '}',
    'listen 80',
    '; ',
    'a { b { c; }',
    'content_by_lua_block { x }',
    'listen {{ port }};',
    'a {'.repeat(30) + '}'.repeat(30),
  ]) {
    test(`not understood: ${text.slice(0, 30)}`, () => {
      assert.equal(read(text), undefined);
    });
  }
});
