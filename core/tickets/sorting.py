"""What a ticket is about, put right by the office: its kind and its category."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calendar.rules import add_working_time
from core.deadlines.rules import due
from core.errors import Refused
from core.people.models import Staff
from core.tickets import chain, clocks, plan
from core.tickets.access import admits, check_still, happened
from core.tickets.cards import refresh
from core.tickets.models import KINDS, Category, Ticket
from core.tickets.notices import tell_reporter
from core.tickets.rules import INSPECTED


@dataclass(frozen=True)
class Matter:
    """What it is to be; None leaves the category, or the kind, as it is."""

    kind: str | None = None
    category_id: int | None = None


async def sort(
    session: AsyncSession,
    ticket: Ticket,
    by: Staff | str,
    matter: Matter,
    *,
    now: datetime,
    source: str | None = None,
    expected_version: int | None = None,
) -> bool:
    """Another kind or category; the due date follows the rule for it, counted from filing.

    The ticket stays where it is: another unit gets it by disposition or return. Into the category
    of reports about staff nothing is sorted, because those are written for inspectors alone.
    `by` is an officer, or the name of an account of the panel, whose right the panel checks.
    """
    if isinstance(by, str):
        if source is not None and await happened(session, source):
            return False
        check_still(ticket, "coordinator", "sort", expected_version)
    elif not await admits(
        session, ticket, by, "sort", source=source, expected_version=expected_version
    ):
        return False
    staff, name = (by, None) if isinstance(by, Staff) else (None, by)
    category = await _category(session, ticket, matter)
    kind = matter.kind or ticket.kind
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r}: use one of {', '.join(KINDS)}")
    if (kind, category.id if category else None) == (ticket.kind, ticket.category_id):
        raise Refused("ticket.refused.sorted_same", code=ticket.code)
    ticket.kind, ticket.category = kind, category
    ticket.category_id = category.id if category else None
    ticket.report_class = category.report_class if category else ticket.report_class
    ticket.version += 1
    said = category.name if category else ""
    about: dict[str, Any] = {"category": said, "matter": kind}
    about |= {"by": name} if name else {}
    chain.append(session, ticket, "sorted", now=now, source=source, staff=staff, **about)
    await _due_anew(session, ticket, staff, now)
    await session.flush()
    await refresh(session, ticket, now=now)
    return True


async def _category(session: AsyncSession, ticket: Ticket, matter: Matter) -> Category | None:
    if matter.category_id is None:
        return ticket.category
    statement = select(Category).where(Category.id == matter.category_id)
    found = (await session.scalars(statement.where(Category.closed_at.is_(None)))).one_or_none()
    if found is None or found.report_class == INSPECTED:
        raise Refused("ticket.refused.sorted_where")
    return found


async def _due_anew(
    session: AsyncSession, ticket: Ticket, staff: Staff | None, now: datetime
) -> None:
    """Another rule may hold for it now; a date set by hand stays."""
    calendar = await plan.promised_by(session, ticket)
    rule = await plan.stage_rule(session, ticket, calendar, "resolve", ticket.opened_at)
    if rule is None or ticket.due_by_hand or rule.id == ticket.rule_id:
        return
    at = due(rule, calendar, plan.counted_from(ticket))
    extra = timedelta(seconds=ticket.due_extra)
    before, ticket.rule_id = ticket.due_at, rule.id
    ticket.due_at = add_working_time(calendar, at, extra) if extra else at
    if ticket.due_at == before:
        return
    clocks.moved(session, ticket, before, "sorted", now=now, staff=staff)
    await plan.restart_solution(session, ticket, now=now)
    tell_reporter(session, ticket, "ticket.sorted", now=now, due=ticket.due_at)
