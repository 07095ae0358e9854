"""Reading rules, consents and requests."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.people.models import Person, Staff, Unit
from core.privacy.models import Consent, PrivacyRequest, PrivacyRule
from core.tickets.access import Sight
from core.tickets.models import Ticket, is_open
from core.tickets.queries import ticket_by_id, whole
from core.tickets.reporters import theirs
from core.tickets.staffing import people

MOST = 200


async def rule(session: AsyncSession, name: str) -> PrivacyRule:
    """The rule of this name, one of CLOCKS or RETENTION."""
    return (await session.scalars(select(PrivacyRule).where(PrivacyRule.name == name))).one()


async def rules(session: AsyncSession) -> dict[str, PrivacyRule]:
    return {one.name: one for one in await session.scalars(select(PrivacyRule))}


async def consents(session: AsyncSession, person: Person) -> Sequence[Consent]:
    """Every consent and withdrawal, the oldest first."""
    statement = select(Consent).where(Consent.person_id == person.id).order_by(Consent.id)
    return (await session.scalars(statement)).all()


async def given(session: AsyncSession, person: Person) -> set[str]:
    """The purposes somebody agrees to as things stand; none while they are restricted."""
    if person.restricted_at is not None:
        return set()
    newest = {one.purpose: one.given for one in await consents(session, person)}
    return {purpose for purpose, agreed in newest.items() if agreed}


async def requests_of(session: AsyncSession, person: Person) -> Sequence[PrivacyRequest]:
    """What somebody asked, the oldest first."""
    statement = select(PrivacyRequest).where(PrivacyRequest.person_id == person.id)
    return (await session.scalars(statement.order_by(PrivacyRequest.id))).all()


async def open_request(session: AsyncSession, person: Person, kind: str) -> PrivacyRequest | None:
    mine = (PrivacyRequest.person_id == person.id, PrivacyRequest.kind == kind)
    statement = select(PrivacyRequest).where(*mine, PrivacyRequest.state == "open")
    return (await session.scalars(statement.limit(1))).one_or_none()


async def request_by_id(
    session: AsyncSession, request_id: int, *, lock: bool = False
) -> PrivacyRequest | None:
    """The request with its person."""
    statement = select(PrivacyRequest).options(joinedload(PrivacyRequest.person, innerjoin=True))
    statement = statement.where(PrivacyRequest.id == request_id)
    if lock:
        statement = statement.with_for_update(of=PrivacyRequest)
    return (await session.scalars(statement)).one_or_none()


async def listed(session: AsyncSession) -> Sequence[PrivacyRequest]:
    """Open ones first, by the time that is left; then the newest."""
    order = (PrivacyRequest.state != "open", PrivacyRequest.due_at, PrivacyRequest.id.desc())
    return (await session.scalars(select(PrivacyRequest).order_by(*order).limit(MOST))).all()


async def count_open(session: AsyncSession) -> int:
    statement = select(func.count(PrivacyRequest.id)).where(PrivacyRequest.state == "open")
    return (await session.scalars(statement)).one()


async def every_case(session: AsyncSession, person: Person) -> list[Ticket]:
    """Everything they reported, anonymously too, locked; for nobody else to see."""
    mine = select(Ticket.id).where(theirs(session, person)).order_by(Ticket.id)
    ids = (await session.scalars(mine)).all()
    found = [await ticket_by_id(session, one, lock=True) for one in ids]
    return [one for one in found if one is not None]


async def cases_of(session: AsyncSession, person: Person, sight: Sight) -> Sequence[Ticket]:
    """What they reported under their name and an account may see, the newest first."""
    mine = select(Ticket).where(Ticket.reporter_id == person.id, *sight.conditions())
    return (await session.scalars(mine.order_by(Ticket.id.desc()))).all()


async def open_cases(session: AsyncSession, person: Person) -> Sequence[Ticket]:
    """What they reported that is not settled yet, with all that a card shows.

    Not what they reported anonymously: a step in it would show the office whose it is.
    """
    mine = (Ticket.reporter_id == person.id, is_open())
    return (await session.scalars(whole().where(*mine).order_by(Ticket.id))).all()


async def coordinators(session: AsyncSession) -> Sequence[Staff]:
    """Whoever sees to requests: the coordinators, on duty or not, because the clock runs on."""
    wanted = people().where(Staff.left_at.is_(None), Staff.role == "coordinator")
    return (await session.scalars(wanted.order_by(Staff.id))).all()


async def heads_of_office(session: AsyncSession) -> Sequence[Staff]:
    """The heads of the root unit, to whom a clock that ran out is told."""
    at_root = (Staff.role == "head", Unit.parent_id.is_(None))
    wanted = people().where(Staff.left_at.is_(None), *at_root)
    return (await session.scalars(wanted.order_by(Staff.id))).all()
