"""Rows of the outbox on their way out: taken in batches at Telegram's pace, settled in batches.

The pace is kept in the database, so it holds across processes and restarts: each chat has the
time its next message may leave, and one mark holds the theoretical arrival time of the whole
service (the generic cell rate algorithm, ITU-T I.371 annex A).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import (
    BindParameter,
    Table,
    Update,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from core import lanes, marks
from core.chats import Chat
from core.config import LimitsConfig
from core.db import changed
from core.outbox import UPLOAD, Outgoing
from core.people.models import Person

LEASE = timedelta(seconds=30)
UPLOAD_LEASE = timedelta(minutes=5)
PACE = "sending"
# Short bursts pass, but never more than per_second + BURST in any second.
BURST = 5


OUTBOX: Table = Outgoing.__table__  # type: ignore[assignment]
CHATS: Table = Chat.__table__  # type: ignore[assignment]
_TARGET = OUTBOX.alias("target")
_FREE = or_(CHATS.c.free_at.is_(None), CHATS.c.free_at <= bindparam("now"))
_READY = (
    lanes.heads(OUTBOX)
    .add_columns(CHATS.c.address, _TARGET.c.message_id.label("target"))
    .join(CHATS, CHATS.c.lane == OUTBOX.c.lane)
    .outerjoin(_TARGET, _TARGET.c.ref == OUTBOX.c.edits)
    .where(_FREE, CHATS.c.gone_at.is_(None))
    .order_by(OUTBOX.c.rank, OUTBOX.c.id)
    .limit(bindparam("limit"))
)
_TAKING = lanes.taking(OUTBOX)
_MINE = and_(
    OUTBOX.c.id == bindparam("key"),
    OUTBOX.c.attempt == bindparam("held"),
    OUTBOX.c.state == lanes.named(lanes.OPEN),
)


def _moment(name: str) -> BindParameter[datetime]:
    # PostgreSQL takes a parameter inside CASE for text unless it is told.
    return bindparam(name, type_=CHATS.c.free_at.type)


_SPACE_OUT = (
    update(CHATS)
    .where(CHATS.c.lane.in_(bindparam("lanes", expanding=True)))
    .values(free_at=case((CHATS.c.is_group, _moment("group")), else_=_moment("private")))
)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A taken row with where it goes; `target` is the message it edits."""

    id: int
    lane: str
    kind: str
    method: str
    payload: bytes
    edits: int | None
    attempt: int
    address: bytes
    target: int | None


async def take(
    session: AsyncSession, *, now: datetime, limit: int, pace: LimitsConfig
) -> list[Parcel]:
    """Take the oldest message of up to `limit` chats that may be written to now."""
    found = await _ready(session, now, limit)
    if pace.on:
        found = found[: await _allowance(session, now, len(found), pace)]
    taken = set()
    for uploads, lease in ((False, LEASE), (True, UPLOAD_LEASE)):
        ids = [one.id for one in found if one.method.startswith(UPLOAD) == uploads]
        taken |= await lanes.take(session, _TAKING, ids, now=now, until=now + lease)
    mine = [parcel for parcel in found if parcel.id in taken]
    if pace.on and mine:
        await _space_out(session, mine, now, pace)
    return mine


async def next_ready(session: AsyncSession, now: datetime) -> datetime | None:
    """When the next waiting message may leave; None when none waits."""
    statement = (
        select(Outgoing.lease_until, Chat.free_at)
        .join(Chat, Chat.lane == Outgoing.lane)
        .where(Outgoing.state == lanes.named(lanes.OPEN), Chat.gone_at.is_(None))
    )
    times = [max(lease or now, free or now) for lease, free in await session.execute(statement)]
    return min(times, default=None)


async def settle(session: AsyncSession, results: Sequence[dict[str, object]]) -> None:
    """Write results that share their keys: `key` and `held` name the row and our attempt."""
    columns = tuple(name for name in results[0] if name not in ("key", "held"))
    connection = await session.connection()
    await connection.execute(_settling(columns), list(results))


