"""The cases behind a plan, each with a way to object; the head decides."""

from bot.flow import DONE
from bot.handlers.desk.door import give_back, officer
from bot.handlers.development.door import decided_here, development, tapped, written
from bot.handlers.lines import NOTHING, lines
from bot.turn import Turn
from core.development import objecting
from core.development.models import GapCase
from core.development.queries import cases as cases_of
from core.development.queries import plan_by_id
from core.errors import Refused
from core.i18n import Text
from core.outbox import Button
from core.tickets.citizens import actor_of
from core.tickets.models import Ticket

LISTED = 30
OFFERED = 8


@development.action
async def cases(turn: Turn) -> None:
    """Somebody's own cases, also those that are left out, and why."""
    staff = officer(turn)
    plan = await plan_by_id(turn.session, tapped(turn))
    found = (await cases_of(turn.session, plan, staff))[:LISTED] if plan else []
    if plan is None or not found:
        turn.say("development.no_cases")
        return
    codes = {one.id: (await turn.session.get_one(Ticket, one.ticket_id)).code for one in found}
    open_ = [one for one in found if one.state == "counted" and not one.objection][:OFFERED]
    buttons = [_button(one.id, codes[one.id]) for one in open_]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    said = lines([_line(one, codes[one.id]) for one in found])
    what = Text(f"development.signal.{plan.signal}")
    turn.say("development.cases", buttons=rows, what=what, lines=said)


@development.action
async def object_(turn: Turn) -> str:
    case = await _own(turn, tapped(turn))
    code = (await turn.session.get_one(Ticket, case.ticket_id)).code
    return turn.enter("development.objection", id=case.id, code=code)


async def _ask_objection(turn: Turn) -> None:
    turn.say("development.ask_objection", buttons=(("cancel",),), code=turn.data["code"])


@development.step(_ask_objection)
async def objection(turn: Turn) -> str:
    if turn.tapped is not None:
        give_back(turn, Text("development.kept"), "")
        return DONE
    said, case = written(turn), await _own(turn, turn.data["id"])
    await objecting.object_(turn.session, case, officer(turn), said, now=turn.now)
    turn.say("development.objection_sent", code=turn.data["code"])
    return DONE


@development.action
async def uphold(turn: Turn) -> None:
    await _decide(turn, upheld=True)


@development.action
async def overrule(turn: Turn) -> None:
    await _decide(turn, upheld=False)


async def _decide(turn: Turn, *, upheld: bool) -> None:
    case = await objecting.case_by_id(turn.session, tapped(turn))
    plan = await objecting.decider(turn.session, case) if case else None
    if case is None or plan is None:
        raise Refused("development.refused.state")
    await decided_here(turn, plan.id)
    by = actor_of(officer(turn))
    await objecting.decide(turn.session, case, upheld=upheld, by=by, now=turn.now)
    turn.say("development.upheld" if upheld else "development.overruled")


async def _own(turn: Turn, case_id: int) -> GapCase:
    """A case of whoever taps, locked."""
    case = await objecting.case_by_id(turn.session, case_id)
    if case is None or case.staff_id != officer(turn).id:
        raise Refused("development.refused.not_yours")
    return case


def _line(case: GapCase, code: str) -> Text:
    why = case.excuse or case.state
    decided = case.state == "counted" and case.objection
    note = Text(f"development.note.{'overruled' if decided else why}")
    plain = case.state == "counted" and not case.objection
    return Text("development.case", code=code, at=case.at, note=NOTHING if plain else note)


def _button(case_id: int, code: str) -> Button:
    label = Text("button.development.object_named", code=code)
    return Button("development.object", case_id, label=label)
