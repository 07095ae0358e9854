"""Why a date: how long, by which rule, counted from when, and which days were not counted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import reduce
from typing import Literal

from core.calendar.rules import WEEKLY, Day, WorkingCalendar, counted_days, local_day, next_opening
from core.deadlines.models import DeadlineRule
from core.deadlines.rules import due, is_law
from core.i18n import Text

# What time runs from: the case `came`, or its reporter `objected` to a solution.
Start = tuple[Literal["came", "objected"], datetime]


def why(
    rule: DeadlineRule | None,
    calendar: WorkingCalendar,
    starts: Iterable[Start],
    due_at: datetime,
) -> Text:
    """The reason in words. `starts` is what the count may have begun with, and when that was.

    Where none of them leads to the date, because holidays or the unit changed since, only the
    rule is told: a count that does not add up explains nothing.
    """
    if rule is None:
        return Text("why.no_rule")
    facts = {"amount": Text(f"why.amount.{rule.measure}", n=rule.amount), "source": _source(rule)}
    begun = next((one for one in starts if due(rule, calendar, one[1]) == due_at), None)
    if begun is None:
        return Text("why.uncounted", **facts)
    if rule.measure == "working_days":
        return _working_days(rule, calendar, begun, facts)
    return Text(f"why.{rule.measure}", start=begun[1], **facts)


def _working_days(
    rule: DeadlineRule, calendar: WorkingCalendar, begun: Start, facts: Mapping[str, Text]
) -> Text:
    days = counted_days(calendar, begun[1], rule.amount)
    first = next(one.day for one in days if one.skipped is None)
    skipped = [one for one in days if one.skipped is not None]
    key = "why.working_days" if skipped else "why.working_days_all"
    day = _day(calendar, *begun)
    return Text(key, first=first, day=day, skipped=_skipped(skipped), **facts)


def _day(calendar: WorkingCalendar, what: str, at: datetime) -> Text:
    """The day it began, which is not counted; in some offices that is the next they are open."""
    opening = next_opening(calendar, at) if calendar.starts_at_opening else at
    if opening != at:
        return Text("why.day.opening", day=local_day(calendar, opening))
    return Text(f"why.day.{what}", day=local_day(calendar, at))


def _source(rule: DeadlineRule) -> Text:
    if not is_law(rule):
        return Text("why.own_standard")
    article = rule.source_article
    key = "why.law_article" if article else "why.law"
    return Text(key, title=rule.source_title, article=article or "")


def _skipped(days: Sequence[Day]) -> Text:
    """Weekly days off by their names with how many there were, holidays by their dates."""
    weekly = [one.day for one in days if one.skipped == WEEKLY]
    names = [Text(f"panel.weekday.d{n}") for n in sorted({day.weekday() for day in weekly})]
    parts = [Text("why.weekly", names=_listed(names), n=len(weekly))] if weekly else []
    parts += [
        Text("why.holiday", day=one.day, kind=Text(f"why.kind.{one.skipped}"))
        for one in days
        if one.skipped != WEEKLY
    ]
    return _listed(parts)


def _listed(texts: Sequence[Text]) -> Text:
    if not texts:
        return Text("common.plain", text="")
    return reduce(lambda before, after: Text("why.list", before=before, after=after), texts)
