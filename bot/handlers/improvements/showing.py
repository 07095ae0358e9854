"""Anda lapor, kami perbaiki: the list for everybody, and the office's own list."""

from bot.flow import STAY
from bot.handlers.desk.door import officer
from bot.handlers.improvements.door import improvement, tapped
from bot.handlers.improvements.opening import from_number
from bot.handlers.lines import NOTHING, lines
from bot.turn import Turn
from core.errors import Refused
from core.i18n import Text
from core.improvements import photos, queries
from core.improvements.models import UNDER_WAY, Improvement
from core.improvements.patterns import repeated
from core.masking import masked
from core.outbox import Button
from core.people.models import Staff
from core.people.queries import answers_for

Row = tuple[Button, ...]
LISTED = 12


@improvement.command("perbaikan", "improvements")
async def first(turn: Turn) -> str | None:
    """For citizens what was mended; for staff their own list, or a case by its number."""
    if turn.staff is None:
        return await list_(turn)
    if turn.argument:
        return await from_number(turn)
    await _show_desk(turn, turn.staff)
    return STAY


@improvement.action
async def list_(turn: Turn) -> str | None:
    found = await queries.published(turn.session, most=LISTED)
    rows: list[Row] = [(_opener(one, "improvement.see"),) for one in found]
    rows.append((Button("suggestion.start"),))
    key = "improvement.list" if found else "improvement.none"
    said = lines([Text("improvement.line", title=one.title, done=one.done_at) for one in found])
    turn.say(key, buttons=tuple(rows), lines=said)
    return STAY


@improvement.action
async def see(turn: Turn) -> None:
    found = await queries.improvement_by_id(turn.session, tapped(turn))
    if found is None or found.published_at is None:
        raise Refused("improvement.refused.gone")
    rows = ((Button("improvement.list", label="button.improvement.all"),),)
    await show_public(turn, found, "improvement.public", rows)


async def show_public(turn: Turn, found: Improvement, key: str, rows: tuple[Row, ...]) -> None:
    """Exactly what everybody reads: pictures, then how it was and how it is."""
    await photos.send(turn.session, found, turn.person, now=turn.now)
    turn.say(
        key,
        buttons=rows,
        title=masked(found.title),
        matter=about(found, turn.person.language),
        problem=masked(found.problem),
        result=masked(found.result),
        n=await queries.count_reports(turn.session, found),
        done=found.done_at,
        unit=found.unit.name,
    )


@improvement.action
async def desk(turn: Turn) -> None:
    await _show_desk(turn, officer(turn))


async def _show_desk(turn: Turn, staff: Staff) -> None:
    """What is under way where they work, and what may become an improvement."""
    every = await queries.listed(turn.session)
    mine = [one for one in every if await _concerns(turn, staff, one)]
    here = [one for one in mine if one.state in UNDER_WAY or one.published_at is None][:LISTED]
    rows: list[Row] = [(_opener(one, "improvement.open"),) for one in here]
    found = await repeated(turn.session, now=turn.now, units=_units(staff))
    asked = await queries.new_suggestions(turn.session) if staff.role != "officer" else ()
    waiting = [
        (Button("improvement.repeated", label=_count("repeated", len(found))), len(found)),
        (Button("suggestion.check", label=_count("suggested", len(asked))), len(asked)),
    ]
    rows += [(button,) for button, n in waiting if n]
    rows += [(Button("improvement.new"), Button("improvement.list"))]
    said = lines([_stands(one) for one in here]) if here else Text("improvement.none_here")
    turn.say("improvement.desk", buttons=tuple(rows), lines=said)


async def _concerns(turn: Turn, staff: Staff, one: Improvement) -> bool:
    return one.owner_id == staff.id or await answers_for(turn.session, staff, one.unit_id)


def _units(staff: Staff) -> list[int] | None:
    """The units whose patterns somebody is shown; None for all."""
    return None if staff.role == "coordinator" else [staff.unit_id]


def about(found: Improvement, language: str) -> Text:
    """What it is about and where, as far as that is known."""
    parts = [
        Text("improvement.about", what=found.category.name_in(language))
        if found.category
        else NOTHING,
        Text("improvement.where", area=found.area.full_name) if found.area else NOTHING,
    ]
    return lines(parts)


def _opener(one: Improvement, action: str) -> Button:
    return Button(action, one.id, label=Text("improvement.opener", title=one.title))


def _count(what: str, n: int) -> Text:
    return Text(f"button.improvement.{what}_n", n=n)


def _stands(one: Improvement) -> Text:
    state = Text(f"improvement.state.{one.state}")
    facts = {"title": one.title, "state": state, "due": one.due_on, "owner": one.owner.name}
    return Text("improvement.desk_line", **facts)
