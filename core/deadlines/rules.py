"""Which deadline holds, and when it ends."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from core.calendar.rules import (
    WorkingCalendar,
    add_calendar_days,
    add_working_days,
    add_working_time,
)
from core.deadlines.models import DeadlineRule


def most_specific(
    rules: Iterable[DeadlineRule],
    *,
    unit_chain: Sequence[int],
    kind: str | None,
    report_class: str | None,
    stage: str,
    on: date,
) -> DeadlineRule | None:
    """The rule in force on that day that speaks most closely of the case.

    `unit_chain` starts with the unit and ends with the root. The nearest unit wins, then a
    rule for the class, then one for the kind, then the newest.
    """
    fitting = [
        rule
        for rule in rules
        if rule.stage == stage
        and _in_force(rule, on)
        and (rule.unit_id is None or rule.unit_id in unit_chain)
        and rule.kind in (None, kind)
        and rule.report_class in (None, report_class)
    ]
    return max(fitting, key=lambda rule: _closeness(rule, unit_chain), default=None)


def due(rule: DeadlineRule, calendar: WorkingCalendar, start_at: datetime) -> datetime:
    """When the time that `rule` gives is over, in UTC."""
    if rule.measure == "working_days":
        return add_working_days(calendar, start_at, rule.amount)
    if rule.measure == "calendar_days":
        return add_calendar_days(calendar, start_at, rule.amount)
    return add_working_time(calendar, start_at, timedelta(hours=rule.amount))


def is_law(rule: DeadlineRule) -> bool:
    """Whether the source may be named to a citizen; otherwise it is "standar kantor ini"."""
    return rule.mark == "verified" and bool(rule.checked_by)


def _in_force(rule: DeadlineRule, on: date) -> bool:
    return rule.effective_from <= on and (rule.effective_to is None or on <= rule.effective_to)


def _closeness(rule: DeadlineRule, unit_chain: Sequence[int]) -> tuple[int, bool, bool, date, int]:
    """Larger is closer; the row entered last decides between equals."""
    distance = len(unit_chain) if rule.unit_id is None else unit_chain.index(rule.unit_id)
    return (
        -distance,
        rule.report_class is not None,
        rule.kind is not None,
        rule.effective_from,
        rule.id or 0,
    )
