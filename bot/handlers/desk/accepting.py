"""Taking a ticket, opening its card anew, and unfolding it."""

from bot.handlers.desk.by_hand import Buttons, on_whatsapp
from bot.handlers.desk.choices import shown
from bot.handlers.desk.door import number, officer, seen, ticket
from bot.turn import Turn
from core.i18n import Text
from core.people.models import Staff
from core.people.queries import staff_of
from core.tickets import services
from core.tickets.models import Ticket
from core.tickets.queries import ticket_for
from core.tickets.reporters import is_by_hand


@ticket.action
async def accept(turn: Turn) -> None:
    """Of two who tap at once, one has it and the other reads who."""
    assert turn.tap is not None
    staff = officer(turn)
    found = await ticket_for(turn.session, staff, number(turn.tap.value), lock=True)
    await services.accept(
        turn.session,
        found,
        staff,
        now=turn.now,
        source=turn.source,
        expected_version=seen(found, staff, turn.tap.version),
    )
    key: str = "desk.accepted"
    buttons: Buttons = ()
    if is_by_hand(found):
        ready = Text("counter.accepted_text", due=found.due_at)
        key, buttons = "counter.accepted", on_whatsapp(turn, found, ready)
    turn.say(key, about=found.id, buttons=buttons, code=found.code, due=found.due_at)


@ticket.action
async def open_(turn: Turn) -> None:
    found, staff = await _looked_at(turn)
    await services.show(turn.session, found, staff, now=turn.now)


@ticket.action
async def unfold(turn: Turn) -> None:
    """Show what is rarely done as well, on the card itself."""
    await _change_card(turn, unfolded=True)


@ticket.action
async def fold(turn: Turn) -> None:
    await _change_card(turn, unfolded=False)


async def _change_card(turn: Turn, *, unfolded: bool) -> None:
    found, staff = await _looked_at(turn)
    edits = await shown(turn)
    await services.refold(turn.session, found, staff, now=turn.now, edits=edits, unfolded=unfolded)


async def _looked_at(turn: Turn) -> tuple[Ticket, Staff]:
    """The ticket of the button, and who taps with the person a card goes to."""
    assert turn.tap is not None
    officer(turn)
    staff = await staff_of(turn.session, turn.person)
    assert staff is not None
    return await ticket_for(turn.session, staff, number(turn.tap.value)), staff
