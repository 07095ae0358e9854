"""Keeping the numbers to call. Only a number that somebody tested is shown to citizens."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.emergencies import dialling
from core.emergencies.models import EmergencyNumber
from core.people import rules as names


class SuggestedNumber(TypedDict):
    """A number of the content files that offices may have; values as in `EmergencyNumber`."""

    code: str
    number: str
    name: str
    name_en: str
    kinds: list[str]


async def suggest(session: AsyncSession, rows: Sequence[SuggestedNumber], *, now: datetime) -> int:
    """Put suggestions before the office, unconfirmed; how many it had not seen before.

    What became of an earlier suggestion is the office's own matter and stays.
    """
    known = set(await session.scalars(select(EmergencyNumber.code)))
    new = [EmergencyNumber(**row, changed_at=now) for row in rows if row["code"] not in known]
    session.add_all(new)
    await session.flush()
    return len(new)


async def add_number(
    session: AsyncSession,
    *,
    number: str,
    name: str,
    kinds: Collection[str],
    by: str,
    now: datetime,
    name_en: str = "",
    code: str | None = None,
) -> EmergencyNumber:
    """A number of the office's own, still to be tested. `by` is the actor of the audit log."""
    row = EmergencyNumber(
        code=code,
        number=dialling.number(number),
        name=names.name(name),
        name_en=name_en.strip(),
        kinds=dialling.kinds(kinds),
        changed_at=now,
    )
    session.add(row)
    await session.flush()
    audit.record(session, by, "emergency.add", row, now=now, number=row.number)
    return row


async def change_number(
    session: AsyncSession,
    row: EmergencyNumber,
    *,
    number: str,
    name: str,
    kinds: Collection[str],
    by: str,
    now: datetime,
    name_en: str = "",
) -> None:
    """Other words or kinds; another number has not been tested, and is no longer confirmed."""
    dialled = dialling.number(number)
    if dialled != row.number:
        row.number, row.confirmed_by, row.tested_on = dialled, None, None
    row.name, row.name_en = names.name(name), name_en.strip()
    row.kinds, row.changed_at = dialling.kinds(kinds), now
    audit.record(session, by, "emergency.change", row, now=now, number=row.number)
    await session.flush()


async def confirm_number(
    session: AsyncSession,
    row: EmergencyNumber,
    *,
    tested_on: date,
    confirmed_by: str,
    by: str,
    now: datetime,
) -> None:
    """Somebody called it and the right people answered; from now on citizens see it.

    `confirmed_by` is the name of who says so.
    """
    today = now.astimezone(session.info["service"].zone).date()
    row.tested_on = dialling.tested(tested_on, today)
    row.confirmed_by, row.changed_at = confirmed_by, now
    day = tested_on.isoformat()
    audit.record(session, by, "emergency.confirm", row, now=now, number=row.number, tested_on=day)
    await session.flush()


async def withdraw_number(
    session: AsyncSession, row: EmergencyNumber, *, by: str, now: datetime
) -> None:
    """Citizens see it no more; it stays on the list, to be confirmed again one day."""
    row.confirmed_by, row.tested_on, row.changed_at = None, None, now
    audit.record(session, by, "emergency.withdraw", row, now=now, number=row.number)
    await session.flush()
