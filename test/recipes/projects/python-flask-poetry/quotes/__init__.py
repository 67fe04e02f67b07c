import os
from datetime import date

from flask import Flask, render_template

QUOTES = ["Measure twice, cut once.", "Simple things should be simple."]


def create_app() -> Flask:
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY")

    @app.get("/")
    def today() -> str:
        day = date.today().toordinal()
        return render_template("quote.html", quote=QUOTES[day % len(QUOTES)])

    @app.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    return app
