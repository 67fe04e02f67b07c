<?php

declare(strict_types=1);

/** @return list<string> */
function freeMoorings(): array
{
    $lines = file(__DIR__.'/moorings.txt', FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES);

    return array_values(array_filter($lines, static fn (string $line): bool => !str_ends_with($line, '*')));
}
