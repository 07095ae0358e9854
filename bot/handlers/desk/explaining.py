"""Why a ticket is due when it is."""

from bot.handlers.desk.door import number, officer, ticket
from bot.handlers.lines import lines
from bot.turn import Turn
from core.i18n import Text
from core.tickets.access import admits
from core.tickets.queries import ticket_for
from core.tickets.why import why as reasons


@ticket.action
async def why(turn: Turn) -> None:
    assert turn.tap is not None
    staff = officer(turn)
    found = await ticket_for(turn.session, staff, number(turn.tap.value))
    await admits(turn.session, found, staff, "why")
    said = [Text("desk.why.line", line=line) for line in await reasons(turn.session, found)]
    turn.say("desk.why.all", about=found.id, code=found.code, due=found.due_at, lines=lines(said))
