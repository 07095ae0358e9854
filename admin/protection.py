"""Around every request: headers for the browser, and errors that give nothing away."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from traceback import extract_tb

import structlog
from aiohttp import web
from sqlalchemy.exc import InterfaceError, OperationalError

from admin.cookies import is_secure
from admin.pages import render

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; form-action 'self';"
    " base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # "no-referrer" would make browsers send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cache-Control": "no-store",
    "Server": "tanggap",
}
TRANSPORT = "max-age=31536000; includeSubDomains"
EXPLAINED = (400, 401, 403, 404, 405, 408, 411, 413, 415, 429, 500, 503)
KEPT = ("Allow", "Retry-After")

log = structlog.get_logger()


@web.middleware
async def protect(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Put the headers on every answer; turn every error into a page that gives nothing away."""
    response = await _answer(request, handler)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if is_secure(request):
        response.headers.setdefault("Strict-Transport-Security", TRANSPORT)
    return response


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as problem:
        kept = {name: problem.headers[name] for name in KEPT if name in problem.headers}
        return error_page(request, problem.status, headers=kept)
    except (OperationalError, InterfaceError, ConnectionError) as problem:
        log.error("panel.database", problem=type(problem).__name__)
        return error_page(request, 503, headers={"Retry-After": "10"})
    except Exception as problem:
        # The message of an exception may quote what somebody wrote; where it happened does not.
        frame = extract_tb(problem.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        log.error("panel.failed", problem=type(problem).__name__, where=where)
        return error_page(request, 500)


def error_page(
    request: web.Request,
    status: int,
    *,
    headers: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> web.Response:
    """What went wrong in plain words and where to go next; `typed` gives back a lost form."""
    explained = status if status in EXPLAINED else (400 if status < 500 else 500)
    response = render(
        request, "error.html", status=status, explained=str(explained), typed=typed or {}
    )
    response.headers.update(headers or {})
    return response
