"""Which answer a question finds, what it asks of the matter, and how sure that is."""

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.knowledge import index
from core.knowledge import services as knowledge
from core.knowledge.confidence import Verdict, confidence, judge, worth_showing
from core.knowledge.corpus import Entry
from core.knowledge.queries import find
from core.knowledge.search import Answers
from core.language.acronyms import Shortener, explained
from core.language.facets import facets
from core.language.lexicon import Lexicon
from core.language.synonyms import abbreviations, groups
from core.language.words import slang, spelled
from tests.core.sample_content import ARTICLES, article
from tests.core.town import NOW, Town, open_town

ENTRIES = {
    "kia/syarat": Entry(["Apa syarat Kartu Identitas Anak (KIA)?"], "Bawa akta dan KK."),
    "kia/biaya": Entry(["Berapa biaya KIA?"], "Tidak dipungut biaya."),
    "kia/lama": Entry(["Berapa lama KIA selesai?"], "Tiga hari kerja."),
    "kia/arti": Entry(["Apa itu KIA?"], "Tanda pengenal untuk anak."),
    "nikah/daftar": Entry(["Bagaimana mendaftarkan pernikahan?"], "Ke KUA, bawa surat pengantar."),
    "kantor/alamat": Entry(["Di mana kantor kecamatan?"], "Jalan Melati 1, dekat lapangan futsal."),
    "taman/sewa": Entry(["Cara menyewa taman kota"], "Isi formulir di loket."),
}
ANSWERS = Answers(ENTRIES)
WORDS = sorted({w for one in ENTRIES.values() for text in one.phrasings for w in text.split()})


def best(text: str) -> str:
    return ANSWERS.search(text)[0].key


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("berapa lama jadinya", "lama"),
        ("brp hari ya kak", "lama"),
        ("syaratnya apa aja", "jenis syarat"),
        ("kados pundi caranipun", "cara"),
        ("wonten pundi", "tempat"),
        ("nopo niku", "arti"),
        ("nilai mana yang dipakai", ""),
        ("kantornya dimana", "tempat"),
        ("buat apa sih gunanya", "guna"),
    ],
)
def test_what_is_asked_of_a_matter_is_heard_in_any_tongue(asked: str, wanted: str) -> None:
    assert facets(spelled(asked)) == tuple(wanted.split())


@pytest.mark.parametrize(
    ("asked", "entry"),
    [
        ("kia bayar ga", "kia/biaya"),
        ("pinten biayane kia", "kia/biaya"),
        ("kia jadi berapa hari", "kia/lama"),
        ("maksudnya kia apa ya", "kia/arti"),
        ("dokumen buat bikin kartu identitas anak", "kia/syarat"),
        ("mau kawin daftarnya gmn", "nikah/daftar"),
        ("lapangan futsal", "kantor/alamat"),
        ("nyewa tman kota", "taman/sewa"),
    ],
)
def test_a_question_finds_the_right_answer_about_a_matter(asked: str, entry: str) -> None:
    assert best(asked) == entry


def test_a_word_of_an_answer_alone_is_never_answered_directly() -> None:
    assert judge(ANSWERS.search("lapangan futsal")) is not Verdict.ANSWER


def test_neighbours_that_are_as_likely_are_offered_and_far_ones_are_not() -> None:
    hits = ANSWERS.search("kia")
    assert judge(hits) is Verdict.OFFER
    assert {hit.key.partition("/")[0] for hit in worth_showing(hits)} == {"kia"}


def test_only_the_best_is_ahead() -> None:
    hits = ANSWERS.search("biaya kia", limit=4)
    assert hits[0].lead > 0
    assert all(hit.lead <= 0 for hit in hits[1:])
    assert confidence(hits[0]) > confidence(hits[1])


@pytest.mark.parametrize("more", ["", " dan", " dan juga yang lain-lain"])
def test_two_entries_asked_in_the_same_words_are_both_offered(more: str) -> None:
    twins = Answers({"a": Entry(["syarat nikah"]), "b": Entry([f"nikah syarat{more}"])})
    assert judge(twins.search("syarat nikah")) is (
        Verdict.ANSWER if "lain" in more else Verdict.OFFER
    )


