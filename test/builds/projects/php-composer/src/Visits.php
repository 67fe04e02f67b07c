<?php

declare(strict_types=1);

namespace Museum;

final class Visits
{
    public function __construct(private string $folder)
    {
    }

    public function record(string $name): string
    {
        file_put_contents("{$this->folder}/last.txt", $name);

        return file_get_contents("{$this->folder}/last.txt");
    }
}
