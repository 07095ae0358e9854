"""Whom to call when somebody may be in danger: said before anything else, whatever follows."""

from bot.handlers.desk.door import ticket
from bot.handlers.draft import Draft
from bot.handlers.lines import lines
from bot.library import watch
from bot.turn import Turn
from core.emergencies.models import EmergencyNumber
from core.emergencies.queries import to_call
from core.emergencies.rules import Alarm
from core.i18n import Text


async def call_first(turn: Turn) -> None:
    """Read the message for an emergency, and say whom to call unless that was just said.

    Changes nothing else, so that filing takes no tap more. It is done before the handler runs
    and again when the handler refuses: no limit on anything can keep the numbers back.
    """
    if not turn.text or _at_work(turn):
        return
    before, alone = _draft_before(turn), watch().hears(turn.text)
    # A sentence may have begun in the message before.
    turn.alarm = alone if alone or not before else watch().hears(f"{before} {turn.text}")
    if alone.asked or set(turn.alarm.kinds) - set(watch().hears(before).kinds):
        found = await to_call(turn.session, turn.alarm.kinds)
        turn.say("common.plain", text=advice(turn.alarm, found, turn.person.language))


def _at_work(turn: Turn) -> bool:
    """Whether it is an officer who writes about a ticket."""
    return turn.staff is not None and (turn.is_reply or turn.flow == ticket.name)


def _draft_before(turn: Turn) -> str:
    """What the draft in hand said so far; a draft that was put away is another matter."""
    return Draft(turn.data).text if "said" in turn.data and turn.step != "kept" else ""


def advice(alarm: Alarm, found: list[EmergencyNumber], language: str) -> Text:
    """Whom to call, or what to do where the office has confirmed no number."""
    tone = "gentle" if "self_harm" in alarm.kinds else "asked" if alarm.asked else "danger"
    if not found:
        return Text(f"emergency.{tone}_without_number")
    numbers = lines(_line(one, language) for one in found)
    return Text(f"emergency.{tone}", numbers=numbers)


def _line(one: EmergencyNumber, language: str) -> Text:
    return Text("emergency.line", number=one.number, name=one.name_in(language))
