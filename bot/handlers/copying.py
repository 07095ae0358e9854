"""Answers a coordinator still has to copy to the system a case came from, one after the other."""

from typing import Any

from bot.flow import Flow
from bot.handlers.desk.door import number, officer
from bot.turn import Turn
from core.errors import Refused
from core.handover import answers
from core.handover.answers import Waiting
from core.i18n import Text
from core.outbox import Button
from core.people.models import Staff
from core.tickets.access import within_reach
from core.tickets.notices import pieces
from core.tickets.queries import ticket_for

copying = Flow("copying")


@copying.action
async def show(turn: Turn) -> None:
    """The next one behind the case of the button; 0 is before the first."""
    assert turn.tap is not None
    await _show(turn, _coordinator(turn), number(turn.tap.value))


@copying.action
async def done(turn: Turn) -> None:
    """It is there now; the button carries the step up to which it was copied."""
    assert turn.tap is not None
    staff = _coordinator(turn)
    ticket = await ticket_for(turn.session, staff, number(turn.tap.value), lock=True)
    await answers.copied(
        turn.session,
        ticket,
        turn.tap.version,
        by=f"staff:{staff.id}",
        name=staff.name,
        now=turn.now,
        source=turn.source,
        staff=staff,
    )
    await _show(turn, staff, ticket.id)


async def offered(turn: Turn, staff: Staff) -> tuple[tuple[Button, ...], ...]:
    """The button to these answers, for a coordinator, when there are any."""
    if staff.role != "coordinator" or not await answers.any_external(turn.session):
        return ()
    n = await answers.count_waiting(turn.session, within_reach(staff))
    label = Text("button.handover.answers", n=n)
    return ((Button("copying.show", 0, 0, label),),) if n else ()


def _coordinator(turn: Turn) -> Staff:
    staff = officer(turn)
    if staff.role != "coordinator":
        raise Refused("handover.refused.coordinator")
    return staff


async def _show(turn: Turn, staff: Staff, after: int) -> None:
    """The next, from the beginning again behind the last."""
    for start in dict.fromkeys((after, 0)):
        found = await answers.waiting(turn.session, within_reach(staff), after=start, most=1)
        if found:
            _say(turn, found[0])
            return
    tasks = Button("tasks.page", 1, 0, "button.handover.tasks")
    turn.say("handover.all_copied", buttons=((tasks,),))


def _say(turn: Turn, found: Waiting) -> None:
    """The words in pieces that a tap copies."""
    ticket, external = found.ticket, found.external
    case = {"code": ticket.code, "system": external.system, "number": external.number}
    about: dict[str, Any] = {"about": ticket.id, **case}
    files = Text("handover.with_files" if found.files else "handover.no_files", n=found.files)
    buttons = (
        (Button("copying.done", ticket.id, found.seq, "button.handover.copied"),),
        (Button("copying.show", ticket.id, 0, "button.handover.later"),),
    )
    first, *rest = pieces(found.text)
    turn.say("handover.copy", buttons=buttons, files=files, said=first, **about)
    for piece in rest:
        turn.say("desk.given_back_more", said=piece)
