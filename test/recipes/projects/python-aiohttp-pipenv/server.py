import os

from aiohttp import web


async def hello(request: web.Request) -> web.Response:
    return web.Response(text="Good morning.\n")


async def health(request: web.Request) -> web.Response:
    return web.Response(text="ok")


def main() -> None:
    app = web.Application()
    app.router.add_get("/", hello)
    app.router.add_get("/healthz", health)
    web.run_app(app, host="0.0.0.0", port=int(os.environ.get("PORT", "8080")))


if __name__ == "__main__":
    main()
