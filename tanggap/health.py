"""`/healthz`: the process answers. `/readyz`: it could serve, with database and schema right."""

from aiohttp import web
from sqlalchemy import text

from core import schema
from core.db import Database
from tanggap.warming import Warming


def add_health(app: web.Application, db: Database, warming: Warming) -> None:
    async def alive(request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(request: web.Request) -> web.Response:
        problem = await _problem(db) or (None if warming.ready else "answers")
        status = 200 if problem is None else 503
        return web.json_response({"ready": problem is None, "problem": problem}, status=status)

    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)


async def _problem(db: Database) -> str | None:
    try:
        async with db.read() as session:
            await session.execute(text("SELECT 1"))
        if await schema.current(db.reader) != schema.newest():
            return "schema"
    except Exception:
        return "database"
    return None
