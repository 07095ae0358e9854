"""The receipt of a case: shown, printed, and opened by its QR code."""

from bot.flow import Flow
from bot.handlers import my_tickets
from bot.handlers.desk.door import number
from bot.handlers.lines import lines, paragraphs
from bot.handlers.privacy import line
from bot.turn import Turn
from core.errors import Refused
from core.i18n import Text
from core.outbox import Button
from core.people.queries import staff_of
from core.tickets import printing
from core.tickets import services as tickets
from core.tickets.access import standing_of
from core.tickets.models import Ticket
from core.tickets.receipts import Receipt, payload, receipt_for, ticket_behind
from core.tickets.reporters import is_by_hand, is_theirs

receipt = Flow("receipt")


@receipt.action
async def show(turn: Turn) -> None:
    """The receipt as a message; to keep and to print it follows as a PDF."""
    assert turn.tap is not None
    ticket, found = await receipt_for(turn.session, turn.person, number(turn.tap.value))
    office = turn.session.info["service"].office
    own = ticket if is_theirs(turn.session, turn.person, ticket) else None
    turn.say("receipt.whole", own=own, about=ticket.id, office=office, lines=_lines(found))
    printing.ask_for(turn.session, ticket, turn.person, now=turn.now)


async def opened(turn: Turn, carried: str) -> None:
    """Somebody scanned the code: whoever it belongs to sees the case, others how far it is."""
    ticket = await ticket_behind(turn.session, carried)
    if ticket is None:
        raise Refused("receipt.refused.link")
    if is_theirs(turn.session, turn.person, ticket):
        await my_tickets.show(turn, ticket)
    elif not await _opened_by_staff(turn, ticket):
        _say_status(turn, ticket)


@receipt.action
async def claim(turn: Turn) -> None:
    """The case was written down for whoever holds the receipt: it is theirs from now on."""
    assert turn.tap is not None
    ticket = await ticket_behind(turn.session, turn.tap.value, lock=True)
    if ticket is None:
        raise Refused("receipt.refused.link")
    if await tickets.claim(turn.session, ticket, turn.person, now=turn.now, source=turn.source):
        turn.say("receipt.claimed", own=ticket, code=ticket.code)
    await my_tickets.show(turn, ticket)


async def _opened_by_staff(turn: Turn, ticket: Ticket) -> bool:
    """Show the card to an officer who works on it."""
    staff = await staff_of(turn.session, turn.person) if turn.staff else None
    if staff is None or await standing_of(turn.session, staff, ticket) == "none":
        return False
    await tickets.show(turn.session, ticket, staff, now=turn.now)
    return True


def _say_status(turn: Turn, ticket: Ticket) -> None:
    """How far it is; of a confidential one only whoever may make it theirs hears that much."""
    free = is_by_hand(ticket)
    if ticket.confidential and not free:
        raise Refused("receipt.refused.link")
    key = "receipt.status_open" if free else "receipt.status"
    code = payload(turn.session, ticket.code)
    buttons = ((Button("receipt.claim", code),),) if free else ()
    status = Text(key, code=ticket.code, state=Text(f"ticket.state.{ticket.state}"))
    turn.say("common.plain", buttons=buttons, text=paragraphs(status, line(turn)))


def _lines(found: Receipt) -> Text:
    return lines(Text("receipt.line", label=label, value=value) for label, value in found.lines)
