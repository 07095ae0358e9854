"""Units, officers and templates to choose from, as pages of buttons; who has how much to do."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.handlers.desk.door import about
from bot.turn import Turn
from core.i18n import Text
from core.outbox import Button, Link, Outgoing
from core.people.models import Staff, Unit
from core.people.queries import staff_by_id, unit_by_id
from core.replies.models import ReplyTemplate
from core.routing.rules import Choice
from core.tickets.figures import by_unit
from core.tickets.reporters import lanes_of
from core.tickets.workload import loads

PAGE = 8
UNIT, STAFF, TEMPLATE, CATEGORY, PAGE_OF = "u", "s", "t", "c", "p"


async def officers(session: AsyncSession, staff: Iterable[Staff]) -> list[dict[str, Any]]:
    """A choice for each, whoever has least first; those who are away last."""
    people = list(staff)
    load = await loads(session, [one.id for one in people])
    people.sort(key=lambda one: (not one.on_duty, load.get(one.id, 0), one.name))
    return [
        _choice(f"{STAFF}{one.id}", "staff" if one.on_duty else "away", one.name, load.get(one.id))
        for one in people
    ]


async def places(
    session: AsyncSession, units: Iterable[Unit], *, now: datetime
) -> list[dict[str, Any]]:
    """A choice for each unit, in the order given."""
    load = {figures.unit_id: figures.open for figures in await by_unit(session, now=now)}
    return [_choice(f"{UNIT}{unit.id}", "unit", unit.name, load.get(unit.id)) for unit in units]


def templates(found: Iterable[ReplyTemplate]) -> list[dict[str, Any]]:
    """A choice for each template, in the order given."""
    return [_choice(f"{TEMPLATE}{one.id}", "template", one.name, None) for one in found]


def categories(found: Iterable[Choice], language: str) -> list[dict[str, Any]]:
    """A choice for each category, in the order given."""
    named = ((one.id, one.name_in(language)) for one in found)
    return [_choice(f"{CATEGORY}{number}", "category", name, None) for number, name in named]


def _choice(value: str, kind: str, name: str, count: int | None) -> dict[str, Any]:
    return {"value": value, "kind": kind, "name": name, "count": count or 0}


def rows(turn: Turn) -> list[tuple[Button, ...]]:
    """The buttons of the page the person is at."""
    choices, page = turn.data["choices"], turn.data.get("page", 0)
    here = choices[page * PAGE : (page + 1) * PAGE]
    buttons: list[tuple[Button, ...]] = [(turn.choice(one["value"], _label(one)),) for one in here]
    around = []
    if page > 0:
        around.append(turn.choice(f"{PAGE_OF}{page - 1}", "button.desk.before"))
    if len(choices) > (page + 1) * PAGE:
        around.append(turn.choice(f"{PAGE_OF}{page + 1}", "button.desk.after"))
    return [*buttons, tuple(around)] if around else buttons


def _label(one: dict[str, Any]) -> Text:
    return Text(f"desk.choice.{one['kind']}", name=one["name"], count=one["count"])


def turned(turn: Turn) -> bool:
    """Whether another page was asked for; it is the page from now on."""
    tapped = turn.tapped or ""
    if not tapped.startswith(PAGE_OF) or not tapped[1:].isdecimal():
        return False
    last = (len(turn.data["choices"]) - 1) // PAGE
    turn.data["page"] = min(int(tapped[1:4]), last)
    return True


def chosen(turn: Turn) -> str | None:
    """The value of the choice that was tapped, if it was on offer."""
    offered = (one["value"] for one in turn.data["choices"])
    return turn.tapped if turn.tapped in offered else None


async def target(session: AsyncSession, value: str) -> Unit | Staff:
    """The unit or member of staff a choice stands for; neither is ever deleted."""
    find = unit_by_id if value.startswith(UNIT) else staff_by_id
    found = await find(session, int(value[1:]))
    assert found is not None
    return found


async def prompt(
    turn: Turn, key: str, *buttons: tuple[Button | Link | str, ...], **params: Any
) -> None:
    """Ask about the dialogue's ticket, in place of the question whose button was tapped."""
    edits = await shown(turn) if turn.tapped is not None else None
    turn.say(key, buttons=buttons, edits=edits, **about(turn), **params)


async def shown(turn: Turn) -> int | None:
    """The row of the message whose button was tapped, which can change in place."""
    query = turn.update.callback_query
    if query is None or query.message is None:
        return None
    statement = select(Outgoing.ref).where(
        Outgoing.lane.in_(lanes_of(turn.session, turn.person)),
        Outgoing.message_id == query.message.message_id,
        Outgoing.edits.is_(None),
    )
    return (await turn.session.scalars(statement.limit(1))).one_or_none()
