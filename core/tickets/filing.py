"""A citizen's words become a ticket with a number, a unit and dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from core.areas.queries import area_of
from core.calendar.queries import calendar_rules
from core.calendar.rules import WorkingCalendar, local_day
from core.db import BigId
from core.deadlines.models import DeadlineRule
from core.deadlines.queries import rules_for
from core.deadlines.rules import due
from core.errors import ConfigError
from core.ids import new_id
from core.people.models import Person, Staff, Unit
from core.tickets import chain, plan, rules
from core.tickets.access import standing
from core.tickets.attachments import File, attach, file_of, pass_on
from core.tickets.cards import card
from core.tickets.models import KINDS, Category, HiddenReporter, Reception, Ticket
from core.tickets.notices import tell_reporter
from core.tickets.reporters import hide
from core.tickets.staffing import on_duty, receivers

Location = tuple[float, float]


def _receiving(*conditions: ColumnElement[bool]) -> Select[Unit, Category, Staff]:
    """Everything about the receiving side, in one statement that is built once."""
    here = or_(Staff.unit_id == Unit.id, Staff.role == "coordinator")
    about = and_(
        Category.unit_id == Unit.id,
        Category.id == bindparam("category", type_=BigId),
        Category.closed_at.is_(None),
    )
    return (
        select(Unit, Category, Staff)
        .options(contains_eager(Staff.person))
        .outerjoin(Category, about)
        .outerjoin(Staff, and_(here, on_duty()))
        .outerjoin(Person, Person.id == Staff.person_id)
        .where(Unit.closed_at.is_(None), *conditions)
        .order_by(Unit.id, Staff.id)
    )


TO_CATEGORY = _receiving(Category.id.is_not(None))
TO_ROOT = _receiving(Unit.parent_id.is_(None))
# The inspectors of one unit, whichever unit answers for the category.
TO_INSPECTORS = (
    select(Unit, Category, Staff)
    .select_from(Unit)
    .options(contains_eager(Staff.person))
    .outerjoin(Category, Category.id == bindparam("category", type_=BigId))
    .outerjoin(Staff, and_(Staff.unit_id == Unit.id, on_duty()))
    .outerjoin(Person, Person.id == Staff.person_id)
    .where(Unit.id == bindparam("unit", type_=BigId))
    .order_by(Staff.id)
)


@dataclass(frozen=True)
class Desk:
    """Where a ticket goes: the unit, what it is about, and everybody there or coordinating."""

    unit: Unit
    category: Category | None
    staff: list[Staff]


@dataclass(frozen=True)
class Promise:
    """What the office promises: until when somebody takes it, until when it is done, and why."""

    calendar: WorkingCalendar
    accept_by: datetime
    resolve_by: datetime
    rule: DeadlineRule
    grace: DeadlineRule | None


async def file(
    session: AsyncSession,
    reporter: Person | None,
    *,
    kind: str,
    text: str,
    category_id: int | None,
    now: datetime,
    source: str,
    place: str = "",
    location: Location | None = None,
    area_id: int | None = None,
    files: Sequence[File] = (),
    anonymous: bool = False,
    confidential: bool = False,
    reception: Reception | None = None,
    hidden: HiddenReporter | None = None,
    officer: Staff | None = None,
    inspected_by: int | None = None,
    replaces: int | None = None,
) -> Ticket:
    """Open a ticket with the category's unit, or the coordinators' when nobody knows whose it is.

    The citizen gets the number, everybody on duty the card. `location` is latitude, longitude;
    `area_id` is an area somebody chose, else it is the one the place clearly lies in.
    `source` is what made it, an update or a form. An update has its turn once, a form may come
    twice: for that see `filed_by`. The office never learns who reported an `anonymous` ticket, and
    of a `confidential` one only a few learn at all; see `reporters` and `access`. For a `reception`
    see `counter`: an officer of this office, or somebody at the panel, wrote it down for a citizen,
    `hidden` if they do not want to be known, and there is no `reporter`. `inspected_by` is the unit
    whose inspectors alone read it. `replaces` is the ref of the message that becomes the citizen's
    receipt.
    """
    _check(kind, files, text)
    guarded = inspected_by is not None
    if inspected_by is not None:
        desk = await _inspectors(session, inspected_by, category_id)
    else:
        desk = await desk_of(session, category_id)
    report_class = desk.category.report_class if desk.category else "biasa"
    promise = await _promised(session, desk.unit, kind, report_class, now)
    area = await area_of(session, place, location, area_id)
    ticket = Ticket(
        id=new_id(now),
        code=rules.new_code(),
        source=source,
        kind=kind,
        report_class=report_class,
        state="new",
        version=1,
        last_seq=0,
        head="",
        returned=0,
        category=desk.category,
        category_id=desk.category.id if desk.category else None,
        unit=desk.unit,
        unit_id=desk.unit.id,
        assignee=None,
        reporter=None if anonymous else reporter,
        reporter_id=None if anonymous or reporter is None else reporter.id,
        hidden=await hide(session, reporter) if anonymous and reporter else hidden,
        reception=reception,
        confidential=confidential or guarded,
        guarded=guarded,
        text=text,
        place=place.strip(),
        latitude=location[0] if location else None,
        longitude=location[1] if location else None,
        area=area,
        area_id=area.id if area else None,
        opened_at=now,
        accept_due_at=promise.accept_by,
        due_at=promise.resolve_by,
        rule_id=promise.rule.id,
        due_from=None,
        due_calendar_id=desk.unit.calendar_id,
        due_extra=0,
        due_by_hand=False,
        paused_at=None,
    )
    session.add(ticket)
    event = chain.append(
        session,
        ticket,
        "filed",
        now=now,
        source=source,
        staff=officer,
        by_reporter=reporter is not None,
        **facts(ticket, files),
    )
    rows = await attach(session, ticket, event, files, now=now, by_reporter=True)
    if reception is not None:  # what came to the panel goes on under the name it is kept by
        files = [file_of(session, ticket, row) for row in rows]
    _receipt(session, ticket, replaces, now)
    _tell(session, receivers(desk.staff, ticket), ticket, files, now)
    dates = plan.acceptance(ticket, promise.calendar, now=now)
    dates += plan.solution(session, ticket, promise.calendar, promise.grace, now=now)
    plan.start(session, dates)
    return ticket


def _check(kind: str, files: Sequence[File], text: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r}: use one of {', '.join(KINDS)}")
    if text.strip() or not files:
        rules.words(text)


async def filed_by(session: AsyncSession, source: str) -> Ticket | None:
    """The ticket that this very update or form made, if it did."""
    return (await session.scalars(select(Ticket).where(Ticket.source == source))).one_or_none()


async def desk_of(session: AsyncSession, category_id: int | None) -> Desk:
    """Where it goes; cases filed in one transaction about the same share what was found."""
    known: dict[int | None, Desk] = session.info.setdefault("desks", {})
    if category_id not in known:
        known[category_id] = await _find_desk(session, category_id)
    return known[category_id]


async def _find_desk(session: AsyncSession, category_id: int | None) -> Desk:
    statement = TO_ROOT if category_id is None else TO_CATEGORY
    rows: Sequence[Any] = (await session.execute(statement, {"category": category_id})).all()
    if rows:
        unit, category, _ = rows[0]
        here_now = [staff for where, _, staff in rows if staff is not None and where is unit]
        return Desk(unit, category, here_now)
    if category_id is None:
        raise ConfigError("units: there is none yet; run tanggap setup")
    return await desk_of(session, None)  # the category was closed in the meantime


async def _inspectors(session: AsyncSession, unit_id: int, category_id: int | None) -> Desk:
    wanted = {"unit": unit_id, "category": category_id}
    rows: Sequence[Any] = (await session.execute(TO_INSPECTORS, wanted)).all()
    unit, category, _ = rows[0]
    return Desk(unit, category, [staff for _, _, staff in rows if staff is not None])


async def _promised(
    session: AsyncSession, unit: Unit, kind: str, report_class: str, now: datetime
) -> Promise:
    """The promise; cases filed in one transaction at one moment share what it is made from."""
    made: dict[Any, Promise] = session.info.setdefault("promises", {})
    about = (unit.id, kind, report_class, now)
    if about not in made:
        made[about] = await _promise(session, unit, kind, report_class, now)
    return made[about]


async def _promise(
    session: AsyncSession, unit: Unit, kind: str, report_class: str, now: datetime
) -> Promise:
    calendars: dict[int, WorkingCalendar] = session.info.setdefault("calendars", {})
    calendar = calendars.get(unit.calendar_id) or await calendar_rules(session, unit.calendar_id)
    calendars[unit.calendar_id] = calendar
    found = await rules_for(
        session,
        unit_id=unit.id,
        kind=kind,
        report_class=report_class,
        on=local_day(calendar, now),
        stages=("accept", "resolve", "grace"),
    )
    for stage in ("accept", "resolve"):
        if stage not in found:
            raise ConfigError(f"deadlines: no rule for stage {stage} of {kind}, {report_class}")
    accept_by = due(found["accept"], calendar, now)
    resolve_by = due(found["resolve"], calendar, now)
    return Promise(calendar, accept_by, resolve_by, found["resolve"], found.get("grace"))


def facts(ticket: Ticket, files: Sequence[File]) -> dict[str, Any]:
    """What was reported; and, of what was written down for somebody, how it came and by whom."""
    came = ticket.reception
    received = {"channel": came.channel, "by": came.receiver_name} if came else {}
    return {
        **received,
        "text": ticket.text,
        "place": ticket.place,
        "area": ticket.area.code if ticket.area else None,
        "kind": ticket.kind,
        "category": ticket.category.code if ticket.category else None,
        "unit": ticket.unit.name,
        "files": len(files),
    }


def _receipt(session: AsyncSession, ticket: Ticket, replaces: int | None, now: datetime) -> None:
    tell_reporter(
        session,
        ticket,
        f"ticket.filed.{ticket.kind}",
        now=now,
        kind="interactive",
        accept=ticket.accept_due_at,
        due=ticket.due_at,
        edits=replaces,
    )


def _tell(
    session: AsyncSession, staff: list[Staff], ticket: Ticket, files: Sequence[File], now: datetime
) -> None:
    for one in staff:
        card(session, ticket, one, standing(one, ticket), now=now)
        if one.person is not None:
            pass_on(session, ticket, one.person, files, now=now)
