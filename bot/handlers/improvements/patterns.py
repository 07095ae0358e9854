"""Repeated causes, each with one tap to make an improvement of it."""

from bot.handlers.desk.door import officer
from bot.handlers.improvements.door import improvement, tapped_pair
from bot.handlers.improvements.opening import begin_new
from bot.handlers.lines import lines
from bot.turn import Turn
from core.errors import Refused
from core.i18n import Text
from core.improvements.patterns import Found, cases_of
from core.improvements.patterns import repeated as find
from core.outbox import Button

LISTED = 8


@improvement.action
async def repeated(turn: Turn) -> None:
    found = (await _find(turn))[:LISTED]
    language = turn.person.language
    rows = tuple((_button(one, language),) for one in found)
    key = "improvement.repeated" if found else "improvement.nothing_repeated"
    turn.say(key, buttons=rows, lines=lines([_line(one, language) for one in found]))


@improvement.action
async def mend(turn: Turn) -> str:
    """Make an improvement of a pattern, with all its cases."""
    category_id, area_id = tapped_pair(turn)
    for one in await _find(turn):
        if (one.pattern.category_id, str(one.pattern.area_id)) == (category_id, area_id):
            cases = list(await cases_of(turn.session, one.pattern, now=turn.now))
            facts = {"category": category_id, "area": one.area.id, "cases": cases}
            return begin_new(turn, named=_name(one, turn.person.language), **facts)
    raise Refused("improvement.refused.no_pattern")


async def _find(turn: Turn) -> list[Found]:
    staff = officer(turn)
    units = None if staff.role == "coordinator" else [staff.unit_id]
    return await find(turn.session, now=turn.now, units=units)


def _line(one: Found, language: str) -> Text:
    facts = {"what": one.category.name_in(language), "area": one.area.full_name}
    return Text("improvement.pattern", n=one.pattern.reports, **facts)


def _button(one: Found, language: str) -> Button:
    value = f"{one.pattern.category_id}-{one.pattern.area_id}"
    label = Text("button.improvement.mend_named", title=_name(one, language))
    return Button("improvement.mend", value, label=label)


def _name(one: Found, language: str) -> str:
    return f"{one.category.name_in(language)}, {one.area.full_name}"
