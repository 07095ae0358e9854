"""Pictures of before and after: fetched, cleaned, and only then part of an improvement."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import i18n, jobs, outbox
from core.errors import Refused
from core.improvements.models import SIDES, Improvement, ImprovementPhoto
from core.improvements.queries import photos
from core.outbox import Button, Letter, Reader
from core.people.models import Person, Staff
from core.people.queries import staff_by_id
from core.secrets import keys_of

FETCH = "improvement.photo"
PICTURES = ("photo", "document")
PICTURE = ".jpg"


async def add_sent(
    session: AsyncSession,
    row: Improvement,
    side: str,
    file: Mapping[str, Any],
    *,
    staff: Staff,
    now: datetime,
) -> None:
    """A picture an officer sent in chat; it is fetched and cleaned by a job."""
    if file["kind"] not in PICTURES or side not in SIDES:
        raise Refused("improvement.refused.picture")
    name = keys_of(session).seal(str(file["file_id"]).encode())
    photo = await _add(session, row, side, name, None, staff, now)
    jobs.start(session, FETCH, now=now, photo=photo.id)


async def add_stored(
    session: AsyncSession, row: Improvement, side: str, stored: str, *, now: datetime
) -> None:
    """A picture that came to the panel and is clean already."""
    await _add(session, row, side, b"", stored, None, now)


async def keep(session: AsyncSession, photo_id: int, stored: str, *, now: datetime) -> bool:
    """The picture is here; False when somebody else fetched it already."""
    photo = await session.get_one(ImprovementPhoto, photo_id, with_for_update=True)
    if photo.stored is not None:
        return False
    photo.stored, photo.problem = stored, None
    await _tell(session, photo, f"improvement.photo.{photo.side}", now)
    return True


async def give_up(session: AsyncSession, photo_id: int, problem: str, *, now: datetime) -> None:
    """It will never be here; whoever sent it hears so."""
    photo = await session.get_one(ImprovementPhoto, photo_id, with_for_update=True)
    if photo.stored is None and photo.problem is None:
        photo.problem = problem
        await _tell(session, photo, "improvement.photo.unfit", now)


async def send(
    session: AsyncSession, row: Improvement, to: Person | Reader, *, now: datetime
) -> int:
    """Send the pictures, before and then after, to somebody; how many there were."""
    here = await photos(session, row)
    for side in (one for one in SIDES if one in here):
        file = {"field": "photo", "stored": here[side].stored, "name": f"{side}{PICTURE}"}
        caption = i18n.html(f"improvement.caption.{side}", to.language, title=row.title)
        letter = Letter("upload_photo", {"file": file, "caption": caption})
        outbox.post(session, to.lane, letter, now=now, kind="interactive")
    return len(here)


async def _add(
    session: AsyncSession,
    row: Improvement,
    side: str,
    file_id: bytes,
    stored: str | None,
    staff: Staff | None,
    now: datetime,
) -> ImprovementPhoto:
    photo = ImprovementPhoto(
        improvement_id=row.id,
        side=side,
        file_id=file_id,
        stored=stored,
        staff_id=staff.id if staff else None,
        added_at=now,
    )
    session.add(photo)
    await session.flush()
    return photo


async def _tell(session: AsyncSession, photo: ImprovementPhoto, key: str, now: datetime) -> None:
    staff = await staff_by_id(session, photo.staff_id) if photo.staff_id else None
    if staff is not None and staff.person is not None:
        button = Button("improvement.open", photo.improvement_id)
        outbox.tell(session, staff.person, key, now=now, kind="notice", buttons=[[button]])
