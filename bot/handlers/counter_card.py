"""The card of what an officer writes down: the draft, how it came, and whom it is for."""

from bot.handlers.card import chosen, files_in, standing, words_of
from bot.handlers.draft import Draft
from bot.turn import Turn
from core.i18n import Text
from core.outbox import Button
from core.routing.queries import directory
from core.tickets.social import SOCIAL, channels_of

CHANNEL = "channel-"
FIRST_ROW = 3


async def show(turn: Turn) -> None:
    """Show the card: in place when it was tapped or an album grows, else as a new message."""
    draft = Draft(turn.data)
    choice = chosen(turn, await directory(turn.session, now=turn.now))
    row = turn.say(
        "counter.card",
        kind="card",
        edits=standing(turn),
        buttons=_buttons(turn),
        text=words_of(draft),
        category=choice.name_in(turn.person.language) if choice else Text("complaint.no_category"),
        unit=choice.unit if choice else Text("complaint.no_unit"),
        files=files_in(draft, turn.person.language),
        channel=Text(f"receipt.channel.{channel_of(turn)}"),
        citizen=_citizen(turn),
    )
    if row.edits is None:
        turn.data["card"] = row.ref


def channel_of(turn: Turn) -> str:
    """How it came: as chosen, else by what there is. Pictures and forwards come from WhatsApp."""
    forwarded = turn.message is not None and turn.message.forward_origin is not None
    likely = "whatsapp" if forwarded or Draft(turn.data).files else "counter"
    return str(turn.data.setdefault("channel", likely))


def choose_channel(turn: Turn) -> None:
    """Take the channel that was tapped; anything else changes nothing."""
    channel = (turn.tapped or "").removeprefix(CHANNEL)
    if channel in channels_of(turn.session):
        turn.data["channel"] = channel


def _buttons(turn: Turn) -> tuple[tuple[Button | str, ...], ...]:
    channels = [_channel(turn, name) for name in channels_of(turn.session)]
    first, second = tuple(channels[:FIRST_ROW]), tuple(channels[FIRST_ROW:])
    source: tuple[str, ...] = ("source",) if channel_of(turn) == SOCIAL else ()
    return (first, second, ("category", "person", *source), ("send", "cancel"))


def _channel(turn: Turn, name: str) -> Button:
    label = Text(f"button.counter.channel.{name}")
    if name == channel_of(turn):
        label = Text("button.counter.channel.chosen", name=label)
    return turn.choice(f"{CHANNEL}{name}", label)


def _citizen(turn: Turn) -> Text:
    who = turn.data.get("citizen")
    if not who:
        return Text("counter.no_citizen")
    phone = f"+{who['phone']}" if who.get("phone") else ""
    told = Text("common.plain", text=f"{who.get('name', '')} {phone}".strip())
    if not who.get("network"):
        return told
    network = Text(f"social.network.{who['network']}")
    return Text("social.citizen", who=told, network=network, link=who.get("link", ""))
