"""One ticket: its facts, its timeline, and handing it on."""

from secrets import token_hex

from aiohttp import web

from admin.forms import Form, Id, Line, Words
from admin.pages import duration, until
from admin.visit import Visit
from core.calendar.queries import calendar_rules
from core.calendar.rules import is_provisional
from core.deadlines.listing import rule_by_id
from core.deadlines.rules import is_law
from core.errors import Refused
from core.i18n import Text
from core.media.kinds import kind_of
from core.people.models import Staff, Unit
from core.people.panel_queries import staff_seen, staff_within, tree, unit_seen
from core.people.queries import display_name
from core.tickets import panel_queries, panel_services
from core.tickets.models import OPEN, Attachment, Event, Ticket
from core.tickets.related import related


class Reassignment(Form):
    """`to` is `unit:<id>` or `staff:<id>`; `once` makes a form sent twice count once."""

    to: Line
    reason: Words
    version: Id
    once: Line


class Note(Form):
    text: Words
    once: Line


async def show(visit: Visit) -> web.Response:
    ticket = await seen(visit)
    calendar = await calendar_rules(visit.session, ticket.unit.calendar_id)
    rule = await rule_by_id(visit.session, ticket.rule_id)
    return visit.page(
        "tickets/show.html",
        ticket=ticket,
        reporter=display_name(visit.session, ticket.reporter),
        events=await panel_queries.events_of(visit.session, ticket),
        files=await panel_queries.attachments_of(visit.session, ticket),
        rule=rule,
        lawful=rule is not None and is_law(rule),
        provisional=is_provisional(calendar, ticket.due_at),
        is_open=ticket.state in OPEN,
        related=await related(visit.session, ticket, visit.within, now=visit.now),
        units=await tree(visit.session, visit.within),
        staff=[one for one in await staff_within(visit.session, visit.within) if one.person_id],
        once=visit.typed("once", token_hex(16)),
        step=_step,
        shown=_shown,
        who=_who,
        until=until,
        duration=duration,
    )


async def reassign(visit: Visit) -> web.Response:
    form: Reassignment = visit.form
    ticket = await seen(visit, lock=True)
    await panel_services.reassign(
        visit.session,
        ticket,
        await _target(visit, form.to),
        form.reason,
        by=visit.actor,
        name=visit.account.full_name,
        now=visit.now,
        source=source_of(visit, form.once),
        expected_version=form.version,
    )
    # A head may have handed it out of sight.
    again = await panel_queries.ticket_seen(visit.session, ticket.code, visit.within)
    return visit.to(f"/laporan/{ticket.code}" if again else "/laporan", said="reassigned")


async def note(visit: Visit) -> web.Response:
    form: Note = visit.form
    ticket = await seen(visit, lock=True)
    await panel_services.note(
        visit.session,
        ticket,
        form.text,
        by=visit.actor,
        name=visit.account.full_name,
        now=visit.now,
        source=source_of(visit, form.once),
    )
    return visit.to(f"/laporan/{ticket.code}", said="noted")


async def seen(visit: Visit, *, lock: bool = False) -> Ticket:
    """The ticket in the address; 404 for one that is not there as for one of other units."""
    code = visit.request.match_info["code"]
    ticket = await panel_queries.ticket_seen(visit.session, code, visit.within, lock=lock)
    if ticket is None:
        raise web.HTTPNotFound
    return ticket


async def _target(visit: Visit, to: str) -> Unit | Staff:
    what, _, number = to.partition(":")
    found: Unit | Staff | None = None
    if what == "unit" and number.isdecimal() and len(number) < 16:
        found = await unit_seen(visit.session, int(number), visit.within)
    if what == "staff" and number.isdecimal() and len(number) < 16:
        found = await staff_seen(visit.session, int(number), visit.within)
    if found is None or (isinstance(found, Staff) and (found.left_at or not found.person_id)):
        raise Refused("panel.refused.target")
    return found


def _step(event: Event) -> Text:
    """What happened, in words."""
    said = event.payload
    rating = Text(f"ticket.rating.{said['rating']}") if said.get("rating") else ""
    unit, code = (said.get(name) or "…" for name in ("unit", "code"))
    return Text(f"ticket.event.{event.kind}", unit=unit, rating=rating, code=code)


def _shown(file: Attachment) -> str:
    """What a page makes of a file: image, audio, video, or file for one to be saved."""
    return kind_of(file.stored or "", cleaned=file.cleaned).shown


def _who(event: Event) -> Text:
    """Who did it: the reporter, somebody by name, or the service by itself."""
    if event.by_reporter:
        return Text("panel.ticket.reporter")
    if event.payload.get("person"):
        return Text("panel.ticket.of_follower")
    name = event.staff.name if event.staff else event.payload.get("by")
    return Text("common.plain", text=name) if name else Text("panel.ticket.itself")


def source_of(visit: Visit, once: str) -> str:
    """The mark of one form, so that it counts once however often it is sent."""
    return f"panel:{visit.account.id}:{once[:64]}"
