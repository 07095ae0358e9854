"""The end of a ticket: explained, agreed to or not, rated; see `work` for how verbs behave."""

from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox, timers
from core.errors import Moved, Refused
from core.i18n import Text
from core.people.models import Person, Staff
from core.tickets import chain, clocks, outcomes, plan, rules
from core.tickets.access import admits
from core.tickets.attachments import File, attach, pass_on
from core.tickets.cards import refresh
from core.tickets.ending import finish, verdict_buttons
from core.tickets.followers import tell_followers
from core.tickets.lessons import holder_learns
from core.tickets.models import Ticket
from core.tickets.notices import tell, tell_reporter, tell_staff
from core.tickets.proposing import needs_approval, propose
from core.tickets.reporters import is_theirs
from core.tickets.work import take


async def resolve(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    text: str,
    *,
    now: datetime,
    source: str | None = None,
    files: Sequence[File] = (),
    outcome: str = "fixed",
    facts: outcomes.Facts = MappingProxyType({}),
    expected_version: int | None = None,
) -> bool:
    """Say how it ended; the citizen is asked about it. A photo where one is wanted.

    `outcome` is one of OUTCOMES, and `facts` what `outcomes.WANTED` names for it.
    """
    said = rules.explanation(text)
    today = now.astimezone(session.info["service"].zone).date()
    known = outcomes.ending(outcome, facts, today)
    if not await admits(
        session, ticket, staff, "resolve", source=source, expected_version=expected_version
    ):
        return False
    if needs_photo(ticket, outcome) and not any(file["kind"] == "photo" for file in files):
        raise Refused("ticket.refused.photo", code=ticket.code)
    end: dict[str, Any] = {"outcome": outcome, "facts": known, "files": files}
    if needs_approval(session, ticket, staff):
        if ticket.state == "new":
            await take(session, ticket, staff, now=now, source=source)
        await propose(session, ticket, staff, "resolve", said, now=now, source=source, **end)
        return True
    await finish(session, ticket, staff, said, now=now, source=source, **end)
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
    """The citizen agrees with the end: the ticket closes and a rating is asked for.

    A follower's word is noted; only the reporter's closes the ticket.
    """
    if not await admits(
        session, ticket, reporter, "confirm", source=source, expected_version=expected_version
    ):
        return False
    if not is_theirs(session, reporter, ticket):
        await _agree(session, ticket, reporter, now, source)
        return True
    await agreed(session, ticket, now=now, source=source, by_reporter=True)
    return True


async def agreed(
    session: AsyncSession, ticket: Ticket, *, now: datetime, source: str | None, **who: Any
) -> None:
    """The reporter agreed, `who` says through whom; that they may is decided before."""
    end = ticket.outcome
    chain.append(session, ticket, "confirmed", now=now, source=source, outcome=end, **who)
    await close(session, ticket, "ticket.confirmed", kind="interactive", now=now)
    kind = "" if ticket.is_solved else "_unsolved"
    await tell_followers(
        session,
        ticket,
        f"confirmed{kind}",
        now=now,
        until=ticket.verdict_until or now,
        buttons=verdict_buttons(ticket)[1:],
    )
    await _tell_holder(session, ticket, f"ticket.confirmed{kind}_staff", now)


async def _agree(
    session: AsyncSession, ticket: Ticket, follower: Person, now: datetime, source: str | None
) -> None:
    who: dict[str, Any] = {"person": follower.id, "outcome": ticket.outcome}
    chain.append(session, ticket, "follower_confirmed", now=now, source=source, **who)
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
    chain.append(session, ticket, "closed", now=now, outcome=ticket.outcome)
    await close(session, ticket, "ticket.closed", kind="notice", now=now)
    await tell_followers(session, ticket, "closed", now=now)


def needs_photo(ticket: Ticket, outcome: str = "fixed") -> bool:
    """Whether what was done must be shown."""
    asked = ticket.category is not None and ticket.category.photo_required
    return asked and outcome == "fixed"


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
    # What is planned or went outside is looked at again, also when the case is closed.
    await timers.stop(session, ticket.id, plan.SILENCE)
    tell_reporter(session, ticket, key, now=now, kind=kind, buttons=rating_buttons(ticket))
    await refresh(session, ticket, now=now)


async def _tell_holder(session: AsyncSession, ticket: Ticket, key: str, now: datetime) -> None:
    if ticket.assignee is not None:
        tell_staff(session, ticket, [ticket.assignee], key, now=now)
