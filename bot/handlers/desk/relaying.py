"""What somebody who is not on Telegram says of their case, passed on by an officer: what was said,
how it came, and the words.
"""

from typing import Any

from bot.flow import DONE
from bot.handlers.desk import choices
from bot.handlers.desk.door import about, attempt, begin, cancel, tapped, ticket
from bot.handlers.desk.draft import add, is_empty, more_may_come, show, show_whole, words_only
from bot.handlers.lines import NOTHING
from bot.turn import Turn
from core.errors import Refused
from core.i18n import Text
from core.outbox import Button
from core.relays import services
from core.relays.queries import rating_of
from core.relays.rules import CHANNELS, sayings
from core.tickets.models import Ticket
from core.tickets.reporters import is_by_hand
from core.tickets.rules import RATINGS

CHANNEL = "channel-"
WORDY = {"answer": services.answer, "object": services.object_}


@ticket.action
async def relay(turn: Turn) -> str:
    found = await tapped(turn, "relay")
    if not is_by_hand(found):
        raise Refused("relays.refused.on_telegram", code=found.code)
    can = sayings(found)
    if not can or (can == ("rate",) and await rating_of(turn.session, found)):
        raise Refused("relays.refused.rated", code=found.code)
    step = "relay_what" if len(can) > 1 else "relay_how"
    return begin(turn, step, found, can=can, what=can[0])


async def _ask_what(turn: Turn) -> None:
    offered = tuple((turn.choice(one, f"relays.what.{one}"),) for one in turn.data["can"])
    await choices.prompt(turn, "relays.ask_what", *offered, ("cancel",))


@ticket.step(_ask_what)
async def relay_what(turn: Turn) -> str:
    if turn.tapped == "cancel":
        return cancel(turn)
    if turn.tapped not in turn.data["can"]:
        return "relay_what"
    turn.data["what"] = turn.tapped
    return "relay_how"


async def _ask_how(turn: Turn) -> None:
    ways = [turn.choice(f"{CHANNEL}{one}", f"button.counter.channel.{one}") for one in CHANNELS]
    what = Text(f"relays.what.{turn.data['what']}")
    rows = (tuple(ways[:3]), tuple(ways[3:]), ("cancel",))
    await choices.prompt(turn, "relays.ask_how", *rows, what=what)


@ticket.step(_ask_how)
async def relay_how(turn: Turn) -> str:
    channel = (turn.tapped or "").removeprefix(CHANNEL)
    if turn.tapped == "cancel":
        return cancel(turn)
    if channel not in CHANNELS:
        return "relay_how"
    turn.data["channel"] = channel
    if turn.data["what"] == "confirm":
        return await _confirm(turn)
    return "relay_rating" if turn.data["what"] == "rate" else "relay_words"


async def _ask_words(turn: Turn) -> None:
    if is_empty(turn):
        show(turn, f"relays.words.{turn.data['what']}")
    else:
        show_whole(turn)


@ticket.step(_ask_words)
async def relay_words(turn: Turn) -> str:
    if turn.tapped == "cancel":
        return cancel(turn)
    add(turn)
    if more_may_come(turn):
        return "relay_words"
    what, files = turn.data["what"], turn.data["files"]
    found = await _attempt(turn, WORDY[what], turn.data["text"], files=files)
    if found is not None:
        _say_done(turn, what, found)
    return DONE


async def _confirm(turn: Turn) -> str:
    """The case closes; what they think of the service can be told at once."""
    found = await _attempt(turn, services.confirm)
    if found is None:
        return DONE
    _say_done(turn, "confirm", found)
    turn.data["ticket"]["version"] = found.version
    return "relay_rating"


async def _ask_rating(turn: Turn) -> None:
    marks = [turn.choice(n, f"button.ticket.rate_{n}") for n in reversed(RATINGS)]
    rows: tuple[tuple[Button | str, ...], ...] = (*((one,) for one in marks), ("not_told",))
    turn.say("relays.ask_rating", buttons=rows, **about(turn))


@ticket.step(_ask_rating)
async def relay_rating(turn: Turn) -> str:
    if turn.tapped == "not_told":
        turn.say("relays.done.not_told", code=turn.data["ticket"]["code"])
        return DONE
    if turn.tapped is None or not turn.tapped.isdecimal():
        words_only(turn)
        return "relay_rating"
    rating = int(turn.tapped)
    found = await _attempt(turn, services.rate, rating)
    if found is not None:
        _say_done(turn, "rate", found, Text(f"ticket.rating.{rating}"))
    return DONE


async def _attempt(turn: Turn, verb: Any, *args: object, **more: object) -> Ticket | None:
    return await attempt(turn, verb, *args, channel=turn.data["channel"], **more)


def _say_done(turn: Turn, what: str, found: Ticket, rating: Text = NOTHING) -> None:
    channel = Text(f"receipt.channel.{turn.data['channel']}")
    facts = {"code": found.code, "channel": channel, "rating": rating}
    turn.say("common.plain", about=found.id, text=Text(f"relays.done.{what}", **facts))
