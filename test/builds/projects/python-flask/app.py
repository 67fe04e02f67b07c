import os
from pathlib import Path

from flask import Flask, jsonify, render_template, request

app = Flask(__name__)
DATA = Path(__file__).parent / "data"


@app.get("/")
def home():
    return render_template("home.html", shop=os.environ.get("SHOP_NAME", "Shop"))


@app.get("/items")
def items():
    wanted = request.args.get("kind", "all")
    lines = (Path(__file__).parent / "items.csv").read_text().splitlines()[1:]
    rows = [line.split(",") for line in lines]
    return jsonify([name for name, kind, _ in rows if wanted in ("all", kind)])


@app.get("/order")
def order():
    slip = DATA / "last-order.txt"
    slip.write_text(request.args.get("item", "nothing"))
    return jsonify(ordered=slip.read_text())
