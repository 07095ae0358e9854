"""The sample's cases, lived through by the real services.

Everything happens at its own time: the clock goes from step to step, timers fire when they are
due, messages are sent as they come. What the demo shows is therefore what the service does.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.knowledge.sample_schema import Case, Step
from bot.knowledge.sample_today import End
from core.calendar.rules import WorkingCalendar, is_working_day
from core.people.models import Person, Staff, Unit
from core.people.queries import staff_by_id
from core.tickets import services as tickets
from core.tickets.models import Ticket
from core.tickets.queries import ticket_for
from core.timers import Timer
from simulator.media import store
from simulator.telegram import Telegram
from tanggap.pictures import photo
from tanggap.sample import Cast
from tanggap.service import Service

Settle = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Moment:
    """One thing that happens; without a step the case is opened."""

    at: datetime
    case: Case
    number: int
    step: Step | None


class Replay:
    """Steps through all cases in the order of time."""

    def __init__(
        self, service: Service, telegram: Telegram, cast: Cast, calendar: WorkingCalendar
    ) -> None:
        self._service = service
        self._telegram = telegram
        self._cast = cast
        self._calendar = calendar
        self._tickets: dict[str, int] = {}

    def ticket_ids(self) -> dict[str, int]:
        """The cases that were opened so far, by the names of the sample."""
        return dict(self._tickets)

    async def run(self, cases: list[Case], until: datetime, settle: Settle) -> None:
        """Live through everything that happened before `until`, and end there."""
        for moment in moments(cases, self._calendar, until):
            await self._reach(moment.at, settle)
            async with self._service.db.begin() as session:
                await self._happen(session, moment)
            await settle()
        await self._reach(until, settle)

    async def _reach(self, at: datetime, settle: Settle) -> None:
        """Go on to a moment, stopping at every timer on the way."""
        while (due := await self._next_timer()) is not None and due < at:
            self._go_to(due)
            await self._service.ticker.tick()
            await settle()
        self._go_to(at)

    async def _next_timer(self) -> datetime | None:
        waiting = select(func.min(Timer.due_at)).where(Timer.fired_at.is_(None))
        async with self._service.db.read() as session:
            return (await session.scalars(waiting)).one()

    def _go_to(self, at: datetime) -> None:
        clock = self._telegram.clock
        clock.advance(max(0.0, (at - clock.now()).total_seconds()))

    async def _happen(self, session: AsyncSession, moment: Moment) -> None:
        step = moment.step
        if step is None:
            ticket = await self._open(session, moment)
            self._tickets[moment.case.id] = ticket.id
        elif step.by is None:
            await self._by_reporter(session, moment, step)
        else:
            await self._by_staff(session, moment, step)

    async def _open(self, session: AsyncSession, moment: Moment) -> Ticket:
        case = moment.case
        located = case.latitude is not None and case.longitude is not None
        return await tickets.file(
            session,
            await self._reporter(session, case),
            kind=case.kind,
            text=case.text,
            category_id=self._cast.categories[case.category] if case.category else None,
            now=moment.at,
            source=f"sample:{case.id}",
            place=case.place or "",
            location=(case.latitude, case.longitude) if located else None,  # type: ignore[arg-type]
            files=[self._photo(moment.number * 10 + n) for n in range(case.photos)],
            anonymous=case.anonymous,
            confidential=case.confidential,
        )

    async def _by_reporter(self, session: AsyncSession, moment: Moment, step: Step) -> None:
        person = await self._reporter(session, moment.case)
        ticket = await ticket_for(session, person, self._tickets[moment.case.id], lock=True)
        more: dict[str, Any] = {"now": moment.at}
        if step.do == "confirm":
            await tickets.confirm(session, ticket, person, **more)
        elif step.do == "rate":
            await tickets.rate(session, ticket, person, step.score or 0, **more)
        elif step.do == "object":
            await tickets.object_(session, ticket, person, step.text, **more)
        else:
            await tickets.add(session, ticket, person, step.text, **more)

    async def _by_staff(self, session: AsyncSession, moment: Moment, step: Step) -> None:
        staff = await staff_by_id(session, self._cast.staff[step.by or ""])
        assert staff is not None
        ticket = await ticket_for(session, staff, self._tickets[moment.case.id], lock=True)
        more: dict[str, Any] = {"now": moment.at}
        if step.photo:
            more["files"] = [self._photo(moment.number * 10 + 9)]
        if step.do == "accept":
            await tickets.accept(session, ticket, staff, **more)
        elif step.do in ("dispose", "return"):
            to = await self._target(session, step)
            await self._pass_on(session, ticket, staff, step, to, moment.at)
        else:
            if step.end is not None:
                more |= {"outcome": step.end.outcome, "facts": _facts(step.end, moment.at)}
            verb = getattr(tickets, step.do)
            await verb(session, ticket, staff, step.text, **more)

    async def _pass_on(
        self,
        session: AsyncSession,
        ticket: Ticket,
        staff: Staff,
        step: Step,
        to: Unit | Staff | None,
        at: datetime,
    ) -> None:
        if step.do == "return":
            unit = to if isinstance(to, Unit) else None
            await tickets.return_(session, ticket, staff, step.text, now=at, to=unit)
        elif to is not None:
            await tickets.dispose(session, ticket, staff, to, now=at, text=step.text)

    async def _target(self, session: AsyncSession, step: Step) -> Unit | Staff | None:
        if step.to_staff:
            return await staff_by_id(session, self._cast.staff[step.to_staff])
        return await session.get(Unit, self._cast.units[step.to]) if step.to else None

    async def _reporter(self, session: AsyncSession, case: Case) -> Person:
        return await session.get_one(Person, self._cast.citizens[case.reporter])

    def _photo(self, seed: int) -> dict[str, Any]:
        """A picture as if it had been sent in the chat."""
        sent = store(self._telegram.files, "photo", photo(seed))["photo"][-1]
        return {
            "kind": "photo",
            "file_id": sent["file_id"],
            "unique_name": sent["file_unique_id"],
            "size": sent["file_size"],
        }


def _facts(end: End, at: datetime) -> dict[str, str]:
    """What is known of this end, as `core.tickets.outcomes` wants it."""
    again_on = (at + timedelta(days=end.again)).date().isoformat()
    facts = {"year": str(at.year + end.years), "budget": end.budget, "again_on": again_on}
    facts |= {"body": end.body, "letter": end.letter}
    return {name: value for name, value in facts.items() if value is not None}


def moments(cases: list[Case], calendar: WorkingCalendar, now: datetime) -> list[Moment]:
    """Everything that happens before now, in order."""
    found = []
    for number, case in enumerate(cases):
        opened = working_days_ago(calendar, now, case.opened)
        found.append(Moment(_at(calendar, opened, case.time), case, number, None))
        for step in case.steps:
            day = working_days_ago(calendar, now, case.opened - step.day)
            found.append(Moment(_at(calendar, day, step.time), case, number, step))
    return sorted(found, key=lambda moment: moment.at)


def working_days_ago(calendar: WorkingCalendar, now: datetime, count: int) -> date:
    """The day that lies so many working days before today."""
    day = now.astimezone(calendar.timezone).date()
    while count > 0:
        day -= timedelta(days=1)
        count -= is_working_day(calendar, day)
    return day


def _at(calendar: WorkingCalendar, day: date, at: time) -> datetime:
    return datetime.combine(day, at, calendar.timezone).astimezone(UTC)
