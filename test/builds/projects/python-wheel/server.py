"""Fingerprints of texts and files, on port 7000."""

import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import xxhash

SEED = int(os.environ.get("SEED", "0"))


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urlsplit(self.path)
        if url.path == "/":
            self.answer(f"fingerprints by xxHash {xxhash.XXHASH_VERSION}")
        elif url.path == "/text":
            text = parse_qs(url.query).get("t", [""])[0]
            self.answer(xxhash.xxh3_64_hexdigest(text, seed=SEED))
        elif url.path == "/license":
            with open("LICENSE.txt", "rb") as file:
                self.answer(xxhash.xxh3_128_hexdigest(file.read()))
        else:
            self.send_error(404)

    def answer(self, text):
        body = (text + "\n").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
ThreadingHTTPServer(("0.0.0.0", 7000), Handler).serve_forever()
