"""What an officer passes on themselves: the reporter is not on Telegram."""

from bot.handlers.desk.door import officer
from bot.turn import Turn
from core.i18n import Text, plain_text
from core.outbox import Link
from core.tickets.citizens import Citizen, citizen_of, handles, ready_text, whatsapp
from core.tickets.models import Ticket
from core.tickets.notices import pieces

Buttons = tuple[tuple[Link, ...], ...]


def say_ready(turn: Turn, found: Ticket, text: str, files: int) -> None:
    """The words as they can be sent, to copy or to open in WhatsApp."""
    assert found.reception is not None
    ready = ready_text(turn.session, found, text, _known(turn, found).name)
    first, *rest = pieces(ready)
    channel = Text(f"receipt.channel.{found.reception.channel}")
    turn.say(
        "counter.by_hand_hidden" if found.hidden else "counter.by_hand",
        about=found.id,
        buttons=_opening(turn, found, ready),
        code=found.code,
        channel=channel,
        ready=first,
    )
    for piece in rest:
        turn.say("desk.given_back_more", said=piece)
    if files:
        turn.say("counter.by_hand_files", about=found.id, count=files)


def on_whatsapp(turn: Turn, found: Ticket, said: Text) -> Buttons:
    """A button that opens a chat with the citizen and these words, where the number is known, or
    else what they wrote on other media.
    """
    service = turn.session.info["service"]
    words = plain_text(said, service.language, service.zone)
    name = _known(turn, found).name
    return _opening(turn, found, ready_text(turn.session, found, words, name))


def _opening(turn: Turn, found: Ticket, ready: str) -> Buttons:
    who = _known(turn, found)
    link = whatsapp(who.phone, ready)
    if not link and who.link:
        return ((Link("button.counter.comment", who.link),),)
    return ((Link("button.counter.whatsapp", link),),) if link else ()


def _known(turn: Turn, found: Ticket) -> Citizen:
    """The citizen as far as this officer, whom the door let in, may know who it is."""
    staff = officer(turn)
    return citizen_of(turn.session, found) if handles(found, staff, staff.role) else Citizen()
