"""A case as one document that its reporter can hand to the Ombudsman.

It shows that the office was asked first, and what it answered; nobody of the office has to agree.
"""

from collections.abc import Iterable, Iterator
from functools import reduce

from sqlalchemy.ext.asyncio import AsyncSession

from core import i18n
from core.i18n import Text
from core.oversight.models import OversightBody
from core.oversight.queries import OMBUDSMAN, body_shown
from core.tickets.models import Ticket
from core.tickets.queries import Step, timeline
from core.tickets.rules import LONGEST_TEXT
from core.tickets.spoken import told
from core.tickets.why import why


async def bundle(session: AsyncSession, ticket: Ticket, language: str) -> str:
    """The case as a page of HTML: number, dates, what was sent and answered, where to send it."""
    service = session.info["service"]
    steps = await timeline(session, ticket, public_only=True)
    category = ticket.category.name_in(language) if ticket.category else None
    return i18n.html(
        "bundle.page",
        language,
        service.zone,
        code=ticket.code,
        office=service.office,
        unit=ticket.unit.name,
        what=Text(f"ticket.kind.{ticket.kind}"),
        category=category or Text("ticket.card_part.no_category"),
        place=ticket.place or Text("ticket.card_part.no_place"),
        opened=ticket.opened_at,
        due=ticket.due_at,
        state=Text(f"ticket.state.{ticket.state}"),
        said=told(ticket, ticket.text, most=LONGEST_TEXT),
        why=_lines(Text("bundle.line", line=line) for line in await why(session, ticket)),
        steps=_lines(_steps(steps)),
        where=_where(await body_shown(session, OMBUDSMAN)),
    )


def name_of(ticket: Ticket) -> str:
    """What the file is called where somebody saves it."""
    return f"{ticket.code}.html"


def _steps(steps: Iterable[Step]) -> Iterator[Text]:
    for step in steps:
        key = "bundle.step_said" if step.said and step.kind != "filed" else "bundle.step"
        yield Text(key, at=step.at, what=step.what, said=step.said)


def _where(body: OversightBody | None) -> Text:
    if body is None:
        return Text("bundle.where_unknown")
    facts = {"name": body.name, "contact": body.contact, "source": body.source_title}
    return Text("bundle.where", **facts)


def _lines(texts: Iterable[Text]) -> Text | str:
    joined = list(texts)
    if not joined:
        return ""
    return reduce(lambda above, below: Text("citizen.lines", above=above, below=below), joined)
