"""What a send came to, and what the outbox does about it. Pure."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
)

from bot.envelope import UnknownMethod
from bot.transport import NotSent
from core.errors import ConfigError
from core.outbox import REPEATABLE

MAX_ATTEMPTS = 20
LONGEST_WAIT = 300
TOO_FAST = "too many requests"
# While the network is away nothing is lost by asking often whether it is back.
LONGEST_UNSENT = 60
# What stands between quotation marks in a description may be somebody's words.
QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Outcome:
    """`act` is what to do with the row; `wait` seconds until it may be tried again.

    sent: done · part: the first of several parts is · retry: again, the attempt counts ·
    slow: again when Telegram says · dead: given up · unknown: nobody can tell, and a copy would
    do harm · gone: the person cannot be reached · migrated: the group has a new id · plain: again
    without markup · long: again in parts · anew: as a new message · halt: the token is refused,
    stop all sending.
    """

    act: Literal[
        "sent",
        "part",
        "retry",
        "slow",
        "dead",
        "unknown",
        "gone",
        "migrated",
        "plain",
        "long",
        "anew",
        "halt",
    ]
    wait: float = 0
    result: Any = None
    problem: str = ""


def judge(problem: Exception, kind: str, attempt: int) -> Outcome:
    """The outcome of a failed send; the order matters, since BadRequest is a NetworkError."""
    if isinstance(problem, RetryAfter):
        return Outcome("slow", wait=_seconds(problem.retry_after), problem=TOO_FAST)
    if isinstance(problem, ChatMigrated):
        return Outcome("migrated", result=problem.new_chat_id)
    if isinstance(problem, Forbidden):
        return Outcome("gone", problem="unreachable")
    if isinstance(problem, BadRequest):
        return _bad_request(str(problem).lower())
    if isinstance(problem, InvalidToken):
        return Outcome("halt", wait=30, problem="token refused")
    if isinstance(problem, NotSent):
        wait = _backoff(attempt, LONGEST_UNSENT)
        return Outcome("retry", wait=wait, problem="unreachable api")
    if isinstance(problem, (UnknownMethod, ConfigError, FileNotFoundError)):
        return Outcome("dead", problem=type(problem).__name__)
    return ambiguous(kind, attempt)


def ambiguous(kind: str, attempt: int) -> Outcome:
    """Nobody can tell whether it arrived."""
    if kind not in REPEATABLE:
        return Outcome("unknown", problem="no answer")
    if attempt >= MAX_ATTEMPTS:
        return Outcome("dead", problem="no answer")
    return Outcome("retry", wait=_backoff(attempt, LONGEST_WAIT), problem="no answer")


def _bad_request(text: str) -> Outcome:
    if "message is not modified" in text:
        return Outcome("sent")
    if "message to edit not found" in text or "message can't be edited" in text:
        return Outcome("anew", problem=_unquoted(text))
    if "can't parse entities" in text:
        return Outcome("plain", problem=_unquoted(text))
    if "message is too long" in text or "message_too_long" in text:
        return Outcome("long", problem=_unquoted(text))
    if "chat not found" in text or "peer_id_invalid" in text or "user is deactivated" in text:
        return Outcome("gone", problem="unreachable")
    return Outcome("dead", problem=_unquoted(text))


def _unquoted(text: str) -> str:
    return QUOTED.sub('""', text)[:80]


def _backoff(attempt: int, longest: int) -> float:
    return float(min(longest, 2 ** min(attempt - 1, 10)))


def _seconds(wait: int | timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
