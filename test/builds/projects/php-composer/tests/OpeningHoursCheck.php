<?php

declare(strict_types=1);

namespace Museum\Tests;

use Museum\OpeningHours;

final class OpeningHoursCheck
{
    public function run(): void
    {
        assert((new OpeningHours(__DIR__ . '/../hours.ini'))->on('monday') === 'closed');
    }
}
