"""The door to gaps and articles for officers."""

from sqlalchemy import select

from bot.flow import Flow
from bot.handlers.desk.door import number, officer
from bot.turn import Turn
from core.errors import Refused
from core.knowledge.gaps import MOST_IN_CHAT, Gap, Sees, gap_of
from core.people.models import Staff
from core.people.queries import subtree

knowledge = Flow("knowledge")


def tapped(turn: Turn) -> int:
    """The number on an officer's button."""
    officer(turn)
    assert turn.tap is not None
    return number(turn.tap.value)


def begin(turn: Turn, step: str, **data: object) -> str:
    """Start a dialogue; one of these that still waits for words is dropped."""
    if turn.flow == knowledge.name:
        turn.leave()
    return turn.enter(f"{knowledge.name}.{step}", **data)


async def sees(turn: Turn) -> Sees:
    """Which units' gaps are theirs: the own one, a head's with those below, a coordinator's all."""
    staff = officer(turn)
    if staff.role == "coordinator":
        return lambda _: True
    theirs = await _units(turn, staff)
    return lambda unit_id: unit_id in theirs


async def gap(turn: Turn, asked_id: int) -> Gap:
    """The gap of a question; refused where it is not theirs, or no longer one."""
    found = await gap_of(turn.session, asked_id, await sees(turn), now=turn.now, most=MOST_IN_CHAT)
    if found is None or found.draft_id is not None:
        raise Refused("knowledge.gaps.gone")
    return found


async def _units(turn: Turn, staff: Staff) -> set[int]:
    if staff.role != "head":
        return {staff.unit_id}
    return set(await turn.session.scalars(select(subtree(staff.unit_id).c.id)))
