"""Cases on their way to another channel, as rows of a file.

Who reported an anonymous or a confidential case is in no file, of a confidential one not even what
it says. Names and numbers of the others are only for whoever may read them.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import i18n
from core.errors import Refused
from core.handover.answers import ANSWERS
from core.masking import for_others
from core.tickets import reporters
from core.tickets.citizens import citizen_of
from core.tickets.models import Event, Ticket
from core.tickets.panel_queries import Filter, conditions
from core.tickets.queries import whole
from core.tickets.ties import ExternalNumber

MOST = 2000
CHUNK = 100
COLUMNS = (
    "code",
    "system",
    "number",
    "received",
    "kind",
    "category",
    "text",
    "place",
    "area",
    "unit",
    "state",
    "due",
    "answer",
    "reporter",
    "phone",
)
# What a confidential case would say.
TELLING = ("category", "place", "area", "answer", "reporter", "phone")

# Whether the reader of the file may know who reported the ticket.
Names = Callable[[Ticket], bool]


def header(language: str) -> list[str]:
    return [i18n.plain(f"handover.leaving.{name}", language) for name in COLUMNS]


async def rows(
    session: AsyncSession,
    wanted: Filter,
    codes: Sequence[str],
    language: str,
    names: Names,
    *,
    now: datetime,
) -> list[list[str]]:
    """The cases of the list, or those of these numbers in it; refused when they are too many."""
    where = await conditions(session, wanted, now)
    found = select(Ticket.id).where(*where).order_by(Ticket.due_at, Ticket.id)
    if codes:
        found = found.where(Ticket.code.in_(codes))
    ids = list(await session.scalars(found.limit(MOST + 1)))
    if len(ids) > MOST:
        raise Refused("handover.refused.export", most=MOST)
    out: list[list[str]] = []
    for start in range(0, len(ids), CHUNK):
        out += await _some(session, ids[start : start + CHUNK], language, names)
    return out


async def _some(
    session: AsyncSession, ids: Sequence[int], language: str, names: Names
) -> list[list[str]]:
    tickets = {one.id: one for one in await session.scalars(whole().where(Ticket.id.in_(ids)))}
    known = select(ExternalNumber).where(ExternalNumber.ticket_id.in_(ids))
    numbers = {one.ticket_id: one for one in await session.scalars(known)}
    said = await _answers(session, ids)
    out = []
    for one in ids:
        facts = _facts(session, tickets[one], said.get(one, ""), language, names(tickets[one]))
        number = numbers.get(one)
        facts |= {"system": number.system, "number": number.number} if number else {}
        out.append([facts.get(name, "") for name in COLUMNS])
    return out


async def _answers(session: AsyncSession, ids: Sequence[int]) -> dict[int, str]:
    """The newest answer of each."""
    wanted = (Event.ticket_id.in_(ids), Event.kind.in_(ANSWERS))
    steps = await session.scalars(select(Event).where(*wanted).order_by(Event.seq))
    return {one.ticket_id: str(one.payload.get("text") or "") for one in steps}


def _facts(
    session: AsyncSession, ticket: Ticket, answer: str, language: str, open_: bool
) -> dict[str, str]:
    service = session.info["service"]
    hidden = ticket.hidden is not None or not open_
    facts = {
        "code": ticket.code,
        "received": _moment(session, ticket.opened_at),
        "kind": i18n.plain(f"ticket.kind.{ticket.kind}", language),
        "category": ticket.category.name_in(language) if ticket.category else "",
        "text": _told(session, ticket, ticket.text, hidden),
        "place": ticket.place,
        "area": ticket.area.full_name if ticket.area else "",
        "unit": ticket.unit.name,
        "state": i18n.plain(f"panel.state.{ticket.stands}", language),
        "due": _moment(session, ticket.due_at),
        "answer": _told(session, ticket, answer, hidden),
        **({} if hidden else _reporter(session, ticket, language)),
    }
    if ticket.hidden is not None:
        facts["reporter"] = i18n.plain("handover.leaving.anonymous", language)
    if ticket.confidential:
        facts |= dict.fromkeys(TELLING, "")
        facts["text"] = i18n.plain("handover.leaving.confidential", language, service.zone)
    return facts


def _told(session: AsyncSession, ticket: Ticket, words: str, hidden: bool) -> str:
    return for_others(words, reporters.name_to_mask(session, ticket)) if hidden else words


def _reporter(session: AsyncSession, ticket: Ticket, language: str) -> dict[str, str]:
    name = i18n.plain_text(reporters.name(session, ticket, opened=True), language)
    return {"reporter": name, "phone": citizen_of(session, ticket).phone}


def _moment(session: AsyncSession, at: datetime) -> str:
    return at.astimezone(session.info["service"].zone).isoformat(" ", "minutes")[:16]
