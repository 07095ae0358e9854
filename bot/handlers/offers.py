"""Categories offered on the card when no single one stands out: one tap takes one."""

from collections.abc import Sequence

from bot.turn import Turn
from core.i18n import Text
from core.outbox import Button
from core.routing.queries import directory
from core.routing.rules import Choice

TAKE = "is-"


def buttons(turn: Turn, offered: Sequence[Choice]) -> list[tuple[Button]]:
    """A row for each."""
    language = turn.person.language
    labels = [Text("complaint.offer", category=one.name_in(language)) for one in offered]
    return [
        (turn.choice(f"{TAKE}{one.id}", label),) for one, label in zip(offered, labels, strict=True)
    ]


async def take(turn: Turn) -> bool:
    """Whether an offer was tapped; the draft has its category then, if it is still in use."""
    tapped = turn.tapped or ""
    if not tapped.startswith(TAKE):
        return False
    known = await directory(turn.session, now=turn.now)
    found = {str(one): one for one in known.choices}.get(tapped.removeprefix(TAKE))
    if found is not None:
        turn.data |= {"category": found, "chosen": True}
    return True
