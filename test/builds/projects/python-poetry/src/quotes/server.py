import asyncio
import os
import signal
from pathlib import Path

import yaml
from tornado.web import Application, RequestHandler

QUOTES = yaml.safe_load(Path(__file__).with_name("quotes.yaml").read_text())


class First(RequestHandler):
    def get(self):
        self.write(QUOTES[0]["text"] + "\n")


class ByAuthor(RequestHandler):
    def get(self, name):
        found = [quote["text"] for quote in QUOTES if quote["author"] == name]
        self.write({"author": name, "quotes": found})


class Settings(RequestHandler):
    def get(self):
        self.write({"language": os.environ.get("QUOTES_LANGUAGE", "en")})


async def serve():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    routes = [(r"/", First), (r"/authors/(\w+)", ByAuthor), (r"/settings", Settings)]
    server = Application(routes).listen(8080)
    await stop.wait()
    server.stop()


def main():
    asyncio.run(serve())
