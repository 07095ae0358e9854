"""The citizen's judgement: solved or not, and how good the service was."""

from bot.flow import DONE, Flow
from bot.handlers import first_message
from bot.handlers.albums import remember_afterwards
from bot.handlers.desk.door import number, ticket
from bot.handlers.draft import Draft, piece_of
from bot.handlers.survey.offering import offer
from bot.handlers.used import take_buttons
from bot.turn import Turn
from core.tickets import services as tickets
from core.tickets.access import admits, check_still, standing_of
from core.tickets.models import Ticket
from core.tickets.objecting import objection
from core.tickets.queries import ticket_for
from core.tickets.reporters import is_hidden, is_theirs

verdict = Flow("verdict")


@ticket.action
async def confirm(turn: Turn) -> None:
    assert turn.tap is not None
    found = await _mine(turn, turn.tap.value)
    await tickets.confirm(
        turn.session,
        found,
        turn.person,
        now=turn.now,
        source=turn.source,
        expected_version=_seen(turn, found, turn.tap.version),
    )
    take_buttons(turn)


@ticket.action
async def object_(turn: Turn) -> str:
    """Not solved: why, is asked before anything changes."""
    assert turn.tap is not None
    found = await _mine(turn, turn.tap.value)
    verb = objection(found, by_reporter=is_theirs(turn.session, turn.person, found), now=turn.now)
    stands = await standing_of(turn.session, turn.person, found)
    check_still(found, stands, verb, _seen(turn, found, turn.tap.version))
    return _begin(turn, "reason", found)


@ticket.action
async def rate(turn: Turn) -> None:
    assert turn.tap is not None
    value, _, rating = turn.tap.value.partition("-")
    found = await _mine(turn, value)
    await tickets.rate(
        turn.session, found, turn.person, number(rating), now=turn.now, source=turn.source
    )
    take_buttons(turn)
    await offer(turn, found)


@ticket.action
async def explain(turn: Turn) -> str:
    """The button under the thanks for a rating: why, for who cares to say."""
    assert turn.tap is not None
    found = await _mine(turn, turn.tap.value)
    await admits(turn.session, found, turn.person, "explain", expected_version=turn.tap.version)
    return _begin(turn, "explanation", found)


def _seen(turn: Turn, found: Ticket, version: int) -> int | None:
    """The version an act insists on; a follower's word holds whatever the reporter said since."""
    return version if is_theirs(turn.session, turn.person, found) else None


def _begin(turn: Turn, step: str, found: Ticket) -> str:
    """Ask for words; another question of this kind that was still open gives way."""
    facts = {"ticket": found.id, "version": found.version, "code": found.code}
    facts["anonymous"] = is_hidden(turn.session, turn.person, found)
    facts["solved"] = found.is_solved
    if turn.flow == verdict.name:
        turn.leave()
    return turn.enter(f"verdict.{step}", **facts, **Draft.new("complaint"))


async def _ask_explanation(turn: Turn) -> None:
    turn.say("verdict.explanation", buttons=(("cancel",),), code=turn.data["code"])


@verdict.step(_ask_explanation)
async def explanation(turn: Turn) -> str | None:
    if turn.tapped is not None:
        take_buttons(turn)
        turn.say("cancel.done")
        return DONE
    draft = _written(turn)
    if draft is None:
        return first_message.nothing(turn)
    if not draft.text:
        return "explanation"
    found = await ticket_for(turn.session, turn.person, turn.data["ticket"], lock=True)
    await tickets.explain(
        turn.session,
        found,
        turn.person,
        draft.text,
        now=turn.now,
        source=turn.source,
        files=draft.files,
    )
    return DONE


async def _ask_reason(turn: Turn) -> None:
    # A dialogue that an older release began does not say.
    key = "verdict.reason" if turn.data.get("solved", True) else "verdict.reason_unsolved"
    turn.say(key, buttons=(("cancel",),), code=turn.data["code"])


@verdict.step(_ask_reason)
async def reason(turn: Turn) -> str | None:
    if turn.tapped is not None:
        take_buttons(turn)
        turn.say("verdict.still_open", code=turn.data["code"])
        return DONE
    draft = _written(turn)
    if draft is None:
        return first_message.nothing(turn)
    if not draft.text:
        return "reason"
    found = await ticket_for(turn.session, turn.person, turn.data["ticket"], lock=True)
    await tickets.object_(
        turn.session,
        found,
        turn.person,
        draft.text,
        now=turn.now,
        source=turn.source,
        files=draft.files,
        expected_version=_seen(turn, found, turn.data["version"]),
    )
    remember_afterwards(turn, draft.albums, found)
    return DONE


def _written(turn: Turn) -> Draft | None:
    """The answer so far, with this message in it; None for a message that holds nothing."""
    piece, draft = piece_of(turn), Draft(turn.data)
    if first_message.holds_nothing(turn, piece):
        return None
    draft.add(piece)
    if note := draft.take_note():
        turn.say(f"complaint.note.{note}")
    return draft


async def _mine(turn: Turn, value: str) -> Ticket:
    return await ticket_for(turn.session, turn.person, number(value), lock=True)
