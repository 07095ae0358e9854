"""Taking a ticket, and opening its card anew."""

from bot.handlers.desk.by_hand import Buttons, on_whatsapp
from bot.handlers.desk.door import number, officer, seen, ticket
from bot.turn import Turn
from core.i18n import Text
from core.people.queries import staff_of
from core.tickets import services
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
    assert turn.tap is not None
    officer(turn)
    # The card goes to the staff's person, which has to be loaded with them.
    staff = await staff_of(turn.session, turn.person)
    assert staff is not None
    found = await ticket_for(turn.session, staff, number(turn.tap.value))
    await services.show(turn.session, found, staff, now=turn.now)
