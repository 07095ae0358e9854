"""What the ticket is about, put right: the likeliest categories first, and the other kinds."""

from bot.flow import DONE
from bot.handlers.desk import choices
from bot.handlers.desk.door import attempt, begin, cancel, tapped, ticket
from bot.turn import Turn
from core.outbox import Button
from core.routing.queries import directory
from core.tickets import services
from core.tickets.models import KINDS, Ticket
from core.tickets.sorting import Matter


@ticket.action
async def sort(turn: Turn) -> str:
    found = await tapped(turn, "sort")
    return begin(turn, "sort_into", found, choices=await _offered(turn, found), kind=found.kind)


async def _offered(turn: Turn, found: Ticket) -> list[dict[str, object]]:
    """Every category but the ticket's own and those of reports about staff."""
    ranked = (await directory(turn.session, now=turn.now)).rank(found.words)
    others = [one for one in ranked if one.id != found.category_id and not one.inspected]
    return choices.categories(others, turn.person.language)


async def _ask(turn: Turn) -> None:
    await choices.prompt(turn, "desk.sort.prompt", *choices.rows(turn), _kinds(turn), ("cancel",))


def _kinds(turn: Turn) -> tuple[Button, ...]:
    others = [kind for kind in KINDS if kind != turn.data["kind"]]
    return tuple(turn.choice(kind, f"button.complaint.kind_{kind}") for kind in others)


@ticket.step(_ask)
async def sort_into(turn: Turn) -> str:
    if turn.tapped == "cancel":
        return cancel(turn)
    if turn.tapped in KINDS:
        return await _sort(turn, Matter(kind=turn.tapped))
    picked = choices.chosen(turn)
    if picked is None:
        choices.turned(turn)
        return "sort_into"
    return await _sort(turn, Matter(category_id=int(picked[1:])))


async def _sort(turn: Turn, matter: Matter) -> str:
    found = await attempt(turn, services.sort, matter)
    if found is None:
        return DONE
    category = found.category
    elsewhere = category is not None and category.unit_id != found.unit_id
    key = "desk.sort.done_elsewhere" if elsewhere else "desk.sort.done"
    known = await directory(turn.session, now=turn.now)
    unit = known.choices[category.id].unit if category and category.id in known.choices else ""
    turn.say(key, about=found.id, code=found.code, unit=unit)
    return DONE
