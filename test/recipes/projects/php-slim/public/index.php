<?php

declare(strict_types=1);

use Acme\ShortLinks\Links;
use Psr\Http\Message\ResponseInterface as Response;
use Psr\Http\Message\ServerRequestInterface as Request;
use Slim\Factory\AppFactory;

require __DIR__.'/../vendor/autoload.php';

$app = AppFactory::create();

$app->get('/', function (Request $request, Response $response): Response {
    $response->getBody()->write('short links');

    return $response;
});

$app->get('/healthz', function (Request $request, Response $response): Response {
    $response->getBody()->write('ok');

    return $response;
});

$app->get('/l/{code}', function (Request $request, Response $response, array $args): Response {
    $address = (new Links(getenv('REDIS_URL') ?: 'tcp://127.0.0.1:6379'))->find($args['code']);

    return $address === null
        ? $response->withStatus(404)
        : $response->withHeader('Location', $address)->withStatus(302);
});

$app->run();
