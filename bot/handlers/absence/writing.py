"""From when to when somebody is away and who stands in, a question each."""

from datetime import date, timedelta
from typing import Any

from bot.flow import DONE
from bot.handlers.absence.listing import absence, label, line
from bot.handlers.desk.choices import STAFF, chosen, officers, rows, shown, turned
from bot.handlers.desk.door import officer
from bot.handlers.lines import NOTHING
from bot.turn import Turn
from core.absences import queries, rules, services
from core.details.dates import coming
from core.errors import Refused
from core.i18n import Text
from core.outbox import Button
from core.people.models import Staff
from core.people.queries import staff_by_id

NOBODY = "nobody"


async def _ask_who(turn: Turn) -> None:
    await _ask(turn, "absences.who", *rows(turn))


@absence.step(_ask_who)
async def who(turn: Turn) -> str:
    if turn.tapped == "cancel":
        return _stop(turn)
    picked = None if turned(turn) else chosen(turn)
    if picked is None:
        return "who"
    staff = await _theirs(turn, int(picked.removeprefix(STAFF)))
    turn.data |= {"staff": staff.id, "name": staff.name}
    return "first"


async def _ask_first(turn: Turn) -> None:
    await _ask(turn, "absences.first", ("today", "tomorrow"))


@absence.step(_ask_first)
async def first(turn: Turn) -> str:
    if turn.tapped == "cancel":
        return _stop(turn)
    day = _day(turn)
    rules.check(day, day, _today(turn))
    turn.data["first"] = day.isoformat()
    return "last"


async def _ask_last(turn: Turn) -> None:
    await _ask(turn, "absences.last", ("same_day",), first=_first(turn))


@absence.step(_ask_last)
async def last(turn: Turn) -> str:
    if turn.tapped == "cancel":
        return _stop(turn)
    day = _first(turn) if turn.tapped == "same_day" else _day(turn)
    rules.check(_first(turn), day, _today(turn))
    turn.data["last"] = day.isoformat()
    staff = await _theirs(turn, turn.data["staff"])
    found = await queries.stand_ins(turn.session, staff, _first(turn), day)
    turn.data |= {"choices": await officers(turn.session, found), "page": 0}
    return "stand_in"


async def _ask_stand_in(turn: Turn) -> None:
    key = "absences.stand_in" if turn.data["choices"] else "absences.no_stand_in"
    await _ask(turn, key, *rows(turn), (NOBODY,))


@absence.step(_ask_stand_in)
async def stand_in(turn: Turn) -> str:
    if turn.tapped == "cancel":
        return _stop(turn)
    picked = None if turned(turn) else chosen(turn)
    if picked is None and turn.tapped != NOBODY:
        return "stand_in"
    turn.data["stand_in"] = int(picked.removeprefix(STAFF)) if picked else None
    return "confirm"


async def _ask_confirm(turn: Turn) -> None:
    staff, other = await _theirs(turn, turn.data["staff"]), await _stand_in(turn)
    acts = other is not None and staff.role != "officer"
    await _ask(
        turn,
        "absences.confirm",
        ("save",),
        first=_first(turn),
        last=_last(turn),
        stand_in=other.name if other else Text("absences.nobody"),
        plh=Text("absences.acting", name=other.name) if other and acts else NOTHING,
    )


@absence.step(_ask_confirm)
async def confirm(turn: Turn) -> str:
    match turn.tapped:
        case "cancel":
            return _stop(turn)
        case "save":
            return await _save(turn)
    return "confirm"


async def _save(turn: Turn) -> str:
    staff, by = await _theirs(turn, turn.data["staff"]), f"staff:{officer(turn).id}"
    days = _first(turn), _last(turn)
    row = await services.plan(
        turn.session, staff, *days, await _stand_in(turn), by=by, now=turn.now
    )
    buttons = ((Button("absence.call_off", row.id, label=label(row)),),)
    turn.say("absences.saved", buttons=buttons, name=staff.name, line=line(row))
    return DONE


async def _theirs(turn: Turn, staff_id: int) -> Staff:
    """The member of staff it is about; refused when whoever writes may not write it down (now)."""
    recorder = officer(turn)
    found = await staff_by_id(turn.session, staff_id)
    allowed = await queries.may_record_for(turn.session, recorder)
    if found is None or (found.id != recorder.id and found not in allowed):
        raise Refused("absences.refused.not_yours")
    return found


async def _stand_in(turn: Turn) -> Staff | None:
    staff_id = turn.data["stand_in"]
    return await staff_by_id(turn.session, staff_id) if staff_id else None


async def _ask(turn: Turn, key: str, *buttons: tuple[Button | str, ...], **params: Any) -> None:
    """Ask in place of the question whose button was tapped."""
    edits = await shown(turn) if turn.tapped is not None else None
    name = turn.data.get("name", "")
    turn.say(key, buttons=(*buttons, ("cancel",)), edits=edits, name=name, **params)


def _day(turn: Turn) -> date:
    """The day that was tapped or written."""
    today = _today(turn)
    near = {"today": today, "tomorrow": today + timedelta(days=1)}
    found = near.get(turn.tapped or "") or coming(turn.text, today)
    if found is None:
        raise Refused("absences.refused.day")
    return found


def _first(turn: Turn) -> date:
    return date.fromisoformat(turn.data["first"])


def _last(turn: Turn) -> date:
    return date.fromisoformat(turn.data["last"])


def _today(turn: Turn) -> date:
    return turn.now.astimezone(turn.session.info["service"].zone).date()


def _stop(turn: Turn) -> str:
    turn.say("absences.stopped")
    return DONE
