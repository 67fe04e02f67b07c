import json
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "harbours.json"


@cache
def harbours() -> dict[str, list[str]]:
    return json.loads(TABLE.read_text(encoding="utf-8"))
