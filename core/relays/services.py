"""What somebody who is not on Telegram says, passed on by an officer; see `core.tickets.work`.

Every step is marked with the officer who wrote it down and the way it reached them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Moved, Refused
from core.people.models import Staff
from core.relays.models import RelayedRating
from core.relays.rules import CHANNELS, sayings
from core.tickets import chain, closing, objecting, rules, talk
from core.tickets.access import admits
from core.tickets.attachments import File
from core.tickets.models import Ticket
from core.tickets.reporters import is_by_hand


async def answer(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    text: str,
    *,
    channel: str,
    now: datetime,
    source: str | None = None,
    files: Sequence[File] = (),
    expected_version: int | None = None,
) -> bool:
    """An answer, or more on the case; what waited for it goes on."""
    said = rules.words(text) if text or not files else ""
    if not await _admits(session, ticket, staff, "answer", channel, source, expected_version):
        return False
    who = _who(staff, channel)
    await talk.said_more(session, ticket, said, now=now, source=source, files=files, **who)
    return True


async def confirm(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    *,
    channel: str,
    now: datetime,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """The citizen agrees with the end: the case closes."""
    if not await _admits(session, ticket, staff, "confirm", channel, source, expected_version):
        return False
    await closing.agreed(session, ticket, now=now, source=source, **_who(staff, channel))
    return True


async def object_(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    text: str,
    *,
    channel: str,
    now: datetime,
    source: str | None = None,
    files: Sequence[File] = (),
    expected_version: int | None = None,
) -> bool:
    """It is not solved: the case goes on, and what was rated before no longer holds."""
    said = rules.words(text, "ticket.refused.reason")
    if not await _admits(session, ticket, staff, "object", channel, source, expected_version):
        return False
    who = _who(staff, channel)
    await objecting.reopened(session, ticket, said, now=now, source=source, files=files, **who)
    if (before := await session.get(RelayedRating, ticket.id)) is not None:
        await session.delete(before)
    return True


async def rate(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    rating: int,
    *,
    channel: str,
    now: datetime,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """The citizen's judgement, 1 to 4, once; it stands apart from those given by themselves."""
    if not await _admits(session, ticket, staff, "rate", channel, source, expected_version):
        return False
    if rating not in rules.RATINGS:
        raise Refused("ticket.refused.rating")
    if await session.get(RelayedRating, ticket.id) is not None:
        raise Moved("relays.refused.rated", code=ticket.code)
    facts: dict[str, Any] = {"rating": rating, "channel": channel}
    session.add(RelayedRating(ticket_id=ticket.id, staff_id=staff.id, at=now, **facts))
    who = _who(staff, channel)
    chain.append(session, ticket, "rated", now=now, source=source, rating=rating, **who)
    await session.flush()
    return True


async def _admits(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    saying: str,
    channel: str,
    source: str | None,
    expected_version: int | None,
) -> bool:
    if channel not in CHANNELS:
        raise Refused("counter.refused.channel")
    if not await admits(
        session, ticket, staff, "relay", source=source, expected_version=expected_version
    ):
        return False
    if not is_by_hand(ticket):
        raise Refused("relays.refused.on_telegram", code=ticket.code)
    if saying not in sayings(ticket):
        raise Moved("relays.refused.moved", code=ticket.code)
    return True


def _who(staff: Staff, channel: str) -> dict[str, Any]:
    """The words are the citizen's, the hand is the officer's."""
    return {"by_reporter": True, "staff": staff, "channel": channel}
