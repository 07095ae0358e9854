"""The survey is offered once a case is closed and rated, and not again for some months."""

from bot.handlers.desk.door import number
from bot.handlers.survey.asking import begin as begin_with
from bot.handlers.survey.asking import survey
from bot.handlers.used import take_buttons
from bot.turn import Turn
from core import standards
from core.outbox import Button
from core.survey import services
from core.tickets.models import Ticket
from core.tickets.queries import ticket_for


async def offer(turn: Turn, ticket: Ticket) -> None:
    """Ask whether they would; silence where they were asked lately or the survey is off."""
    if not await services.offer(turn.session, ticket, turn.person, now=turn.now):
        return
    rows = ((Button("survey.begin", ticket.id),), (Button("survey.decline"),))
    months = await standards.amount(turn.session, "survey_months")
    turn.say("survey.offer", own=ticket, buttons=rows, months=months)


@survey.action
async def begin(turn: Turn) -> str:
    assert turn.tap is not None
    ticket = await ticket_for(turn.session, turn.person, number(turn.tap.value))
    service = await services.accept(turn.session, ticket, turn.person, now=turn.now)
    take_buttons(turn)
    return begin_with(turn, service)


@survey.action
async def decline(turn: Turn) -> None:
    take_buttons(turn)
    turn.say("survey.declined")
