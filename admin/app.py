"""The panel as part of the service's web application."""

from hashlib import sha256
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web

from admin.keys import ACCESS, CLOCK, CONFIG, DB, PASSWORDS
from admin.middlewares import door
from admin.protection import protect
from admin.routes import ROUTES
from core.accounts.passwords import Passwords
from core.clock import Clock
from core.config import Config
from core.db import Database

FOLDER = Path(__file__).parent
STYLE = FOLDER / "static" / "panel.css"
ICON = FOLDER / "static" / "icon.svg"
# Their addresses change with their content.
UNCHANGING = {"Cache-Control": "public, max-age=31536000, immutable"}


def add_panel(app: web.Application, db: Database, config: Config, clock: Clock) -> None:
    """Add every page of the panel, and its headers and error pages around the whole app.

    Sessions of `db` must carry `keys`, `service` and `storage`.
    """
    app[DB], app[CONFIG], app[CLOCK], app[PASSWORDS] = db, config, clock, Passwords()
    app[ACCESS] = {route.name: route.who for route in ROUTES}
    app.middlewares.append(protect)
    environment = aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader(FOLDER / "templates"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = asset
    for file in (STYLE, ICON):
        app.router.add_get(f"/static/{file.name}", _static(file))
    for route in ROUTES:
        add = app.router.add_post if route.writes else app.router.add_get
        add(route.path, door(route))


def asset(name: str) -> str:
    """The address of a static file; another one when the file is another."""
    content = (FOLDER / "static" / name).read_bytes()
    return f"/static/{name}?{sha256(content).hexdigest()[:12]}"


def _static(file: Path):  # type: ignore[no-untyped-def]
    async def serve(request: web.Request) -> web.FileResponse:
        return web.FileResponse(file, headers=UNCHANGING)

    return serve
