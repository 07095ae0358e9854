"""The steps of a ticket as its reporter reads them."""

from bot.handlers.lines import beginning, lines
from bot.turn import Turn
from core.i18n import Text, has_text
from core.tickets.models import Ticket
from core.tickets.queries import Step, timeline

# Each step takes at most some 200 characters, and a message holds 4096.
MOST_STEPS = 14


async def steps_of(turn: Turn, ticket: Ticket) -> Text:
    """The newest steps in order; how many older ones there are is said first."""
    steps = await timeline(turn.session, ticket, public_only=True)
    shown = [_line(step) for step in steps[-MOST_STEPS:]]
    if older := len(steps) - len(shown):
        shown.insert(0, Text("reports.older", count=older))
    return lines(shown)


def _line(step: Step) -> Text:
    # What was reported stands above the steps already.
    quoted = step.said and step.kind != "filed"
    key = "reports.step_said" if quoted else "reports.step"
    return Text(key, at=step.at, what=_what(step), said=beginning(step.said))


def _what(step: Step) -> Text:
    """The step; what the reader did themselves is said as "you"."""
    own = f"reports.own.{step.what.key.rpartition('.')[2]}"
    return Text(own, **step.what.params) if has_text(own) else step.what
