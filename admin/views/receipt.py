"""The receipt of a case: shown, and saved to be printed."""

import asyncio
from hmac import compare_digest

import segno
from aiohttp import web
from markupsafe import Markup

from admin.addresses import file_header
from admin.views.ticket import names_citizen
from admin.visit import Visit
from core.tickets.models import Ticket
from core.tickets.panel_queries import ticket_seen
from core.tickets.printing import file_name
from core.tickets.queries import ticket_by_code
from core.tickets.receipt_pdf import printed
from core.tickets.receipts import Receipt, payload, receipt_of

# Pixels a side of one square of the code.
SCALE = 4


async def show(visit: Visit) -> web.Response:
    receipt = await _receipt(visit)
    seen = await ticket_seen(visit.session, receipt.code, visit.sight)
    return visit.page(
        "receipt/show.html",
        receipt=receipt,
        code=_drawn(receipt.link) if receipt.link else "",
        sees_ticket=seen is not None,
        held=visit.request.query.get("held"),
    )


async def pdf(visit: Visit) -> web.Response:
    receipt = await _receipt(visit)
    content = await asyncio.to_thread(printed, receipt, visit.language, visit.config.service)
    name = file_header(file_name(receipt.code, visit.language))
    headers = {"Content-Type": "application/pdf", "Content-Disposition": name}
    return web.Response(body=content, headers=headers)


async def _receipt(visit: Visit) -> Receipt:
    ticket = await _ticket(visit)
    names = names_citizen(visit, ticket)
    return await receipt_of(visit.session, ticket, visit.language, names_citizen=names)


async def _ticket(visit: Visit) -> Ticket:
    """One that the account sees, or that it wrote down itself for another unit; else 404.

    A confidential one is there only for who sees it, or has just written it down: the address it
    was led to then carries what stands on the receipt.
    """
    code = visit.request.match_info["code"]
    found = await ticket_seen(visit.session, code, visit.sight)
    if found is not None:
        return found
    found = await ticket_by_code(visit.session, code)
    came = found.reception if found else None
    if found is None or came is None or came.receiver != visit.actor:
        raise web.HTTPNotFound
    if found.confidential and not _was_led(visit, found):
        raise web.HTTPNotFound
    return found


def _was_led(visit: Visit, ticket: Ticket) -> bool:
    carried = visit.request.query.get("held", "")
    known = payload(visit.session, ticket.code)
    return not ticket.guarded and compare_digest(carried.encode(), known.encode())


def _drawn(link: str) -> Markup:
    """The QR code as a picture in the page; the link holds nothing that somebody wrote."""
    return Markup(segno.make_qr(link, error="m").svg_inline(scale=SCALE))  # noqa: S704
