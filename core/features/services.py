"""Switching features on and off: audited, with the lists of commands brought to it."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from secrets import token_hex

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit, marks
from core.announcements.queries import is_any_going
from core.breaches.queries import is_any_open
from core.errors import Refused
from core.features.catalogue import NAMES
from core.features.models import FeatureSwitch
from core.features.queries import KNOWN, VERSION, load
from core.features.rules import Change, Features, change
from core.people import phone
from core.people.models import Staff

# What has to come to its end first; half done, it would be forgotten.
BUSY: dict[str, Callable[[AsyncSession], Awaitable[bool]]] = {
    "announcements": is_any_going,
    "breaches": is_any_open,
}


async def switch(
    session: AsyncSession, wanted: Collection[str], *, by: str, now: datetime
) -> Change:
    """From now on exactly these are on; refused while one that goes is in the middle of something.

    Nothing is deleted: what a feature kept is there again with it.
    """
    if not set(wanted) <= set(NAMES):
        raise Refused("features.refused.unknown", known=", ".join(NAMES))
    await marks.lock(session, VERSION, now)
    session.info.pop(KNOWN, None)
    made = change(await load(session), wanted)
    for one in made.goes:
        if one.name in BUSY and await BUSY[one.name](session):
            raise Refused(f"features.refused.busy_{one.name}")
    if not made.nothing:
        await _write(session, made, by, now)
        session.info[KNOWN] = Features(frozenset(NAMES) - set(wanted))
        if any(one.commands for one in (*made.goes, *made.comes)):
            await _list_commands(session, now)
    return made


async def _write(session: AsyncSession, made: Change, by: str, now: datetime) -> None:
    rows = {one.name: one for one in await session.scalars(select(FeatureSwitch))}
    for features, is_on in ((made.goes, False), (made.comes, True)):
        for feature in features:
            row = rows.get(feature.name) or FeatureSwitch(name=feature.name)
            row.is_on = is_on
            session.add(row)
            audit.record(session, by, "feature.on" if is_on else "feature.off", row, now=now)
    await session.flush()
    await marks.name(session, VERSION, token_hex(8), now=now)


async def _list_commands(session: AsyncSession, now: datetime) -> None:
    """Everybody's phone in the office; the list for citizens is told where the service runs."""
    bound = (Staff.left_at.is_(None), Staff.person_id.is_not(None))
    statement = select(Staff).options(joinedload(Staff.person)).where(*bound)
    for one in await session.scalars(statement):
        assert one.person is not None
        phone.list_for_staff(session, one.person, now=now)
