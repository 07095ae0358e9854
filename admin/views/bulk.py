"""One act on the tickets that were ticked in the list: chosen first, then done to each.

Each ticket is a transaction of its own, so that one that is refused leaves the others done.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from secrets import token_hex
from typing import Literal

from aiohttp import web

from admin.forms import Choice, Line, Words
from admin.picked import Picked, picked_in
from admin.views.ticket import source_of, target
from admin.visit import Visit
from core.errors import Refused
from core.i18n import Text
from core.people.panel_queries import staff_within, tree
from core.tickets import panel_services, rules
from core.tickets.categories import categories
from core.tickets.models import KINDS, Ticket
from core.tickets.panel_queries import ticket_seen, tickets_seen
from core.tickets.sorting import Matter

# What is done to a ticket that is locked, in the version it was ticked in.
Act = Callable[[Visit, Ticket, int, panel_services.Act], Awaitable[object]]


class Handing(Picked):
    to: Line
    reason: Words
    once: Line


class Sorting(Picked):
    kind: Literal["", *KINDS] = ""  # type: ignore[valid-type]
    category: Choice = None
    once: Line


class Noting(Picked):
    text: Words
    once: Line


@dataclass(frozen=True)
class Done:
    """`problem` says why it was not done, None when it was."""

    code: str
    problem: Text | None = None


async def show(visit: Visit) -> web.Response:
    """What may be done, with everything that was ticked; refused forms come back here."""
    picked = picked_in(visit.raw or visit.request.query)
    return visit.page(
        "tickets/bulk.html",
        tickets=await tickets_seen(visit.session, list(picked), visit.sight),
        picked=picked,
        kinds=KINDS,
        units=await tree(visit.session, visit.within),
        staff=[one for one in await staff_within(visit.session, visit.within) if one.person_id],
        categories=await categories(visit.session),
        once=visit.typed("once", token_hex(16)),
    )


async def reassign(visit: Visit) -> web.Response:
    form: Handing = visit.form
    rules.words(form.reason, "ticket.refused.reason")
    async with visit.opened() as first:
        await target(first, form.to)

    async def act(one: Visit, ticket: Ticket, version: int, who: panel_services.Act) -> None:
        to = await target(one, form.to)
        await panel_services.reassign(
            one.session, ticket, to, form.reason, **who, expected_version=version
        )

    return await _each(visit, act)


async def sort(visit: Visit) -> web.Response:
    form: Sorting = visit.form
    if not form.kind and form.category is None:
        raise Refused("panel.bulk.nothing")
    matter = Matter(form.kind or None, form.category)

    async def act(one: Visit, ticket: Ticket, version: int, who: panel_services.Act) -> None:
        await panel_services.sort(one.session, ticket, matter, **who, expected_version=version)

    return await _each(visit, act)


async def note(visit: Visit) -> web.Response:
    form: Noting = visit.form
    rules.words(form.text)

    async def act(one: Visit, ticket: Ticket, _: int, who: panel_services.Act) -> None:
        await panel_services.note(one.session, ticket, form.text, **who)

    return await _each(visit, act)


async def _each(visit: Visit, act: Act) -> web.Response:
    """Do it to each, and say row by row what was done and what was not, and why."""
    if not visit.form.picked:
        raise Refused("handover.refused.nobody")
    done = [await _one(visit, code, act) for code in visit.form.picked]
    return visit.page("tickets/done.html", done=done)


async def _one(visit: Visit, code: str, act: Act) -> Done:
    who: panel_services.Act = {
        "by": visit.actor,
        "name": visit.account.full_name,
        "now": visit.now,
        "source": f"{source_of(visit, visit.form.once)}:{code}",
    }
    try:
        async with visit.opened() as one:
            ticket = await ticket_seen(one.session, code, one.sight, lock=True)
            if ticket is None:
                raise Refused("panel.bulk.not_seen")
            await act(one, ticket, visit.form.picked[code], who)
    except Refused as refused:
        return Done(code, Text(refused.key, **refused.params))
    return Done(code)
