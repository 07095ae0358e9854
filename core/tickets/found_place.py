"""The place in a photo: offered to whoever sent it, and used only when they say yes."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db import changed
from core.i18n import Text
from core.outbox import Button
from core.secrets import keys_of
from core.tickets.models import PlaceOffer, Ticket
from core.tickets.notices import tell_reporter

Location = tuple[float, float]

# Who has not answered by then does not want to; longer than a weekend.
KEPT = timedelta(days=3)


async def offer(session: AsyncSession, ticket: Ticket, point: Location, *, now: datetime) -> None:
    """Ask once, and only where no point on the map is known; until they answer it is sealed."""
    if ticket.latitude is not None or await session.get(PlaceOffer, ticket.id) is not None:
        return
    sealed = keys_of(session).seal_json(point)
    session.add(PlaceOffer(ticket_id=ticket.id, point=sealed, offered_at=now))
    verbs = ("use", "drop")
    tell_reporter(
        session,
        ticket,
        "ticket.place_found",
        now=now,
        buttons=[[Button(f"place.{verb}", ticket.id) for verb in verbs]],
        map=on_map(point),
    )


async def take(session: AsyncSession, ticket: Ticket) -> Location | None:
    """The point that was offered, which is forgotten with this; None when it is already."""
    found = await session.get(PlaceOffer, ticket.id, with_for_update=True)
    if found is None or found.point is None:
        return None
    latitude, longitude = keys_of(session).open_json(found.point)
    found.point = None
    return latitude, longitude


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Silence is a no."""
    silent = (PlaceOffer.offered_at < now - KEPT, PlaceOffer.point.is_not(None))
    await changed(session, update(PlaceOffer).where(*silent).values(point=None))


def on_map(point: Location) -> Text:
    """A link that shows the point."""
    latitude, longitude = (f"{degrees:.6f}" for degrees in point)
    words = Text("ticket.card_part.on_map")
    return Text("ticket.card_part.map", words=words, latitude=latitude, longitude=longitude)
