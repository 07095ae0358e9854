"""Which reports are about members of staff: heard from the words, never decided by them."""

import tomllib
from pathlib import Path

from bot.library import ear

TEXTS = tomllib.loads((Path(__file__).parent / "misconduct_texts.toml").read_text())


def test_reports_about_staff_are_heard_and_others_are_not() -> None:
    about, other = TEXTS["about_staff"], TEXTS["about_something_else"]
    missed = [text for text in about if not ear().accuses(text)]
    wrong = [text for text in other if ear().accuses(text)]
    assert len(missed) <= len(about) * 0.05, missed
    assert len(wrong) <= len(other) * 0.04, wrong
