"""One matter, several reports: merging them, taking them apart again, or only linking them."""

from bot.flow import DONE
from bot.handlers.desk import choices
from bot.handlers.desk.door import (
    attempt,
    begin,
    cancel,
    number,
    officer,
    seen,
    tapped,
    ticket,
)
from bot.handlers.lines import beginning
from bot.turn import Turn
from core.errors import Refused
from core.i18n import Text
from core.outbox import Button
from core.tickets import services
from core.tickets.access import admits, within_reach
from core.tickets.models import Ticket
from core.tickets.queries import ticket_by_code, ticket_for
from core.tickets.similar import alike

SHOWN = 30  # letters of a report on a button


@ticket.action
async def merge(turn: Turn) -> str:
    return await _begin(turn, await tapped(turn, "merge"))


@ticket.command("gabung", "merge")
async def by_number(turn: Turn) -> str | None:
    """The command, with the number of the report that is the double."""
    staff = officer(turn)
    found = await ticket_by_code(turn.session, turn.argument)
    if found is None:
        turn.say("desk.merge.of_which")
        return None
    found = await ticket_for(turn.session, staff, found.id, lock=True)
    await admits(turn.session, found, staff, "merge")
    return await _begin(turn, found)


async def _begin(turn: Turn, found: Ticket) -> str:
    reach = within_reach(officer(turn))
    near = await alike(turn.session, found, reach, now=turn.now)
    offered = [{"id": one.id, "code": one.code, "text": one.words[:SHOWN]} for one in near]
    return begin(turn, "merge_with", found, offered=offered)


async def _ask_which(turn: Turn) -> None:
    rows = [(turn.choice(one["id"], _label(one)),) for one in turn.data["offered"]]
    key = "desk.merge.which" if rows else "desk.merge.which_only"
    await choices.prompt(turn, key, *rows, ("cancel",))


def _label(one: dict[str, str]) -> Text:
    return Text("desk.merge.choice", code=one["code"], said=beginning(one["text"]))


@ticket.step(_ask_which)
async def merge_with(turn: Turn) -> str:
    return cancel(turn) if turn.tapped == "cancel" else await _choose(turn)


async def _choose(turn: Turn) -> str:
    other = await _named(turn)
    if other is None:
        raise Refused("desk.merge.unknown")
    turn.data["other"] = other.id
    return "merge_how"


async def _named(turn: Turn) -> Ticket | None:
    """The report that was chosen or whose number was typed, if the officer may see it."""
    offered = {str(one["id"]): one["id"] for one in turn.data["offered"]}
    other_id = offered.get(turn.tapped or "")
    if other_id is None:
        found = await ticket_by_code(turn.session, turn.text)
        other_id = found.id if found else 0
    try:
        return await ticket_for(turn.session, officer(turn), other_id)
    except Refused:
        return None


async def _ask_how(turn: Turn) -> None:
    other = await _other(turn)
    await choices.prompt(
        turn,
        "desk.merge.how",
        ("do_merge", "do_link"),
        ("back_to_which", "cancel"),
        other=other.code,
        state=Text(f"ticket.state.{other.stands}", body=other.outside),
        unit=other.unit.name,
        n=other.followers,
        said=beginning(other.words),
    )


@ticket.step(_ask_how)
async def merge_how(turn: Turn) -> str:
    match turn.tapped:
        case "do_merge":
            return await _merge(turn)
        case "do_link":
            return await _link(turn)
        case "back_to_which":
            return "merge_with"
        case "cancel":
            return cancel(turn)
    return await _choose(turn)


async def _merge(turn: Turn) -> str:
    other = await _other(turn)
    found = await attempt(turn, services.merge, other)
    if found is not None:
        undo = Button("ticket.split", found.id, found.version)
        turn.say("desk.merge.merged", buttons=((undo,),), code=found.code, other=other.code)
    return DONE


async def _link(turn: Turn) -> str:
    other = await _other(turn)
    found = await attempt(turn, services.relate, other)
    if found is not None:
        undo = Button("ticket.unlink", f"{found.id}-{other.id}")
        turn.say("desk.merge.linked", buttons=((undo,),), code=found.code, other=other.code)
    return DONE


async def _other(turn: Turn) -> Ticket:
    return await ticket_for(turn.session, officer(turn), turn.data["other"])


@ticket.action
async def split(turn: Turn) -> None:
    found, staff = await tapped(turn, "split"), officer(turn)
    assert turn.tap is not None
    version = seen(found, staff, turn.tap.version)
    await services.split(
        turn.session, found, staff, now=turn.now, source=turn.source, expected_version=version
    )
    turn.say("desk.merge.split", about=found.id, code=found.code, due=found.due_at)


@ticket.action
async def unlink(turn: Turn) -> None:
    """The button carries both numbers, `<ticket id>-<other id>`."""
    assert turn.tap is not None
    value, _, other_value = turn.tap.value.partition("-")
    staff = officer(turn)
    found = await ticket_for(turn.session, staff, number(value), lock=True)
    other = await ticket_for(turn.session, staff, number(other_value), lock=True)
    await services.unrelate(turn.session, found, staff, other, now=turn.now, source=turn.source)
    turn.say("desk.merge.unlinked", code=found.code, other=other.code)
