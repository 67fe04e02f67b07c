from fastapi import FastAPI, HTTPException

from app.settings import settings
from app.tides import harbours

app = FastAPI(title="Tide tables")


@app.get("/healthz")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/")
def default() -> dict[str, object]:
    return of_harbour(settings.default_harbour)


@app.get("/harbours/{name}")
def of_harbour(name: str) -> dict[str, object]:
    times = harbours().get(name)
    if times is None:
        raise HTTPException(status_code=404, detail="No such harbour.")
    return {"harbour": name, "high": times}
