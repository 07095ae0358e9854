"""A head reads what an officer wants to send: lets it go, changes it, or gives it back."""

from typing import Any

from bot.flow import DONE, Flow
from bot.handlers.desk.door import give_back, number, officer
from bot.handlers.desk.draft import words_only
from bot.turn import Turn
from core.errors import Moved, Refused
from core.i18n import Text
from core.tickets import approving
from core.tickets.notices import pieces
from core.tickets.proposing import content_of

proposal = Flow("proposal")


@proposal.action
async def approve(turn: Turn) -> None:
    assert turn.tap is not None
    staff = officer(turn)
    found, one = await approving.proposal_for(turn.session, staff, number(turn.tap.value))
    await approving.approve(turn.session, found, one, staff, now=turn.now, source=turn.source)
    turn.say("desk.proposal.approved", code=found.code, by=one.staff.name)


@proposal.action
async def edit(turn: Turn) -> str:
    return await _begin(turn, "edit_text")


@proposal.action
async def send_back(turn: Turn) -> str:
    return await _begin(turn, "back_note")


async def _begin(turn: Turn, step: str) -> str:
    """Ask for words; another question of this kind that was still open gives way."""
    assert turn.tap is not None
    found, one = await approving.proposal_for(turn.session, officer(turn), number(turn.tap.value))
    text = content_of(turn.session, one)["text"]
    if turn.flow == proposal.name:
        turn.leave()
    return turn.enter(f"proposal.{step}", proposal=one.id, code=found.code, text=text)


async def _ask_text(turn: Turn) -> None:
    first, *rest = pieces(turn.data["text"])
    code = turn.data["code"]
    turn.say("desk.proposal.edit", buttons=(("cancel",),), code=code, said=first)
    for piece in rest:
        turn.say("desk.given_back_more", said=piece)


@proposal.step(_ask_text)
async def edit_text(turn: Turn) -> str:
    return await _decide(turn, "edit_text")


async def _ask_note(turn: Turn) -> None:
    turn.say("desk.proposal.note", buttons=(("cancel",),), code=turn.data["code"])


@proposal.step(_ask_note)
async def back_note(turn: Turn) -> str:
    return await _decide(turn, "back_note")


async def _decide(turn: Turn, here: str) -> str:
    """Do it with the words that came; they come back when somebody else was faster."""
    if turn.tapped is not None:
        turn.say("desk.proposal.waits", code=turn.data["code"])
        return DONE
    words_only(turn)
    if turn.text.startswith("/"):
        raise Refused("desk.refused.command")
    staff = officer(turn)
    act: dict[str, Any] = {"now": turn.now, "source": turn.source}
    try:
        found, one = await approving.proposal_for(turn.session, staff, turn.data["proposal"])
        if here == "edit_text":
            await approving.approve(turn.session, found, one, staff, text=turn.text, **act)
        else:
            await approving.send_back(turn.session, found, one, staff, turn.text, **act)
    except Moved as refusal:
        give_back(turn, Text(refusal.key, **refusal.params), turn.text)
        return DONE
    key = "desk.proposal.edited" if here == "edit_text" else "desk.proposal.returned"
    turn.say(key, code=found.code, by=one.staff.name)
    return DONE
