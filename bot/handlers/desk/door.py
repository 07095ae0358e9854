"""The door to a ticket for whoever taps or writes for the office."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.flow import DONE, Flow
from bot.handlers.lines import beginning
from bot.turn import Turn
from core.errors import Moved, Refused
from core.i18n import Text
from core.ids import LARGEST
from core.people.models import Staff
from core.tickets.access import admits
from core.tickets.models import Ticket
from core.tickets.notices import pieces
from core.tickets.queries import ticket_for
from core.tickets.reporters import is_by_hand

# Buttons on a ticket's card, and the dialogues they start.
ticket = Flow("ticket")

# Refusals after which going on typing would not help.
LOST = ("desk.refused.not_staff", "ticket.refused.not_yours_staff")
LONGEST_NUMBER = 19
REMEMBERED = 200  # characters of a report; its prompts show the beginning

# A verb of `core.tickets.services`.
Verb = Callable[..., Awaitable[bool]]


def officer(turn: Turn) -> Staff:
    """Who taps, as a member of staff; refused for everybody else."""
    if turn.staff is None:
        raise Refused("desk.refused.not_staff")
    return turn.staff


def number(value: str) -> int:
    """The number a button carries; refused like a ticket of somebody else when it is none."""
    if not value.isdecimal() or len(value) > LONGEST_NUMBER or int(value) > LARGEST:
        raise Refused("ticket.refused.not_yours")
    return int(value)


async def tapped(turn: Turn, verb: str) -> Ticket:
    """The ticket of a card's button, locked; refused unless the verb is theirs to do now."""
    assert turn.tap is not None
    staff = officer(turn)
    found = await ticket_for(turn.session, staff, number(turn.tap.value), lock=True)
    version = seen(found, staff, turn.tap.version)
    await admits(turn.session, found, staff, verb, expected_version=version)
    return found


def seen(found: Ticket, staff: Staff, version: int) -> int | None:
    """The version an act insists on; whoever has the ticket cannot be overtaken by a colleague."""
    return None if found.assignee_id == staff.id else version


def begin(turn: Turn, step: str, found: Ticket, **data: object) -> str:
    """Start a dialogue about the ticket; one in which nothing was written yet is dropped."""
    if turn.flow == ticket.name and not turn.data.get("text") and not turn.data.get("files"):
        turn.leave()
    facts = {
        "id": found.id,
        "version": turn.tap.version if turn.tap else found.version,
        "code": found.code,
        "text": found.words[:REMEMBERED],
        "by_hand": is_by_hand(found),
    }
    return turn.enter(f"ticket.{step}", ticket=facts, **data)


def about(turn: Turn) -> dict[str, Any]:
    """The number and beginning of the dialogue's ticket, for its prompts."""
    facts = turn.data["ticket"]
    return {"code": facts["code"], "beginning": beginning(facts["text"])}


async def attempt(turn: Turn, verb: Verb, *args: object, **more: object) -> Ticket | None:
    """Do it to the dialogue's ticket; None, and said why, when it is no longer theirs to do."""
    facts, typed = turn.data["ticket"], turn.data.get("text", "")
    return await attempt_on(turn, facts["id"], facts["version"], typed, verb, *args, **more)


async def attempt_on(
    turn: Turn,
    ticket_id: int,
    version: int | None,
    typed: str,
    verb: Verb,
    *args: object,
    **more: object,
) -> Ticket | None:
    """The same for any ticket, in any version when that is None; `typed` is not lost."""
    try:
        staff = officer(turn)
        found = await ticket_for(turn.session, staff, ticket_id, lock=True)
        more["expected_version"] = None if version is None else seen(found, staff, version)
        await verb(turn.session, found, staff, *args, now=turn.now, source=turn.source, **more)
    except Refused as refusal:
        if not isinstance(refusal, Moved) and refusal.key not in LOST:
            raise
        give_back(turn, Text(refusal.key, **refusal.params), typed)
        return None
    return found


def cancel(turn: Turn) -> str:
    """End the dialogue; the ticket stays as it is, and what was typed goes back."""
    why = Text("desk.cancelled", code=turn.data["ticket"]["code"])
    give_back(turn, why, turn.data["text"] if turn.data.get("said") else "")
    return DONE


def give_back(turn: Turn, why: Text, typed: str) -> None:
    """Say why nothing came of it, with what was typed, to copy."""
    if not typed:
        turn.say("common.refused", why=why)
        return
    first, *rest = pieces(typed)
    turn.say("desk.given_back", why=why, said=first)
    for piece in rest:
        turn.say("desk.given_back_more", said=piece)
