<?php

declare(strict_types=1);

namespace Museum;

function title(string $name): string
{
    return "Welcome to the $name";
}
