"""What the office does with an improvement. `by` is the actor of the audit log.

Who may do it is settled where the improvement is loaded; every new state tells the citizens of its
cases, each of them once.
"""

from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.areas.models import Area
from core.db import changed, insert
from core.errors import Refused
from core.improvements import rules
from core.improvements.models import Improvement, ImprovementCase, ImprovementNews
from core.improvements.telling import tell_citizens
from core.improvements.timetable import remind
from core.people.models import Person, Staff, Unit
from core.tickets import chain
from core.tickets.models import Category, Ticket
from core.tickets.reporters import lanes_of


async def open_improvement(
    session: AsyncSession,
    owner: Staff,
    *,
    title: str,
    problem: str,
    due_on: date,
    by: str,
    now: datetime,
    category: Category | None = None,
    area: Area | None = None,
) -> Improvement:
    """A plan of the owner's unit to mend something by a day."""
    unit = await session.get_one(Unit, owner.unit_id)
    row = Improvement(
        title=rules.title(title),
        problem=rules.words(problem),
        category=category,
        area=area,
        unit=unit,
        owner=owner,
        state="planned",
        due_on=rules.due(due_on, _today(session, now)),
        opened_at=now,
    )
    session.add(row)
    await session.flush()
    audit.record(session, by, "improvement.open", row, now=now, unit=unit.code)
    await remind(session, row, now=now)
    return row


async def link(
    session: AsyncSession,
    row: Improvement,
    ticket: Ticket,
    *,
    staff: Staff | None,
    now: datetime,
    name: str = "",
) -> bool:
    """The case is part of what is mended; its citizens hear so. False when it was already.

    `name` is who did it where no member of staff did.
    """
    values = {"improvement_id": row.id, "ticket_id": ticket.id}
    added = insert(session, ImprovementCase).values(**values).on_conflict_do_nothing()
    if not await changed(session, added):
        return False
    chain.append(session, ticket, "improving", now=now, staff=staff, title=row.title, by=name)
    await session.flush()
    await tell_citizens(session, row, now=now)
    return True


async def begin(session: AsyncSession, row: Improvement, *, by: str, now: datetime) -> None:
    """Work on it has begun."""
    await _move(session, row, "begin", by, now)


async def finish(
    session: AsyncSession, row: Improvement, result: str, *, by: str, now: datetime
) -> None:
    """It is mended; `result` says how it is now, so that everybody can check it."""
    said = rules.words(result)
    rules.after("finish", row.state)
    row.result, row.done_at = said, now
    await _move(session, row, "finish", by, now)


async def give_up(
    session: AsyncSession, row: Improvement, reason: str, *, by: str, now: datetime
) -> None:
    """It is not done, and why not."""
    said = rules.words(reason)
    rules.after("give_up", row.state)
    row.reason = said
    await _move(session, row, "give_up", by, now)


async def resume(
    session: AsyncSession, row: Improvement, due_on: date, *, by: str, now: datetime
) -> None:
    """What was thought done is taken up again; it is no longer shown as done."""
    row.due_on = rules.due(due_on, _today(session, now))
    row.published_at = row.done_at = None
    # They are told anew of this state and of the next end.
    told = ImprovementNews.improvement_id == row.id
    again = told & ImprovementNews.state.in_(("running", "done", "cancelled"))
    await changed(session, delete(ImprovementNews).where(again))
    await _move(session, row, "resume", by, now)
    await remind(session, row, now=now)


async def reschedule(
    session: AsyncSession, row: Improvement, due_on: date, *, by: str, now: datetime
) -> None:
    row.due_on = rules.due(due_on, _today(session, now))
    audit.record(session, by, "improvement.reschedule", row, now=now)
    await remind(session, row, now=now)


async def hand_over(
    session: AsyncSession, row: Improvement, owner: Staff, *, by: str, now: datetime
) -> None:
    """Another owner, and with them their unit."""
    unit = await session.get_one(Unit, owner.unit_id)
    row.owner, row.unit = owner, unit
    audit.record(session, by, "improvement.hand_over", row, now=now, unit=unit.code)
    await session.flush()


async def publish(session: AsyncSession, row: Improvement, *, by: str, now: datetime) -> None:
    """Everybody can read it; only what is done, after somebody has seen how it looks."""
    if row.state != "done":
        raise Refused("improvement.refused.not_done")
    row.published_at = row.published_at or now
    audit.record(session, by, "improvement.publish", row, now=now)
    await session.flush()


async def withdraw(session: AsyncSession, row: Improvement, *, by: str, now: datetime) -> None:
    row.published_at = None
    audit.record(session, by, "improvement.withdraw", row, now=now)
    await session.flush()


async def forget(session: AsyncSession, person: Person) -> None:
    """What they were told is no longer known."""
    theirs = ImprovementNews.lane.in_(lanes_of(session, person))
    await changed(session, delete(ImprovementNews).where(theirs))


async def in_progress_for(session: AsyncSession, ticket: Ticket) -> Improvement | None:
    """The newest improvement a case is part of."""
    mine = select(Improvement).join(ImprovementCase).where(ImprovementCase.ticket_id == ticket.id)
    return (await session.scalars(mine.order_by(Improvement.id.desc()).limit(1))).one_or_none()


async def _move(session: AsyncSession, row: Improvement, verb: str, by: str, now: datetime) -> None:
    row.state = rules.after(verb, row.state)
    audit.record(session, by, f"improvement.{verb}", row, now=now)
    await session.flush()
    await tell_citizens(session, row, now=now)


def _today(session: AsyncSession, now: datetime) -> date:
    return now.astimezone(session.info["service"].zone).date()
