import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

templates = Jinja2Templates(directory=Path(__file__).parent / "templates")


async def board(request: Request) -> Response:
    gauges = [("Kaub", 142), ("Koblenz", int(os.environ.get("KOBLENZ", "187")))]
    return templates.TemplateResponse(request, "board.html", {"gauges": gauges})


async def health(request: Request) -> Response:
    return PlainTextResponse("ok")


def create_app() -> Starlette:
    return Starlette(routes=[Route("/", board), Route("/healthz", health)])
