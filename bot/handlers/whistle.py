"""A report about members of staff: only inspectors outside their line may read it, or nobody.

Where no such inspector is bound nothing is kept of it, and whoever wrote reads where to turn to.
"""

from bot.flow import DONE
from bot.handlers.card import standing
from bot.handlers.used import take_buttons
from bot.turn import Turn
from core.i18n import Text
from core.knowledge.services import forget
from core.outbox import Button
from core.oversight.queries import INSPECTORATE, body_shown
from core.people.inspecting import inspecting_unit
from core.people.models import Unit
from core.people.queries import units
from core.routing.queries import directory

PAGE = 8
NOBODY_KNOWS = "unknown"


async def concerns_staff(turn: Turn) -> bool:
    """Whether the draft is of a category for inspectors."""
    known = await directory(turn.session, now=turn.now)
    choice = known.choices.get(turn.data.get("category") or 0)
    return choice is not None and choice.inspected


def asks(turn: Turn) -> bool:
    """Whether to ask whom it is about: not again, and not where nobody would read it."""
    return turn.features.on("whistle") and "accused" not in turn.data


async def ask(turn: Turn) -> None:
    """Whose staff it is about, so that none of that line reads it."""
    found = [one for one in await units(turn.session) if not one.inspects]
    page = min(turn.data.get("page", 0), max(0, (len(found) - 1) // PAGE))
    here = found[page * PAGE : (page + 1) * PAGE]
    rows: list[tuple[Button, ...]]
    rows = [(turn.choice(one.id, Text("common.plain", text=one.name)),) for one in here]
    around = _around(turn, page, len(found))
    rows += [around] if around else []
    rows += [(turn.choice(NOBODY_KNOWS, "button.whistle.unknown"),)]
    rows += [(turn.choice("back", "button.complaint.back"),)]
    row = turn.say("whistle.whose", kind="card", edits=standing(turn), buttons=tuple(rows))
    if row.edits is None:
        turn.data["card"] = row.ref


def _around(turn: Turn, page: int, count: int) -> tuple[Button, ...]:
    before = turn.choice(f"p{page - 1}", "button.complaint.before")
    after = turn.choice(f"p{page + 1}", "button.complaint.after")
    more = count > (page + 1) * PAGE
    return (*([before] if page > 0 else []), *([after] if more else []))


async def choose(turn: Turn) -> bool:
    """Take the choice; False while the list is still needed."""
    tapped = turn.tapped or ""
    if tapped.startswith("p") and tapped[1:].isdecimal():
        turn.data["page"] = int(tapped[1:4])
        return False
    turn.data.pop("page", None)
    known = {str(one.id): one.id for one in await units(turn.session) if not one.inspects}
    if tapped in known or tapped == NOBODY_KNOWS:
        turn.data["accused"] = known.get(tapped)
        return True
    return False


async def inspectors(turn: Turn) -> Unit | None:
    """The unit that may read the draft; none where the office leaves such reports to others."""
    if not turn.features.on("whistle"):
        return None
    return await inspecting_unit(turn.session, turn.data["accused"])


async def nowhere(turn: Turn) -> str:
    """Nobody here may read it: say whom to turn to, and keep nothing."""
    take_buttons(turn)
    if "asked" in turn.data:
        await forget(turn.session, turn.data["asked"])
    body = await body_shown(turn.session, INSPECTORATE)
    if body is None:
        turn.say("whistle.nowhere")
    else:
        turn.say("whistle.elsewhere", name=body.name, contact=body.contact)
    return DONE
