"""The end of a ticket: solved, confirmed or objected to, rated; see `work` for how verbs behave."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox, timers
from core.errors import Moved, Refused
from core.i18n import Text
from core.people.models import Person, Staff
from core.tickets import chain, clocks, plan, rules
from core.tickets.access import admits
from core.tickets.attachments import File, attach, pass_on
from core.tickets.cards import refresh
from core.tickets.followers import tell_followers
from core.tickets.lessons import holder_learns
from core.tickets.measures import worked
from core.tickets.models import Ticket
from core.tickets.notices import tell, tell_reporter, tell_staff
from core.tickets.reporters import is_theirs, reader
from core.tickets.work import respond, take


async def resolve(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    text: str,
    *,
    now: datetime,
    source: str | None = None,
    files: Sequence[File] = (),
    expected_version: int | None = None,
) -> bool:
    """Say what was done; the citizen is asked whether that is so. A photo where one is wanted."""
    said = rules.explanation(text)
    if not await admits(
        session, ticket, staff, "resolve", source=source, expected_version=expected_version
    ):
        return False
    if needs_photo(ticket) and not any(file["kind"] == "photo" for file in files):
        raise Refused("ticket.refused.photo", code=ticket.code)
    if ticket.state == "new":
        await take(session, ticket, staff, now=now, source=source)
    await respond(session, ticket, now=now)
    await clocks.resume(session, ticket, now=now)
    await clocks.turn(session, ticket, now=now)
    ticket.state, ticket.resolved_at = "resolved", now
    ticket.resolve_seconds = await worked(session, ticket, now)
    ticket.version += 1
    event = chain.append(
        session,
        ticket,
        "resolved",
        now=now,
        source=source,
        staff=staff,
        text=said,
        files=len(files),
    )
    await attach(session, ticket, event, files, now=now, by_reporter=False)
    silence = await plan.await_verdict(session, ticket, now=now)
    pass_on(session, ticket, reader(session, ticket), files, now=now)
    tell_reporter(
        session,
        ticket,
        "ticket.resolved",
        now=now,
        said=said,
        silence=silence,
        buttons=verdict_buttons(ticket),
    )
    await tell_followers(
        session,
        ticket,
        "resolved",
        now=now,
        said=said,
        files=files,
        silence=silence,
        buttons=verdict_buttons(ticket),
    )
    await refresh(session, ticket, now=now)
    return True


async def confirm(
    session: AsyncSession,
    ticket: Ticket,
    reporter: Person,
    *,
    now: datetime,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """The citizen says it is solved: the ticket closes and a rating is asked for.

    A follower's word is noted; only the reporter's closes the ticket.
    """
    if not await admits(
        session, ticket, reporter, "confirm", source=source, expected_version=expected_version
    ):
        return False
    if not is_theirs(session, reporter, ticket):
        await _agree(session, ticket, reporter, now, source)
        return True
    chain.append(session, ticket, "confirmed", now=now, source=source, by_reporter=True)
    await close(session, ticket, "ticket.confirmed", kind="interactive", now=now)
    await tell_followers(
        session,
        ticket,
        "confirmed",
        now=now,
        until=ticket.verdict_until or now,
        buttons=verdict_buttons(ticket)[1:],
    )
    await _tell_holder(session, ticket, "ticket.confirmed_staff", now)
    return True


async def _agree(
    session: AsyncSession, ticket: Ticket, follower: Person, now: datetime, source: str | None
) -> None:
    chain.append(session, ticket, "follower_confirmed", now=now, source=source, person=follower.id)
    tell(session, ticket, follower, "ticket.follower.agreed", now=now, kind="interactive")


async def rate(
    session: AsyncSession,
    ticket: Ticket,
    reporter: Person,
    rating: int,
    *,
    now: datetime,
    source: str | None = None,
) -> bool:
    """The citizen's judgement, 1 to 4, once; silence is no rating."""
    if not await admits(session, ticket, reporter, "rate", source=source):
        return False
    if rating not in rules.RATINGS:
        raise Refused("ticket.refused.rating")
    if ticket.rating is not None:
        raise Moved("ticket.moved.rated", code=ticket.code)
    ticket.rating = rating
    if rating <= rules.LOW_RATING:
        await holder_learns(session, ticket, "low_rating", now=now)
    chain.append(session, ticket, "rated", now=now, source=source, by_reporter=True, rating=rating)
    why = [[outbox.Button("ticket.explain", ticket.id, ticket.version)]]
    tell_reporter(
        session,
        ticket,
        "ticket.rated",
        now=now,
        kind="interactive",
        buttons=why,
        rating=Text(f"ticket.rating.{rating}"),
    )
    return True


async def explain(
    session: AsyncSession,
    ticket: Ticket,
    reporter: Person,
    reason: str,
    *,
    now: datetime,
    source: str | None = None,
    files: Sequence[File] = (),
) -> bool:
    """Why the citizen rated as they did, if they care to say."""
    said = rules.words(reason)
    if not await admits(session, ticket, reporter, "explain", source=source):
        return False
    event = chain.append(
        session,
        ticket,
        "explained",
        now=now,
        source=source,
        by_reporter=True,
        text=said,
        files=len(files),
    )
    await attach(session, ticket, event, files, now=now, by_reporter=True)
    tell_reporter(session, ticket, "ticket.explained", now=now, kind="interactive")
    if ticket.assignee is not None:
        tell_staff(session, ticket, [ticket.assignee], "ticket.explained_staff", now=now, said=said)
        if ticket.assignee.person is not None:
            pass_on(session, ticket, ticket.assignee.person, files, now=now)
    return True


async def close_on_silence(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Close what the citizen neither confirmed nor objected to."""
    chain.append(session, ticket, "closed", now=now)
    await close(session, ticket, "ticket.closed", kind="notice", now=now)
    await tell_followers(session, ticket, "closed", now=now)


def needs_photo(ticket: Ticket) -> bool:
    """Whether its solution must be shown."""
    return ticket.category is not None and ticket.category.photo_required


def verdict_buttons(ticket: Ticket) -> list[list[outbox.Button]]:
    """Solved, or not: what the citizen is asked once staff say it is done."""
    verbs = ("confirm", "object")
    return [[outbox.Button(f"ticket.{verb}", ticket.id, ticket.version)] for verb in verbs]


def rating_buttons(ticket: Ticket) -> list[list[outbox.Button]]:
    """One button a line, the best first; its value is `<ticket id>-<rating>`."""
    return [
        [
            outbox.Button(
                "ticket.rate", f"{ticket.id}-{n}", ticket.version, f"button.ticket.rate_{n}"
            )
        ]
        for n in reversed(rules.RATINGS)
    ]


async def close(
    session: AsyncSession, ticket: Ticket, key: str, *, kind: outbox.Kind, now: datetime
) -> None:
    await clocks.turn(session, ticket, now=now)
    ticket.state, ticket.closed_at = "closed", now
    ticket.version += 1
    await timers.stop(session, ticket.id)
    tell_reporter(session, ticket, key, now=now, kind=kind, buttons=rating_buttons(ticket))
    await refresh(session, ticket, now=now)


async def _tell_holder(session: AsyncSession, ticket: Ticket, key: str, now: datetime) -> None:
    if ticket.assignee is not None:
        tell_staff(session, ticket, [ticket.assignee], key, now=now)
