<?php

declare(strict_types=1);

namespace Acme\ShortLinks;

use Redis;

final class Links
{
    private ?Redis $redis = null;

    public function __construct(private readonly string $url)
    {
    }

    public function find(string $code): ?string
    {
        $address = $this->connect()->get("link:$code");

        return is_string($address) ? $address : null;
    }

    private function connect(): Redis
    {
        if ($this->redis === null) {
            $parts = parse_url($this->url);
            $this->redis = new Redis();
            $this->redis->connect($parts['host'] ?? '127.0.0.1', $parts['port'] ?? 6379);
        }

        return $this->redis;
    }
}
