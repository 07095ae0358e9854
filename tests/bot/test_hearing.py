"""What a first message is taken for, and whose work the bot guesses it to be."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.preset_schema import Category
from bot.library import ear, library
from core.routing.directory import Directory
from core.routing.rules import Choice, tells_enough

CATEGORIES = library().presets["kecamatan-kecil"].category
KINDS = {
    "greeting",
    "thanks",
    "announcement",
    "officer",
    "status",
    "question",
    "aspiration",
    "complaint",
}


def directory(without: str = "") -> Directory:
    """The categories of the preset, one example left out."""
    return Directory(
        (_choice(number, one), one.keywords, [said for said in one.examples if said != without])
        for number, one in enumerate(CATEGORIES)
    )


def _choice(number: int, one: Category) -> Choice:
    return Choice(number, one.name, one.name_en, one.unit)


def examples() -> Iterator[tuple[int, str]]:
    for number, one in enumerate(CATEGORIES):
        for said in one.examples:
            yield number, said


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Halo pak, selamat pagi", "greeting"),
        ("assalamu'alaikum min", "greeting"),
        ("P", "greeting"),
        ("terima kasih banyak ya", "thanks"),
        ("ok", "thanks"),
        ("saya mau lapor", "announcement"),
        ("Assalamualaikum, mau melapor pak", "announcement"),
        ("I want to report something", "announcement"),
        ("gimana cara lapor ya?", "announcement"),
        ("bagaimana cara lapor jalan rusak?", "complaint"),
        ("mau lapor lampu jalan mati", "complaint"),
        ("saya mau lapor jalan", "complaint"),
        ("mau bicara dengan petugas", "officer"),
        ("laporan saya sampai mana ya", "status"),
        ("Berapa biaya bikin KTP?", "question"),
        ("kantor buka jam berapa", "question"),
        ("where is the office?", "question"),
        ("usul dibuat taman bermain di RW 3", "aspiration"),
        ("Lampu jalan di depan balai desa mati sejak Senin", "complaint"),
        ("kenapa lampu jalan mati terus?", "complaint"),
        ("halo pak, lampu jalan di RT 3 mati", "complaint"),
        ("sudah lapor petugas minggu lalu tapi sampai sekarang got kami mampet", "complaint"),
        ("路灯坏了", "complaint"),
        ("🙏🙏", "complaint"),
    ],
)
def test_each_kind_of_message_is_heard(text: str, kind: str) -> None:
    assert ear().kind(text) == kind


def test_nearly_every_example_of_a_complaint_is_heard_as_one() -> None:
    heard = [ear().kind(said) for _, said in examples()]
    assert heard.count("complaint") / len(heard) > 0.95


def test_the_guess_is_mostly_right_for_words_it_has_not_seen() -> None:
    right = wrong = first_three = 0
    for number, said in examples():
        known = directory(without=said)
        guess = known.guess(said)
        right += guess is not None and guess.id == number
        wrong += guess is not None and guess.id != number
        first_three += number in [one.id for one in known.rank(said)[:3]]
    count = sum(1 for _ in examples())
    assert right / (right + wrong) > 0.8
    assert right / count > 0.65
    assert first_three / count > 0.9


def test_nothing_is_guessed_from_nothing() -> None:
    assert directory().guess("") is None
    assert directory().guess("qwerty asdfgh") is None


@given(st.text())
def test_any_text_is_of_one_kind_and_ranks_every_category_once(text: str) -> None:
    assert ear().kind(text) in KINDS
    ranked = [one.id for one in DIRECTORY.rank(text)]
    assert sorted(ranked) == list(range(len(CATEGORIES)))


DIRECTORY = directory()


@given(st.text(), st.text())
def test_adding_words_never_tells_less(before: str, after: str) -> None:
    assert tells_enough(before + after) or not tells_enough(before)


@pytest.mark.parametrize("text", ["", "tolong", "???", "🙏🙏🙏", "...", "a b c"])
def test_too_little_is_noticed(text: str) -> None:
    assert not tells_enough(text)


@pytest.mark.parametrize("text", ["got mampet RT 2", "路灯坏了", "ꦭꦩ꧀ꦥꦸꦩꦠꦶ", "مصباح لا يعمل"])
def test_enough_is_enough_in_every_script(text: str) -> None:
    assert tells_enough(text)
