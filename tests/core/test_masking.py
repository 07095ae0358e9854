"""What others read of somebody's words points to nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.masking import ACCOUNT, EMAIL, MASK, NUMBER, for_others, glimpse, masked

SEPARATORS = st.sampled_from(["", " ", "-", ".", "/", ") ", " - "[:2], "\u2011"])
DIGITS = st.lists(st.sampled_from("0123456789"), min_size=9, max_size=20)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """A NIK, a phone number or the like, grouped in any way."""
    return "".join(digit + draw(SEPARATORS) for digit in draw(DIGITS))


@given(st.text(), numbers(), st.text())
def test_no_long_number_is_left_however_it_is_grouped(before: str, number: str, after: str) -> None:
    assert NUMBER.search(masked(f"{before} {number} {after}")) is None


@given(st.text(), st.emails(), st.text())
def test_no_address_is_left(before: str, address: str, after: str) -> None:
    assert EMAIL.search(masked(f"{before} {address} {after}")) is None


@given(st.text())
def test_no_account_is_left(text: str) -> None:
    assert ACCOUNT.search(for_others(f"{text} @siti_aminah t.me/siti")) is None


@given(st.text(), st.sampled_from(["Siti", "siti aminah", "Bu Tejo"]), st.text())
def test_the_writers_name_is_not_told(before: str, name: str, after: str) -> None:
    told = for_others(f"{before} {name} {after}", name)
    assert name.split()[-1].casefold() not in told.casefold().split()


@given(st.text(), st.integers(5, 300))
def test_a_glimpse_is_one_short_line_that_is_masked_before_it_is_cut(text: str, most: int) -> None:
    seen = glimpse(text + " 3374010101900001", most=most)
    assert len(seen) <= most + 1
    assert len(seen.splitlines()) <= 1
    assert "33740" not in seen


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Hubungi 0812-3456-7890 ya", f"Hubungi {MASK} ya"),
        ("NIK 3374 0101 0190 0001, KK 3374010101900002", f"NIK {MASK}, KK {MASK}"),
        ("telepon (0274) 512-345", f"telepon ({MASK}"),
        ("Nama saya Siti Aminah, rumah gelap", f"Nama saya {MASK}, rumah gelap"),
        ("surat atas nama budi hilang", f"surat atas nama {MASK} hilang"),
        ("kirim ke a.b@contoh.id atau @siti_a", f"kirim ke {MASK} atau {MASK}"),
    ],
)
def test_what_points_to_somebody_is_hidden(said: str, told: str) -> None:
    assert for_others(said) == told


@pytest.mark.parametrize(
    "harmless",
    ["RT 03/RW 05", "tahun 2026", "jam 08.00-12.00", "20-11-2026", "nama jalan itu Gang Melati"],
)
def test_what_points_to_nobody_stays(harmless: str) -> None:
    assert for_others(harmless, "") == harmless
