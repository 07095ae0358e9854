"""Turning a template into a page, with the words in the reader's language."""

from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp_jinja2
from aiohttp import web
from markupsafe import Markup

from admin.cookies import language_of
from admin.keys import CONFIG
from core import i18n
from core.errors import Refused
from core.i18n import Text
from core.tickets.measures import HOUR, MINUTE, days_until


def render(
    request: web.Request, template: str, *, status: int = 200, **context: Any
) -> web.Response:
    """A page; every template finds the words and the office in its context."""
    config, language = request.app[CONFIG], language_of(request)
    words = {
        "t": partial(_plain, language, config.service.zone),
        "rich": partial(_rich, language, config.service.zone),
        "language": language,
        "service": config.service,
        "here": request.path,
        "address": request.rel_url.raw_path_qs,
    }
    return aiohttp_jinja2.render_template(template, request, {**words, **context}, status=status)


def until(due: datetime, now: datetime, zone: ZoneInfo) -> Text:
    """How far away a deadline is, in words; whole days as people count them in this zone."""
    seconds, days = int(abs((due - now).total_seconds())), abs(days_until(due, now, zone))
    side = "late" if due < now else "left"
    if days > 1:
        return Text(f"panel.due.{side}_days", n=days)
    if seconds >= HOUR:
        return Text(f"panel.due.{side}_hours", n=seconds // HOUR)
    return Text(f"panel.due.{side}_minutes", n=max(1, seconds // MINUTE))


def _plain(language: str, zone: Any, key: str | Text, **params: object) -> str:
    if isinstance(key, Text):
        return i18n.plain_text(key, language, zone)
    return i18n.plain(key, language, zone, **params)


def _rich(language: str, zone: Any, refused: Refused) -> Markup:
    """A refusal; what the catalogue marks up stays, what people typed is escaped."""
    return Markup(i18n.html(refused.key, language, zone, **refused.params))  # noqa: S704
