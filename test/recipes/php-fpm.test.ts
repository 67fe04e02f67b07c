import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Choices } from '../../server/src/core/service';
import { RecipeOutcome } from '../harness/recipe-outcome';

type Files = Readonly<Record<string, string>>;

const files: Files = {
  'composer.json': '{ "name": "acme/shop" }',
  'composer.lock': '{ "packages": [] }',
  'public/index.php': '<?php echo "ok";\n',
  'ops/site.conf': 'server {\n    fastcgi_pass php:9000;\n}\n',
};

const fpm = (own: Files, choices: Partial<Choices> = {}): RecipeOutcome =>
  new RecipeOutcome('php-fpm', own, choices);

describe('PHP-FPM and the web server in front of it', () => {
  const textsOf = (outcome: RecipeOutcome): ReadonlyMap<string, string> =>
    new Map(outcome.generation.files.map(({ path, text }) => [path, text]));

  test('comes before FrankenPHP where nginx hands over to it, and nginx listens where it is told', () => {
    const texts = textsOf(fpm(files, { port: 9100 }));
    assert.match(texts.get('docker/nginx.conf') ?? '', /^ {4}listen 9100;$/m);
    assert.match(texts.get('docker/php-fpm.conf') ?? '', /^listen = 9000$/m);
    assert.match(texts.get('docker/nginx.conf') ?? '', /fastcgi_pass app:9000;/);
    assert.match(texts.get('compose.yaml') ?? '', /"127\.0\.0\.1:9100:9100"/);
  });

  test('makes room for nginx, with which it shares the ports of a pod', () => {
    const texts = textsOf(fpm(files, { port: 9000 }));
    assert.match(texts.get('docker/php-fpm.conf') ?? '', /^listen = 9001$/m);
    assert.match(texts.get('docker/nginx.conf') ?? '', /fastcgi_pass app:9001;/);
  });

  test('answers the health checks that no route of the project does', () => {
    const settings = (files: Files, choices: Partial<Choices> = {}): string =>
      textsOf(fpm(files, choices)).get('docker/nginx.conf') ?? '';
    const located = (text: string): string[] => text.match(/location = \/\w+/g) ?? [];
    assert.deepEqual(located(settings(files)), ['location = /healthz', 'location = /readyz']);
    const routed = { ...files, 'src/routes.php': "<?php $app->get('/healthz', $ok);\n" };
    assert.deepEqual(located(settings(routed)), ['location = /livez']);
    const { front } = fpm(routed).generation.plan;
    assert.deepEqual([front?.health.livePath, front?.health.readyPath], ['/livez', '/healthz']);
    const chosen = { healthPath: '/up', readyPath: '/ready' };
    assert.deepEqual(located(settings(files, chosen)), []);
    assert.match(textsOf(fpm(files)).get('docker/php-fpm.conf') ?? '', /^ping\.path = \/readyz$/m);
  });
});
