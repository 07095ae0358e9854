"""A case somebody follows: how far it is, a voice in its end, and following it no longer."""

from collections.abc import Sequence

from bot.flow import Flow
from bot.handlers.desk.door import number
from bot.handlers.same_matter import told
from bot.handlers.timeline import steps_of
from bot.turn import Turn
from core.i18n import Text
from core.outbox import Button
from core.tickets import rules
from core.tickets import services as tickets
from core.tickets.ending import verdict_buttons
from core.tickets.models import Ticket
from core.tickets.objecting import objection
from core.tickets.queries import ticket_for
from core.tickets.reporters import name_to_mask

followed = Flow("followed")


@followed.action
async def stop(turn: Turn) -> None:
    assert turn.tap is not None
    ticket = await ticket_for(turn.session, turn.person, number(turn.tap.value), lock=True)
    await tickets.stop(turn.session, ticket, turn.person, now=turn.now, source=turn.source)


async def show(turn: Turn, ticket: Ticket, what: Text | str, stands: Text) -> None:
    """Without what the reporter and others said, and without who they are."""
    name = name_to_mask(turn.session, ticket)
    turn.say(
        "reports.one",
        about=ticket.id,
        buttons=tuple(tuple(row) for row in _buttons(turn, ticket)),
        code=ticket.code,
        what=Text("reports.followed", what=what),
        stands=stands,
        said=told(turn, ticket),
        steps=await steps_of(turn, ticket, hide=name),
    )


def _buttons(turn: Turn, ticket: Ticket) -> list[Sequence[Button]]:
    rows: list[Sequence[Button]] = []
    verdicts = verdict_buttons(ticket)
    if ticket.state == "resolved":
        rows += verdicts
    elif objection(ticket, by_reporter=False, now=turn.now) == "reopen":
        rows += verdicts[1:]
    if rules.may("follower", "add", ticket.state):
        rows.append((Button("addition.start", ticket.id),))
    rows.append((Button("followed.stop", ticket.id),))
    rows.append((Button("reports.page", 1, 0, "button.reports.all"),))
    return rows