def test_an_abbreviation_is_learned_from_the_text_that_explains_it() -> None:
    texts = ["Surat Tanda Lapor Diri (STLD) wajib", "ITR (Informasi Tata Ruang)", "rapat (RT) umum"]
    assert explained(texts) == {"stld": "surat tanda lapor diri", "itr": "informasi tata ruang"}
    shorten = Shortener(explained(texts)).shorten
    assert shorten(["informasi", "tata", "ruang", "itr", "apa"]) == ["itr", "apa"]
    assert shorten(["informasi", "tata"]) == ["informasi", "tata"]


@given(st.text(alphabet="ab (ABC)-\n", max_size=300))
def test_any_text_may_explain_anything_or_nothing(text: str) -> None:
    for short, long in explained([text]).items():
        assert short.islower()
        assert len(long.split()) > 1


def test_a_word_means_itself_before_its_synonyms_before_what_it_may_be_misspelt_for() -> None:
    lexicon = Lexicon(["pernikahan sampah"], ["lapangan"])
    nikah = lexicon.stem("pernikahan")
    assert lexicon.meanings("pernikahan")[nikah] == 1.0
    assert 0 < lexicon.meanings("kawin")[nikah] < 1
    assert 0 < lexicon.meanings("sampoh")["sampah"] < 1
    assert lexicon.meanings("lapangan") == {"lapangan": 1.0}
    assert lexicon.meanings("zamrud") == {"zamrud": 1.0}


def test_every_row_of_the_word_lists_can_take_effect() -> None:
    """Slang is translated first: what it translates would never be looked up again."""
    rows = [word for group in groups() for word in group]
    assert [word for word in rows if word in slang()] == []
    assert all(" " in long for long in abbreviations().values())
    assert [word for meanings in slang().values() for word in meanings if word in slang()] == []


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
def test_the_best_fitting_come_first_and_every_sign_is_a_share(said: list[str]) -> None:
    hits = ANSWERS.search(" ".join(said), limit=len(ENTRIES))
    scores = [hit.signs.score for hit in hits if not hit.exact]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.key for hit in hits}) == len(hits)
    for hit in hits:
        assert all(0 <= sign <= 1.0001 for sign in astuple(hit.signs))


@given(st.dictionaries(st.text(max_size=5), st.lists(st.text(max_size=30), min_size=1, max_size=3)))
def test_any_entries_can_be_indexed(entries: Mapping[str, list[str]]) -> None:
    answers = Answers({key: Entry(texts, texts[-1]) for key, texts in entries.items()})
    for texts in entries.values():
        assert {hit.key for hit in answers.search(texts[0])} <= set(entries)


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def test_more_articles_than_one_slice_are_all_found(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "SLICE", 2)
    async with town.begin() as session:
        await knowledge.load_articles(session, ARTICLES, now=NOW)
    async with town.begin() as session:
        for row in ARTICLES:
            assert (await find(session, row["question"])).articles[0].code == row["code"]


async def test_an_index_that_could_not_be_built_is_built_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(entries: Mapping[str, Entry]) -> Answers:
        raise MemoryError

    async with town.begin() as session:
        await knowledge.load_articles(session, ARTICLES, now=NOW)
        with monkeypatch.context() as patched:
            patched.setattr(index, "Answers", broken)
            with pytest.raises(MemoryError):
                await find(session, "biaya ktp")
        assert (await find(session, "biaya ktp")).articles[0].code == "ktp/biaya"


async def test_while_a_new_index_is_built_the_old_one_answers(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with town.begin() as session:
        await knowledge.load_articles(session, ARTICLES, now=NOW)
        assert (await find(session, "biaya ktp")).articles[0].code == "ktp/biaya"
    release = threading.Event()

    def slowly(entries: Mapping[str, Entry]) -> Answers:
        release.wait(10)
        return Answers(entries)

    monkeypatch.setattr(index, "PATIENCE", 0.0)
    monkeypatch.setattr(index, "Answers", slowly)
    async with town.begin() as session:
        more = [*ARTICLES, article("layang/izin", "Bagaimana izin festival layang-layang?")]
        await knowledge.load_articles(session, more, now=NOW)
        assert (await find(session, "biaya ktp")).articles[0].code == "ktp/biaya"
        assert (await find(session, "izin festival")).articles == []
        release.set()
        monkeypatch.setattr(index, "PATIENCE", 10)
        async with asyncio.timeout(20):
            assert (await find(session, "izin festival")).articles[0].code == "layang/izin"
