"""Why a case is due on its day, in words."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal

from hypothesis import given
from hypothesis import strategies as st

from core.calendar.rules import WorkingCalendar, local_day
from core.deadlines.explained import why
from core.deadlines.models import MARKS, DeadlineRule
from core.deadlines.rules import due
from core.i18n import LANGUAGES, plain_text
from tests.core.offices import OFFICE, SIX_DAY_OFFICE, WIB, moment

LAW = "Peraturan Contoh 1/2026"


def rule(**fields: Any) -> DeadlineRule:
    known = {"amount": 14, "measure": "working_days", "source_title": LAW, "mark": "office"}
    return DeadlineRule(**{**known, **fields})


def said(
    start: str,
    calendar: WorkingCalendar = OFFICE,
    *,
    what: Literal["came", "objected"] = "came",
    **fields: Any,
) -> str:
    """The reason for the date that the rule gives."""
    made, at = rule(**fields), moment(start)
    reason = why(made, calendar, [(what, at)], due(made, calendar, at))
    return plain_text(reason, "id", WIB)


def test_days_off_are_named_with_their_dates_and_reasons() -> None:
    reason = said("2026-12-14 09:00")
    assert reason == (
        "14 hari kerja menurut standar kantor ini. Dihitung mulai Selasa, 15 Desember 2026;"
        " hari laporan masuk (14 Des 2026) tidak dihitung. Juga tidak dihitung:"
        " Sabtu, Minggu (6 hari), 24 Des 2026 (cuti bersama), 25 Des 2026 (libur nasional),"
        " 1 Jan 2027 (libur nasional), 5 Jan 2027 (libur nasional)."
    )


def test_a_week_without_days_off_needs_no_list() -> None:
    assert "Juga" not in said("2026-11-16 09:00", amount=3)


def test_an_office_that_works_on_saturdays_does_not_skip_them() -> None:
    assert "Juga tidak dihitung: Minggu (1 hari)." in said(
        "2026-11-20 09:00", SIX_DAY_OFFICE, amount=3
    )


def test_what_begins_with_the_opening_says_so() -> None:
    office = replace(OFFICE, starts_at_opening=True)
    reason = said("2026-11-21 09:00", office, amount=3)
    assert "Dihitung mulai Selasa, 24 November 2026; hari kantor buka sesudah itu" in reason
    assert "(23 Nov 2026)" in reason


def test_a_date_set_anew_is_counted_from_the_objection() -> None:
    reason = said("2026-11-20 09:00", what="objected", amount=3)
    assert "hari pelapor menyatakan belum beres (20 Nov 2026)" in reason


def test_only_a_rule_that_was_verified_is_called_law() -> None:
    for mark in MARKS:
        named = LAW in said("2026-11-16 09:00", mark=mark, checked_by="Biro Hukum")
        assert named is (mark == "verified")
    assert LAW not in said("2026-11-16 09:00", mark="verified", checked_by=None)
    lawful = said(
        "2026-11-16 09:00", mark="verified", checked_by="Biro Hukum", source_article="pasal 3"
    )
    assert f"menurut {LAW} pasal 3." in lawful


def test_other_measures_say_what_they_count() -> None:
    days = said("2026-11-20 09:00", measure="calendar_days", amount=10)
    assert days.startswith("10 hari kalender menurut standar kantor ini, dihitung sejak Jumat")
    hours = said("2026-11-20 09:00", measure="working_hours", amount=8)
    assert hours.startswith("8 jam kerja menurut standar kantor ini, dihitung mulai Jumat")


def test_a_count_that_does_not_add_up_is_not_told() -> None:
    at = moment("2026-11-20 09:00")
    reason = plain_text(why(rule(), OFFICE, [("came", at)], at), "id", WIB)
    assert reason.startswith("14 hari kerja menurut standar kantor ini. Tanggalnya tetap")
    assert "Dihitung" not in reason


def test_a_case_without_a_rule_says_the_least() -> None:
    assert plain_text(why(None, OFFICE, [], moment("2026-11-20 09:00")), "id", WIB)


@given(
    st.integers(0, 700_000),
    st.integers(1, 60),
    st.sampled_from([OFFICE, SIX_DAY_OFFICE]),
)
def test_every_day_up_to_the_date_is_counted_or_named(
    minutes: int, amount: int, calendar: WorkingCalendar
) -> None:
    at = moment("2026-01-01 00:00") + timedelta(minutes=minutes)
    made = rule(amount=amount)
    due_at = due(made, calendar, at)
    reason = why(made, calendar, [("came", at)], due_at)
    assert reason.key.startswith("why.working_days")
    first = reason.params["first"]
    assert isinstance(first, date)
    days = (local_day(calendar, due_at) - local_day(calendar, at)).days
    named = plain_text(reason, "id", WIB).rpartition("dihitung: ")[2]
    assert days == amount + _skipped(named)
    assert local_day(calendar, at) + timedelta(days=1) <= first <= local_day(calendar, due_at)
    for language in LANGUAGES:
        assert plain_text(reason, language, WIB)


def _skipped(named: str) -> int:
    """How many days the end of the reason names."""
    parts = named.split("(")
    weekly = [int(part.split()[0]) for part in parts if part[:1].isdecimal() and " hari)" in part]
    holidays = [part for part in parts if part.startswith(("libur", "cuti"))]
    return sum(weekly) + len(holidays)
