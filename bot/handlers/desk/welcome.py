"""What staff see first: a welcome after the invite link, the menu, and how the work goes."""

from typing import Any

from bot.flow import Flow
from bot.handlers.desk.door import officer
from bot.handlers.lines import lines
from bot.turn import Turn
from core.announcements.queries import has_themes
from core.i18n import Text
from core.outbox import Button
from core.people.models import Staff
from core.survey.queries import is_on as surveys
from core.survey.rules import may_read

desk = Flow("desk")

MENU = (
    (
        Button("tasks.page", 1, label="button.desk.tasks"),
        Button("lessons.more", label="button.desk.learn"),
    ),
    (Button("counter.start"),),
    (Button("duty.show", label="button.desk.duty"), Button("desk.help")),
)
# What help explains, in this order.
COMMANDS = (
    "tugas",
    "loket",
    "transkrip",
    "piket",
    "cuti",
    "belajar",
    "rencana",
    "celah",
    "simulasi",
    "batal",
)


def welcome_staff(turn: Turn, staff: Staff) -> None:
    """Greet somebody whose invite was just used, with their first steps; needs their unit."""
    turn.say("desk.welcome", buttons=MENU, unit=staff.unit.name, **_who(staff))


def menu_staff(turn: Turn, staff: Staff) -> None:
    """The menu for somebody who knows the way."""
    turn.say("desk.menu", buttons=MENU, **_who(staff))


@desk.action
async def help_(turn: Turn) -> None:
    staff = officer(turn)
    allows = turn.features.allows
    more = [Button("news.show")] if await has_themes(turn.session) else []
    if await surveys(turn.session):
        more.append(Button("survey.show" if may_read(staff) else "survey.counter"))
    named = [Text(f"desk.commands.{name}") for name in COMMANDS if allows("commands", name)]
    turn.say("desk.help", buttons=(*MENU, *((one,) for one in more)), commands=lines(named))


def _who(staff: Staff) -> dict[str, Any]:
    return {"name": staff.name, "role": Text(f"desk.role.{staff.role}")}
