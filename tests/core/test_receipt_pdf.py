"""The receipt on paper, whatever somebody wrote."""

import io

import pikepdf
from hypothesis import given, settings
from hypothesis import strategies as st

from core.config import ServiceConfig
from core.i18n import Text
from core.tickets.receipt_pdf import printed, shown_by_font
from core.tickets.receipts import LONGEST_SUMMARY, Line, Receipt

OFFICE = ServiceConfig(office="Kecamatan Contoh")
LINK = "https://t.me/tanggap_bot?start=4K7Q92XM_" + "0123456789abcdef" * 2


def receipt(summary: str, link: str = LINK) -> Receipt:
    lines: list[Line] = [
        (Text("receipt.label.number"), "LP-4K7Q-92XM"),
        (Text("receipt.label.summary"), summary),
    ]
    return Receipt("LP-4K7Q-92XM", lines, link)


def pages(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as paper:
        return len(paper.pages)


def test_an_ordinary_receipt_is_one_page() -> None:
    assert pages(printed(receipt("Lampu jalan mati."), "id", OFFICE)) == 1


def test_the_longest_summary_and_a_word_without_end_still_fit() -> None:
    for said in ("W" * LONGEST_SUMMARY, "m " * (LONGEST_SUMMARY // 2)):
        assert pages(printed(receipt(said), "id", OFFICE)) <= 2


def test_letters_the_font_lacks_become_the_nearest_or_a_question_mark() -> None:
    shown = {
        "“Lampu” – mati…": '"Lampu" - mati...',
        "Ştefan Çelik, Łódź": "Stefan Çelik, ?ódz",
        "ꦲꦤ": "??",
        "مصباح": "?????",
        "👨‍👩‍👧": "???",
        "ﬁtnah ①": "fitnah 1",
        "a\u200bb\x07c": "abc",
    }
    assert {said: shown_by_font(said) for said in shown} == shown


def test_what_could_not_be_shown_is_said() -> None:
    plain, lost = (printed(receipt(said), "id", OFFICE) for said in ("Mati?", "Mati 😀"))
    assert len(lost) > len(plain) + 50


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=LONGEST_SUMMARY), st.sampled_from(["id", "en"]))
def test_nothing_somebody_wrote_breaks_it(said: str, language: str) -> None:
    assert pages(printed(receipt(said, link=""), language, OFFICE)) >= 1
