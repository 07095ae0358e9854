"""The timeline as a chain: whoever changes, drops, adds or reorders a step breaks it."""

import json
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.ids import new_id
from core.people.models import Staff
from core.tickets.models import Event, Ticket

SALT_BYTES = 16
BATCH = 500
# Steps that only the office sees.
INTERNAL = frozenset(
    {
        "noted",
        "escalated",
        "identity_asked",
        "proposed",
        "approved",
        "sent_back",
        "unfollowed",
        "absorbed",
        "split_off",
        "linked",
        "unlinked",
        "copied",
        "transcribed",
        "transcribed_by_machine",
        "not_understood",
    }
)


class Step(Protocol):
    """What the hash of an event covers."""

    kind: str
    at: datetime
    seq: int
    staff_id: int | None
    by_reporter: bool
    public: bool
    digest: str


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold: the ticket's number, the step, and what is wrong with it."""

    code: str
    seq: int
    problem: str


def append(
    session: AsyncSession,
    ticket: Ticket,
    kind: str,
    /,
    *,
    now: datetime,
    source: str | None = None,
    staff: Staff | None = None,
    by_reporter: bool = False,
    **payload: Any,
) -> Event:
    """Add a step to the ticket's timeline; the payload holds what was said and who has it now."""
    event = step(
        ticket, kind, payload, now=now, source=source, staff=staff, by_reporter=by_reporter
    )
    session.add(event)
    return event


def step(
    ticket: Ticket,
    kind: str,
    payload: dict[str, Any],
    *,
    now: datetime,
    source: str | None,
    staff: Staff | None = None,
    by_reporter: bool = False,
) -> Event:
    """The same step, not written yet: for whoever writes many tickets in one statement."""
    ticket.last_seq += 1
    salt = secrets.token_hex(SALT_BYTES)
    event = Event(
        id=new_id(now),
        ticket=ticket,
        seq=ticket.last_seq,
        at=now,
        kind=kind,
        staff_id=staff.id if staff else None,
        by_reporter=by_reporter,
        public=kind not in INTERNAL,
        payload=payload,
        salt=salt,
        digest=digest(salt, payload),
        source=source,
    )
    event.hash = ticket.head = link(ticket.head, ticket.code, event)
    return event


def digest(salt: str, payload: dict[str, Any]) -> str:
    plain = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return sha256(f"{salt}{plain}".encode()).hexdigest()


def link(before: str, code: str, event: Step) -> str:
    """The hash of a step: everything but the payload itself, which may be erased."""
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    facts = (event.kind, at, event.staff_id, event.by_reporter, event.public, event.digest)
    plain = json.dumps([before, code, event.seq, *facts])
    return sha256(plain.encode()).hexdigest()


def erase(event: Event) -> None:
    """Forget what was said; without the salt nobody can guess it from the digest."""
    event.payload, event.salt = {}, ""


async def verify(session: AsyncSession) -> AsyncIterator[Break]:
    """Every place where the chain is broken, ticket by ticket."""
    tickets = await session.execute(
        select(Ticket.id, Ticket.code, Ticket.head, Ticket.last_seq).order_by(Ticket.id)
    )
    rows = tickets.all()
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        wanted = [row.id for row in batch]
        steps = select(Event).where(Event.ticket_id.in_(wanted)).order_by(Event.seq)
        by_ticket = defaultdict(list)
        for event in await session.scalars(steps):
            by_ticket[event.ticket_id].append(event)
        for row in batch:
            for found in breaks(row.code, row.head, row.last_seq, by_ticket[row.id]):
                yield found


def breaks(code: str, head: str, last_seq: int, events: Iterable[Event]) -> Iterator[Break]:
    """Where one ticket's steps, in order, do not lead to its head."""
    before, seq = "", 0
    for event in events:
        problem = _problem(before, seq + 1, code, event)
        if problem:
            yield Break(code, event.seq, problem)
        before, seq = event.hash, event.seq
    if (before, seq) != (head, last_seq):
        yield Break(code, seq + 1, "missing")


def _problem(before: str, seq: int, code: str, event: Event) -> str | None:
    if event.seq != seq:
        return "missing before"
    known = digest(event.salt, event.payload) if event.salt else event.digest
    if event.digest != known or (event.payload and not event.salt):
        return "payload changed"
    return None if event.hash == link(before, code, event) else "changed"
