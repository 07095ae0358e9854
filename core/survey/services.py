"""Asking, and taking what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import standards
from core.db import insert
from core.errors import Refused
from core.features.queries import current
from core.people.models import Person, Unit
from core.survey import once
from core.survey.models import TRAITS, Answer, Asked, Respondents, new_number
from core.survey.once import OFFERED
from core.survey.queries import elements
from core.survey.rules import ANSWERS
from core.tickets.models import Ticket
from core.tickets.reporters import is_theirs


@dataclass(frozen=True)
class Service:
    """What was served, and where the answers come in: `chat` or `counter`."""

    unit_id: int
    category_id: int | None
    channel: str


async def offer(session: AsyncSession, ticket: Ticket, person: Person, *, now: datetime) -> bool:
    """Whether to offer it to whoever has just rated their case; it then counts as asked.

    A confidential case is no occasion: where there are few of them, one would stand out.
    """
    if not current(session).on("survey"):
        return False
    amounts = await standards.amounts(session, "survey")
    if not amounts["survey_on"] or not _is_served(session, ticket, person):
        return False
    if await once.is_marked(session, person, _answered(ticket.unit_id), now=now):
        return False
    if not await once.mark(session, person, OFFERED, amounts["survey_months"], now=now):
        return False
    _ask(session, Service(ticket.unit_id, ticket.category_id, "chat"), now)
    return True


async def accept(
    session: AsyncSession, ticket: Ticket, person: Person, *, now: datetime
) -> Service:
    """Begin with what was offered; refused when it was not, or was answered since."""
    offered = await once.is_marked(session, person, OFFERED, now=now)
    if not offered or not _is_served(session, ticket, person):
        raise Refused("survey.refused.gone")
    service = Service(ticket.unit_id, ticket.category_id, "chat")
    await _check_open(session, service, person, now)
    return service


async def open_at_counter(
    session: AsyncSession, unit: Unit | None, person: Person, *, now: datetime
) -> Service:
    """Begin with the code at a unit's counter; whoever opens it again counts as asked once."""
    if unit is None or unit.closed_at is not None:
        raise Refused("survey.refused.gone")
    service = Service(unit.id, None, "counter")
    months = await _check_open(session, service, person, now)
    if await once.mark(session, person, f"opened:{unit.id}", months, now=now):
        _ask(session, service, now)
    return service


async def hand_in(
    session: AsyncSession,
    service: Service,
    person: Person,
    answers: Mapping[str, int],
    *,
    now: datetime,
) -> bool:
    """Keep a whole sheet; False when it cannot be: switched off, or answered since."""
    asked = await elements(session)
    if set(answers) != set(asked) or not set(answers.values()) <= set(ANSWERS):
        return False
    amounts = await standards.amounts(session, "survey")
    answered, months = _answered(service.unit_id), amounts["survey_months"]
    if not amounts["survey_on"]:
        return False
    if not await once.mark(session, person, answered, months, now=now):
        return False
    sheet, where = new_number(), _where(session, service, now)
    session.add_all(
        [Answer(sheet=sheet, element=code, answer=answers[code], **where) for code in asked]
    )
    return True


async def tell_trait(
    session: AsyncSession, unit_id: int, trait: str, value: str, *, now: datetime
) -> None:
    """Count what a respondent says of themselves, apart from their answers."""
    if value not in TRAITS.get(trait, ()):
        raise Refused("survey.refused.gone")
    month = once.today(session, now).replace(day=1)
    added = insert(session, Respondents).values(
        unit_id=unit_id, month=month, trait=trait, value=value, n=1
    )
    key = ["unit_id", "month", "trait", "value"]
    await session.execute(
        added.on_conflict_do_update(index_elements=key, set_={"n": Respondents.n + 1})
    )


async def _check_open(
    session: AsyncSession, service: Service, person: Person, now: datetime
) -> int:
    """Refused while the survey is off or this person has answered; for how many months once."""
    amounts = await standards.amounts(session, "survey")
    if not amounts["survey_on"]:
        raise Refused("survey.refused.off")
    if await once.is_marked(session, person, _answered(service.unit_id), now=now):
        raise Refused("survey.refused.answered", months=amounts["survey_months"])
    return amounts["survey_months"]


def _is_served(session: AsyncSession, ticket: Ticket, person: Person) -> bool:
    """Whether it is their own case, which has ended and which they have rated."""
    ended = ticket.state == "closed" and ticket.rating is not None and not ticket.confidential
    return ended and is_theirs(session, person, ticket)


def _answered(unit_id: int) -> str:
    return f"answered:{unit_id}"


def _ask(session: AsyncSession, service: Service, now: datetime) -> None:
    session.add(Asked(**_where(session, service, now)))


def _where(session: AsyncSession, service: Service, now: datetime) -> dict[str, object]:
    """Of the time only the month."""
    return {
        "unit_id": service.unit_id,
        "category_id": service.category_id,
        "channel": service.channel,
        "month": once.today(session, now).replace(day=1),
    }
