"""Photos sent together arrive one by one; those that come late still find their ticket."""

from collections.abc import Iterable

from bot.turn import Turn
from core.tickets import services as tickets
from core.tickets.models import Ticket
from core.tickets.queries import case_for

# Nobody waits for the rest of an older album.
REMEMBERED = 3


def album_of(turn: Turn) -> str | None:
    return turn.files[0].album if turn.files else None


def remember(turn: Turn, albums: Iterable[str], ticket: Ticket) -> None:
    """What still comes of these albums belongs to the ticket."""
    _remember(turn.data, albums, ticket)


def remember_afterwards(turn: Turn, albums: Iterable[str], ticket: Ticket) -> None:
    """The same, kept with the dialogue that this one returns to."""
    outside: dict[str, object] = {"flow": None, "step": None, "data": {}}
    _remember(turn.data.setdefault("paused", outside)["data"], albums, ticket)


async def joins_ticket(turn: Turn) -> bool:
    """Add the file to the ticket its album already is part of; False when there is none."""
    ticket_id = turn.data.get("joined", {}).get(album_of(turn))
    if ticket_id is None or turn.files[0].too_large:
        return False
    ticket = await case_for(turn.session, turn.person, ticket_id, lock=True)
    files = [file.as_dict() for file in turn.files]
    await tickets.add(
        turn.session, ticket, turn.person, turn.text, now=turn.now, source=turn.source, files=files
    )
    return True


def _remember(data: dict[str, object], albums: Iterable[str], ticket: Ticket) -> None:
    known = data.get("joined")
    joined = {**known} if isinstance(known, dict) else {}
    joined |= dict.fromkeys(albums, ticket.id)
    if joined:
        data["joined"] = dict(list(joined.items())[-REMEMBERED:])
