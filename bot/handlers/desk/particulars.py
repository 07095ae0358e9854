"""What has to be known of a plan or of a letter to an outside body, one short question each."""

from datetime import date, timedelta

from bot.handlers.desk import choices
from bot.handlers.desk.draft import words_only
from bot.turn import Turn
from core import i18n
from core.errors import Refused
from core.i18n import Text
from core.outbox import Button
from core.tickets import outcomes

# Days from now that are offered to look at it again.
DAYS = {"planned": (90, 180, 365), "referred": (7, 14, 30)}
# Sources of money and outside bodies that an office has often.
OFTEN = {"budget": ("district", "village", "province"), "body": ("pln", "pdam", "works")}


def wanted(turn: Turn) -> str | None:
    """The fact to ask for next; None when all are known."""
    names = outcomes.WANTED.get(turn.data["outcome"], ())
    return next((name for name in names if name not in turn.data["facts"]), None)


async def ask(turn: Turn) -> None:
    name = wanted(turn)
    offered = [(one,) for one in _offers(turn).values()]
    await choices.prompt(turn, f"desk.fact.{name}", *offered, ("cancel",))


def take(turn: Turn) -> None:
    """Keep the answer; a button nobody offered changes nothing."""
    name = wanted(turn)
    assert name is not None
    if turn.tapped is None:
        words_only(turn)
        if turn.text.startswith("/"):
            raise Refused("desk.refused.command")
    elif turn.tapped not in _offers(turn):
        return
    typed = turn.text if turn.tapped is None else _meant(turn, name, turn.tapped)
    turn.data["facts"][name] = outcomes.fact(name, typed, _today(turn))


def _offers(turn: Turn) -> dict[str, Button]:
    """The buttons by value."""
    name, today = wanted(turn), _today(turn)
    labels: dict[str, Text] = {}
    if name == "year":
        years = [str(today.year + n) for n in range(3)]
        labels = {year: Text("common.plain", text=year) for year in years}
    elif name == "again_on":
        days = [today + timedelta(days=n) for n in DAYS[turn.data["outcome"]]]
        labels = {day.isoformat(): Text("desk.fact.on", day=day) for day in days}
    elif name == "letter":
        labels = {"none": Text("desk.fact.no_letter")}
    elif name in OFTEN:
        labels = {one: Text(f"desk.fact.often.{one}") for one in OFTEN[name]}
    return {value: turn.choice(value, label) for value, label in labels.items()}


def _meant(turn: Turn, name: str, value: str) -> str:
    if name == "letter":
        return ""
    often = name in OFTEN
    language = turn.session.info["service"].language
    return i18n.plain(f"desk.fact.often.{value}", language) if often else value


def _today(turn: Turn) -> date:
    return turn.now.astimezone(turn.session.info["service"].zone).date()
