"""Answers still to be copied to the system a case came from: which, in what words, and when done.

A case with a number elsewhere is read there, not here: whoever reported it gets our answer only
when somebody copies it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, i18n
from core.errors import Refused
from core.handover.models import CopiedAnswer
from core.people.models import Staff
from core.tickets import chain
from core.tickets.access import happened
from core.tickets.models import Event, Ticket
from core.tickets.queries import whole
from core.tickets.steps import words_of
from core.tickets.ties import ExternalNumber

# Steps the citizen is to read; those in EXPLAINED say something besides the officer's words.
ANSWERS = ("replied", "asked", "referred", "resolved")
EXPLAINED = ("referred", "resolved")


@dataclass(frozen=True)
class Waiting:
    """A case with its number elsewhere; `text` is what to copy, up to the step `seq`, and `files`
    how many attachments go with it.
    """

    ticket: Ticket
    external: ExternalNumber
    seq: int
    text: str
    files: int


async def any_external(session: AsyncSession) -> bool:
    """Whether any case has a number elsewhere: without one, nothing of this is shown."""
    known = select(ExternalNumber.ticket_id).limit(1)
    return (await session.scalars(known)).first() is not None


async def count_waiting(session: AsyncSession, *seen: ColumnElement[bool]) -> int:
    statement = _waiting(*seen).with_only_columns(func.count(Ticket.id), maintain_column_froms=True)
    return (await session.scalars(statement)).one()


async def waiting(
    session: AsyncSession, *seen: ColumnElement[bool], after: int = 0, most: int
) -> list[Waiting]:
    """Those among the cases `seen` as a condition, by id, beginning behind `after`."""
    later = _waiting(*seen, Ticket.id > after).order_by(Ticket.id).limit(most)
    ids = list(await session.scalars(later))
    tickets = await session.scalars(whole().where(Ticket.id.in_(ids)).order_by(Ticket.id))
    found = [await waiting_for(session, one) for one in tickets]
    return [one for one in found if one is not None]


async def waiting_for(session: AsyncSession, ticket: Ticket) -> Waiting | None:
    """What is to be copied of this case, if anything."""
    external = await session.get(ExternalNumber, ticket.id)
    copied = await session.get(CopiedAnswer, ticket.id)
    since = copied.seq if copied else 0
    new = (Event.ticket_id == ticket.id, Event.kind.in_(ANSWERS), Event.seq > since)
    steps = (await session.scalars(select(Event).where(*new).order_by(Event.seq))).all()
    if external is None or not steps:
        return None
    files = sum(int(one.payload.get("files") or 0) for one in steps)
    return Waiting(ticket, external, steps[-1].seq, _ready(session, ticket, steps), files)


async def copied(
    session: AsyncSession,
    ticket: Ticket,
    seq: int,
    *,
    by: str,
    name: str,
    now: datetime,
    source: str,
    staff: Staff | None = None,
) -> bool:
    """Note that the answers up to this step are there; the ticket must be locked.

    False when this very update or form had its effect; refused when there is a newer answer.
    """
    if await happened(session, source):
        return False
    found = await waiting_for(session, ticket)
    if found is None or found.seq != seq:
        raise Refused("handover.refused.copied", code=ticket.code)
    row = await session.get(CopiedAnswer, ticket.id)
    if row is None:
        session.add(CopiedAnswer(ticket_id=ticket.id, seq=seq, at=now))
    else:
        row.seq, row.at = seq, now
    who = None if staff else name
    chain.append(session, ticket, "copied", now=now, source=source, staff=staff, by=who)
    audit.record(session, by, "ticket.copy", ticket, now=now)
    await session.flush()
    return True


def _waiting(*seen: ColumnElement[bool]) -> Select[int]:
    """The ids of cases whose newest answer is newer than what was copied."""
    newest = (
        select(func.max(Event.seq))
        .where(Event.ticket_id == ExternalNumber.ticket_id, Event.kind.in_(ANSWERS))
        .scalar_subquery()
    )
    return (
        select(Ticket.id)
        .join(ExternalNumber, ExternalNumber.ticket_id == Ticket.id)
        .outerjoin(CopiedAnswer, CopiedAnswer.ticket_id == Ticket.id)
        # Cheaper than looking at the steps of cases nobody has answered.
        .where(Ticket.first_response_at.is_not(None), *seen)
        .where(newest > func.coalesce(CopiedAnswer.seq, 0))
    )


def _ready(session: AsyncSession, ticket: Ticket, steps: Sequence[Event]) -> str:
    """The words in the office's language, without anybody's name."""
    service = session.info["service"]
    said = [_said(session, one) for one in steps]
    facts = {"unit": ticket.unit.name, "office": service.office}
    words = "\n\n".join(one for one in said if one)
    return i18n.plain("handover.ready", service.language, service.zone, said=words, **facts)


def _said(session: AsyncSession, step: Event) -> str:
    service = session.info["service"]
    parts = [str(step.payload.get("text") or "")]
    if step.kind in EXPLAINED:
        what = words_of(step.kind, step.payload)
        parts.insert(0, f"{i18n.plain_text(what, service.language, service.zone)}.")
    return "\n".join(part for part in parts if part)
