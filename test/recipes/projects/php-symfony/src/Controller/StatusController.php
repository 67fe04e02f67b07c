<?php

namespace App\Controller;

use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\Routing\Attribute\Route;

final class StatusController
{
    #[Route('/', methods: ['GET'])]
    public function index(): JsonResponse
    {
        return new JsonResponse(['service' => 'ticket desk']);
    }

    #[Route('/healthz', methods: ['GET'])]
    public function health(): Response
    {
        return new Response('ok');
    }
}
