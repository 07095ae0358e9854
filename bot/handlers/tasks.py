"""/tugas: what to see to, the most urgent first, a page at a time."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.flow import Flow
from bot.handlers.copying import offered
from bot.handlers.desk.choices import shown
from bot.handlers.desk.door import number, officer
from bot.handlers.lines import beginning, paragraphs
from bot.turn import Turn
from core.i18n import Text
from core.outbox import Button
from core.people.models import Staff
from core.tickets import workload
from core.tickets.measures import days_until
from core.tickets.models import Ticket
from core.tickets.workload import Task, Tasks

tasks = Flow("tasks")

# Pages beyond this are the last page; it keeps a forged number out of the database.
MOST_PAGES = 10_000
# The version of a button that turns a page in place; the menu's opens a new list.
IN_PLACE = 1


@tasks.command("tugas", "tasks")
async def first(turn: Turn) -> None:
    await _show(turn, 1)


@tasks.action
async def page(turn: Turn) -> None:
    assert turn.tap is not None
    edits = await shown(turn) if turn.tap.version == IN_PLACE else None
    await _show(turn, min(number(turn.tap.value), MOST_PAGES), edits=edits)


async def _show(turn: Turn, wanted: int, edits: int | None = None) -> None:
    staff = officer(turn)
    found = await workload.tasks(turn.session, staff, now=turn.now, page=wanted)
    copying = await offered(turn, staff)
    if not found.total:
        turn.say("desk.tasks.none", buttons=copying, edits=edits)
        return
    turn.say(
        "desk.tasks.list",
        buttons=(*_buttons(found), *copying),
        edits=edits,
        total=found.total,
        late=Text("desk.tasks.late" if found.late else "desk.tasks.in_time", count=found.late),
        lines=_lines(found, staff, turn),
    )


def _placed(found: Tasks) -> Iterator[tuple[int, Task]]:
    return enumerate(found.tasks, start=(found.number - 1) * workload.PAGE + 1)


def _buttons(found: Tasks) -> Iterator[tuple[Button, ...]]:
    """A line for each ticket; what nobody could sort is handed on from here."""
    for place, task in _placed(found):
        ticket = task.ticket
        label = Text("desk.tasks.open", place=place, code=ticket.code)
        row = [Button("ticket.open", ticket.id, ticket.version, label)]
        if task.section == "unsorted":
            to = Button("ticket.dispose", ticket.id, ticket.version, "button.desk.choose_unit")
            row.append(to)
        yield tuple(row)
    yield from _around(found)


def _around(found: Tasks) -> Iterator[tuple[Button, ...]]:
    row = []
    if found.number > 1:
        row.append(Button("tasks.page", found.number - 1, IN_PLACE, "button.desk.before"))
    if found.number < found.pages:
        row.append(Button("tasks.page", found.number + 1, IN_PLACE, "button.desk.after"))
    if row:
        yield tuple(row)


def _lines(found: Tasks, staff: Staff, turn: Turn) -> Text:
    """Every ticket of the page, under a heading for each part of the list."""
    texts, before = [], ""
    for place, task in _placed(found):
        if task.section != before:
            before = task.section
            texts.append(Text(f"desk.tasks.heading.{before}.{staff.role}"))
        texts.append(_line(place, task, turn))
    return paragraphs(*texts)


def _line(place: int, task: Task, turn: Turn) -> Text:
    ticket, language = task.ticket, turn.person.language
    category = ticket.category.name_in(language) if ticket.category else None
    return Text(
        "desk.tasks.own" if task.section == "mine" else "desk.tasks.other",
        place=str(place),
        category=category or Text("ticket.card_part.no_category"),
        due=_due(ticket, turn),
        beginning=beginning(ticket.words),
        state=Text(f"ticket.state.{ticket.stands}", body=ticket.outside),
        unit=ticket.unit.name,
        holder=ticket.assignee.name if ticket.assignee else Text("ticket.card_part.nobody"),
    )


def _due(ticket: Ticket, turn: Turn) -> Text:
    if ticket.paused_at is not None:
        return Text("desk.due.paused")
    return in_words(ticket.due_at, turn.now, turn.session.info["service"].zone)


def in_words(due: datetime, now: datetime, zone: ZoneInfo) -> Text:
    """How near a deadline is, in days as people count them in this zone."""
    days = days_until(due, now, zone)
    if due < now:
        return Text("desk.due.late", count=-days) if days else Text("desk.due.late_today", at=due)
    if days > 1:
        return Text("desk.due.days", count=days, at=due)
    return Text("desk.due.tomorrow" if days else "desk.due.today", at=due)
