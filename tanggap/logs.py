"""Logs as one JSON object a line; nothing in them is a secret or a citizen's word."""

import asyncio
import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from core.trouble import story

# A bot token, wherever it may slip in: inside an address, an exception, a library's line.
TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{10,}")


def redact(text: str) -> str:
    return TOKEN.sub("[token]", text)


def set_up(level: str = "INFO") -> None:
    """Send everything to standard error, through the same redaction."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _redact_event,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    # PTB logs whole updates, and the texts in them, up to its highest level.
    for name in ("telegram", "telegram.ext", "aiohttp.access", "aiohttp.server"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def unhandled(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What to do with a failure nobody waited for: asyncio would print the exception's words."""
    problem = context.get("exception")
    told = story(problem) if problem is not None else context["message"]
    structlog.get_logger().error("loop.unhandled", problem=told)


class _Redacting(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        """Where it failed and how, but not in which words: they may quote a citizen."""
        return story(ei[1])


def _redact_event(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {key: redact(value) if isinstance(value, str) else value for key, value in event.items()}
