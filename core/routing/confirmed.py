"""What the office's own work says a report was about."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.people.models import Unit
from core.tickets.models import SOLVED, Category, Ticket
from core.tickets.rules import INSPECTED
from core.tickets.spoken import TOLD

MOST = 20_000  # the newest; they are learned from in about a minute


@dataclass(frozen=True)
class Report:
    """What somebody wrote, and the category its end confirms, by its id."""

    id: int
    text: str
    label: str


async def reports(session: AsyncSession) -> list[Report]:
    """The newest solved complaints whose category is certain; nothing that few may read."""
    solved = or_(Ticket.outcome.is_(None), Ticket.outcome.in_(SOLVED))
    open_to_all = (
        Ticket.confidential.is_(False),
        Ticket.guarded.is_(False),
        Ticket.report_class != INSPECTED,
    )
    statement = (
        select(Ticket.id, TOLD, Ticket.category_id, Ticket.unit_id)
        .where(Ticket.kind == "complaint", Ticket.state.in_(("resolved", "closed")))
        .where(solved, *open_to_all, TOLD != "")
        .order_by(Ticket.id.desc())
        .limit(MOST)
    )
    answering = await _answering(session)
    parents = {unit.id: unit.parent_id for unit in await session.scalars(select(Unit))}
    found = []
    for ticket_id, text, category_id, unit_id in await session.execute(statement):
        label = confirmed(category_id, unit_id, answering, parents)
        if label is not None:
            found.append(Report(ticket_id, text, str(label)))
    return found


async def _answering(session: AsyncSession) -> dict[int, int]:
    """The unit of every category in use."""
    statement = select(Category.id, Category.unit_id).where(
        Category.closed_at.is_(None), Category.report_class != INSPECTED
    )
    return {row.id: row.unit_id for row in await session.execute(statement)}


def confirmed(
    category: int | None,
    unit: int,
    answering: Mapping[int, int],
    parents: Mapping[int, int | None],
) -> int | None:
    """The category of a report that a unit solved.

    It is the one it was filed under when its unit, or one below, solved it. Else it was handed
    on, and the only category of whoever solved it is meant, if they have just one.
    """
    line = list(_upwards(unit, parents))
    if category is not None and answering.get(category) in line:
        return category
    theirs: dict[int, list[int]] = defaultdict(list)
    for one, answers in answering.items():
        theirs[answers].append(one)
    nearest: Sequence[int] = next((theirs[one] for one in line if one in theirs), ())
    return nearest[0] if len(nearest) == 1 else None


def _upwards(unit: int, parents: Mapping[int, int | None]) -> Iterator[int]:
    """The unit and all above it."""
    at: int | None = unit
    seen: set[int] = set()
    while at is not None and at not in seen:
        yield at
        seen.add(at)
        at = parents.get(at)
