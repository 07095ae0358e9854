"""The two switches on the preview: who is not to know me, and who is not to see my report."""

from collections.abc import Iterator

from bot.handlers.draft import Draft
from bot.turn import Turn
from core.i18n import Text
from core.outbox import Button

SWITCHES = ("anonymous", "confidential")


def switches(turn: Turn) -> tuple[tuple[Button], ...]:
    """A button for each; what it says is what a tap does."""
    return tuple((switch(turn, name, "hiding"),) for name in SWITCHES)


def switch(turn: Turn, name: str, words: str) -> Button:
    """One of them, in the words of the citizen (`hiding`) or of the office (`counter`)."""
    on = "off" if turn.data.get(name) else "on"
    return turn.choice(name, f"button.{words}.{name}_{on}")


def privacy_of(draft: Draft) -> Iterator[Text]:
    """What is switched on, and what it cannot do."""
    if draft.anonymous:
        yield Text("hiding.anonymous")
        if draft.is_telling:
            yield Text("hiding.telling")
        if draft.has_contact:
            yield Text("hiding.contact")
    if draft.confidential:
        yield Text("hiding.confidential")
