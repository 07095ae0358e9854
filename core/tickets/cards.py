"""The card a member of staff works from: one message per ticket, edited as the ticket moves on."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from core import outbox
from core.areas.addresses import unsaid
from core.i18n import Text
from core.outbox import Button, Outgoing
from core.people.models import Person, Staff
from core.people.queries import ancestors
from core.tickets import reporters, rules
from core.tickets.access import standing
from core.tickets.citizens import Citizen, citizen_of, handles
from core.tickets.models import Ticket
from core.tickets.notices import pieces
from core.tickets.spoken import told

Rows = tuple[tuple[str, ...], ...]
# What is done every day, and what stands behind "Lainnya" so that the card fits on a phone.
DAILY = (("accept",), ("reply", "ask"), ("dispose", "return"), ("note", "resolve"))
RARE = (("refer", "why"), ("sort", "merge", "split"), ("transcribe", "relay", "bring"))
MOST_ROWS = 4
# What voices say is read there as far as a card has room beside the rest.
LONGEST_SPOKEN = 700


def card(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    stands: rules.Standing,
    *,
    now: datetime,
    edits: int | None = None,
    unfolded: bool = False,
) -> Outgoing:
    """Show the ticket to a member of staff, with buttons for what they may do; needs `person`.

    `unfolded` shows the rare ones as well.
    """
    assert staff.person is not None
    first, *rest = pieces(ticket.text)
    gone = stands == "none"
    row = outbox.tell(
        session,
        staff.person,
        _key(ticket, gone=gone),
        now=now,
        kind="card",
        about=ticket.id,
        buttons=() if gone else buttons(ticket, stands, unfolded=unfolded),
        edits=edits,
        text=_told(ticket, first),
        name=_name(session, ticket, staff, stands),
        **_facts(ticket, staff.person.language),
    )
    for piece in rest if edits is None else ():
        outbox.tell(
            session,
            staff.person,
            "ticket.more",
            now=now,
            kind="notice",
            about=ticket.id,
            said=piece,
        )
    return row


def _told(ticket: Ticket, beginning: str) -> object:
    """What was reported, and what the citizen answered to the questions about it."""
    words = told(ticket, beginning, most=LONGEST_SPOKEN)
    if not ticket.details:
        return words
    answers = "\n".join(f"• {one['wording']} {one['answer']}" for one in ticket.details)
    return Text("ticket.card_part.with_answers", text=words, answers=answers)


def _key(ticket: Ticket, *, gone: bool) -> str:
    # Who may no longer see a confidential ticket does not read where it went either.
    hidden = "ticket.card_closed" if ticket.confidential else "ticket.card_gone"
    return hidden if gone else "ticket.card"


def buttons(ticket: Ticket, stands: str, *, unfolded: bool = False) -> list[list[Button]]:
    """Rows of what somebody of this standing may do now; the rare ones only if `unfolded`."""
    barred = _barred(ticket)
    daily, rare = (_allowed(rows, stands, ticket.state, barred) for rows in (DAILY, RARE))
    if rare and len(daily) + len(rare) > MOST_ROWS:
        rare = (*rare, ("fold",)) if unfolded else (("unfold",),)
    return [
        [Button(f"ticket.{verb}", ticket.id, ticket.version) for verb in row]
        for row in (*daily, *rare)
    ]


@cache
def _allowed(rows: Rows, stands: str, state: str, barred: frozenset[str]) -> Rows:
    left = ([verb for verb in row if verb not in barred] for row in rows)
    allowed = (tuple(verb for verb in row if rules.may(stands, verb, state)) for row in left)
    return tuple(row for row in allowed if row)


def _barred(ticket: Ticket) -> frozenset[str]:
    """What has nothing to work on in this case, or would show it to somebody it is not for."""
    unfit = {
        "split": ticket.master_id is None,
        "transcribe": ticket.heard is None,
        "relay": not reporters.is_by_hand(ticket),
        "bring": ticket.kind != "aspiration" or ticket.confidential,
    }
    found = frozenset(verb for verb, is_unfit in unfit.items() if is_unfit)
    return found | rules.NEVER_GUARDED if ticket.guarded else found


async def refresh(
    session: AsyncSession, ticket: Ticket, *, now: datetime, anew: Iterable[Staff] = ()
) -> None:
    """Edit the cards that are out, and send a new one to each of `anew`, who must notice."""
    above = await ancestors(session, ticket.unit_id)
    fresh = {staff.id: staff for staff in anew if staff.person is not None}
    for ref, staff in await _out(session, ticket):
        if staff.id not in fresh:
            card(session, ticket, staff, standing(staff, ticket, above), now=now, edits=ref)
    for staff in fresh.values():
        card(session, ticket, staff, standing(staff, ticket, above), now=now)


async def _out(session: AsyncSession, ticket: Ticket) -> list[tuple[int, Staff]]:
    """The newest card of each member of staff who has one."""
    statement = (
        select(Outgoing.ref, Staff)
        .join(Person, Person.lane == Outgoing.lane)
        .join(Staff, Staff.person_id == Person.id)
        .options(contains_eager(Staff.person))
        .where(Outgoing.ticket_id == ticket.id, Outgoing.kind == "card", Outgoing.edits.is_(None))
        .where(Staff.left_at.is_(None))
        .order_by(Outgoing.id)
    )
    newest = {staff.id: (ref, staff) for ref, staff in await session.execute(statement)}
    return list(newest.values())


def _facts(ticket: Ticket, language: str) -> dict[str, Any]:
    category = ticket.category.name_in(language) if ticket.category else None
    holder = ticket.assignee.name if ticket.assignee else None
    return {
        "code": ticket.code,
        "what": _what(ticket),
        "category": category or Text("ticket.card_part.no_category"),
        "place": _place_in_area(ticket),
        "due": _due(ticket),
        "state": _state(ticket),
        "unit": ticket.unit.name,
        "holder": holder or Text("ticket.card_part.nobody"),
    }


def _state(ticket: Ticket) -> Text:
    state = "merged" if ticket.master_id else ticket.stands
    return Text(f"ticket.state.{state}", body=ticket.outside)


def _name(session: AsyncSession, ticket: Ticket, staff: Staff, stands: rules.Standing) -> Text:
    """Who reported it, as far as this member of staff may know, and how it came if not by chat."""
    name = reporters.name(session, ticket, opened=handles(ticket, staff, stands))
    if ticket.reception is not None and reporters.is_by_hand(ticket):
        opened = handles(ticket, staff, stands)
        came = _came(session, ticket, ticket.reception.channel, opened=opened)
        name = Text("counter.on_card", name=name, channel=came)
    return with_others(ticket, name)


def _came(session: AsyncSession, ticket: Ticket, channel: str, *, opened: bool) -> Text:
    """How it came; whoever handles it also reads where on other media, to answer there."""
    who = citizen_of(session, ticket) if opened else Citizen()
    if not who.network:
        return Text(f"receipt.channel.{channel}")
    return Text("social.came", network=Text(f"social.network.{who.network}"), link=who.link)


def with_others(ticket: Ticket, name: Text) -> Text:
    """The reporter, and how many others have a part in it."""
    if not ticket.followers:
        return name
    return Text("ticket.card_part.with_others", name=name, n=ticket.followers)


def _due(ticket: Ticket) -> object:
    paused = ticket.paused_at is not None
    return Text("ticket.card_part.paused", due=ticket.due_at) if paused else ticket.due_at


def _what(ticket: Ticket) -> Text:
    kind = Text(f"ticket.kind.{ticket.kind}")
    if not ticket.confidential:
        return kind
    return Text(f"ticket.card_part.{'guarded' if ticket.guarded else 'confidential'}", what=kind)


def _place_in_area(ticket: Ticket) -> object:
    """The place, and what its words do not say of the area it lies in."""
    place = _place(ticket)
    more = unsaid(ticket.place, ticket.area.full_name) if ticket.area else ""
    return Text("areas.in", place=place, area=more) if more else place


def _place(ticket: Ticket) -> object:
    words = ticket.place or Text("ticket.card_part.on_map")
    if ticket.latitude is None:
        return ticket.place or Text("ticket.card_part.no_place")
    # As plain text: a number would be written with the reader's decimal comma.
    position = {"latitude": f"{ticket.latitude:.6f}", "longitude": f"{ticket.longitude:.6f}"}
    return Text("ticket.card_part.map", words=words, **position)
