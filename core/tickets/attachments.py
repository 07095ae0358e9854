"""Files people send with a ticket, and handing them on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import jobs, outbox
from core.outbox import Letter
from core.people.models import Person
from core.secrets import keys_of
from core.tickets.models import Attachment, Event, Ticket

# One file: kind (photo, document, voice, audio, video, video_note), file_id, unique_name, size.
File = Mapping[str, Any]

IN_ALBUM = ("photo", "video")
LARGEST_ALBUM = 10


async def attach(
    session: AsyncSession,
    ticket: Ticket,
    event: Event,
    files: Sequence[File],
    *,
    now: datetime,
    by_reporter: bool,
) -> list[Attachment]:
    """Keep the files with the step they came with; one already known is kept once."""
    if not files:
        return []
    await session.flush()
    known = set(await session.scalars(_names(ticket)))
    rows = [
        Attachment(
            ticket_id=ticket.id,
            event_id=event.id,
            kind=file["kind"],
            file_id=keys_of(session).seal(str(file["file_id"]).encode()),
            unique_name=file["unique_name"],
            size=file.get("size"),
            by_reporter=by_reporter,
            added_at=now,
        )
        for file in unique(files)
        if file["unique_name"] not in known
    ]
    session.add_all(rows)
    await session.flush()
    for row in rows:
        jobs.start(session, "media.fetch", now=now, attachment=row.id)
    return rows


def unique(files: Iterable[File]) -> list[File]:
    """The files without repeats, in order."""
    return list({file["unique_name"]: file for file in files}.values())


def pass_on(
    session: AsyncSession, ticket: Ticket, person: Person, files: Iterable[File], *, now: datetime
) -> None:
    """Send the files to somebody who works on the ticket, or who reported it."""
    for letter in _letters(unique(files)):
        outbox.post(session, person.lane, letter, now=now, kind="notice", about=ticket.id)


async def files_of(session: AsyncSession, ticket: Ticket) -> list[File]:
    """What came with the ticket so far, ready to be passed on."""
    keys = keys_of(session)
    rows = await session.scalars(
        select(Attachment).where(Attachment.ticket_id == ticket.id).order_by(Attachment.id)
    )
    return [
        {
            "kind": row.kind,
            "file_id": keys.open(row.file_id).decode(),
            "unique_name": row.unique_name,
        }
        for row in rows
    ]


def _letters(files: Sequence[File]) -> Iterator[Letter]:
    """One message for pictures that came together: a chat takes one a second."""
    pictures = [file for file in files if file["kind"] in IN_ALBUM]
    alone = [file for file in files if file["kind"] not in IN_ALBUM]
    for start in range(0, len(pictures), LARGEST_ALBUM):
        album = pictures[start : start + LARGEST_ALBUM]
        if len(album) == 1:
            alone.insert(0, album[0])
            continue
        media = [{"kind": file["kind"], "file_id": file["file_id"]} for file in album]
        yield Letter("send_media_group", {"media": media})
    for file in alone:
        yield Letter(f"send_{file['kind']}", {file["kind"]: file["file_id"]})


def _names(ticket: Ticket) -> Select[str]:
    return select(Attachment.unique_name).where(Attachment.ticket_id == ticket.id)
