"""A reply that answered one citizen becomes, with a tap, what answers all who ask the same."""

from bot.handlers.desk.door import officer
from bot.handlers.keeping.door import knowledge, sees, tapped
from bot.turn import Turn
from core.knowledge.proposing import propose_reply
from core.outbox import Button
from core.tickets.models import Ticket
from core.tickets.queries import ticket_for

Rows = tuple[tuple[Button, ...], ...]


def offer(ticket: Ticket) -> Rows:
    """The button under a reply to a question; none where everybody may not know of it."""
    public = not ticket.confidential and not ticket.guarded
    if ticket.kind != "information_request" or not public:
        return ()
    return ((Button("knowledge.keep", ticket.id),),)


@knowledge.action
async def keep(turn: Turn) -> None:
    """A draft from the newest reply; a second tap finds the same one."""
    staff = officer(turn)
    ticket = await ticket_for(turn.session, staff, tapped(turn))
    draft = await propose_reply(turn.session, ticket, staff, await sees(turn), now=turn.now)
    turn.say(
        "knowledge.kept",
        buttons=((Button("knowledge.gaps", 1),),),
        question=draft.content["question"],
        answer=draft.content["answer"],
    )
