<?php

declare(strict_types=1);

require __DIR__ . '/../vendor/autoload.php';

use Museum\OpeningHours;
use Museum\Visits;
use function Museum\title;

$hours = new OpeningHours(__DIR__ . '/../hours.ini');
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);

header('Content-Type: application/json');
echo json_encode(match (true) {
    $path === '/' => ['title' => title(getenv('MUSEUM_NAME') ?: 'Museum')],
    $path === '/hours' => ['day' => $_GET['day'] ?? 'monday', 'open' => $hours->on($_GET['day'] ?? 'monday')],
    $path === '/visit' => ['last' => (new Visits(__DIR__ . '/../storage'))->record($_GET['name'] ?? 'nobody')],
    default => http_response_code(404) ? ['error' => 'no such page'] : null,
}), "\n";
