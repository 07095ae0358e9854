"""The clock of a request: real hours, a reminder before it runs out, and who is told after."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox, timers
from core.i18n import Text
from core.people.models import Staff
from core.privacy.erasure import FORGET, forget_chat
from core.privacy.models import PrivacyRequest, PrivacyRule
from core.privacy.queries import coordinators, heads_of_office, request_by_id
from core.privacy.words import WORDS, erase_at_its_time
from core.timers import Timer

REMIND = "privacy.remind"
ESCALATE = "privacy.escalate"


def due(rule: PrivacyRule, start: datetime) -> datetime:
    """The law counts 3 × 24 hours on the wall clock, nights and holidays included."""
    return start + timedelta(hours=rule.amount)


def reminder(start: datetime, end: datetime) -> datetime:
    """When a third of the time is left."""
    return end - (end - start) / 3


async def start(session: AsyncSession, request: PrivacyRequest, *, now: datetime) -> None:
    """Set both timers of an open request that has its id."""
    times = {REMIND: reminder(request.received_at, request.due_at), ESCALATE: request.due_at}
    for kind, at in times.items():
        key = f"{kind}:{request.id}"
        await timers.start(session, key, kind, at, now=now, request=request.id)


def tell(
    session: AsyncSession, staff: Sequence[Staff], key: str, *, now: datetime, **params: Any
) -> None:
    """Tell these members of staff in their chats."""
    for one in staff:
        if one.person is not None:
            outbox.tell(session, one.person, key, now=now, kind="notice", **params)


async def tell_of(
    session: AsyncSession, request: PrivacyRequest, key: str, staff: Sequence[Staff], now: datetime
) -> None:
    what = Text(f"rights.kind.{request.kind}")
    tell(session, staff, key, now=now, number=str(request.id), what=what, due=request.due_at)


def _while_open(key: str, *, escalates: bool) -> Callable[..., Awaitable[None]]:
    async def handle(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
        request = await request_by_id(session, timer.data["request"])
        if request is None or request.state != "open":
            return
        staff = list(await coordinators(session))
        if escalates:
            staff += await heads_of_office(session)
        await tell_of(session, request, key, staff, now)

    return handle


HANDLERS = {
    REMIND: _while_open("rights.staff.remind", escalates=False),
    ESCALATE: _while_open("rights.staff.escalate", escalates=True),
    FORGET: forget_chat,
    WORDS: erase_at_its_time,
}
