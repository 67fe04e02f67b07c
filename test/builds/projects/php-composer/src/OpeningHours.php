<?php

declare(strict_types=1);

namespace Museum;

final class OpeningHours
{
    private array $days;

    public function __construct(string $file)
    {
        $this->days = parse_ini_file($file);
    }

    public function on(string $day): string
    {
        return $this->days[$day] ?? 'closed';
    }
}
