"""The receipt (tanda terima) of a case: what it says, who may have it, and the link on it.

UU 25/2009 article 44 gives every complainant one; what has to be on it is not verified, so it
says what people ask for: number, when, where and how it came, who took it, what about, until when.
"""

import re
from dataclasses import dataclass
from functools import reduce
from hmac import compare_digest

from sqlalchemy.ext.asyncio import AsyncSession

from core import marks
from core.i18n import Text
from core.people.models import Person
from core.people.queries import staff_of
from core.secrets import keys_of
from core.tickets import reporters
from core.tickets.access import not_yours, standing_of
from core.tickets.citizens import citizen_of, handles, masked, received
from core.tickets.external import external_of
from core.tickets.models import Ticket
from core.tickets.queries import ticket_by_code, ticket_by_id
from core.tickets.spoken import told
from core.tickets.why import why

# The number without its signs, and a secret that only our key makes: 41 of the 64 characters
# that Telegram takes behind `?start=`.
PAYLOAD = re.compile(r"([0-9A-Z]{8})_([0-9a-f]{32})")
LONGEST_SUMMARY = 600

Line = tuple[Text, Text | str]


@dataclass(frozen=True)
class Receipt:
    """`lines` are labels with what stands behind them, in order; `link` opens the bot at the case,
    empty as long as nobody knows what the bot is called.
    """

    code: str
    lines: list[Line]
    link: str


async def receipt_for(
    session: AsyncSession, person: Person, ticket_id: int
) -> tuple[Ticket, Receipt]:
    """The receipt for whoever reported it, works on it or wrote it down; refused for others."""
    ticket = await ticket_by_id(session, ticket_id)
    if ticket is None:
        raise not_yours(person)
    theirs = reporters.is_theirs(session, person, ticket)
    names = theirs or await _names(session, ticket, person)
    return ticket, await receipt_of(session, ticket, person.language, names_citizen=names)


async def _names(session: AsyncSession, ticket: Ticket, person: Person) -> bool:
    """Whether the officer who asks may read whom it is for; refused for who has no part in it."""
    staff = await staff_of(session, person)
    if staff is None:
        raise not_yours(person)
    standing = await standing_of(session, staff, ticket)
    if standing == "none" and (ticket.confidential or not received(ticket, staff)):
        raise not_yours(staff)
    return handles(ticket, staff, standing)


async def receipt_of(
    session: AsyncSession, ticket: Ticket, language: str, *, names_citizen: bool
) -> Receipt:
    """What the receipt says; without `names_citizen` whom it is for is masked."""
    external = await external_of(session, ticket)
    lines: list[Line] = [(Text("receipt.label.number"), ticket.code)]
    if external is not None:
        label = Text("receipt.label.external", system=external.system)
        lines.append((label, external.number))
    lines += _received(session, ticket)
    lines += [
        (Text("receipt.label.citizen"), _citizen(session, ticket, names_citizen)),
        (Text("receipt.label.kind"), _kind(ticket, language)),
        (Text("receipt.label.unit"), ticket.unit.name),
        (Text("receipt.label.summary"), summary(ticket)),
        (Text("receipt.label.due"), Text("receipt.moment", at=ticket.due_at)),
        (Text("receipt.label.why"), await _why(session, ticket)),
    ]
    return Receipt(ticket.code, lines, await link_to(session, ticket))


def _received(session: AsyncSession, ticket: Ticket) -> list[Line]:
    """When, where, how and by whom it was received."""
    office, came = session.info["service"].office, ticket.reception
    channel = came.channel if came else "telegram"
    bot = Text("receipt.by_bot")
    return [
        (Text("receipt.label.received"), Text("receipt.moment", at=ticket.opened_at)),
        (Text("receipt.label.place"), office),
        (Text("receipt.label.channel"), Text(f"receipt.channel.{channel}")),
        (Text("receipt.label.receiver"), came.receiver_name if came else bot),
    ]


def _citizen(session: AsyncSession, ticket: Ticket, open_: bool) -> Text | str:
    """Whom it was written down for, even if it is theirs by now; else the name the office reads."""
    written = citizen_of(session, ticket)
    if not written:
        return reporters.name(session, ticket)
    return (written if open_ else masked(written)).name or Text("ticket.card_part.no_name")


def _kind(ticket: Ticket, language: str) -> Text:
    kind = Text(f"ticket.kind.{ticket.kind}")
    if ticket.category is None:
        return kind
    return Text("receipt.kind", kind=kind, category=ticket.category.name_in(language))


def summary(ticket: Ticket) -> Text | str:
    """What was written and spoken, cut where it is long: the whole stays with the case."""
    said = " ".join(ticket.text.split())
    cut = len(said) > LONGEST_SUMMARY
    written = Text("receipt.cut", text=said[:LONGEST_SUMMARY].rstrip()) if cut else said
    return told(ticket, written, most=LONGEST_SUMMARY)


async def _why(session: AsyncSession, ticket: Ticket) -> Text:
    """All there is to say about the date, one sentence after the other."""
    said = await why(session, ticket)
    return reduce(lambda before, after: Text("receipt.then", before=before, after=after), said)


async def link_to(session: AsyncSession, ticket: Ticket) -> str:
    """The address that opens the bot at the case."""
    bot = await marks.named(session, "bot.username")
    return f"https://t.me/{bot}?start={payload(session, ticket.code)}" if bot else ""


def payload(session: AsyncSession, code: str) -> str:
    """What the link carries: nobody makes one from a number alone."""
    return f"{code.removeprefix('LP-').replace('-', '')}_{keys_of(session).index('receipt', code)}"


async def ticket_behind(
    session: AsyncSession, carried: str, *, lock: bool = False
) -> Ticket | None:
    """The ticket of a receipt's link, whoever opens it; None unless the secret is right."""
    found = PAYLOAD.fullmatch(carried)
    ticket = await ticket_by_code(session, found[1]) if found else None
    if ticket is None or not compare_digest(payload(session, ticket.code), carried):
        return None
    return await ticket_by_id(session, ticket.id, lock=True) if lock else ticket
