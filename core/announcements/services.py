"""Writing, sending, approving and stopping announcements; every act is in the audit log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, outbox
from core.announcements import queries, rules, sending
from core.announcements.models import Announcement, Theme
from core.areas.models import Area
from core.errors import Refused
from core.outbox import Button
from core.people.models import Staff
from core.secrets import keys_of
from core.tickets.citizens import actor_of
from core.tickets.staffing import on_duty, people

APPROVERS = ("head", "coordinator", "admin")


@dataclass(frozen=True)
class Author:
    """Who acts: the actor of the audit log, the name people read, and the role.

    `staff` is the member of staff when it is one in chat.
    """

    actor: str
    name: str
    role: str
    staff: Staff | None = None

    @classmethod
    def of(cls, staff: Staff) -> "Author":
        return cls(actor_of(staff), staff.name, staff.role, staff)


async def draft(
    session: AsyncSession,
    author: Author,
    *,
    theme: Theme,
    area: Area | None,
    title: str,
    text: str,
    now: datetime,
    urgent: bool = False,
    photo: str | None = None,
    picture: str | None = None,
) -> Announcement:
    """News nobody gets yet. `photo` is Telegram's name of a picture, `picture` ours."""
    row = Announcement(
        theme=theme,
        area=area,
        title=rules.title(title),
        text=rules.text(text, with_picture=bool(photo or picture)),
        photo=keys_of(session).seal(photo.encode()) if photo else None,
        picture=picture,
        urgent=urgent,
        author=author.actor,
        author_name=author.name,
        staff=author.staff,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    audit.record(session, author.actor, "announcement.draft", row, now=now)
    return row


async def send(session: AsyncSession, row: Announcement, author: Author, *, now: datetime) -> None:
    """On its way, or first to somebody who has to agree; refused when nobody would get it."""
    _must_be(row, "draft")
    row.total = await queries.count_recipients(session, row.theme_id, row.area_id)
    if not row.total:
        raise Refused("announcements.refused.nobody")
    most = session.info["service"].announce_alone
    if rules.needs_second(author.role, row.total, most):
        row.state = "waiting"
        audit.record(session, author.actor, "announcement.ask", row, now=now)
        await _ask(session, row, now)
    else:
        await _begin(session, row, author, now)
    await session.flush()


async def approve(session: AsyncSession, row: Announcement, by: Author, *, now: datetime) -> None:
    """A second person agrees, and it is on its way."""
    _must_be(row, "waiting")
    if by.role not in APPROVERS or by.actor == row.author:
        raise Refused("announcements.refused.second")
    row.approver = by.actor
    await _begin(session, row, by, now)
    await session.flush()


async def stop(session: AsyncSession, row: Announcement, by: Author, *, now: datetime) -> None:
    """Nobody gets it any more; what has not left is taken back."""
    _must_be(row, "draft", "waiting", "sending")
    check_may(row, by)
    audit.record(session, by.actor, "announcement.stop", row, now=now)
    if row.state != "sending":
        row.total = 0
    await sending.end(session, row, "stopped", now=now)


def check_may(row: Announcement, who: Author) -> None:
    """Refused for whoever neither wrote it nor leads."""
    if row.author != who.actor and who.role not in APPROVERS:
        raise Refused("announcements.refused.not_yours")


async def _begin(session: AsyncSession, row: Announcement, by: Author, now: datetime) -> None:
    row.state = "sending"
    row.begins_at = await sending.permitted(session, row, now=now)
    await sending.plan(session, row, row.begins_at, now=now)
    audit.record(session, by.actor, "announcement.send", row, now=now, total=row.total)


async def _ask(session: AsyncSession, row: Announcement, now: datetime) -> None:
    """Show it to whoever can agree."""
    facts: dict[str, Any] = {"heading": row.heading, "text": row.text, "author": row.author_name}
    verbs = ("approve", "stop")
    buttons = [[Button(f"announce.{verb}", row.id) for verb in verbs]]
    for staff in await _seconds(session, row):
        if staff.person is not None:
            outbox.tell(
                session,
                staff.person,
                "announcements.ask",
                now=now,
                kind="notice",
                buttons=buttons,
                total=row.total,
                **facts,
            )


async def _seconds(session: AsyncSession, row: Announcement) -> Sequence[Staff]:
    """The heads and coordinators on duty but its author."""
    wanted = people().where(on_duty(), Staff.role.in_(("head", "coordinator")))
    return [one for one in await session.scalars(wanted) if actor_of(one) != row.author]


def _must_be(row: Announcement, *states: str) -> None:
    if row.state not in states:
        raise Refused(f"announcements.refused.is_{row.state}")
