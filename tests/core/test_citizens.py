"""Who a case is written down for: read from what an officer typed, and hidden from others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refused
from core.tickets.citizens import Citizen, citizen, masked, read_citizen, whatsapp

SITI = Citizen("Siti Aminah", "6281234567890")


@pytest.mark.parametrize(
    "typed",
    [
        "Siti Aminah, 0812 3456 7890",
        "0812-3456-7890 Siti Aminah",
        "Siti Aminah (+62 812-3456-7890)",
        "Siti Aminah\n62812 3456 7890",
        "Siti Aminah 81234567890",
        "Siti Aminah: 0062 812 3456 7890",
    ],
)
def test_name_and_number_are_read_in_any_order(typed: str) -> None:
    assert read_citizen(typed) == SITI


def test_one_of_them_is_enough() -> None:
    assert read_citizen("Bu Siti RT 03") == Citizen("Bu Siti RT 03")
    assert read_citizen("081234567890") == Citizen("", "6281234567890")
    assert read_citizen("+65 6123 4567") == Citizen("", "6561234567")


@pytest.mark.parametrize("typed", ["", "-", " , "])
def test_nothing_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        read_citizen(typed)


@pytest.mark.parametrize("phone", ["banyak", "12", "0812abc3456", "1" * 16])
def test_what_is_no_number_is_refused(phone: str) -> None:
    with pytest.raises(Refused):
        citizen("Siti", phone)


def test_a_mask_tells_apart_and_gives_nothing_away() -> None:
    assert masked(SITI) == Citizen("S••• A•••", "•••890")
    assert masked(Citizen()) == Citizen()


def test_a_fixed_line_has_no_whatsapp() -> None:
    assert whatsapp("62271123456", "Halo") == ""
    assert whatsapp("", "Halo") == ""
    assert (
        whatsapp("6561234567", "Halo & salam") == "https://wa.me/6561234567?text=Halo%20%26%20salam"
    )


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        who = read_citizen(typed)
    except Refused:
        return
    assert who
    assert who.phone == "" or (who.phone.isdecimal() and 8 <= len(who.phone) <= 15)
