"""Who reported a ticket: the one door to it, because a ticket may hide it from the whole office.

It is one of three: somebody by name (`ticket.reporter`), somebody hidden (`ticket.hidden`), or
nobody on Telegram (neither), for whom an officer wrote it down (`ticket.reception`). Who was hidden
by an officer who wrote it down is hidden, and not on Telegram.

A hidden reporter has two queues to one chat. What is about their anonymous tickets goes through
the second one, so that no row that names a ticket also leads to the person.
"""

import secrets
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.chats import NOWHERE, Chat, chat_at
from core.i18n import Text
from core.outbox import Reader
from core.people.models import Person
from core.people.queries import display_name
from core.secrets import keys_of
from core.tickets.aliases import new_alias
from core.tickets.citizens import Citizen, citizen_of, masked
from core.tickets.models import HiddenReporter, Ticket

# A lane that leads to no chat.
BY_HAND = "by-hand:"


def hidden_lane(session: AsyncSession, person: Person) -> str:
    """The queue of the person's anonymous tickets; without the key nobody can tell it is theirs."""
    return keys_of(session).index("hidden", person.lane)


def lanes_of(session: AsyncSession, person: Person) -> Sequence[str]:
    """Both queues that lead to the person's chat."""
    return person.lane, hidden_lane(session, person)


def is_theirs(session: AsyncSession, person: Person, ticket: Ticket) -> bool:
    """Whether the person reported the ticket."""
    if ticket.hidden is None:
        return ticket.reporter_id == person.id
    return ticket.hidden.lane == hidden_lane(session, person)


def is_hidden(session: AsyncSession, person: Person, ticket: Ticket) -> bool:
    """Whether the person reported the ticket and hides it; a follower hides nothing."""
    return ticket.hidden is not None and is_theirs(session, person, ticket)


def theirs(session: AsyncSession, person: Person) -> ColumnElement[bool]:
    """The same as a condition."""
    mine = hidden_tickets(session, person)
    return or_(Ticket.reporter_id == person.id, Ticket.id.in_(mine))


def hidden_tickets(session: AsyncSession, person: Person) -> Select[int]:
    """The ids of the tickets the person reported and hides."""
    mine = HiddenReporter.lane == hidden_lane(session, person)
    return select(HiddenReporter.ticket_id).where(mine)


def is_by_hand(ticket: Ticket) -> bool:
    """Whether nothing reaches the reporter but what an officer passes on."""
    return ticket.reporter is None and (ticket.hidden is None or hidden_by_hand(ticket.hidden))


def hidden_by_hand(hidden: HiddenReporter) -> bool:
    """Whether an officer hid who it is, who is not on Telegram."""
    return hidden.lane.startswith(BY_HAND)


def reader(session: AsyncSession, ticket: Ticket) -> Person | Reader | None:
    """Whoever reported the ticket, as somebody to write to; None when they are not on Telegram."""
    if ticket.hidden is None:
        return ticket.reporter
    if hidden_by_hand(ticket.hidden):
        return None
    _, language = _opened(session, ticket.hidden)
    return Reader(ticket.hidden.lane, language)


def own_reader(session: AsyncSession, person: Person, ticket: Ticket) -> Person | Reader:
    """The person as somebody to write to about it: a follower reads in their own name."""
    return (reader(session, ticket) if is_theirs(session, person, ticket) else None) or person


def name(session: AsyncSession, ticket: Ticket, *, opened: bool = False) -> Text:
    """What the office reads in place of, or as, the reporter's name.

    `opened` is for whoever handles the ticket: a name that was written down is masked for others.
    """
    if ticket.hidden is not None:
        return Text("ticket.alias", alias=ticket.hidden.alias)
    if ticket.reporter is not None:
        said = display_name(session, ticket.reporter)
    else:
        who = citizen_of(session, ticket)
        said = (who if opened else masked(who)).name
    return Text("common.plain", text=said) if said else Text("ticket.card_part.no_name")


def name_to_mask(session: AsyncSession, ticket: Ticket) -> str:
    """What is taken out of the words other citizens read; nothing where nobody knows the name."""
    own = display_name(session, ticket.reporter) if ticket.reporter is not None else ""
    return f"{own} {citizen_of(session, ticket).name}".strip()


async def hide(session: AsyncSession, person: Person) -> HiddenReporter:
    """A new alias for a ticket of this person, and the queue through which they read of it."""
    lane = hidden_lane(session, person)
    if await chat_at(session, lane) is None:
        await _open_chat(session, person, lane)
    return HiddenReporter(lane=lane, sealed=_sealed(session, person), alias=new_alias())


def hide_by_hand(session: AsyncSession, who: Citizen) -> HiddenReporter:
    """A new alias for somebody an officer writes it down for; who it is only two accounts open."""
    language = session.info["service"].language
    sealed = keys_of(session).seal_json([0, language, asdict(who)])
    lane = f"{BY_HAND}{secrets.token_hex(16)}"
    return HiddenReporter(lane=lane, sealed=sealed, alias=new_alias())


async def adopt(session: AsyncSession, hidden: HiddenReporter, person: Person) -> None:
    """Whom an officer hid is on Telegram from now on, under the same alias."""
    anew = await hide(session, person)
    hidden.lane, hidden.sealed = anew.lane, anew.sealed


async def speak(session: AsyncSession, person: Person) -> None:
    """The person has chosen another language: their anonymous tickets speak it as well."""
    mine = HiddenReporter.lane == hidden_lane(session, person)
    for hidden in await session.scalars(select(HiddenReporter).where(mine)):
        hidden.sealed = _sealed(session, person)


def forget(session: AsyncSession, hidden: HiddenReporter) -> None:
    """Cut one anonymous ticket from whoever reported it, and so from their other ones too."""
    _, language = _opened(session, hidden)
    hidden.lane = f"{NOWHERE}{secrets.token_hex(16)}"
    hidden.sealed = keys_of(session).seal_json([0, language])


async def identity(session: AsyncSession, hidden: HiddenReporter) -> Person:
    """The person behind an alias; who may ask is settled in `unmasking`."""
    person_id, _ = _opened(session, hidden)
    return await session.get_one(Person, person_id)


def citizen_behind(session: AsyncSession, hidden: HiddenReporter) -> Citizen:
    """The same for somebody whom an officer hid."""
    _, _, *told = keys_of(session).open_json(hidden.sealed)
    return Citizen(**told[0]) if told else Citizen()


async def _open_chat(session: AsyncSession, person: Person, lane: str) -> None:
    """A second row for the same chat, sealed anew so that nobody sees it is the same."""
    keys, own = keys_of(session), await chat_at(session, person.lane)
    assert own is not None
    session.add(Chat(lane=lane, address=keys.seal(keys.open(own.address))))


def _sealed(session: AsyncSession, person: Person) -> bytes:
    return keys_of(session).seal_json([person.id, person.language])


def _opened(session: AsyncSession, hidden: HiddenReporter) -> tuple[int, str]:
    person_id, language, *_ = keys_of(session).open_json(hidden.sealed)
    return person_id, language
