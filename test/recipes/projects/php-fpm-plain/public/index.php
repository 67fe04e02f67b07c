<?php

declare(strict_types=1);

require __DIR__.'/../src/moorings.php';

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);

if ($path === '/healthz') {
    echo 'ok';

    return;
}

header('Content-Type: application/json');
echo json_encode(['free' => freeMoorings(), 'limit' => ini_get('memory_limit')], JSON_THROW_ON_ERROR), "\n";
