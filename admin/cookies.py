"""The three cookies of the panel: the session, the browser that was here before, the language."""

import secrets

from aiohttp import web

from admin.keys import CONFIG
from core.accounts.rules import TOKEN_BYTES
from core.i18n import LANGUAGES

YEAR = 365 * 24 * 3600


def is_secure(request: web.Request) -> bool:
    """Whether people reach the panel by https; only a local demo does without."""
    return request.app[CONFIG].web.public_url.startswith("https://")


def token_of(request: web.Request) -> str | None:
    return request.cookies.get(_name(request, "session")) or None


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def set_token(request: web.Request, response: web.StreamResponse, token: str) -> None:
    """The session's cookie; it ends with the browser."""
    _set(request, response, "session", token, None)


def has_token(request: web.Request, response: web.StreamResponse) -> bool:
    """Whether the answer already brings a session's cookie."""
    return _name(request, "session") in response.cookies


def device_of(request: web.Request) -> str | None:
    return request.cookies.get(_name(request, "device")) or None


def set_device(request: web.Request, response: web.StreamResponse, sealed: str) -> None:
    _set(request, response, "device", sealed, YEAR)


def language_of(request: web.Request) -> str:
    """The language somebody chose for the panel, else the office's."""
    chosen = request.cookies.get(_name(request, "language"), "")
    return chosen if chosen in LANGUAGES else request.app[CONFIG].service.language


def set_language(request: web.Request, response: web.StreamResponse, language: str) -> None:
    _set(request, response, "language", language, YEAR)


def _name(request: web.Request, what: str) -> str:
    """The prefix binds a cookie to this very host; browsers take it over https only."""
    return f"__Host-{what}" if is_secure(request) else f"tanggap_{what}"


def _set(
    request: web.Request, response: web.StreamResponse, what: str, value: str, age: int | None
) -> None:
    response.set_cookie(
        _name(request, what),
        value,
        max_age=age,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="Lax",
    )
