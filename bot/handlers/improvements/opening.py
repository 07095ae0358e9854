"""A new improvement: from a case, a pattern, a suggestion or out of nothing."""

from datetime import date, timedelta

from bot.flow import DONE, STAY
from bot.handlers.desk.door import number, officer
from bot.handlers.improvements.door import (
    DAYS,
    actor,
    begin,
    improvement,
    stop,
    tapped,
    tapped_pair,
    theirs,
    written,
)
from bot.turn import Turn
from core.areas.queries import area_by_id
from core.errors import Refused
from core.i18n import Text
from core.improvements import rules, services, suggesting
from core.improvements.models import UNDER_WAY, Improvement
from core.improvements.queries import is_theirs, listed, suggestion_by_id
from core.outbox import Button
from core.tickets.models import Category, Ticket
from core.tickets.queries import ticket_by_code, ticket_for

OFFERED = 6


@improvement.action
async def new(turn: Turn) -> str:
    return begin_new(turn)


def begin_new(turn: Turn, **data: object) -> str:
    officer(turn)
    return begin(turn, "improvement.title", **data)


async def from_number(turn: Turn) -> str | None:
    """A case by its number: a new improvement of it, or one that is under way takes it in."""
    staff = officer(turn)
    found = await ticket_by_code(turn.session, turn.argument)
    if found is None:
        turn.say("improvement.of_which")
        return STAY
    ticket = await ticket_for(turn.session, staff, found.id)
    rows = [(Button("improvement.from", ticket.id),)]
    for one in await listed(turn.session):
        if one.state in UNDER_WAY and await is_theirs(turn.session, staff, one):
            label = Text("button.improvement.join_named", title=one.title)
            rows.append((Button("improvement.join", f"{one.id}-{ticket.id}", label=label),))
    turn.say("improvement.of_case", buttons=tuple(rows[: OFFERED + 1]), code=ticket.code)
    return STAY


@improvement.action
async def from_(turn: Turn) -> str:
    ticket = await _ticket(turn, tapped(turn))
    facts = {"category": ticket.category_id, "area": ticket.area_id, "cases": [ticket.id]}
    return begin_new(turn, **facts)


@improvement.action
async def join(turn: Turn) -> None:
    improvement_id, ticket_id = tapped_pair(turn)
    found = await theirs(turn, improvement_id)
    ticket = await _ticket(turn, number(ticket_id))
    added = await services.link(turn.session, found, ticket, staff=turn.staff, now=turn.now)
    key = "improvement.joined" if added else "improvement.joined_before"
    rows = ((Button("improvement.open", found.id),),)
    turn.say(key, buttons=rows, code=ticket.code, title=found.title)


async def _ask_title(turn: Turn) -> None:
    named = turn.data.get("named")
    label = Text("common.plain", text=named)
    rows = ((turn.choice("named", label),),) if named else ()
    turn.say("improvement.ask.title", buttons=(*rows, ("cancel",)))


@improvement.step(_ask_title)
async def title(turn: Turn) -> str:
    named = turn.data.get("named")
    if turn.tapped is not None and not (turn.tapped == "named" and named):
        return stop(turn)
    turn.data["title"] = rules.title(str(named) if turn.tapped else written(turn))
    return "problem"


async def _ask_problem(turn: Turn) -> None:
    turn.say("improvement.ask.problem", buttons=(("cancel",),), title=turn.data["title"])


@improvement.step(_ask_problem)
async def problem(turn: Turn) -> str:
    if turn.tapped is not None:
        return stop(turn)
    turn.data["text"] = rules.words(written(turn))
    return "until"


async def _ask_until(turn: Turn) -> None:
    days = tuple(turn.choice(n, Text("improvement.ask.days", n=int(n))) for n in DAYS)
    turn.say("improvement.ask.until", buttons=(days[:2], days[2:], ("cancel",)))


@improvement.step(_ask_until)
async def until(turn: Turn) -> str:
    if turn.tapped not in DAYS:
        return stop(turn) if turn.tapped else "until"
    found = await _open(turn, due(turn, int(turn.tapped)))
    rows = ((Button("improvement.photo", f"{found.id}-before"),), (_open_button(found),))
    cases = len(turn.data.get("cases", ()))
    turn.say("improvement.opened", buttons=rows, title=found.title, due=found.due_on, n=cases)
    return DONE


async def _open(turn: Turn, due_on: date) -> Improvement:
    """Everything at once: the improvement, its cases, and the suggestion it comes from."""
    session, data, now = turn.session, turn.data, turn.now
    area_id, category_id = data.get("area"), data.get("category")
    found = await services.open_improvement(
        session,
        officer(turn),
        title=data["title"],
        problem=data["text"],
        due_on=due_on,
        category=await session.get(Category, category_id) if category_id else None,
        area=await area_by_id(session, area_id) if area_id else None,
        by=actor(turn),
        now=now,
    )
    for ticket_id in data.get("cases", ()):
        ticket = await _ticket(turn, ticket_id)
        await services.link(session, found, ticket, staff=turn.staff, now=now)
    if "suggestion" in data:
        row = await suggestion_by_id(session, data["suggestion"], lock=True)
        assert row is not None
        await suggesting.take(session, row, found, by=actor(turn), now=now)
    return found


async def _ticket(turn: Turn, ticket_id: int) -> Ticket:
    """A case this member of staff may see; a confidential one would be told to others."""
    ticket = await ticket_for(turn.session, officer(turn), ticket_id, lock=True)
    if ticket.confidential:
        raise Refused("improvement.refused.confidential", code=ticket.code)
    return ticket


def due(turn: Turn, days: int) -> date:
    zone = turn.session.info["service"].zone
    return (turn.now.astimezone(zone) + timedelta(days=days)).date()


def _open_button(found: Improvement) -> Button:
    return Button("improvement.open", found.id)
