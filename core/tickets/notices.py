"""Telling people about a ticket; a long text goes out in several messages, never cut short."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox
from core.i18n import Text
from core.people.models import Person, Staff
from core.tickets import reporters
from core.tickets.models import Ticket

# Telegram takes 4096 UTF-16 units; the frame around a quotation needs the rest.
PIECE = 3000


def tell_reporter(
    session: AsyncSession,
    ticket: Ticket,
    key: str,
    *,
    now: datetime,
    kind: outbox.Kind = "notice",
    said: str = "",
    buttons: outbox.Rows = (),
    **params: Any,
) -> None:
    """Tell whoever reported it, if they are on Telegram; texts may use `code` and `unit`."""
    to = reporters.reader(session, ticket)
    if to is not None:
        tell(session, ticket, to, key, now=now, kind=kind, said=said, buttons=buttons, **params)


def tell_staff(
    session: AsyncSession,
    ticket: Ticket,
    staff: Iterable[Staff],
    key: str,
    *,
    now: datetime,
    said: str = "",
    buttons: outbox.Rows = (),
    **params: Any,
) -> None:
    """Tell members of staff who have an account; every text may use `code` and `unit`."""
    for one in staff:
        if one.person is not None:
            tell(session, ticket, one.person, key, now=now, said=said, buttons=buttons, **params)


def tell(
    session: AsyncSession,
    ticket: Ticket,
    person: Person | outbox.Reader,
    key: str,
    *,
    now: datetime,
    kind: outbox.Kind = "notice",
    said: str = "",
    buttons: outbox.Rows = (),
    **params: Any,
) -> None:
    """Tell one person about a ticket; every text may use `code` and `unit`.

    With `due`, the ticket's own date, also `when`, which does not promise what is past.
    """
    first, *rest = pieces(said)
    params = {"code": ticket.code, "unit": ticket.unit.name, "said": first, **params}
    if params.get("due") == ticket.due_at:
        stands = "ahead" if ticket.due_at > now else "past"
        params["when"] = Text(f"ticket.due_{stands}", due=ticket.due_at)
    outbox.tell(
        session, person, key, now=now, kind=kind, about=ticket.id, buttons=buttons, **params
    )
    for piece in rest:
        outbox.tell(session, person, "ticket.more", now=now, kind=kind, about=ticket.id, said=piece)


def pieces(text: str, size: int = PIECE) -> list[str]:
    """The text cut at ends of lines or words into pieces of at most `size` UTF-16 units."""
    out = []
    while _units(text) > size:
        cut = _cut(text, size)
        out.append(text[:cut])
        text = text[cut:]
    return [*out, text]


def _cut(text: str, size: int) -> int:
    fits = text.encode("utf-16-le")[: 2 * size].decode("utf-16-le", "ignore")
    end = max(fits.rfind("\n"), fits.rfind(" ")) + 1
    return end if end > len(fits) // 2 else len(fits)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
