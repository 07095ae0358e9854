"""Why a ticket is due when it is, line by line: the rule, its source, and every day on the way."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calendar.models import Holiday
from core.calendar.rules import WEEKLY, Day, days_until, is_provisional, local_day
from core.deadlines.listing import rule_by_id
from core.deadlines.models import DeadlineRule
from core.deadlines.rules import is_law
from core.i18n import Text
from core.tickets import plan
from core.tickets.measures import duration
from core.tickets.models import Event, Ticket


async def why(session: AsyncSession, ticket: Ticket) -> list[Text]:
    """What there is to say about the due date; never empty."""
    rule = await rule_by_id(session, ticket.rule_id)
    calendar = await plan.promised_by(session, ticket)
    lines = [Text("ticket.why.no_rule")] if rule is None else [_rule(rule), _source(rule)]
    if ticket.due_by_hand:
        lines += await _by_hand(session, ticket)
    elif rule is not None:
        start = plan.counted_from(ticket)
        again = "again" if ticket.due_from else "filed"
        lines.append(Text(f"ticket.why.start_{again}", day=local_day(calendar, start)))
        lines += await _count(session, rule, days_until(calendar, start, ticket.due_at))
    if ticket.due_extra:
        lines.append(Text("ticket.why.extra", time=duration(ticket.due_extra)))
    if ticket.paused_at is not None:
        lines.append(Text("ticket.why.paused", at=ticket.paused_at))
    if is_provisional(calendar, ticket.due_at):
        lines.append(Text("ticket.why.provisional"))
    return lines


def _rule(rule: DeadlineRule) -> Text:
    return Text(f"ticket.why.{rule.measure}", n=rule.amount)


def _source(rule: DeadlineRule) -> Text:
    """Law is only named where somebody has checked it."""
    if not is_law(rule):
        return Text("ticket.why.own_standard")
    title = " ".join(filter(None, (rule.source_title, rule.source_article)))
    return Text("ticket.why.source", title=title)


async def _count(session: AsyncSession, rule: DeadlineRule, days: Sequence[Day]) -> list[Text]:
    if rule.measure == "calendar_days":
        return [Text("ticket.why.every_day")]
    lines = []
    counted = [one.day for one in days if one.skipped is None]
    if counted:
        first, last = counted[0], counted[-1]
        lines.append(Text("ticket.why.counted", n=len(counted), first=first, last=last))
    if weekly := sum(one.skipped == WEEKLY for one in days):
        lines.append(Text("ticket.why.weekly", n=weekly))
    return [*lines, *await _holidays(session, days)]


async def _holidays(session: AsyncSession, days: Sequence[Day]) -> list[Text]:
    kinds = {one.day: one.skipped for one in days if one.skipped not in (None, WEEKLY)}
    if not kinds:
        return []
    between = Holiday.day.between(min(kinds), max(kinds))
    rows = (await session.scalars(select(Holiday).where(between).order_by(Holiday.day))).all()
    return [
        Text("ticket.why.off", day=row.day, kind=Text(f"ticket.off.{row.kind}"), name=row.name)
        for row in rows
        if kinds.get(row.day) == row.kind
    ]


async def _by_hand(session: AsyncSession, ticket: Ticket) -> list[Text]:
    steps = select(Event).where(Event.ticket_id == ticket.id, Event.kind == "rescheduled")
    for step in await session.scalars(steps.order_by(Event.seq.desc())):
        if step.payload.get("why") == "hand":
            by, said = step.payload["by"], step.payload["text"]
            return [Text("ticket.why.by_hand", by=by, at=step.at, said=said)]
    return []
