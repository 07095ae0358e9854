"""What people type, and which entry of an index it is about."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.knowledge.confidence import Verdict, confidence, judge
from core.knowledge.corpus import Entry
from core.knowledge.search import Answers
from core.language.ranking import Index
from core.language.stems import Stemmer
from core.language.words import spelled, words

ENTRIES = {
    "ktp/hilang": ["KTP saya hilang, bagaimana menggantinya?", "kehilangan ktp bawa apa saja"],
    "ktp/biaya": ["Berapa biaya membuat KTP?", "bikin ktp bayar ga"],
    "akta/lahir": ["Apa syarat akta kelahiran?", "ngurus akte lahir anak"],
    "kantor/jam": ["Jam berapa kantor buka?", "hari sabtu buka ga"],
    "sampah/angkut": ["Kapan sampah diangkut?", "jadwal pengangkutan sampah"],
    "pajak/pbb": ["Di mana membayar PBB?", "bayar pajak bumi"],
}
INDEX = Index(ENTRIES)
ANSWERS = Answers({key: Entry(texts) for key, texts in ENTRIES.items()})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmn ngurus ktp sy yg ilang", "bagaimana urus ktp saya yang hilang"),
        ("RUSAAAK bgt!!!", "rusak sangat"),
        ("jalan2 dan anak-anak", "jalan dan anak"),
        ("e-KTP/KK", "e ktp kartu keluarga"),
        ("suket utk ortu", "surat keterangan untuk orang tua"),
        ("ｋｔｐ ２０２６", "ktp 2026"),
        ("🙏🙏", ""),
    ],
)
def test_everyday_spelling_becomes_plain_words(typed: str, meant: str) -> None:
    assert list(spelled(typed)) == meant.split()


def test_words_that_tell_nothing_are_left_out() -> None:
    assert words("Halo min, mau tanya dong syarat akta") == ["syarat", "akta"]


@pytest.mark.parametrize(
    ("family", "root"),
    [
        (["mengurus", "pengurusan", "ngurusin", "urus"], "urus"),
        (["menyapu", "penyapu", "sapu", "disapu"], "sapu"),
        (["memperbaiki", "perbaikan", "baik", "diperbaiki"], "baik"),
        (["kelahiran", "lahir", "terlahir"], "lahir"),
        (["menolak", "penolakan", "ditolak", "tolak"], "tolak"),
    ],
)
def test_words_of_one_family_meet_in_their_root(family: list[str], root: str) -> None:
    stemmer = Stemmer(family)
    assert {stemmer.stem(word) for word in family} == {root}


def test_a_word_without_relatives_stays_itself() -> None:
    assert Stemmer(["ktp"]).stem("zamrud") == "zamrud"


@pytest.mark.parametrize(
    ("asked", "entry"),
    [
        ("ktp sy ilang gmn ya", "ktp/hilang"),
        ("brp biayanya bikin ektp", "ktp/biaya"),
        ("kntor bukanya jam brp", "kantor/jam"),
        ("kapan smpah di tempat saya diangkt", "sampah/angkut"),
        ("mbayar pajak ning endi", "pajak/pbb"),
    ],
)
def test_a_question_finds_its_entry_through_slang_and_misspelling(asked: str, entry: str) -> None:
    assert INDEX.search(asked)[0].key == entry
    assert ANSWERS.search(asked)[0].key == entry


def test_a_clear_question_is_answered_and_a_vague_one_only_gets_offers() -> None:
    assert judge(ANSWERS.search("berapa biaya membuat ktp")) is Verdict.ANSWER
    assert judge(ANSWERS.search("ktp")) is Verdict.OFFER


def test_a_question_in_the_very_words_of_one_entry_is_answered() -> None:
    twins = Answers(
        {
            "buka": Entry(["kantor buka jam berapa hari ini"]),
            "tutup": Entry(["kantor tutup jam berapa"]),
        }
    )
    assert judge(twins.search("kantor tutup jam berapa ya min")) is Verdict.ANSWER
    shared = Answers({"satu": Entry(["syarat nikah"]), "dua": Entry(["syarat nikah"])})
    assert judge(shared.search("syarat nikah")) is not Verdict.ANSWER


@pytest.mark.parametrize("strange", ["", "🙂", "resep rendang padang", "halo", "?!'\"--", "مرحبا"])
def test_what_the_index_does_not_know_is_not_answered(strange: str) -> None:
    assert judge(ANSWERS.search(strange)) is Verdict.UNKNOWN


def test_a_repaired_word_is_worth_less_than_the_right_one() -> None:
    assert INDEX.search("sampoh")[0].confidence < INDEX.search("sampah")[0].confidence
    assert confidence(ANSWERS.search("sampoh")[0]) < confidence(ANSWERS.search("sampah")[0])


def test_an_empty_index_finds_nothing() -> None:
    assert Index({}).search("ktp hilang") == []
    assert Answers({}).search("ktp hilang") == []


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    for hit in INDEX.search(text):
        assert 0 <= hit.confidence <= 1
        assert hit.evidence > 0
    hits = ANSWERS.search(text)
    assert [hit.key for hit in hits] == [hit.key for hit in ANSWERS.search(text)]
    assert all(0 <= confidence(hit) <= 1 for hit in hits)


@given(st.sampled_from(sorted(ENTRIES)), st.integers(0, 1))
def test_every_phrasing_finds_its_own_entry(key: str, which: int) -> None:
    assert INDEX.search(ENTRIES[key][which])[0].key == key
    assert ANSWERS.search(ENTRIES[key][which])[0].key == key


def test_no_colloquial_word_has_two_meanings() -> None:
    text = (files("core.language") / "slang.toml").read_text(encoding="utf-8")
    variants = [
        variant
        for table in tomllib.loads(text).values()
        for several in table.values()
        for variant in several.split()
    ]
    assert sorted(variants) == sorted(set(variants))
