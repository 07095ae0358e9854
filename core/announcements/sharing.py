"""An announcement for other media, in a chat: text to copy, and the picture as a photo."""

import asyncio
from base64 import b64encode
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from core import i18n, jobs, outbox
from core.announcements import queries, rules
from core.announcements.models import Announcement
from core.announcements.poster import poster
from core.clock import Clock
from core.db import Database
from core.jobs import Job
from core.outbox import UPLOAD, Letter
from core.people.models import Person
from core.runner import Work

JOB = "announcement.share"


def ask_for(session: AsyncSession, row: Announcement, person: Person, *, now: datetime) -> None:
    """Have the picture drawn for somebody of the office, who gets it in their chat."""
    jobs.start(session, JOB, now=now, announcement=row.id, person=person.id)


def works(clock: Clock) -> dict[str, Work]:
    """The jobs of this module by kind."""
    return {JOB: partial(share, clock=clock)}


async def share(db: Database, job: Job, *, clock: Clock) -> None:
    """Draw it outside of any transaction, then post both."""
    async with db.read() as session:
        row = await queries.announcement_by_id(session, job.data["announcement"])
        person = await session.get(Person, job.data["person"])
        office = session.info["service"].office
    if row is None or person is None or person.erased_at is not None:
        return
    drawn = await asyncio.to_thread(poster, row.heading, row.text, office)
    async with db.begin() as session:
        _post(session, row, person, drawn, office, clock.now())


def _post(
    session: AsyncSession,
    row: Announcement,
    person: Person,
    drawn: bytes,
    office: str,
    now: datetime,
) -> None:
    short = rules.short_post(row.heading, row.text, office)
    file = {"field": "photo", "content": b64encode(drawn).decode(), "name": file_name(row)}
    caption = i18n.html("announcements.short_post", person.language, post=short)
    photo = Letter(f"{UPLOAD}photo", {"file": file, "caption": caption})
    outbox.post(session, person.lane, photo, now=now, kind="notice")
    long = rules.long_post(row.heading, row.text, office)
    outbox.tell(session, person, "announcements.long_post", now=now, kind="notice", post=long)


def file_name(row: Announcement) -> str:
    return f"kabar-{row.id}.png"
