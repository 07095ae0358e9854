"""The end of a case as the citizen reads it; who may end it is decided by the verbs before."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import outbox
from core.people.models import Staff
from core.tickets import chain, clocks, plan
from core.tickets.attachments import File, attach, pass_on
from core.tickets.cards import refresh
from core.tickets.followers import tell_followers
from core.tickets.measures import worked
from core.tickets.models import SOLVED, Ticket
from core.tickets.notices import tell_reporter
from core.tickets.outcomes import Facts
from core.tickets.reporters import reader
from core.tickets.steps import letter
from core.tickets.work import respond, take


async def finish(
    session: AsyncSession,
    ticket: Ticket,
    staff: Staff,
    text: str,
    *,
    outcome: str,
    facts: Facts,
    files: Sequence[File],
    now: datetime,
    source: str | None,
) -> None:
    """End the case and ask the citizen about it; `facts` are those of `outcomes.ending`."""
    if ticket.state == "new":
        await take(session, ticket, staff, now=now, source=source)
    await respond(session, ticket, now=now)
    await clocks.resume(session, ticket, now=now)
    await clocks.turn(session, ticket, now=now)
    ticket.state, ticket.resolved_at = "resolved", now
    ticket.outcome, ticket.outside = outcome, facts.get("body")
    ticket.resolve_seconds = await worked(session, ticket, now) if outcome in SOLVED else None
    ticket.version += 1
    step: dict[str, Any] = {"text": text, "files": len(files), "unit": ticket.unit.name}
    step |= {"outcome": outcome, **facts}
    event = chain.append(session, ticket, "resolved", now=now, source=source, staff=staff, **step)
    await attach(session, ticket, event, files, now=now, by_reporter=False)
    await _say(session, ticket, text, facts, files, now)
    await refresh(session, ticket, now=now)


async def _say(
    session: AsyncSession,
    ticket: Ticket,
    text: str,
    facts: Facts,
    files: Sequence[File],
    now: datetime,
) -> None:
    silence = await plan.await_verdict(session, ticket, now=now)
    more: dict[str, Any] = {**facts, "letter": letter(dict(facts))}
    if "again_on" in facts:
        more["again_on"] = again_on = date.fromisoformat(facts["again_on"])
        await plan.look_again(session, ticket, again_on, now=now)
    more |= {"silence": silence, "buttons": verdict_buttons(ticket)}
    pass_on(session, ticket, reader(session, ticket), files, now=now)
    tell_reporter(session, ticket, f"ticket.resolved.{ticket.outcome}", now=now, said=text, **more)
    step = f"resolved.{ticket.outcome}"
    await tell_followers(session, ticket, step, now=now, said=text, files=files, **more)


def verdict_buttons(ticket: Ticket) -> list[list[outbox.Button]]:
    """Solved, or not; of an end that is no solution, whether it is accepted."""
    kind = "" if ticket.is_solved else "_unsolved"
    return [
        [outbox.Button(f"ticket.{verb}", ticket.id, ticket.version, f"button.ticket.{verb}{kind}")]
        for verb in ("confirm", "object")
    ]
