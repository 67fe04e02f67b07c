<?php

declare(strict_types=1);

use Acme\PhotoFrames\Frame;
use Psr\Http\Message\ResponseInterface as Response;
use Psr\Http\Message\ServerRequestInterface as Request;
use Slim\Factory\AppFactory;

require __DIR__.'/../vendor/autoload.php';

$app = AppFactory::create();

$app->get('/', function (Request $request, Response $response): Response {
    $response->getBody()->write((new Frame(120, 80))->toPng());

    return $response->withHeader('Content-Type', 'image/png');
});

$app->get('/healthz', function (Request $request, Response $response): Response {
    $response->getBody()->write('ok');

    return $response;
});

$app->run();
