"""Many cases filed at once: made ready off the event loop, written with a few statements.

One transaction holds them all, so that a file is filed whole or not at all. Written one by one, ten
thousand would keep everybody else from writing for a minute.
"""

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox
from core.areas.models import Area
from core.calendar.queries import calendar_rules
from core.calendar.rules import WorkingCalendar, local_day
from core.db import Base
from core.deadlines.models import DeadlineRule
from core.deadlines.queries import rules_for
from core.deadlines.rules import due
from core.errors import ConfigError
from core.handover.models import CaseImport
from core.handover.rules import Case, Fate
from core.i18n import Text
from core.ids import new_id
from core.outbox import Button
from core.people.models import Staff
from core.tickets import chain, filing, plan
from core.tickets.external import system_key
from core.tickets.filing import Desk
from core.tickets.models import Event, Reception, Ticket
from core.tickets.rules import new_code
from core.tickets.staffing import receivers
from core.tickets.ties import ExternalNumber
from core.timers import Timer

TABLES: tuple[type[Base], ...] = (Ticket, Reception, ExternalNumber, Event, Timer)
# SQLite writes in the event loop: after so many rows others have their turn.
CHUNK = 50
STATEMENTS = tuple(map(insert, TABLES))
Rules = dict[str, DeadlineRule]


@dataclass(frozen=True)
class Arrival:
    """One case as it is written: rows in the order of TABLES, and who is told of it."""

    code: str
    rows: tuple[list[dict[str, Any]], ...]
    staff: Sequence[Staff]
    late: bool


@dataclass(frozen=True)
class Batch:
    """What is ready to be written, by row of the file."""

    arrivals: dict[int, Arrival]

    async def write(self, session: AsyncSession, wanted: Collection[int]) -> dict[int, str]:
        """Write the cases of these rows of the file; their numbers."""
        chosen = {row: one for row, one in self.arrivals.items() if row in wanted}
        connection = await session.connection()
        for place in range(len(TABLES)):
            rows = [line for one in chosen.values() for line in one.rows[place]]
            for start in range(0, len(rows), CHUNK):
                await connection.execute(STATEMENTS[place], rows[start : start + CHUNK])
                await asyncio.sleep(0)
        return {row: one.code for row, one in chosen.items()}

    async def tell(
        self, session: AsyncSession, wanted: Collection[int], system: str, *, now: datetime
    ) -> None:
        """One message to everybody who would have got a card for each."""
        chosen = [one for row, one in self.arrivals.items() if row in wanted]
        total = Counter(staff for one in chosen for staff in one.staff)
        late = Counter(staff for one in chosen if one.late for staff in one.staff)
        for staff, n in total.items():
            if staff.person is not None:
                behind = Text("handover.late" if late[staff] else "handover.in_time", n=late[staff])
                facts: dict[str, Any] = {"n": n, "system": system, "late": behind}
                to, tasks = staff.person, [[Button("tasks.page", 1, 0, "button.handover.tasks")]]
                outbox.tell(
                    session, to, "handover.arrived", now=now, kind="notice", buttons=tasks, **facts
                )


@dataclass(frozen=True)
class Surroundings:
    """What cases are made from: desks by category, calendars by unit, and rules by unit, kind,
    class and day."""

    origin: CaseImport
    desks: dict[int | None, Desk]
    calendars: dict[int, WorkingCalendar]
    areas: dict[int, Area]
    rules: dict[tuple[int, str, str, date], Rules]
    now: datetime


async def prepare(
    session: AsyncSession, origin: CaseImport, fates: Sequence[Fate], *, now: datetime
) -> Batch:
    """Make the cases ready, with numbers, dates and steps; nothing is written."""
    cases = {one.row: one.case for one in fates if one.case is not None}
    around = await _surroundings(session, origin, list(cases.values()), now)
    made = await asyncio.to_thread(_arrivals, cases, around, session)
    return Batch(made)


async def _surroundings(
    session: AsyncSession, origin: CaseImport, cases: Sequence[Case], now: datetime
) -> Surroundings:
    wanted = dict.fromkeys(case.category_id for case in cases)
    desks = {category: await filing.desk_of(session, category) for category in wanted}
    calendars = {
        desk.unit.id: await calendar_rules(session, desk.unit.calendar_id)
        for desk in desks.values()
    }
    areas = {area.id: area for area in await session.scalars(select(Area))}
    around = Surroundings(origin, desks, calendars, areas, {}, now)
    for case in cases:
        await _learn_rules(session, around, case)
    return around