@cache
def _settling(columns: tuple[str, ...]) -> Update:
    return update(OUTBOX).where(_MINE).values({name: bindparam(name) for name in columns})


async def pause_chat(session: AsyncSession, lane: str, until: datetime) -> None:
    await changed(session, update(Chat).where(Chat.lane == lane).values(free_at=until))


async def pause_all(session: AsyncSession, until: datetime) -> None:
    paused = await marks.read(session, PACE)
    if paused is None or paused < until:
        await marks.write(session, PACE, until)


async def slowed(session: AsyncSession, problem: str, *, now: datetime) -> int:
    """How many chats wait because of this problem."""
    statement = select(func.count(Outgoing.lane.distinct())).where(
        Outgoing.state == lanes.named(lanes.OPEN),
        Outgoing.problem == problem,
        Outgoing.lease_until > now,
    )
    return (await session.scalars(statement)).one()


async def place(session: AsyncSession, ref: int, message_id: int | None) -> None:
    """Where the card of this name is now; None when it is nowhere any more."""
    card = update(Outgoing).where(Outgoing.ref == ref).values(message_id=message_id)
    await changed(session, card)


async def free_all(session: AsyncSession) -> None:
    """End every lease: only for a process that knows it is the only one to send."""
    held = (OUTBOX.c.state == lanes.named(lanes.OPEN), OUTBOX.c.lease_until.is_not(None))
    await changed(session, update(OUTBOX).where(*held).values(lease_until=None))


async def unreachable(session: AsyncSession, lane: str, *, now: datetime) -> None:
    """What waits for this chat stays until it comes back."""
    await changed(session, update(Person).where(Person.lane == lane).values(unreachable_at=now))
    await changed(session, update(Chat).where(Chat.lane == lane).values(gone_at=now))


async def reachable(session: AsyncSession, *lanes_of_person: str) -> None:
    """The person is back: what was given up because of the absence is tried again."""
    theirs = Chat.lane.in_(lanes_of_person)
    await changed(session, update(Chat).where(theirs).values(gone_at=None))
    again = {"state": lanes.OPEN, "attempt": 0, "lease_until": None, "settled_at": None}
    waiting = Outgoing.lane.in_(lanes_of_person)
    lost = (waiting, Outgoing.state == "dead", Outgoing.problem == "unreachable")
    await changed(session, update(Outgoing).where(*lost).values(again))


async def _ready(session: AsyncSession, now: datetime, limit: int) -> list[Parcel]:
    connection = await session.connection()
    rows = await connection.execute(_READY, {"now": now, "limit": limit})
    return [
        Parcel(
            id=row.id,
            lane=row.lane,
            kind=row.kind,
            method=row.method,
            payload=row.payload,
            edits=row.edits,
            attempt=row.attempt + 1,
            address=row.address,
            target=row.target,
        )
        for row in rows
    ]


async def _allowance(session: AsyncSession, now: datetime, wanted: int, pace: LimitsConfig) -> int:
    """How many of the wanted may leave now; they are counted as gone."""
    if not wanted:
        return 0
    interval = timedelta(seconds=1 / pace.per_second)
    arrival = max(await marks.lock(session, PACE, now), now)
    room = int((now + BURST * interval - arrival) / interval)
    granted = max(0, min(wanted, room))
    if granted:
        await marks.write(session, PACE, arrival + granted * interval)
    return granted


async def _space_out(
    session: AsyncSession, parcels: Sequence[Parcel], now: datetime, pace: LimitsConfig
) -> None:
    values = {
        "lanes": [parcel.lane for parcel in parcels],
        "private": now + timedelta(seconds=1 / pace.per_chat_second),
        "group": now + timedelta(seconds=60 / pace.per_group_minute),
    }
    connection = await session.connection()
    await connection.execute(_SPACE_OUT, values)
