"""Planning an absence, and what happens when it begins and ends.

Whoever is away is off duty, and their open cases go to the stand-in, else back to the unit. Who
stands in for a head or a coordinator has that role (Plh) until the absence is over.
"""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, outbox, timers
from core.absences import rules
from core.absences.models import AHEAD, Absence
from core.absences.queries import ahead, stand_ins
from core.errors import Refused
from core.i18n import Text
from core.people import services as people
from core.people.models import Staff
from core.tickets.dispatch import release
from core.tickets.staffing import people as reachable

BEGIN = "absence.begin"
END = "absence.end"


async def plan(
    session: AsyncSession,
    staff: Staff,
    first: date,
    last: date,
    stand_in: Staff | None,
    *,
    by: str,
    now: datetime,
) -> Absence:
    """Write down days off; on the first of them, which may be today, the rest follows by itself."""
    zone = session.info["service"].zone
    today = now.astimezone(zone).date()
    rules.check(first, last, today)
    await session.scalars(select(Staff.id).where(Staff.id == staff.id).with_for_update())
    for other in await ahead(session, staff):
        if rules.overlap(first, last, other.first_on, other.last_on):
            raise Refused("absences.refused.overlap", first=other.first_on, last=other.last_on)
    if stand_in is not None and stand_in not in await stand_ins(session, staff, first, last):
        raise Refused("absences.refused.stand_in", name=stand_in.name)
    row = Absence(
        staff=staff,
        stand_in=stand_in,
        first_on=first,
        last_on=last,
        recorded_by=by,
        recorded_at=now,
    )
    session.add(row)
    await session.flush()
    audit.record(session, by, "absence.plan", staff, now=now, first=first.isoformat())
    for kind, day in ((BEGIN, first), (END, last + timedelta(days=1))):
        at = datetime.combine(day, time.min, zone)
        await timers.start(session, f"{kind}:{row.id}", kind, at, now=now, absence=row.id)
    _tell(session, stand_in, "absences.told.stand_in", row, now)
    for head in await _heads(session, staff):
        _tell(session, head, "absences.told.head", row, now)
    if first <= today:
        await begin(session, row, now=now)
    return row


async def begin(session: AsyncSession, row: Absence, *, now: datetime) -> None:
    """The first day: off duty, the cases to the stand-in, and their role as well."""
    if row.state != "planned":
        return
    staff, stand_in = row.staff, row.stand_in
    if staff.left_at is not None:
        row.state = "cancelled"
        return
    row.state = "running"
    if stand_in is not None and (stand_in.left_at or stand_in.person is None):
        stand_in = None
    await people.set_duty(session, staff, False, by=row.recorded_by, now=now)
    if stand_in is not None and staff.role != "officer" and stand_in.role == "officer":
        row.role_before = stand_in.role
        await _change_role(session, row, stand_in, staff.role, now)
    await release(session, staff, now=now, to=stand_in)
    _tell(session, staff, "absences.told.begun", row, now)
    _tell(session, stand_in, "absences.told.standing_in", row, now)


async def end(session: AsyncSession, row: Absence, *, now: datetime) -> None:
    """Back: on duty again, and the stand-in is what they were."""
    if row.state != "running":
        return
    row.state = "over"
    staff, stand_in = row.staff, row.stand_in
    if row.role_before and stand_in and not stand_in.left_at and stand_in.role == staff.role:
        await _change_role(session, row, stand_in, row.role_before, now)
    if staff.left_at is None:
        await people.set_duty(session, staff, True, by=row.recorded_by, now=now)
    _tell(session, staff, "absences.told.back", row, now)
    _tell(session, stand_in, "absences.told.relieved", row, now)


async def call_off(session: AsyncSession, row: Absence, *, by: str, now: datetime) -> None:
    """Not away after all, or back earlier."""
    if row.state not in AHEAD:
        raise Refused("absences.refused.over")
    audit.record(session, by, "absence.call_off", row.staff, now=now)
    if row.state == "running":
        return await end(session, row, now=now)
    row.state = "cancelled"
    return _tell(session, row.stand_in, "absences.told.called_off", row, now)


async def _change_role(
    session: AsyncSession, row: Absence, staff: Staff, role: str, now: datetime
) -> None:
    await people.move_staff(session, staff, staff.unit, role, by=row.recorded_by, now=now)


async def _heads(session: AsyncSession, staff: Staff) -> list[Staff]:
    """The heads of the unit, who have to know."""
    heads = reachable().where(
        Staff.unit_id == staff.unit_id,
        Staff.role == "head",
        Staff.left_at.is_(None),
        Staff.id != staff.id,
    )
    return list(await session.scalars(heads.order_by(Staff.id)))


def _tell(
    session: AsyncSession, staff: Staff | None, key: str, row: Absence, now: datetime
) -> None:
    if staff is None or staff.person is None:
        return
    outbox.tell(
        session,
        staff.person,
        key,
        now=now,
        kind="notice",
        name=row.staff.name,
        first=row.first_on,
        last=row.last_on,
        stand_in=row.stand_in.name if row.stand_in else Text("absences.nobody"),
    )
