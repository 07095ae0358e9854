"""One ticket: its facts, its timeline, and handing it on."""

from datetime import date
from secrets import token_hex

from aiohttp import web

from admin.forms import Form, Id, Line, Words
from admin.pages import until
from admin.visit import Visit
from core.errors import Refused
from core.forums.cases import brought
from core.i18n import Text
from core.media.kinds import kind_of
from core.people.models import Staff, Unit
from core.people.panel_queries import staff_seen, staff_within, tree, unit_seen
from core.relays.queries import rating_of
from core.tickets import confiding, panel_queries, panel_services, reporters, unmasking
from core.tickets.citizens import Citizen, citizen_of, masked
from core.tickets.clocks import shares_of
from core.tickets.external import external_of
from core.tickets.measures import duration
from core.tickets.models import OPEN, Attachment, Event, Ticket
from core.tickets.related import related
from core.tickets.steps import words_of
from core.tickets.why import why
from core.transcripts.queries import voices_of


class Reassignment(Form):
    """`to` is `unit:<id>` or `staff:<id>`; `once` makes a form sent twice count once."""

    to: Line
    reason: Words
    version: Id
    once: Line


class NewDate(Form):
    day: date
    why: Words
    version: Id
    once: Line


class Note(Form):
    text: Words
    once: Line


async def show(visit: Visit) -> web.Response:
    ticket = await seen(visit)
    events = await panel_queries.events_of(visit.session, ticket)
    discussed = any(one.kind == "forum_opened" for one in events)
    return visit.page(
        "tickets/show.html",
        ticket=ticket,
        topic=await brought(visit.session, ticket) if discussed else None,
        reporter=reporters.name(visit.session, ticket, opened=names_citizen(visit, ticket)),
        citizen=citizen_shown(visit, ticket),
        external=await external_of(visit.session, ticket),
        events=events,
        relayed=await rating_of(visit.session, ticket),
        files=await panel_queries.attachments_of(visit.session, ticket),
        voices={one.id: one.transcript for one in await voices_of(visit.session, ticket)},
        why=await why(visit.session, ticket),
        shares=await shares_of(visit.session, ticket, now=visit.now),
        is_open=ticket.state in OPEN,
        related=await related(visit.session, ticket, visit.sight, now=visit.now),
        units=await tree(visit.session, visit.within),
        staff=[one for one in await staff_within(visit.session, visit.within) if one.person_id],
        opening=await unmasking.current(visit.session, ticket, now=visit.now),
        opened_until=unmasking.until,
        once=visit.typed("once", token_hex(16)),
        step=lambda event: words_of(event.kind, event.payload),
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
        await target(visit, form.to),
        form.reason,
        by=visit.actor,
        name=visit.account.full_name,
        now=visit.now,
        source=source_of(visit, form.once),
        expected_version=form.version,
    )
    return visit.to(await _still_here(visit, ticket), said="reassigned")


async def reschedule(visit: Visit) -> web.Response:
    form: NewDate = visit.form
    ticket = await seen(visit, lock=True)
    await panel_services.reschedule(
        visit.session,
        ticket,
        form.day,
        form.why,
        by=visit.actor,
        name=visit.account.full_name,
        now=visit.now,
        source=source_of(visit, form.once),
        expected_version=form.version,
    )
    return visit.to(f"/laporan/{ticket.code}", said="moved")


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


async def confide(visit: Visit) -> web.Response:
    ticket = await seen(visit, lock=True)
    await confiding.confide(
        visit.session, ticket, by=visit.actor, name=visit.account.full_name, now=visit.now
    )
    return visit.to(await _still_here(visit, ticket), said="confided")


async def seen(visit: Visit, *, lock: bool = False) -> Ticket:
    """The ticket in the address; 404 for one that is not there as for one of other units."""
    code = visit.request.match_info["code"]
    ticket = await panel_queries.ticket_seen(visit.session, code, visit.sight, lock=lock)
    if ticket is None:
        raise web.HTTPNotFound
    return ticket


def names_citizen(visit: Visit, ticket: Ticket) -> bool:
    """Whether this account reads whom a case was written down for: who did, or who steers it."""
    came = ticket.reception
    received = came is not None and came.receiver == visit.actor
    return received or visit.account.role in ("coordinator", "head")


def citizen_shown(visit: Visit, ticket: Ticket) -> Citizen:
    """Whom it was written down for, as far as this account may know."""
    who = citizen_of(visit.session, ticket)
    return who if names_citizen(visit, ticket) else masked(who)


async def _still_here(visit: Visit, ticket: Ticket) -> str:
    """The ticket's page, or the list for whoever has just put the ticket out of their own sight."""
    again = await panel_queries.ticket_seen(visit.session, ticket.code, visit.sight)
    return f"/laporan/{ticket.code}" if again else "/laporan"


async def target(visit: Visit, to: str) -> Unit | Staff:
    """Whom a form names, if the account may hand tickets there; refused otherwise."""
    what, _, number = to.partition(":")
    found: Unit | Staff | None = None
    if what == "unit" and number.isdecimal() and len(number) < 16:
        found = await unit_seen(visit.session, int(number), visit.within)
    if what == "staff" and number.isdecimal() and len(number) < 16:
        found = await staff_seen(visit.session, int(number), visit.within)
    if found is None or (isinstance(found, Staff) and (found.left_at or not found.person_id)):
        raise Refused("panel.refused.target")
    return found


def _shown(file: Attachment) -> str:
    """What a page makes of a file: image, audio, video, or file for one to be saved."""
    return kind_of(file.stored or "", cleaned=file.cleaned).shown


def _who(event: Event) -> Text:
    """Who did it: the reporter, somebody by name, or the service by itself."""
    if event.by_reporter and event.staff:
        return Text("panel.ticket.by_hand", name=event.staff.name)
    if event.by_reporter:
        return Text("panel.ticket.reporter")
    if event.payload.get("person"):
        return Text("panel.ticket.of_follower")
    name = event.staff.name if event.staff else event.payload.get("by")
    return Text("common.plain", text=name) if name else Text("panel.ticket.itself")


def source_of(visit: Visit, once: str) -> str:
    """What a form is remembered by, so that one sent twice counts once."""
    return f"panel:{visit.account.id}:{once[:64]}"
