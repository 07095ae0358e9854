"""The voices that wait for somebody to write them down, and those of one case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.lanes import named
from core.tickets.models import Attachment, Ticket
from core.transcripts.models import Transcript

PAGE = 8


@dataclass(frozen=True)
class Voice:
    """A voice message with its case, and what it says as far as that is known."""

    transcript: Transcript
    file: Attachment
    ticket: Ticket

    @property
    def id(self) -> int:
        return self.file.id

    @property
    def length(self) -> str:
        """How long it plays, such as 0:42; empty where nobody said."""
        seconds = self.file.details.get("duration")
        if seconds is None:
            return ""
        minutes, rest = divmod(timedelta(seconds=seconds).seconds, 60)
        return f"{minutes}:{rest:02}"


async def waiting(
    session: AsyncSession, *where: ColumnElement[bool], most: int = PAGE
) -> list[Voice]:
    """The ones that wait longest; `where` says which cases the reader may see."""
    oldest = (Transcript.added_at, Transcript.attachment_id)
    wanted = _voices().where(*_waits(), *where).order_by(*oldest).limit(most)
    return [Voice(*row) for row in await session.execute(wanted)]


async def count_waiting(session: AsyncSession, *where: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(Transcript)
    counted = counted.join(Ticket, Ticket.id == Transcript.ticket_id).where(*_waits(), *where)
    return (await session.scalars(counted)).one()


async def voices_of(session: AsyncSession, ticket: Ticket) -> list[Voice]:
    """All voices of a case, in the order they came."""
    theirs = _voices().where(Transcript.ticket_id == ticket.id).order_by(Transcript.attachment_id)
    return [Voice(*row) for row in await session.execute(theirs)]


async def voice(session: AsyncSession, attachment_id: int) -> Voice | None:
    """One voice; the caller checks who may see its case."""
    found = await session.execute(_voices().where(Transcript.attachment_id == attachment_id))
    row = found.one_or_none()
    return Voice(*row) if row else None


async def transcripts_of(session: AsyncSession, ticket_id: int) -> Sequence[Transcript]:
    theirs = select(Transcript).where(Transcript.ticket_id == ticket_id)
    return (await session.scalars(theirs.order_by(Transcript.attachment_id))).all()


def _voices() -> Select[Transcript, Attachment, Ticket]:
    return (
        select(Transcript, Attachment, Ticket)
        .join(Attachment, Attachment.id == Transcript.attachment_id)
        .join(Ticket, Ticket.id == Transcript.ticket_id)
    )


def _waits() -> tuple[ColumnElement[bool], ...]:
    """Of a closed case nobody needs it any more; its own page still takes it."""
    return Transcript.state == named("waiting"), Ticket.state != "closed"
