"""Files people send with a ticket, and handing them on.

A photo was made anew by Telegram and goes on at once, by Telegram's name for it. Everything else
goes on when it is fetched and cleaned, as a file of ours: see `arrivals`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import i18n, jobs, outbox
from core.outbox import Letter, Reader
from core.people.models import Person
from core.secrets import keys_of
from core.tickets.models import Attachment, Event, Ticket

# One file: kind (photo, document, voice, audio, video, video_note), file_id, unique_name, size,
# details (duration, width, height, length); of one that is here also stored, cleaned, by_reporter
# and the name it goes out under.
File = Mapping[str, Any]

# Bytes that the Bot API hands out; a citizen's larger file is not taken, an officer's goes on as
# it is.
LARGEST = 20_000_000
LARGEST_ALBUM = 10
# How a clean file is sent so that it plays in the chat, by what it came as and what it is.
PLAYED = {
    ("voice", ".ogg"): "voice",
    ("audio", ".m4a"): "audio",
    ("video", ".mp4"): "video",
    ("video_note", ".mp4"): "video_note",
}


async def attach(
    session: AsyncSession,
    ticket: Ticket,
    event: Event,
    files: Sequence[File],
    *,
    now: datetime,
    by_reporter: bool,
    follower: Person | None = None,
) -> list[Attachment]:
    """Keep the files with the step they came with; one already known is kept once.

    `by_reporter` is whether they come from citizens; `follower` is who, if not the reporter. One
    that came to the panel is `stored` already and has no `file_id`, only an empty one.
    """
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
            unique_name=name,
            size=file.get("size"),
            details=file.get("details", {}),
            stored=file.get("stored"),
            cleaned=file.get("cleaned", False),
            by_reporter=by_reporter,
            follower_id=follower.id if follower else None,
            added_at=now,
        )
        for file in unique(files)
        if (name := _name_here(session, ticket, file)) not in known
    ]
    session.add_all(rows)
    await session.flush()
    for row in rows:
        if row.stored is None:
            jobs.start(session, "media.fetch", now=now, attachment=row.id)
    return rows


def unique(files: Iterable[File]) -> list[File]:
    """The files without repeats, in order."""
    return list({file["unique_name"]: file for file in files}.values())


def pass_on(
    session: AsyncSession,
    ticket: Ticket,
    person: Person | Reader | None,
    files: Iterable[File],
    *,
    now: datetime,
) -> None:
    """Send the files to somebody who works on the ticket, or who reported it; as far as ready.

    A reporter who is not on Telegram gets none.
    """
    if person is None:
        return
    ready = [file for file in unique(files) if goes_at_once(file) or file.get("stored")]
    for letter in _letters(ready, person.language):
        outbox.post(session, person.lane, letter, now=now, kind="notice", about=ticket.id)


def goes_at_once(file: File) -> bool:
    """Whether it need not, or cannot, be fetched and cleaned before somebody gets it."""
    return file["kind"] == "photo" or (file.get("size") or 0) > LARGEST


async def files_of(session: AsyncSession, ticket: Ticket) -> list[File]:
    """What came with the ticket so far; what is not here yet follows by itself."""
    rows = await session.scalars(
        select(Attachment).where(Attachment.ticket_id == ticket.id).order_by(Attachment.id)
    )
    return [file_of(session, ticket, row) for row in rows]


def file_of(session: AsyncSession, ticket: Ticket, row: Attachment) -> File:
    """An attachment as it can be passed on; its name says which case it belongs to, not whose."""
    return {
        "kind": row.kind,
        "file_id": keys_of(session).open(row.file_id).decode(),
        "unique_name": row.unique_name,
        "size": row.size,
        "details": row.details,
        "stored": row.stored,
        "cleaned": row.cleaned,
        "by_reporter": row.by_reporter,
        "name": file_name(ticket, row),
    }


def file_name(ticket: Ticket, row: Attachment) -> str:
    """What a stored file is called where somebody saves it."""
    return f"{ticket.code}-{row.id}{Path(row.stored or '').suffix}"


def _letters(files: Sequence[File], language: str) -> Iterator[Letter]:
    """One message for pictures that came together: a chat takes one a second."""
    pictures = [file for file in files if file["kind"] == "photo"]
    alone = [file for file in files if file["kind"] != "photo"]
    for start in range(0, len(pictures), LARGEST_ALBUM):
        album = pictures[start : start + LARGEST_ALBUM]
        if len(album) == 1:
            alone.insert(0, album[0])
            continue
        media = [{"kind": file["kind"], "file_id": file["file_id"]} for file in album]
        yield Letter("send_media_group", {"media": media})
    for file in alone:
        yield _letter(file, language)


def _letter(file: File, language: str) -> Letter:
    if goes_at_once(file):
        return Letter(f"send_{file['kind']}", {file["kind"]: file["file_id"]})
    kind, suffix = file["kind"], Path(file["stored"]).suffix
    field = PLAYED.get((kind, suffix), "document") if file["cleaned"] else "document"
    upload = {"field": field, "stored": file["stored"], "name": file["name"]}
    payload: dict[str, Any] = {"file": upload}
    if field != "document":
        payload |= file["details"]
    if file["by_reporter"] and not file["cleaned"]:
        payload["caption"] = i18n.html("ticket.file.as_it_is", language)
    return Letter(f"{outbox.UPLOAD}{field}", payload)


def _name_here(session: AsyncSession, ticket: Ticket, file: File) -> str:
    """Telegram's name for a file; of an anonymous ticket it must not be found in another one."""
    name = str(file["unique_name"])
    if ticket.hidden is None:
        return name
    return keys_of(session).index("file", f"{ticket.id}:{name}")


def _names(ticket: Ticket) -> Select[str]:
    return select(Attachment.unique_name).where(Attachment.ticket_id == ticket.id)
