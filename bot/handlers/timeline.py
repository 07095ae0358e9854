"""The steps of a ticket as citizens read them."""

from bot.handlers.lines import beginning, lines
from bot.turn import Turn
from core.i18n import Text, has_text
from core.masking import for_others
from core.tickets.models import Ticket
from core.tickets.queries import Step, timeline

# Each step takes at most some 200 characters, and a message holds 4096.
MOST_STEPS = 14


async def steps_of(turn: Turn, ticket: Ticket, *, hide: str | None = None) -> Text:
    """The newest steps in order; how many older ones there are is said first.

    With `hide`, the reporter's name, they are as others may read them.
    """
    steps = await timeline(turn.session, ticket, public_only=True)
    newest = steps[-MOST_STEPS:]
    shown = [_line(one) if hide is None else _line_for_others(one, hide) for one in newest]
    if older := len(steps) - len(shown):
        shown.insert(0, Text("reports.older", count=older))
    return lines(shown)


def _line(step: Step) -> Text:
    # What was reported stands above the steps already.
    quoted = step.said and step.kind != "filed"
    key = "reports.step_said" if quoted else "reports.step"
    return Text(key, at=step.at, what=_what(step), said=beginning(step.said))


def _line_for_others(step: Step, name: str) -> Text:
    said = "" if step.by_reporter else for_others(step.said, name)
    key = "reports.step_said" if said else "reports.step"
    return Text(key, at=step.at, what=step.what, said=beginning(said))


def _what(step: Step) -> Text:
    """The step; what the reader did themselves is said as "you"."""
    own = f"reports.own.{step.what.key.rpartition('.')[2]}"
    return Text(own, **step.what.params) if has_text(own) else step.what
