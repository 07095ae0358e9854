"""/cuti: what is planned, for oneself or by a head for others, and calling it off."""

from bot.flow import Flow
from bot.handlers.desk.choices import officers, shown
from bot.handlers.desk.door import number, officer
from bot.handlers.lines import lines
from bot.turn import Turn
from core.absences import queries, services
from core.absences.models import Absence
from core.errors import Refused
from core.i18n import Text
from core.outbox import Button

absence = Flow("absence")


@absence.command("cuti", "leave")
@absence.action
async def show(turn: Turn) -> None:
    """What is planned, and buttons to add to it or to call it off."""
    staff = officer(turn)
    mine = await queries.ahead(turn.session, staff)
    others = await queries.may_record_for(turn.session, staff)
    new = [Button("absence.plan")] + ([Button("absence.for_other")] if others else [])
    off = [(Button("absence.call_off", row.id, label=label(row)),) for row in mine]
    said = lines(line(row) for row in mine) if mine else Text("absences.none")
    turn.say("absences.mine", buttons=(tuple(new), *off), lines=said)


@absence.action
async def plan(turn: Turn) -> str:
    staff = officer(turn)
    return turn.enter("absence.first", staff=staff.id, name=staff.name)


@absence.action
async def for_other(turn: Turn) -> str:
    others = await queries.may_record_for(turn.session, officer(turn))
    if not others:
        raise Refused("absences.refused.not_yours")
    return turn.enter("absence.who", choices=await officers(turn.session, others), page=0)


@absence.action
async def call_off(turn: Turn) -> None:
    """Whoever is away may, and their heads."""
    assert turn.tap is not None
    staff = officer(turn)
    row = await queries.absence_by_id(turn.session, number(turn.tap.value))
    allowed = await queries.may_record_for(turn.session, staff) if row else ()
    if row is None or row.staff_id not in (staff.id, *(one.id for one in allowed)):
        raise Refused("absences.refused.not_yours")
    await services.call_off(turn.session, row, by=f"staff:{staff.id}", now=turn.now)
    turn.say("absences.called_off", edits=await shown(turn), name=row.staff.name)


def line(row: Absence) -> Text:
    stand_in = row.stand_in.name if row.stand_in else Text("absences.nobody")
    return Text("absences.line", first=row.first_on, last=row.last_on, stand_in=stand_in)


def label(row: Absence) -> Text:
    return Text(f"absences.off.{row.state}", first=row.first_on)
