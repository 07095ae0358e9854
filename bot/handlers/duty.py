"""On duty or away: whether new reports are handed to somebody by themselves."""

from bot.flow import Flow
from bot.handlers.desk.choices import shown
from bot.handlers.desk.door import officer
from bot.turn import Turn
from core.absences.duty import set_duty
from core.outbox import Button
from core.people.models import Staff

duty = Flow("duty")


@duty.command("piket", "duty")
@duty.action
async def show(turn: Turn) -> None:
    await _say(turn, officer(turn))


@duty.action
async def on(turn: Turn) -> None:
    await _set(turn, on_duty=True)


@duty.action
async def off(turn: Turn) -> None:
    await _set(turn, on_duty=False)


async def _set(turn: Turn, *, on_duty: bool) -> None:
    staff = officer(turn)
    by = f"staff:{staff.id}"
    await set_duty(turn.session, staff, on_duty, by=by, now=turn.now)
    await _say(turn, staff)


async def _say(turn: Turn, staff: Staff) -> None:
    """What holds now, and the button to change it."""
    state, other = ("on", "off") if staff.on_duty else ("off", "on")
    edits = await shown(turn) if turn.tap and turn.tap.step != "show" else None
    buttons = ((Button(f"duty.{other}"),), (Button("absence.show"),))
    turn.say(f"desk.duty.{state}", buttons=buttons, edits=edits)
