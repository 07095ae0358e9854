"""/skm: index, grade and indikasi kepuasan of a unit and those below it, each with its n."""

from bot.flow import STAY
from bot.handlers import first_message
from bot.handlers.desk.choices import shown
from bot.handlers.desk.door import number, officer
from bot.handlers.lines import NOTHING, lines, paragraphs
from bot.handlers.survey import counter
from bot.handlers.survey.asking import survey
from bot.turn import Turn
from core.errors import Refused
from core.i18n import Text
from core.outbox import Button
from core.survey import queries, rules, wording
from core.survey.once import today
from core.survey.report import Report, UnitReport, report
from core.survey.rules import MONTHS, Period, Result, Share

USUAL = "semester"
MOST_UNITS = 15
MOST_AGO = 40


@survey.command("skm", "survey")
async def first(turn: Turn) -> str | None:
    """Officers have no results to read, but a counter."""
    if turn.staff is None or not await queries.is_on(turn.session):
        return first_message.nothing(turn)
    if rules.may_read(turn.staff):
        await _show(turn, USUAL, 0)
    else:
        await counter.counter(turn)
    return STAY


@survey.action
async def show(turn: Turn) -> None:
    """The menu leads here."""
    await _check(turn)
    await _show(turn, USUAL, 0)


@survey.action
async def results(turn: Turn) -> None:
    """Another period, such as `quarter-1` for the quarter before this one."""
    assert turn.tap is not None
    await _check(turn)
    kind, _, ago = turn.tap.value.partition("-")
    back = min(number(ago or "0"), MOST_AGO)
    await _show(turn, kind if kind in MONTHS else USUAL, back, edits=await shown(turn))


async def _check(turn: Turn) -> None:
    if not rules.may_read(officer(turn)):
        raise Refused("survey.refused.not_head")
    if not await queries.is_on(turn.session):
        raise Refused("survey.refused.off")


async def _show(turn: Turn, kind: str, ago: int, edits: int | None = None) -> None:
    staff = officer(turn)
    within = None if staff.role == "coordinator" else staff.unit_id
    when = rules.period(kind, today(turn.session, turn.now), ago)
    found = await report(turn.session, when, within)
    if not found.units:
        raise Refused("survey.refused.gone")
    whole, *below = found.units
    turn.say(
        "survey.report",
        edits=edits,
        buttons=_buttons(kind, ago),
        unit=whole.unit.name,
        period=_named(when),
        whole=paragraphs(_whole(turn, found), _units(below)),
        rated=_rated(whole.share),
        bands=found.source,
    )


def _buttons(kind: str, ago: int) -> tuple[tuple[Button, ...], ...]:
    kinds = tuple(_button(one, 0, f"button.survey.{one}") for one in MONTHS)
    around = [_button(kind, ago + 1, "button.survey.before")] if ago < MOST_AGO else []
    around += [_button(kind, ago - 1, "button.survey.after")] if ago else []
    return (kinds, tuple(around), (Button("survey.counter"),))


def _button(kind: str, ago: int, label: str) -> Button:
    return Button("survey.results", f"{kind}-{ago}", label=label)


def _named(when: Period) -> Text:
    return Text(f"survey.period.{when.kind}", number=when.number, year=str(when.year))


def _whole(turn: Turn, found: Report) -> Text:
    result = found.units[0].result
    facts = {"n": result.n, "asked": result.asked, "rate": result.rate}
    if result.hidden:
        return Text("survey.hidden", **facts)
    if not result.means:
        return Text("survey.too_few", minimum=found.minimum, **facts)
    if result.index is None:
        return Text("survey.incomplete", **facts)
    return Text(
        "survey.whole",
        index=result.index,
        grade=result.grade,
        meaning=Text(f"survey.meaning.{result.grade}"),
        lowest=wording.name(found.wordings, result.lowest, turn.person.language),
        mean=result.means[result.lowest],
        **facts,
    )


def _units(below: list[UnitReport]) -> Text:
    """A line for each unit that was asked about at all."""
    asked = [one for one in below if one.result.asked or one.result.n]
    said = [_unit(one.unit.name, one.result) for one in asked[:MOST_UNITS]]
    rest = len(asked) - MOST_UNITS
    return lines([*said, Text("survey.more", n=rest) if rest > 0 else NOTHING])


def _unit(name: str, result: Result) -> Text:
    if result.hidden:
        return Text("survey.line_hidden", unit=name, n=result.n)
    if result.index is None:
        return Text("survey.line_too_few", unit=name, n=result.n)
    facts = {"index": result.index, "grade": result.grade}
    return Text("survey.line", unit=name, n=result.n, rate=result.rate, **facts)


def _rated(share: Share) -> Text:
    facts = {"n": share.n, "asked": share.asked}
    if share.hidden and share.n >= share.minimum:
        return Text("survey.hidden", rate=share.rate, **facts)
    if share.value is None:
        return Text("survey.too_few", minimum=share.minimum, **facts)
    return Text("survey.share", value=share.value, rate=share.rate, **facts)
