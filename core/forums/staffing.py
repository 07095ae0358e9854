"""Who of the office hears of a topic."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox
from core.forums.models import Topic
from core.outbox import Button
from core.people.models import Staff
from core.tickets.staffing import coordinators, on_duty, people


async def keepers(session: AsyncSession, topic: Topic) -> Sequence[Staff]:
    """Whoever opened it, if they are here; else the heads of its unit, else its officers, else
    the coordinators.
    """
    here = people().where(on_duty()).order_by(Staff.id)
    if topic.staff_id is not None:
        opener = (await session.scalars(here.where(Staff.id == topic.staff_id))).all()
        if opener:
            return opener
    unit = (await session.scalars(here.where(Staff.unit_id == topic.unit_id))).all()
    for role in ("head", "officer"):
        found = [one for one in unit if one.role == role]
        if found:
            return found
    return await coordinators(session)


async def tell_keepers(
    session: AsyncSession, topic: Topic, key: str, button: Button, *, now: datetime, **facts: Any
) -> None:
    """Tell them of a topic; every text may use its `title`."""
    facts["title"] = topic.title
    for staff in await keepers(session, topic):
        if staff.person is not None:
            to, rows = staff.person, [[button]]
            outbox.tell(session, to, key, now=now, kind="notice", buttons=rows, **facts)
