"""Writing down what a voice says; see `core.tickets.work` for how verbs on a ticket behave."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from core import jobs
from core.db import changed
from core.errors import Moved
from core.people.models import Staff
from core.tickets import chain
from core.tickets.access import admits
from core.tickets.cards import refresh
from core.tickets.citizens import actor_of
from core.tickets.models import Attachment, Ticket
from core.transcripts import rules
from core.transcripts.models import Transcript
from core.transcripts.queries import transcripts_of

# The jobs that let a program listen, and look for an emergency in what was written down.
MAKE, LISTEN = "transcript.make", "transcript.listen"


@dataclass(frozen=True)
class Writer:
    """Who wrote it down: the actor of the audit log, the name people read, and the member of staff
    when it is one in chat.
    """

    actor: str
    name: str
    staff: Staff | None = None

    @classmethod
    def of(cls, staff: Staff) -> "Writer":
        return cls(actor_of(staff), staff.name, staff)


MACHINE = Writer(rules.MACHINE, "")


async def expect(
    session: AsyncSession, ticket: Ticket, file: Attachment, *, now: datetime
) -> Transcript | None:
    """A file is here: if it is a citizen's voice, it waits for somebody to write it down."""
    if not rules.is_spoken(file):
        return None
    row = Transcript(attachment_id=file.id, ticket_id=ticket.id, added_at=now)
    session.add(row)
    jobs.start(session, MAKE, now=now, attachment=file.id)
    await _sum_up(session, ticket)
    return row


async def transcribe(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    attachment_id: int,
    text: str | None,
    *,
    seen: int,
    now: datetime,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """An officer wrote down what they heard; None says that nobody can make it out.

    `seen` is the version of the transcript they began with: who was overtaken gets Moved.
    """
    if not await admits(
        session, ticket, staff, "transcribe", source=source, expected_version=expected_version
    ):
        return False
    by = Writer.of(staff)
    await write(session, ticket, attachment_id, text, by=by, seen=seen, now=now, source=source)
    return True


async def write(
    session: AsyncSession,
    ticket: Ticket,
    attachment_id: int,
    text: str | None,
    *,
    by: Writer,
    seen: int,
    now: datetime,
    source: str | None = None,
) -> None:
    """The same for anybody who was let in; the ticket must be locked."""
    row = await session.get_one(Transcript, attachment_id, populate_existing=True)
    if row.version != seen or row.ticket_id != ticket.id:
        raise Moved(f"transcripts.moved.{row.state}", who=row.writer_name, code=ticket.code)
    row.text = "" if text is None else rules.words(text)
    row.state = "unclear" if text is None else "written"
    row.writer, row.writer_name, row.written_at = by.actor, by.name, now
    row.version += 1
    facts: dict[str, Any] = {"text": row.text, "by": by.name, "file": attachment_id}
    kind = _step(row)
    chain.append(session, ticket, kind, now=now, source=source, staff=by.staff, **facts)
    await _sum_up(session, ticket)
    if row.text and not row.alarmed:
        jobs.start(session, LISTEN, now=now, attachment=attachment_id)
    await refresh(session, ticket, now=now)


async def forget(session: AsyncSession, ticket: Ticket) -> None:
    """What was said goes, with the voices it was said in."""
    await changed(session, delete(Transcript).where(Transcript.ticket_id == ticket.id))
    ticket.spoken = ticket.heard = None


def _step(row: Transcript) -> str:
    if row.state == "unclear":
        return "not_understood"
    return "transcribed_by_machine" if row.writer == rules.MACHINE else "transcribed"


async def _sum_up(session: AsyncSession, ticket: Ticket) -> None:
    await session.flush()
    rows = await transcripts_of(session, ticket.id)
    ticket.spoken, ticket.heard = rules.spoken(rows), rules.heard(rows)
