"""What staff write to a ticket before it goes out: words, files, or an album piece by piece."""

from typing import Any

from bot.handlers.albums import album_of
from bot.handlers.desk.by_hand import say_ready
from bot.handlers.desk.door import about, officer
from bot.handlers.draft import Draft, was_cut
from bot.handlers.keeping.replies import offer
from bot.turn import Turn
from core.errors import Refused
from core.i18n import Text
from core.tickets import reporters
from core.tickets.cards import with_others
from core.tickets.models import Ticket
from core.tickets.notices import pieces
from core.tickets.proposing import needs_approval

# What the people who follow a report read as well.
FOLLOWERS_READ = ("desk.reply.done", "desk.resolve.done", "desk.resolve.done_unsolved")


def add(turn: Turn) -> None:
    """Add the message to the draft; the pieces of an album change one and the same answer."""
    if turn.text.startswith("/"):
        raise Refused("desk.refused.command")
    data, album = turn.data, album_of(turn)
    if album is not None and album == data.get("album"):
        data["edits"] = data.get("shown")
    data["album"] = album
    _say_more(turn, data)
    data["files"] = [*data.get("files", []), *(file.as_dict() for file in turn.files)]


def _say_more(turn: Turn, data: dict[str, Any]) -> None:
    # A reason that was chosen by a button comes from no message.
    said = data.setdefault("said", [[None, data["text"]]] if data.get("text") else [])
    if turn.message is not None:
        data.setdefault("messages", []).append(turn.message.message_id)
        said += [[turn.message.message_id, turn.text]] if turn.text else []
    data["text"] = Draft(data).text


def corrected(turn: Turn, data: dict[str, Any]) -> None:
    """A message of this draft was edited: what goes out are the new words."""
    data["text"] = Draft(data).text
    turn.say("desk.draft.corrected", code=data["ticket"]["code"])


def more_may_come(turn: Turn) -> bool:
    """Whether the message is part of an album or of a long text: only a tap ends those."""
    return album_of(turn) is not None or was_cut(turn.text)


def is_empty(turn: Turn) -> bool:
    return not turn.data.get("text") and not turn.data.get("files")


def words_only(turn: Turn) -> None:
    if turn.files:
        raise Refused("desk.refused.words_only")


def show(turn: Turn, key: str, *rows: tuple[str, ...]) -> None:
    """Ask for the draft, or for what it lacks; rows of buttons come above the way out."""
    _say(turn, key, (*rows, ("cancel",)))


def show_whole(turn: Turn) -> None:
    """Offer to send the draft, to which more may come."""
    key = "desk.draft.files" if turn.data["files"] else "desk.draft.words"
    _say(turn, key, (("send", "cancel"),))


def _say(turn: Turn, key: str, buttons: tuple[tuple[str, ...], ...]) -> None:
    edits = turn.data.pop("edits", None)
    count = len(turn.data.get("files", []))
    row = turn.say(key, buttons=buttons, edits=edits, count=count, **about(turn))
    if edits is None:
        turn.data["shown"] = row.ref


def echo(
    turn: Turn,
    key: str,
    found: Ticket,
    text: str,
    files: int = 0,
    *,
    internal: bool = False,
    **params: Any,
) -> None:
    """Show exactly what was sent and to whom.

    A reply to this message writes to the citizen, as to any message of the ticket; but not to
    words that were for the office, which somebody may take for a talk among colleagues.
    """
    if reporters.is_by_hand(found) and not internal:
        say_ready(turn, found, text, files)
        return
    said, rest = quoted(text, files)
    name = _reader(turn, key, found)
    belongs = None if internal else found.id
    buttons = () if internal or rest else offer(found)
    turn.say(key, about=belongs, code=found.code, name=name, said=said, buttons=buttons, **params)
    for piece in rest:
        turn.say("ticket.more", about=belongs, said=piece)


def _reader(turn: Turn, key: str, found: Ticket) -> Text:
    name = reporters.name(turn.session, found)
    return with_others(found, name) if key in FOLLOWERS_READ else name


def echo_sent(
    turn: Turn, key: str, found: Ticket, text: str, files: int = 0, **params: Any
) -> None:
    """Show what the citizen reads now, or will once it is approved."""
    waits = needs_approval(turn.session, found, officer(turn))
    echo(turn, "desk.proposed" if waits else key, found, text, files, internal=waits, **params)


def quoted(text: str, files: int) -> tuple[Text, list[str]]:
    """Words and the number of files as one text, and what does not fit into a message."""
    first, *rest = pieces(text)
    key = "common.plain" if not files else "desk.with_files" if text else "desk.files"
    return Text(key, text=first, count=files), rest
