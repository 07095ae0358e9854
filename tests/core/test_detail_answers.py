"""What somebody types as an answer, and what is kept of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.details.rules import read
from core.errors import Refused
from core.i18n import day

# A Friday.
TODAY = date(2026, 11, 27)
CHOICES = ("Mati total", "Berkedip", "Redup")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("kemarin", "2026-11-26"),
        ("kmrn malam", "2026-11-26"),
        ("hari ini", "2026-11-27"),
        ("tadi pagi", "2026-11-27"),
        ("Senin", "2026-11-23"),
        ("sejak jumat", "2026-11-27"),
        ("3 hari yang lalu", "2026-11-24"),
        ("dua minggu lalu", "2026-11-13"),
        ("3 November", "2026-11-03"),
        ("3 nov 2025", "2025-11-03"),
        ("17 Agustus", "2026-08-17"),
        ("31 Des", "2025-12-31"),
        ("3/11", "2026-11-03"),
        ("03-11-26", "2026-11-03"),
        ("tgl 3.11.2026 malam", "2026-11-03"),
        ("Senin, 3 November 2025", "2025-11-03"),
        ("November 3", "2026-11-03"),
        ("Jum'at", "2026-11-27"),
        ("kemarin lusa", "2026-11-25"),
        ("tadi malam", "2026-11-26"),
        ("seminggu lalu", "2026-11-20"),
        ("sebulan yang lalu", "2026-10-28"),
        ("tanggal 28", "2026-10-28"),
        ("29 Februari", "2024-02-29"),
        ("2026-11-03", "2026-11-03"),
        ("two days ago", "2026-11-25"),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str, kept: str) -> None:
    assert read("date", (), typed, TODAY) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("date", "lupa"),
        ("date", "31/2"),
        ("date", "1/2/3/4"),
        ("date", "jam 7"),
        ("date", "12/34"),
        ("date", "1/1/1900"),
        ("date", "9999999999 hari lalu"),
        ("number", "banyak"),
        ("number", "3 atau 4"),
        ("choice", "sepeda"),
        ("text", "   "),
        ("text", "x" * 501),
        ("choice", ""),
    ],
)
def test_what_is_no_answer_is_refused(kind: str, typed: str) -> None:
    with pytest.raises(Refused):
        read(kind, CHOICES, typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("3", "3"),
        ("kira-kira 3 lampu", "3"),
        ("tiga", "3"),
        ("1.500", "1500"),
        ("2,5 meter", "2,5"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, kept: str) -> None:
    assert read("number", (), typed, TODAY) == kept


@given(st.sampled_from(CHOICES), st.sampled_from((str.upper, str.lower, str.title)))
def test_a_choice_is_found_however_it_is_written(choice: str, written: object) -> None:
    assert read("choice", CHOICES, written(choice), TODAY) == choice  # type: ignore[operator]


@given(st.sampled_from(("text", "choice", "number", "date")), st.text(max_size=60))
def test_anything_typed_is_read_or_refused(kind: str, typed: str) -> None:
    try:
        said = read(kind, CHOICES, typed, TODAY)
    except Refused:
        return
    assert said


@given(st.dates(TODAY - timedelta(days=4 * 365), TODAY))
def test_a_whole_date_is_that_date(meant: date) -> None:
    assert read("date", (), f"{meant.day}/{meant.month}/{meant.year}", TODAY) == meant.isoformat()


@given(st.dates(TODAY - timedelta(days=364), TODAY), st.sampled_from(("id", "en")))
def test_a_day_written_out_is_read_back(meant: date, language: str) -> None:
    assert read("date", (), day(meant, language), TODAY) == meant.isoformat()
    assert read("date", (), f"{meant.day}/{meant.month}", TODAY) == meant.isoformat()
