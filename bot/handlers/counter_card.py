"""The card of what an officer writes down: the draft, how it came, and whom it is for."""

from collections.abc import Iterator

from bot.handlers.card import chosen, files_in, standing, words_of
from bot.handlers.draft import Draft
from bot.handlers.hiding import SWITCHES, switch
from bot.handlers.lines import paragraphs
from bot.turn import Turn
from core.i18n import Text
from core.outbox import Button
from core.routing.queries import directory
from core.tickets.social import SOCIAL, channels_of

CHANNEL = "channel-"
PREVIEW = "complaint"
FIRST_ROW = 3


async def show(turn: Turn) -> None:
    """Show the card: in place when it was tapped or an album grows, else as a new message."""
    draft = Draft(turn.data)
    choice = chosen(turn, await directory(turn.session, now=turn.now))
    card = Text(
        "counter.card",
        text=words_of(draft),
        category=choice.name_in(turn.person.language) if choice else Text("complaint.no_category"),
        unit=choice.unit if choice else Text("complaint.no_unit"),
        files=files_in(draft, turn.person.language),
        channel=Text(f"receipt.channel.{channel_of(turn)}"),
        citizen=_citizen(turn, draft),
    )
    whole, edits = paragraphs(card, *_hidden(draft), Text("counter.ready_to_send")), standing(turn)
    row = turn.say("common.plain", kind="card", edits=edits, buttons=_buttons(turn), text=whole)
    if row.edits is None:
        turn.data["card"] = row.ref


def channel_of(turn: Turn) -> str:
    """How it came: as chosen, else by what there is.

    Pictures, forwards, and what was pasted before anybody said whose it is come from WhatsApp.
    """
    forwarded = turn.message is not None and turn.message.forward_origin is not None
    pasted = turn.tap is not None and turn.tap.flow == PREVIEW
    likely = "whatsapp" if forwarded or pasted or Draft(turn.data).files else "counter"
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
    hiding = tuple(switch(turn, name, "counter") for name in SWITCHES)
    return (first, second, ("category", "person", *source), hiding, ("send", "cancel"))


def _hidden(draft: Draft) -> Iterator[Text]:
    """What is switched on for the citizen, and what it cannot do."""
    if draft.anonymous:
        yield Text("counter.anonymous")
        if draft.is_telling:
            yield Text("hiding.telling")
    if draft.confidential:
        yield Text("hiding.confidential")


def _channel(turn: Turn, name: str) -> Button:
    label = Text(f"button.counter.channel.{name}")
    if name == channel_of(turn):
        label = Text("button.counter.channel.chosen", name=label)
    return turn.choice(f"{CHANNEL}{name}", label)


def _citizen(turn: Turn, draft: Draft) -> Text:
    who = turn.data.get("citizen")
    if not who:
        return Text("counter.no_citizen")
    if draft.anonymous:
        return Text("counter.sealed")
    phone = f"+{who['phone']}" if who.get("phone") else ""
    told = Text("common.plain", text=f"{who.get('name', '')} {phone}".strip())
    if not who.get("network"):
        return told
    network = Text(f"social.network.{who['network']}")
    return Text("social.citizen", who=told, network=network, link=who.get("link", ""))
