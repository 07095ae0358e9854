"""Opening a port of ours, or saying which one could not be opened."""

import os

from aiohttp import web

from core.errors import ConfigError


async def listen(runner: web.AppRunner, host: str, port: int) -> None:
    """Serve the application there; raises ConfigError when the port is taken or not ours."""
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as problem:
        reason = os.strerror(problem.errno) if problem.errno else str(problem)
        raise ConfigError(
            f"web.port / --port: cannot listen on {host}:{port} ({reason});"
            " stop what uses it, or choose another"
        ) from None