async def _learn_rules(session: AsyncSession, around: Surroundings, case: Case) -> None:
    """The rules of the day it came in; of today, where none held yet on that day."""
    key = _about(around, case)
    if key in around.rules:
        return
    unit, kind, report_class, day = key
    for on in (day, local_day(around.calendars[unit], around.now)):
        found = await rules_for(session, unit_id=unit, kind=kind, report_class=report_class, on=on)
        if {"accept", "resolve"} <= set(found):
            around.rules[key] = found
            return
    raise ConfigError(f"deadlines: no rules to accept and resolve {kind}, {report_class}")


def _about(around: Surroundings, case: Case) -> tuple[int, str, str, date]:
    desk = around.desks[case.category_id]
    day = local_day(around.calendars[desk.unit.id], case.received)
    return desk.unit.id, case.kind, _class(desk), day


def _class(desk: Desk) -> str:
    return desk.category.report_class if desk.category else "biasa"


def _arrivals(
    cases: dict[int, Case], around: Surroundings, session: AsyncSession
) -> dict[int, Arrival]:
    return {row: _arrival(row, case, around, session) for row, case in cases.items()}


def _arrival(row: int, case: Case, around: Surroundings, session: AsyncSession) -> Arrival:
    origin, now, desk = around.origin, around.now, around.desks[case.category_id]
    ticket = _ticket(row, case, around, desk)
    number = ExternalNumber(ticket_id=ticket.id, system=origin.system, number=case.number)
    said, source = f"{origin.system} {case.number}", ticket.source
    filed = chain.step(ticket, "filed", filing.facts(ticket, ()), now=now, source=source)
    about = {"text": said, "by": origin.name}
    numbered = chain.step(ticket, "numbered", about, now=now, source=source)
    filed.ticket_id = numbered.ticket_id = ticket.id
    rows = ([ticket], [ticket.reception], [number], [filed, numbered])
    timers = _timers(ticket, around, case, session)
    values = (*([_values(one) for one in some] for some in rows), timers)
    return Arrival(ticket.code, values, receivers(desk.staff, ticket), ticket.due_at <= now)


def _ticket(row: int, case: Case, around: Surroundings, desk: Desk) -> Ticket:
    """The case as it came in there, with its dates from that day; time to take it begins now."""
    origin, now, unit = around.origin, around.now, desk.unit
    rules, calendar = around.rules[_about(around, case)], around.calendars[unit.id]
    channel = "lapor" if system_key(origin.system) == "lapor" else "other"
    ticket_id = new_id(now)
    came = Reception(
        ticket_id=ticket_id, channel=channel, receiver=origin.by, receiver_name=origin.name
    )
    return Ticket(
        id=ticket_id,
        code=new_code(),
        source=f"import:{origin.id}:{row}",
        kind=case.kind,
        report_class=_class(desk),
        state="new",
        last_seq=0,
        returned=0,
        head="",
        category=desk.category,
        category_id=desk.category.id if desk.category else None,
        unit=unit,
        unit_id=unit.id,
        assignee=None,
        reception=came,
        confidential=case.confidential,
        guarded=False,
        text=case.text,
        place=case.place,
        area=around.areas[case.area_id] if case.area_id else None,
        area_id=case.area_id,
        opened_at=case.received,
        accept_due_at=due(rules["accept"], calendar, now),
        due_at=due(rules["resolve"], calendar, case.received),
        rule_id=rules["resolve"].id,
        due_calendar_id=unit.calendar_id,
    )


def _timers(
    ticket: Ticket, around: Surroundings, case: Case, session: AsyncSession
) -> list[dict[str, Any]]:
    """As for any case, but of nothing that is past already."""
    calendar, now = around.calendars[ticket.unit_id], around.now
    grace = around.rules[_about(around, case)].get("grace")
    dates = plan.acceptance(ticket, calendar, now=now)
    dates += plan.solution(session, ticket, calendar, grace, now=now)
    return [one for one in dates if one["due_at"] > now]


def _values(row: Any) -> dict[str, Any]:
    """A row that no session knows, as a statement takes it."""
    table: Table = type(row).__table__
    known = vars(row)
    return {column.key: known[column.key] for column in table.columns if column.key in known}
