<?php

declare(strict_types=1);

namespace Acme\PhotoFrames;

final class Frame
{
    public function __construct(private readonly int $width, private readonly int $height)
    {
    }

    public function toPng(): string
    {
        $image = imagecreatetruecolor($this->width, $this->height);
        imagerectangle($image, 0, 0, $this->width - 1, $this->height - 1, 0xFFFFFF);
        ob_start();
        imagepng($image);

        return (string) ob_get_clean();
    }
}
