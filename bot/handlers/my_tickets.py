"""/laporan: what somebody reported, how far it is, and adding to it."""

from collections.abc import Sequence
from datetime import datetime

from bot.flow import STAY, Flow
from bot.handlers import complaint, detail_words, first_message, followed
from bot.handlers.desk.choices import shown
from bot.handlers.desk.door import number
from bot.handlers.lines import beginning, lines
from bot.handlers.timeline import steps_of
from bot.turn import Turn
from core.i18n import Text
from core.outbox import Button
from core.tickets import rules
from core.tickets.closing import rating_buttons
from core.tickets.ending import verdict_buttons
from core.tickets.models import Ticket
from core.tickets.queries import master_of, mine, ticket_by_code, ticket_for
from core.tickets.reporters import is_theirs

reports = Flow("reports", paced=True)

PAGE = 6
Rows = tuple[tuple[Button, ...], ...]


@reports.command("laporan", "reports")
async def first(turn: Turn) -> str | None:
    """The list; with a number that ticket. Other words behind the command are a report."""
    if code := first_message.code_in(turn.argument):
        return await show_by_code(turn, code)
    if turn.argument or turn.files:
        return await complaint.begin(turn, text=turn.argument)
    await _list(turn, 1)
    return STAY


@reports.action
async def page(turn: Turn) -> None:
    assert turn.tap is not None
    # The menu's button opens a new list; only the list's own pages change in place.
    in_place = turn.tap.version == 1
    await _list(turn, number(turn.tap.value), edits=await shown(turn) if in_place else None)


@reports.action
async def open_(turn: Turn) -> None:
    assert turn.tap is not None
    await show(turn, await ticket_for(turn.session, turn.person, number(turn.tap.value)))


async def show_by_code(turn: Turn, code: str) -> str | None:
    """The ticket whose number somebody wrote, if it is theirs."""
    found = await ticket_by_code(turn.session, code)
    await show(turn, await ticket_for(turn.session, turn.person, found.id if found else 0))
    return STAY


async def show(turn: Turn, ticket: Ticket) -> None:
    """One ticket with all that happened to it, and what can be done now."""
    what, stands = _what(ticket, turn.person.language), _stands(ticket, turn)
    if not is_theirs(turn.session, turn.person, ticket):
        await followed.show(turn, ticket, what, stands)
        return
    master = await master_of(turn.session, ticket)
    if master is not ticket:
        stands = Text("reports.merged", code=master.code)
    turn.say(
        "reports.one",
        own=ticket,
        buttons=_verbs(ticket, master, turn.now, asks=await detail_words.asks(turn, ticket)),
        code=ticket.code,
        what=what,
        stands=stands,
        said=beginning(ticket.words),
        steps=await steps_of(turn, ticket),
    )


async def _list(turn: Turn, wanted: int, edits: int | None = None) -> None:
    found = await mine(turn.session, turn.person)
    if not found:
        turn.say("reports.none", edits=edits, buttons=((Button("complaint.invite"),),))
        return
    at = max(1, min(wanted, (len(found) - 1) // PAGE + 1))
    here = found[(at - 1) * PAGE : at * PAGE]
    rows = tuple((_opener(ticket, turn.person.language),) for ticket in here)
    turn.say(
        "reports.list",
        edits=edits,
        buttons=(*rows, *_around(at, len(found))),
        count=len(found),
        lines=lines([_line(ticket, turn) for ticket in here]),
    )


def _line(ticket: Ticket, turn: Turn) -> Text:
    what: Text | str = _what(ticket, turn.person.language)
    if not is_theirs(turn.session, turn.person, ticket):
        what = Text("reports.followed", what=what)
    return Text("reports.line", code=ticket.code, what=what, stands=_stands(ticket, turn))


def _opener(ticket: Ticket, language: str) -> Button:
    label = Text("reports.opener", code=ticket.code, what=_what(ticket, language))
    return Button("reports.open", ticket.id, 0, label)


def _what(ticket: Ticket, language: str) -> Text | str:
    if ticket.category is not None:
        return ticket.category.name_in(language)
    return Text(f"ticket.kind.{ticket.kind}")


def _stands(ticket: Ticket, turn: Turn) -> Text:
    """The state in plain words, and how many others have a part in it."""
    stands = _state(ticket, turn)
    if not ticket.followers or ticket.master_id:
        return stands
    return Text("reports.with_others", stands=stands, n=ticket.followers)


def _state(ticket: Ticket, turn: Turn) -> Text:
    """With the date that holds in it, or that it has passed."""
    others = not is_theirs(turn.session, turn.person, ticket)
    if ticket.master_id is not None or (others and ticket.stands == "waiting"):
        return Text(f"ticket.state.{'merged' if ticket.master_id else ticket.state}")
    late = "_late" if _late(ticket, turn.now) else ""
    key = f"reports.stands.{ticket.stands}{late}"
    return Text(key, unit=ticket.unit.name, due=ticket.due_at, body=ticket.outside)


def _late(ticket: Ticket, now: datetime) -> bool:
    return ticket.state in ("new", "accepted") and ticket.due_at < now


def _around(at: int, count: int) -> Rows:
    row = [Button("reports.page", at - 1, 1, "button.complaint.before")] if at > 1 else []
    if count > at * PAGE:
        row.append(Button("reports.page", at + 1, 1, "button.complaint.after"))
    return (tuple(row),) if row else ()


def _verbs(ticket: Ticket, master: Ticket, now: datetime, *, asks: bool) -> Rows:
    rows: list[Sequence[Button]] = []
    if master is not ticket:
        label = Text("button.reports.master", code=master.code)
        rows.append((Button("reports.open", master.id, 0, label),))
    if ticket.state == "resolved":
        rows += verdict_buttons(ticket)
    if ticket.state == "closed" and ticket.rating is None and master is ticket:
        rows += rating_buttons(ticket)
    if rules.may("reporter", "add", ticket.state):
        rows.append((Button("addition.start", ticket.id),))
    if asks:
        wording = "again" if ticket.details else "answer_now"
        rows.append((Button("details.again", ticket.id, 0, f"button.details.{wording}"),))
    rows.append((Button("receipt.show", ticket.id),))
    if _late(ticket, now):
        rows.append((Button("bundle.send", ticket.id),))
    rows.append((Button("reports.page", 1, 0, "button.reports.all"),))
    return tuple(tuple(row) for row in rows)
